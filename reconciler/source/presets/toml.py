"""Front matter in TOML, between lines of +++, with the line of each key at the top."""

from __future__ import annotations

import re
from typing import Any, Literal

from reconciler.codes import finding
from reconciler.model import Map, Pos, Quoted, Seq, TextFile, pack
from reconciler.source.markdown import Split, split

OPENING = re.compile(r"\A\+\+\+[ \t]*(?:\n|\Z)")
CLOSING = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
KEY = re.compile(r"([\w-]+)[ \t]*=[ \t]*")
WRONG = re.compile(r"\(at line (\d+), column (\d+)\)")


def split_toml(text: str, path: str) -> Split:
    """Front matter in TOML or, as everywhere, in YAML."""
    opening = OPENING.match(text)
    if not opening:
        return split(text, path)
    closing = CLOSING.search(text, opening.end())
    if not closing:
        return _wrong(path, "the front matter that begins here is not closed", (1, 1))
    import tomllib  # noqa: PLC0415 - only where front matter is TOML

    written = text[opening.end() : closing.start()]
    try:
        values = tomllib.loads(written)
    except (ValueError, RecursionError) as error:
        place = WRONG.search(str(error))
        mark = (int(place[1]) + 1, int(place[2])) if place else (1, 1)
        return _wrong(path, f"the TOML cannot be read: {WRONG.sub('', str(error)).strip()}", mark)
    front = Map({key: _value(value) for key, value in values.items()}, _marks(written), (1, 1))
    line = text.count("\n", 0, closing.end()) + 2
    form: Literal["md", "html"] = "html" if path.endswith(".html") else "md"
    return Split(TextFile(path, front, text[closing.end() + 1 :], line, form))


def _wrong(path: str, message: str, mark: tuple[int, int]) -> Split:
    found = finding("front-matter", message, Pos(path, *mark), hint="end it with a line of +++")
    return Split(TextFile(path, Map(mark=(1, 1)), "", 1), (found,))


def _marks(written: str) -> dict[str, int]:
    marks: dict[str, int] = {}
    for number, line in enumerate(written.split("\n"), 2):
        found = KEY.match(line)
        if line.startswith("["):
            break
        if found:
            marks.setdefault(found[1], pack((number, 1), (number, found.end() + 1)))
    return marks


def _value(value: Any) -> Any:
    """As YAML would give it: texts, and lists and mappings of texts."""
    if isinstance(value, dict):
        return Map((key, _value(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return Seq([_value(inner) for inner in value], [(1, 1)] * len(value))
    if isinstance(value, bool):
        return str(value).lower()
    return Quoted(value) if isinstance(value, str) else str(value)
