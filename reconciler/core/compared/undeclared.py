"""What the ledger owns and the specs no longer declare, with what speaks against removing it.

`removed:` decides before on_remove, and that before the mildest verb of the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from reconciler.core.compared.match import Match
from reconciler.core.compared.names import Names
from reconciler.core.compared.removal import removals
from reconciler.core.compared.verdict import finished
from reconciler.core.planned.situation import Situation
from reconciler.model import REMOVALS, Change, Entry, Id, Ref


def undeclared(
    situation: Situation,
    matches: Mapping[Ref, Match],
    names: Names,
    spelt: Callable[[Entry], Entry],
) -> list[Change]:
    """Nothing is taken away that is meant under another name, or could be."""
    moved = {found.previous for found in matches.values() if found.previous}
    missing = sorted(
        ref for ref in situation.entries
        if ref not in situation.desired and ref not in moved and ref.kind in situation.kinds
    )  # fmt: skip
    if not missing:
        return []
    by_id = {Id(name, live.id): live for name, lives in situation.lives.items() for live in lives}
    entries = [situation.entries[ref] for ref in missing]
    gone = [(spelt(one), by_id.get(Id(one.ref.kind, one.id))) for one in entries]
    verbs = {entry.ref: _verb(situation, entry.ref) for entry, _ in gone}
    found = removals(gone, situation.kinds, verbs, names)
    taken = {Id(each.live.kind, each.live.id): ref for ref, each in matches.items() if each.live}
    found = [finished(replace(one, op="release", fields=(), why=f"it is {taken[at]} now"))
             if one.live and (at := Id(one.live.kind, one.live.id)) in taken else one
             for one in found]  # fmt: skip
    asked = {
        Id(live.kind, live.id): ref for ref, each in matches.items() for live in each.candidates
    }
    found = [finished(replace(one, op="refuse", fields=(), why=f"could be what {asked[at]} means"))
             if one.live and (at := Id(one.live.kind, one.live.id)) in asked else one
             for one in found]  # fmt: skip
    if not situation.desired:
        why = "there are no specs at all, which is taken for a mistake"
        found = [finished(replace(one, op="refuse", fields=(), why=why))
                 if one.op in REMOVALS else one for one in found]  # fmt: skip
    return found


def _verb(situation: Situation, ref: Ref) -> str:
    """What `removed:` says of the resource, else on_remove of its kind, else the mildest."""
    kind = situation.kinds[ref.kind]
    configured = situation.on_remove.get(kind.plural, kind.on_remove[0].verb)
    return situation.moves.verb(ref) or configured
