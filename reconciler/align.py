"""Two sequences side by side: what they share in order, found within a bound of work.

The shortest difference where it is short; where it is long, items that occur once on either side
are held first and the rest is compared between them. However unlike two hostile texts are, the
work stays in proportion to their length; what is not compared any more counts as different.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BUDGET = 3_000_000
"""Steps of one comparison: about a second."""
LONGEST = 400
"""Differences that are looked through for the shortest way."""

Items = Sequence[Hashable]


class Span(NamedTuple):
    """`old[i:j]` stands where `new[k:m]` stands; `same` where they are equal."""

    same: bool
    i: int
    j: int
    k: int
    m: int


class Match(NamedTuple):
    old: int
    new: int
    size: int


@dataclass(slots=True)
class _Budget:
    left: int


def spans(old: Items, new: Items) -> list[Span]:
    """Both sequences from end to end, in turns of what is the same and what is not."""
    found: list[Span] = []
    i = k = 0
    for one in (*matches(old, new), Match(len(old), len(new), 0)):
        if (i, k) != (one.old, one.new):
            found.append(Span(same=False, i=i, j=one.old, k=k, m=one.new))
        i, k = one.old + one.size, one.new + one.size
        if one.size:
            found.append(Span(same=True, i=one.old, j=i, k=one.new, m=k))
    return found


def matches(old: Items, new: Items) -> list[Match]:
    """Runs of equal items in order, as long as they go; none touches another on both sides."""
    budget = _Budget(BUDGET)
    joined: list[Match] = []
    for one in _trimmed(old, new, budget):
        last = joined[-1] if joined else None
        if last and (last.old + last.size, last.new + last.size) == (one.old, one.new):
            joined[-1] = last._replace(size=last.size + one.size)
        else:
            joined.append(one)
    return joined


def _trimmed(old: Items, new: Items, budget: _Budget) -> Iterator[Match]:
    """What both begin and end with costs nothing to find."""
    shorter, head, tail = min(len(old), len(new)), 0, 0
    while head < shorter and old[head] == new[head]:
        head += 1
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield Match(0, 0, head)
    inner = old[head : len(old) - tail], new[head : len(new) - tail]
    found = _shortest(*inner, budget)
    for one in _anchored(*inner, budget) if found is None else found:
        yield Match(one.old + head, one.new + head, one.size)
    if tail:
        yield Match(len(old) - tail, len(new) - tail, tail)


def _anchored(old: Items, new: Items, budget: _Budget) -> Iterator[Match]:
    """Between what occurs once on each side, in an order that both share."""
    anchors = _rising(_unique(old, new))
    i = k = 0
    for at, there in (*anchors, (len(old), len(new))):
        for one in _shortest(old[i:at], new[k:there], budget) or ():
            yield Match(one.old + i, one.new + k, one.size)
        if at < len(old):
            yield Match(at, there, 1)
        i, k = at + 1, there + 1


def _unique(old: Items, new: Items) -> list[tuple[int, int]]:
    counts, others = Counter(old), Counter(new)
    places = {item: at for at, item in enumerate(new) if others[item] == 1}
    return [(at, places[item]) for at, item in enumerate(old) if counts[item] == 1
            and item in places]  # fmt: skip


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs in which the second of each grows as well."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        at = bisect_left(ends, there)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(there)
            last.append(number)
        else:
            ends[at], last[at] = there, number
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _shortest(old: Items, new: Items, budget: _Budget) -> list[Match] | None:
    """By Myers' algorithm; None where the difference is too long for it."""
    rows: list[dict[int, int]] = []
    far = {1: 0}
    for distance in range(min(LONGEST, len(old) + len(new)) + 1):
        rows.append(dict(far))
        budget.left -= distance
        for way in range(-distance, distance + 1, 2):
            down = way == -distance or (way != distance and far[way - 1] < far[way + 1])
            at = start = far[way + 1] if down else far[way - 1] + 1
            while at < len(old) and at - way < len(new) and old[at] == new[at - way]:
                at += 1
            budget.left -= at - start
            far[way] = at
            if at >= len(old) and at - way >= len(new):
                return _walked_back(rows, len(old), len(new))
        if budget.left < 0:
            return None
    return None


def _walked_back(rows: Sequence[dict[int, int]], at: int, there: int) -> list[Match]:
    found = []
    for distance in range(len(rows) - 1, -1, -1):
        far, way = rows[distance], at - there
        down = way == -distance or (way != distance and far[way - 1] < far[way + 1])
        before = far[way + 1] if down else far[way - 1]
        start = before if down else before + 1
        if at > max(start, 0):
            found.append(Match(max(start, 0), max(start, 0) - way, at - max(start, 0)))
        at, there = before, before - (way + 1 if down else way - 1)
    return found[::-1]
