"""A teammate's edit of a body, in our terms.

Intercom stores some of what is sent in another form, images under addresses of its own above all.
So the edit is read between the two forms that Intercom gave (L0 when it was written, L now), and
then put to the form that we meant (D0), block by block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reconciler.align import matches
from reconciler.content import blocks_of, image_sources, replaced
from reconciler.core.merged.threeway import Hunk, Meeting, applied, hunks, meetings

Loose = Callable[[str], str]


class Body(NamedTuple):
    """Canonical forms: meant and echoed at the last write, and what Intercom has now."""

    meant: str
    echoed: str
    live: str


def edits(body: Body, loose: Loose) -> list[Hunk]:
    """Their edits as hunks of the blocks of `body.meant`. `loose`: what is compared by where
    Intercom rewrites a part beyond recognition.
    """
    meant, echoed, live = (blocks_of(one) for one in body)
    edges = _edges([loose(one) for one in meant], [loose(one) for one in echoed])
    images = _images(meant, echoed, edges)
    made = []
    for (i, k), (j, m), inside in _widened(hunks(echoed, live), edges):
        new = tuple(replaced(one, images) for one in applied(echoed, k, m, inside))
        if new != tuple(meant[i:j]):
            made.append(Hunk(i, j, new))
    return made


def meet(ours: str, body: Body, loose: Loose) -> list[Meeting]:
    """Where our edits and theirs meet, by the blocks of our text as it is now."""
    meant = blocks_of(body.meant)
    return list(meetings(meant, hunks(meant, blocks_of(ours)), edits(body, loose)))


Edges = list[tuple[int, int]]
"""Places (in what was meant, in what came back) between which the blocks belong together."""


def _edges(meant: Sequence[str], echoed: Sequence[str]) -> Edges:
    edges: Edges = [(0, 0)]
    ends = [*matches(meant, echoed), None]
    i = k = 0
    for one in ends:
        to = (one.old, one.new) if one else (len(meant), len(echoed))
        if to[0] - i == to[1] - k:  # rewritten one by one
            edges += zip(range(i + 1, to[0] + 1), range(k + 1, to[1] + 1), strict=True)
        else:
            edges.append(to)
        if one:
            edges += [(one.old + n, one.new + n) for n in range(1, one.size + 1)]
            i, k = one.old + one.size, one.new + one.size
    return sorted(set(edges))


def _images(meant: Sequence[str], echoed: Sequence[str], edges: Edges) -> dict[str, str]:
    """The address that Intercom gave to an image -> the one it was sent with."""
    known: dict[str, str] = {}
    if "<img" not in "".join(meant):
        return known
    for (i, k), (j, m) in pairwise(edges):
        sent, stored = (image_sources("\n".join(some)) for some in (meant[i:j], echoed[k:m]))
        if len(sent) == len(stored):
            known.update(zip(stored, sent, strict=True))
    return known


def _widened(
    found: Sequence[Hunk], edges: Edges
) -> Iterator[tuple[tuple[int, int], tuple[int, int], list[Hunk]]]:
    """The hunks between the edges around them, those that share an edge's inside together."""
    stored = [there for _, there in edges]
    held: list[Hunk] = []
    first = last = 0
    for one in found:
        lower = bisect_right(stored, one.start) - 1
        upper = lower if one.start == one.end == stored[lower] else bisect_left(stored, one.end)
        if held and lower >= last:
            yield edges[first], edges[last], held
            held = []
        first, last = (first, max(last, upper)) if held else (lower, upper)
        held.append(one)
    if held:
        yield edges[first], edges[last], held
