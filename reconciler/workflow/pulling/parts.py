"""Which part of a file each part of a rendered body was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reconciler.align import Span, spans
from reconciler.content import Part, Placed

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def paired(raw: str, there: Placed, text: str, own: Placed) -> tuple[list[Part | None], list[int]]:
    """For each part of the rendered text the one of the file, and a row of the file near it.

    By what they say where it is the same, by what stands around templates, else by their number.
    """
    sides = [[*_texts(raw, there)], [*_texts(text, own)]]
    found: list[Part | None] = []
    near: list[int] = []
    for some in spans(*sides):
        pieces = [some] if some.same else _anchored(some, *sides)
        for one in pieces:
            parts: Sequence[Part | None] = there.parts[one.i : one.j]
            even = one.j - one.i == one.m - one.k
            found += parts if even else [None] * (one.m - one.k)
            rows = [each.first for each in there.parts[one.i : one.j]]
            last = there.parts[one.i - 1].end if one.i else 0
            near += rows if even else [rows[0] if rows else last] * (one.m - one.k)
    return found, near


def _anchored(gap: Span, raw: Sequence[str], own: Sequence[str]) -> Iterator[Span]:
    """The gap between the parts in it that can only have been made of each other."""
    i, k = gap.i, gap.k
    for at in range(gap.i, gap.j):
        words = [one.strip() for one in TAG.split(raw[at])]
        fits = (n for n in range(k, gap.m) if any(words) and _in_order(words, own[n]))
        there = next(fits, None)
        if there is not None:
            yield Span(same=False, i=i, j=at, k=k, m=there)
            yield Span(same=False, i=at, j=at + 1, k=there, m=there + 1)
            i, k = at + 1, there + 1
    yield Span(same=False, i=i, j=gap.j, k=k, m=gap.m)


def _in_order(words: Sequence[str], text: str) -> bool:
    at = 0
    for one in words:
        at = text.find(one, at)
        if at < 0:
            return False
        at += len(one)
    return True


def _texts(text: str, some: Placed) -> Iterator[str]:
    rows = text.split("\n")
    return ("\n".join(rows[one.first : one.end]) for one in some.parts)
