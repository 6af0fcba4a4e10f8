"""What Intercom cannot put in order: siblings stand in the order in which they were created."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reconciler.codes import finding
from reconciler.core.compared.match import Match
from reconciler.core.declared.pages import NUMBER
from reconciler.model import Finding, Kind, Kinds, Live, Ref, Spec

SHOWN = 8
"""Names of one order in a message."""


def out_of_order(
    desired: Iterable[Ref], matches: Mapping[Ref, Match], kinds: Kinds
) -> Iterator[Finding]:
    """A note for each kind of which siblings stand, or will stand, otherwise than declared.

    desired: in declared order. What this plan creates comes behind what is there. Where a name
    alone puts a file in its place, nobody has said so, and nothing is said of it.
    """
    by_kind: dict[str, dict[Ref, Match]] = {one.name: {} for one in kinds.values() if one.ordered}
    for ref in desired if by_kind else ():
        if ref.kind in by_kind:
            by_kind[ref.kind][ref] = matches[ref]
    for name, mine in by_kind.items():
        kind, wrong = kinds[name], list(_groups(kinds[name], mine))
        if wrong:
            parent, declared, there = wrong[0]
            where = f"in {parent}" if parent else "at the top"
            more = f"; so it is in {len(wrong) - 1} more places" if len(wrong) > 1 else ""
            yield finding(
                "order",
                f"{kind.plural} {where} stand in the order of their creation: {_names(there)}; "
                f"declared: {_names(declared)}{more}",
                mine[declared[0]].desired.spec.pos(),
                hint="Intercom cannot change it; only what is created anew comes last",
            )


def _groups(
    kind: Kind, mine: Mapping[Ref, Match]
) -> Iterator[tuple[str, Sequence[Ref], Sequence[Ref]]]:
    """Siblings that differ: what they lie in, in declared order, and as they stand."""
    groups: dict[str, list[Ref]] = {}
    for ref, found in mine.items():
        if not found.refused and _placed(found.desired.spec):
            groups.setdefault(str(found.desired.fields.get(kind.ordered) or ""), []).append(ref)
    for parent, declared in groups.items():
        there = sorted(declared, key=lambda ref: _created(mine[ref].live))
        if there != declared:
            yield parent, declared, there


def _placed(spec: Spec) -> bool:
    """Has somebody said where it stands: by a number, in a list, or to another tool?"""
    folder, _, name = spec.file.rpartition("/")
    if spec.text is None and name.startswith("_"):  # the data file of a folder
        name = folder.rpartition("/")[2]
    elif spec.text is None and name.endswith((".yaml", ".yml")):
        return True
    return NUMBER.match(name) is not None or spec.preset not in ("", "plain")


def _created(live: Live | None) -> tuple[bool, int, str]:
    """What does not exist yet comes last, and keeps its declared place among its like."""
    return (live is None, (live.created_at or 0) if live else 0, live.id.zfill(24) if live else "")


def _names(refs: Sequence[Ref]) -> str:
    names = [ref.name.rpartition("/")[2] for ref in refs]
    return ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
