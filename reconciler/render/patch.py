"""How a file would change, as everybody knows it from git: lines with + and -, three around."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.align import Span, spans
from reconciler.render.safe import Paint, printable

AROUND = 3


def patch(path: str, before: str, after: str, paint: Paint) -> Iterator[str]:
    """Nothing where the texts are equal."""
    old, new = before.split("\n"), after.split("\n")
    yield from (paint("bold", f"{sign} {printable(path)}") for sign in ("---", "+++"))
    for group in _groups(spans(old, new)):
        first, last = group[0], group[-1]
        start, end = max(0, first.i - AROUND), min(len(old), last.j + AROUND)
        head, tail = first.k - (first.i - start), last.m + (end - last.j)
        yield paint("note", f"@@ -{start + 1},{end - start} +{head + 1},{tail - head} @@")
        at = start
        for one in group:
            yield from (f" {printable(line)}" for line in old[at : one.i])
            yield from (paint("remove", f"-{printable(line)}") for line in old[one.i : one.j])
            yield from (paint("create", f"+{printable(line)}") for line in new[one.k : one.m])
            at = one.j
        yield from (f" {printable(line)}" for line in old[at:end])


def _groups(found: list[Span]) -> Iterator[list[Span]]:
    """Changes that stand so close that what is around them would overlap, together."""
    group: list[Span] = []
    for one in (each for each in found if not each.same):
        if group and one.i - group[-1].j > 2 * AROUND:
            yield group
            group = []
        group.append(one)
    if group:
        yield group
