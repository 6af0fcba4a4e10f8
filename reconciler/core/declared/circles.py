"""Circles of `moved:` entries: names that are renamed until they have their first name again."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model import Ref


def circling(renamed: Mapping[Ref, Ref]) -> set[Ref]:
    """The names that come back to themselves; each entry is looked at once."""
    seen, found = set[Ref](), set[Ref]()
    for start in renamed:
        walked, after = set[Ref](), start
        while after in renamed and after not in seen:
            seen.add(after)
            walked.add(after)
            after = renamed[after]
        if after in walked:
            found.update(circle(renamed, after))
    return found


def circle(renamed: Mapping[Ref, Ref], start: Ref) -> list[Ref]:
    """The names of the circle that begins at `start`."""
    names = [start]
    while (after := renamed[names[-1]]) != start:
        names.append(after)
    return names
