"""What passes between us and the engine of templates: plain values, one line of JSON each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from reconciler.source.scan import TEMPLATE


class Job(NamedTuple):
    """A template to render: for no row, for rows of `columns`, or for items that are `each`.

    native: a scalar, which keeps its type where it is one lone expression.
    name: what a row is called. held: values stay out of the text, which comes as a pair: itself,
    see `model.held`.
    """

    source: str
    file: str
    locale: str
    native: bool
    columns: Sequence[str] = ()
    name: str = "each"
    held: bool = False


class Failure(NamedTuple):
    """Why there is no value. `file` and `column` only where it is a partial that failed."""

    kind: str
    message: str
    word: str = ""
    line: int = 1
    file: str = ""
    column: int = 1


Render = Callable[[Job, Sequence[Any]], Iterator[Any]]
"""A job and its rows -> for each row a value or a Failure."""


def packed(value: Any) -> bytes:
    """A value or a Failure as one line."""
    what = {"failure": [*value]} if isinstance(value, Failure) else {"value": value}
    return json.dumps(what).encode() + b"\n"


def unpacked(line: bytes) -> Any:
    what = json.loads(line)
    return Failure(*what["failure"]) if "failure" in what else what["value"]


def within(text: str, line: int, word: str) -> tuple[int, int]:
    """Line and column of a word, else of the line's first tag, else of its beginning."""
    lines = text.split("\n", line)
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    return line, column_of(written, word) or 1


def column_of(line: str, word: str, start: int = 0) -> int:
    """From 1; 0 where neither the word nor a tag stands in the line."""
    tag = TEMPLATE.search(line, start)
    begin = tag.start() if tag else start
    found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(line, begin) if word else None
    return found.start() + 1 if found else (begin + 1 if tag else 0)
