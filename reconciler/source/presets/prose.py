"""Bodies of other tools line by line: what is code, callouts in our terms, and what is lost.

Every change keeps the number of lines, so that a finding names the line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from reconciler.codes import finding
from reconciler.model import Finding, Pos
from reconciler.source.scan import pieces

NAMED = 5
GREY, BLUE, GREEN, YELLOW, RED = (
    ("#e8e8e880", "#73737633"), ("#e3e7fa80", "#334bfa33"), ("#d7efdc80", "#1bb15733"),
    ("#feedaf80", "#fbc91633"), ("#fed9db80", "#fd3a5733"),
)  # fmt: skip
"""Background and border of a callout, in the five colours of Intercom's editor."""
COLOURS = {
    **dict.fromkeys(("note", "quote", "cite", "secondary", "default"), GREY),
    **dict.fromkeys(("info", "abstract", "summary", "question", "example", "important", "todo",
                     "seealso", "primary"), BLUE),
    **dict.fromkeys(("tip", "hint", "success", "check"), GREEN),
    **dict.fromkeys(("warning", "caution", "attention"), YELLOW),
    **dict.fromkeys(("danger", "error", "failure", "bug"), RED),
}  # fmt: skip
"""Callouts of all tools by the word that they are opened with."""
FAR = 300
"""Characters of a heading, around its attributes, that are looked at."""
NAMED_ID = re.compile(r"\{:?[ \t]*#([\w-]+)[ \t]*\}")
ALONE = "<!-- -->"
"""An HTML block that begins so ends with its line: Markdown goes on in the next one."""


def opened(kind: str, title: str) -> str:
    """One line that opens a callout; `kind` is one of COLOURS or grey."""
    background, border = COLOURS.get(kind.lower(), GREY)
    style = f"background-color: {background}; border-color: {border}"
    return f'{ALONE}<div class="intercom-interblocks-callout" style="{style}">{bold(title)}'


CLOSED = f"{ALONE}</div>"


def heading_id(found: re.Match[str]) -> str:
    """The id of a heading that attributes say, in our terms; nothing for any other attributes.

    Not of a page's own title, which becomes that of the article.
    """
    text, named = found.string, NAMED_ID.fullmatch(found.group())
    if named is None:
        return ""
    before = text[max(0, found.start() - FAR) : found.start()].rpartition("\n")[2]
    after = text[found.end() : found.end() + FAR].partition("\n")[0]
    return f"{{#{named.group(1)}}}" if before.startswith("##") and not after.strip() else ""


def bold(title: str) -> str:
    return f"<p><b>{escape(title)}</b></p>" if title else ""


@dataclass(slots=True)
class Notes:
    """What a tool can and we cannot: one finding for each kind of it, at its first place."""

    said: dict[str, list[tuple[Pos, str]]] = field(default_factory=dict)

    def add(self, about: str, pos: Pos, what: str = "") -> None:
        self.said.setdefault(about, []).append((pos, what))

    def findings(self) -> tuple[Finding, ...]:
        return tuple(_said(about, places) for about, places in self.said.items())


def _said(about: str, places: list[tuple[Pos, str]]) -> Finding:
    names = list(dict.fromkeys(what for _, what in places if what))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    listed = f": {', '.join(names[:NAMED])}{more}" if names else ""
    counted = f" ({len(places)} times)" if len(places) > 1 else ""
    return finding("foreign-syntax", f"{about}{listed}{counted}", places[0][0])


@dataclass(frozen=True, slots=True)
class Body:
    """The body that is worked on, where it stands, and whom to tell."""

    path: str
    line: int
    notes: Notes

    def note(self, about: str, line: int, what: str = "") -> None:
        """line: of the body, from 0."""
        self.notes.add(about, Pos(self.path, self.line + line, 1), what)


@dataclass(slots=True)
class Lines:
    """Which line a place is on; places are asked for in their order, so that none counts twice."""

    text: str
    line: int
    at: int = 0

    def of(self, at: int) -> int:
        self.line += self.text.count("\n", self.at, at)
        self.at = at
        return self.line


def fenced(text: str) -> frozenset[int]:
    """The lines, from 0, on which a fence begins or that are inside of one."""
    found: set[int] = set()
    line = 0
    for number, piece in enumerate(pieces(text, "md")):
        after = line + piece.count("\n")
        if number % 2 and piece.startswith(("```", "~~~")):
            found.update(range(line, after + 1))
        line = after
    return frozenset(found)


def outside(text: str, change: Callable[[str, Lines], str]) -> str:
    """The text with everything changed that is no code."""
    made, line = [], 0
    for number, piece in enumerate(pieces(text, "md")):
        made.append(piece if number % 2 else change(piece, Lines(piece, line)))
        line += piece.count("\n")
    return "".join(made)


def blank(text: str) -> str:
    """Nothing but the line ends."""
    return "\n" * text.count("\n")


def without(text: str, begin: str, end: str) -> str:
    """The text without all that stands between two marks; what is not closed stays."""
    made, at = [], 0
    while (start := text.find(begin, at)) >= 0 and (stop := text.find(end, start)) >= 0:
        stop += len(end)
        made += [text[at:start], blank(text[start:stop])]
        at = stop
    return "".join([*made, text[at:]])


def heading_of(body: str) -> tuple[int, str] | None:
    """Line (from 0) and text of the level-1 heading that a page begins with."""
    for number, line in enumerate(body.split("\n")):
        text = line.strip()
        if text.startswith("# "):
            return number, text.strip("# \t")
        if text and not (text.startswith("<!--") and text.endswith("-->")):
            return None
    return None


def without_heading(body: str, title: str) -> str:
    """The body without its first heading where that only says the title again."""
    found = heading_of(body)
    if found is None or found[1].casefold() != title.casefold():
        return body
    lines = body.split("\n")
    lines[found[0]] = ""
    return "\n".join(lines)
