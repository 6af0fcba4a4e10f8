"""What the YAML parser complains about, in words that help a person.

Takes the parser's problem and the text, gives one finding at the place to look at.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml
from yaml.reader import ReaderError

from reconciler.codes import finding
from reconciler.model import Finding, Pos
from reconciler.source.text import line_of, place

BRACES = re.compile(r"(?:^|[:\-\[{,?])\s*(\{[{%])")
BROKEN = re.compile(r"[\x85\u2028\u2029]")
"""Line ends to YAML 1.1, characters like any other to YAML 1.2 and to editors."""
QUOTE = "put the value in quotes"


class Said(NamedTuple):
    """What is said instead of the parser's words; `opened`: at where the construct began."""

    message: str
    hint: str
    opened: bool = False


TABS = Said("a tab indents this line", "YAML is indented with spaces only")
COLON = Said(
    "a colon followed by a space starts a mapping where none can be",
    f"{QUOTE}, or indent the line as deep as its neighbours",
)
SAID = {
    "mapping values are not allowed in this context": COLON,
    "could not find expected ':'": Said(
        "this line has no `key:`", "write `key: value`, or indent it under what it continues", True
    ),
    "did not find expected key": Said(
        "this does not fit the lines around it",
        "indent it as deep as its neighbours; text after a closing quote belongs inside",
    ),
    "did not find expected '-' indicator": Said(
        "a list stands beside this line, but it does not begin with `- `",
        "begin it with `- `, or indent it under what it belongs to",
    ),
    "did not find expected ',' or '}'": Said(
        "the mapping that opens here with { is not closed",
        "close it with }, and separate its entries with commas",
        True,
    ),
    "did not find expected ',' or ']'": Said(
        "the list that opens here with [ is not closed",
        "close it with ], and separate its items with commas",
        True,
    ),
    "found unexpected end of stream": Said(
        "the quote that opens here is not closed", "close it with the same quote", True
    ),
    "found unexpected document indicator": Said(
        "the quote that opens here is not closed", "close it with the same quote", True
    ),
    "found unknown escape character": Said(
        "there is no such escape in double quotes", r"double the backslash, or use single quotes"
    ),
    "block sequence entries are not allowed in this context": Said(
        "a list cannot begin on the line of its key", "write each `- item` on a line of its own"
    ),
    "did not find expected node content": Said("a value is missing here", QUOTE),
    "found undefined tag handle": Said("! starts a YAML tag", QUOTE),
}


def explained(error: yaml.YAMLError, text: str, file: str) -> Finding:
    """The finding for what the parser could not read."""
    if isinstance(error, ReaderError):
        return _unreadable(error, text, file)
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return finding("yaml-syntax", f"not YAML: {error}", Pos(file))
    mark, opened = error.problem_mark, error.context_mark or error.problem_mark
    for line in dict.fromkeys((mark.line + 1, opened.line + 1)):
        found = BRACES.search(line_of(text, line))
        if found:
            return braces(Pos(file, line, found.start(1) + 1), found.group(1))
    rest = line_of(text, mark.line + 1)[mark.column :]
    colon = mark.line == opened.line and rest.startswith(": ")
    said = COLON if colon else _said(error.problem or "", rest)
    at = opened if said.opened else mark
    return finding("yaml-syntax", said.message, _pos(file, at, text, said), hint=said.hint)


def braces(pos: Pos, opening: str = "{{") -> Finding:
    message = f"{opening} without quotes starts a YAML mapping, not a template"
    return finding("yaml-braces", message, pos, hint='quote the whole value: "{{ name }}"')


def broken_line(text: str, file: str) -> Finding | None:
    """An invisible line end that YAML 1.1, and so the parser, takes for a line's end."""
    found = BROKEN.search(text)
    if found is None:
        return None
    return finding(
        "yaml-syntax",
        f"an invisible line separator (U+{ord(found.group()):04X}) stands here",
        Pos(file, *place(text[: found.start()])),
        hint="delete it; it often comes along with text copied from a web page",
    )


def _said(problem: str, rest: str) -> Said:
    if rest.startswith("\t"):
        return TABS
    if problem == "found character that cannot start any token":
        return Said(f"a value cannot begin with {rest[:1]}", QUOTE)
    return SAID.get(problem) or Said(problem, "compare the indentation and the quotes around it")


def _pos(file: str, mark: Any, text: str, said: Said) -> Pos:
    """The mark; at the tab that is meant; never past the end, where the parser misses a line."""
    if mark.line > text.count("\n"):
        return Pos(file, *place(text))
    tab = line_of(text, mark.line + 1).find("\t") if said is TABS else mark.column
    return Pos(file, mark.line + 1, tab + 1)


def _unreadable(error: ReaderError, text: str, file: str) -> Finding:
    """The parser counts bytes here, everywhere else characters."""
    before = text.encode("utf-8", "replace")[: error.position].decode("utf-8", "ignore")
    return finding(
        "yaml-syntax",
        f"the control character U+{error.character:04X} stands here",
        Pos(file, *place(before)),
        hint=r'delete it, or write it as an escape in double quotes: "\x07"',
    )
