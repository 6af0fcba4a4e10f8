"""Text of strangers made harmless for a terminal: no escape sequences, no surprises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
LONGEST = 80
COMMAND = re.compile(r"(?:^|(?<=\r))([^\S\n]*):(?=:)|##(?=\[)", re.MULTILINE)
"""Commands to the log of GitHub Actions: `::name` where a line begins, `##[name` anywhere."""

Paint = Callable[[str, str], str]
"""(style, text) -> text; styles are names such as create, delete, dim, bold."""

COLOURS = {
    "create": "32", "update": "33", "adopt": "36", "move": "36", "remove": "31", "refuse": "35",
    "error": "31;1", "warning": "33;1", "note": "36;1", "dim": "2", "bold": "1",
}  # fmt: skip


def plain(style: str, text: str) -> str:  # noqa: ARG001 - a Paint without colour
    return text


def coloured(style: str, text: str) -> str:
    return f"\x1b[{COLOURS[style]}m{text}\x1b[0m" if style in COLOURS else text


def printable(text: str) -> str:
    """The text with every control, formatting and line-breaking character escaped."""
    if text.isprintable():
        return text
    return "".join(_escaped(one) for one in text)


def inert(text: str) -> str:
    """The text with nothing in it that a log of GitHub Actions would carry out."""
    if "::" not in text and "##[" not in text:
        return text
    return COMMAND.sub(lambda found: "\\x23#" if found[1] is None else f"{found[1]}\\x3a", text)


def _escaped(one: str) -> str:
    if one.isprintable() or (one == " "):
        return one
    if unicodedata.category(one) not in HIDDEN:
        return one
    return one.encode("unicode_escape").decode("ascii")


def value(one: Any) -> str:
    """A field's value on one line."""
    if one is None:
        return "(nothing)"
    if isinstance(one, bool):
        return "true" if one else "false"
    if isinstance(one, list):
        return "[" + ", ".join(value(item) for item in one) + "]"
    if not isinstance(one, str):
        return printable(str(one))
    text = printable(one)
    return f'"{text[:LONGEST]}…"' if len(text) > LONGEST else f'"{text}"'


def plural(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
