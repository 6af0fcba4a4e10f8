"""What is owned but no longer declared: the mildest verb that is configured for its kind.

Only what the ledger owns is ever taken away, and nothing that others still need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reconciler.core.compared.canonical import echo, field_at, leaf, leaves, same
from reconciler.core.compared.diff import seen
from reconciler.core.compared.names import Names
from reconciler.core.compared.verdict import finished
from reconciler.model import (
    REMOVALS,
    Change,
    Entry,
    FieldChange,
    Id,
    Kind,
    Kinds,
    Live,
    Path,
    Ref,
    Removal,
)  # fmt: skip


def removals(
    gone: Iterable[tuple[Entry, Live | None]],
    kinds: Kinds,
    verbs: Mapping[Ref, str],
    names: Names,
) -> list[Change]:
    """A change for each owned object that is no longer declared, each by its verb."""
    return [_removal(kinds[entry.ref.kind], entry, live, verbs[entry.ref], names)
            for entry, live in gone]  # fmt: skip


def _removal(kind: Kind, entry: Entry, live: Live | None, verb: str, names: Names) -> Change:
    if live is None:
        return finished(Change("release", entry.ref, why="already gone from Intercom"))
    removal = next((one for one in kind.on_remove if one.verb == verb), kind.on_remove[0])
    watched = tuple(sorted(entry.pairs))
    base = Change("release", entry.ref, live=live, watched=watched,
                  fingerprint=seen(kind, live, watched, names))  # fmt: skip
    if entry.protected:
        why = "protected; declare protect: false and apply that first"
        return finished(replace(base, op="refuse", why=why))
    fields = tuple(_effects(kind, removal, live, names))
    if removal.verb == "keep" or (removal.fields is not None and not fields):
        return finished(replace(base, why="no longer declared, left as it is"))
    if live.busy and removal.fields is not None:
        return finished(replace(base, op="refuse", why=f"it {live.busy}"))
    if removal.verb == "delete":
        fields = tuple(_lost(kind, entry, live, names))
    edited = _edited(kind, entry, live, names)
    why = "no longer declared" + ("; edited in Intercom since the last apply" if edited else "")
    return finished(replace(base, op=removal.verb, fields=fields, why=why))  # type: ignore[arg-type] # verbs of removals are operations


def _edited(kind: Kind, entry: Entry, live: Live, names: Names) -> bool:
    return any(
        not same(field_at(kind, path), echo(kind, live, path, echoed, names), echoed)
        for path, (_, echoed) in entry.pairs.items()
    )


def _lost(kind: Kind, entry: Entry, live: Live, names: Names) -> Iterator[FieldChange]:
    """What a delete takes away, as it is now: an approval of it covers nothing newer."""
    there = leaves(kind, live.fields, names)
    for path in sorted({*entry.pairs, *there}):
        before = there.get(path)
        if before is not None:
            table = field_at(kind, path)
            personal = bool(table and table.personal)
            yield FieldChange(path, before, None, personal=personal)


def _effects(kind: Kind, removal: Removal, live: Live, names: Names) -> Iterator[FieldChange]:
    """What the removal changes, in every language the object has."""
    for name, value in (removal.fields or {}).items():
        if name == kind.archived:
            if live.archived != value:
                yield FieldChange((name,), live.archived, value)
            continue
        for path in _everywhere(kind, name, live):
            before = leaf(kind, live.fields, path, names)
            if before not in (value, None):
                yield FieldChange(path, before, value)


def _everywhere(kind: Kind, name: str, live: Live) -> Iterator[Path]:
    yield (name,)
    for one in kind.fields:
        if any(sub.name == name for sub in one.of):
            for key in sorted(live.fields.get(one.name) or {}):
                yield (one.name, key, name)


# ---------------------------------------------------------------- what others need


def spare_parents(
    changes: Sequence[Change],
    lives: Mapping[str, Sequence[Live]],
    kinds: Kinds,
    names: Names,
) -> list[Change]:
    """Deletes of objects that keep children are refused, from the innermost outwards."""
    kept = list(changes)
    while True:
        going = {one.ref: one for one in kept if one.op == "delete" and one.live}
        children = _staying(going, kept, lives=lives, kinds=kinds, names=names)
        if not children:
            return kept
        kept = [_spared(one, children) for one in kept]


def _spared(one: Change, children: Mapping[Ref, list[str]]) -> Change:
    inside = children.get(one.ref)
    if one.op != "delete" or not inside:
        return one
    first = ", ".join(sorted(inside)[:3]) + (", ..." if len(inside) > 3 else "")  # noqa: PLR2004 - a short line
    why = f"still holds {len(inside)} of others: {first}"
    return finished(replace(one, op="refuse", why=why))


def _staying(
    going: Mapping[Ref, Change],
    changes: Sequence[Change],
    *,
    lives: Mapping[str, Sequence[Live]],
    kinds: Kinds,
    names: Names,
) -> dict[Ref, list[str]]:
    ids = {Id(ref.kind, one.live.id): ref for ref, one in going.items() if one.live}
    if not ids:
        return {}
    by_live = {Id(one.live.kind, one.live.id): one for one in changes if one.live}
    found: dict[Ref, list[str]] = {}
    for kind in kinds.values():
        holding = [one.name for one in kind.fields if one.ref and not (one.soft or one.relation)]
        for live in lives.get(kind.name, ()) if holding else ():
            parent = next((ids[at] for name in holding
                           if (at := live.fields.get(name)) in ids), None)  # fmt: skip
            if parent and not _leaves(by_live.get(Id(kind.name, live.id)), holding):
                name = names.name(Id(kind.name, live.id))
                found.setdefault(parent, []).append(f"{kind.name}/{name}")
    return found


def _leaves(one: Change | None, holding: Sequence[str]) -> bool:
    """Will the object be deleted, or moved elsewhere, by this plan?"""
    if one is None or one.op == "refuse":
        return False
    moved = any(each.path[0] in holding for each in one.fields)
    return one.op == "delete" or (moved and one.op not in REMOVALS)
