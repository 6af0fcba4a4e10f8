"""Two edits of one list of blocks: where they meet and where they do not.

Edits that touch different blocks are both taken, also of neighbours; the same edit made twice is
one; what both made different is a conflict, of these blocks alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from reconciler.align import Span, spans

Who = Literal["ours", "theirs", "both", "conflict"]
Texts = Sequence[str]


class Hunk(NamedTuple):
    """`base[start:end]` became `new`."""

    start: int
    end: int
    new: tuple[str, ...]


class Meeting(NamedTuple):
    """Where one or both of two texts differ from their base: `ours[start:end]`, and `theirs`."""

    who: Who
    start: int
    end: int
    theirs: tuple[str, ...]


def hunks(base: Texts, new: Texts) -> list[Hunk]:
    """The edits that made `new` of `base`; where as many blocks went as came, one for each."""
    return [one for span in spans(base, new) if not span.same for one in _single(span, new)]


def _single(span: Span, new: Texts) -> Iterator[Hunk]:
    if span.j - span.i == span.m - span.k:
        for at in range(span.j - span.i):
            yield Hunk(span.i + at, span.i + at + 1, (new[span.k + at],))
    else:
        yield Hunk(span.i, span.j, tuple(new[span.k : span.m]))


def meetings(base: Texts, ours: Sequence[Hunk], theirs: Sequence[Hunk]) -> Iterator[Meeting]:
    """All edits of both, in order; each by its place in our text."""
    grown = 0
    for mine, others in _clusters(ours, theirs):
        start = min(one.start for one in (*mine, *others))
        end = max(one.end for one in (*mine, *others))
        here, there = applied(base, start, end, mine), applied(base, start, end, others)
        at = start + grown
        yield Meeting(_who(mine, others, here == there), at, at + len(here), there)
        grown += len(here) - (end - start)


def _who(mine: Sequence[Hunk], others: Sequence[Hunk], same: bool) -> Who:
    if not others:
        return "ours"
    if not mine:
        return "theirs"
    return "both" if same else "conflict"


def _clusters(
    ours: Sequence[Hunk], theirs: Sequence[Hunk]
) -> Iterator[tuple[list[Hunk], list[Hunk]]]:
    """Edits that overlap, together; each side's own never do."""
    waiting = sorted([(one, 0) for one in ours] + [(one, 1) for one in theirs])
    held: tuple[list[Hunk], list[Hunk]] = ([], [])
    start = end = -1
    for one, side in waiting:
        if any(held) and not _overlap(start, end, one):
            yield held
            held = ([], [])
        start = min(start, one.start) if any(held) else one.start
        end = max(end, one.end) if any(held) else one.end
        held[side].append(one)
    if any(held):
        yield held


def _overlap(start: int, end: int, one: Hunk) -> bool:
    """Two insertions at one place meet; an insertion at the edge of a change does not."""
    if start == end:
        return one.start == one.end == start
    if one.start == one.end:
        return start < one.start < end
    return one.start < end and start < one.end


def applied(base: Texts, start: int, end: int, edits: Sequence[Hunk]) -> tuple[str, ...]:
    """`base[start:end]` with the edits in it made."""
    made: list[str] = []
    at = start
    for one in edits:
        made += [*base[at : one.start], *one.new]
        at = one.end
    return (*made, *base[at:end])


def merged(ours: Texts, found: Sequence[Meeting]) -> list[str]:
    """Our text with their edits; in a conflict what is ours stays."""
    made: list[str] = []
    at = 0
    for one in found:
        new = one.theirs if one.who == "theirs" else ours[one.start : one.end]
        made += [*ours[at : one.start], *new]
        at = one.end
    return [*made, *ours[at:]]
