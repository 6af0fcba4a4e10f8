"""The written line with a caret below a place, whatever stands in the line.

Counts cells of a terminal, not characters: tabs, wide and combining characters, and what is
escaped because it would move the cursor or turn the direction of the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from reconciler.model import Pos
from reconciler.render.safe import Paint, printable

BEFORE = 60
WIDTH = 110
"""Cells of a line that are shown, and how many of them at most before the place."""
TAB = "    "
WIDE = frozenset("WF")
CUT = "…"


def snippet(pos: Pos, text: str, paint: Paint) -> Iterator[str]:
    """The line, cut around the place where it is long, and the caret."""
    line = text.rstrip("\r\n")
    at = max(pos.column - 1, 0)
    left, cut_left = _fitting(reversed(line[max(0, at - WIDTH) : at]), BEFORE)
    left.reverse()
    before = cells("".join(left))
    right, cut_right = _fitting(line[at : at + WIDTH + 1], WIDTH - before)
    start = CUT if cut_left or at - WIDTH > 0 else ""
    margin = f"{pos.line:>5} | "
    yield paint("dim", margin) + start + "".join([*left, *right]) + (CUT if cut_right else "")
    if pos.column:
        yield " " * (len(margin) + len(start) + before) + paint("bold", "^")


def cells(text: str) -> int:
    """How many columns of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    return sum(_width(one) for one in text)


def _width(one: str) -> int:
    if unicodedata.category(one) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(one) in WIDE else 1


def _fitting(characters: Iterable[str], room: int) -> tuple[list[str], bool]:
    """As many characters, made printable, as there is room for; whether any are left over."""
    shown: list[str] = []
    for one in characters:
        cell = TAB if one == "\t" else printable(one)
        room -= cells(cell)
        if room < 0:
            return shown, True
        shown.append(cell)
    return shown, False
