"""The live side: every object that a plan needs, and no request more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from reconciler.core.compared.canonical import live_of
from reconciler.model import Client, Desired, Entry, Json, Kind, Live, Ref
from reconciler.parallel import WORKERS, at_once


@dataclass(frozen=True, slots=True)
class Reading:
    """The live side: objects by kind, and totals of kinds that were not read to the end.

    looked_up: how many objects were asked for one by one, found or not, by the kind's plural
    """

    lives: Mapping[str, Sequence[Live]]
    totals: Mapping[str, int]
    looked_up: Mapping[str, int] = field(default_factory=dict)


def read_workspace(
    client: Client,
    wanted: Sequence[Kind],
    desired: Mapping[Ref, Desired],
    entries: Mapping[Ref, Entry],
    *,
    whole: bool = False,
) -> Reading:
    """Every object a plan needs, lists whole, and what lists leave out looked up by key.

    `whole`: read every list to its end, also where looking up the few declared would do.
    """
    readings = at_once(
        lambda kind: _read_kind(client, kind, desired, entries, whole=whole),
        wanted,
        workers=len(wanted),
    )
    named = {kind.name: found for kind, found in zip(wanted, readings, strict=True)}
    return Reading(
        {name: found.lives for name, found in named.items()},
        {name: found.total for name, found in named.items() if found.total is not None},
        {
            kind.plural: found.looked_up
            for kind, found in zip(wanted, readings, strict=True)
            if found.looked_up
        },
    )


@dataclass(frozen=True, slots=True)
class KindReading:
    lives: Sequence[Live]
    total: int | None = None
    looked_up: int = 0


@dataclass(slots=True)
class _LookUp:
    """Asks for objects of a kind one by one, by their key and by their id, and counts them."""

    client: Client
    kind: Kind
    asked: int = 0

    def __call__(
        self, keys: Sequence[Mapping[str, Any]] = (), ids: Sequence[str] = ()
    ) -> list[Live]:
        self.asked += len(keys) + len(ids)
        client, kind = self.client, self.kind
        found = at_once(lambda values: client.candidates(kind, values), keys, workers=WORKERS)
        got = at_once(lambda identity: client.get(kind, identity), ids, workers=WORKERS)
        each = (*(one for some in found for one in some), *got)
        return [live_of(kind, one) for one in each if one is not None]


def _read_kind(
    client: Client,
    kind: Kind,
    desired: Mapping[Ref, Desired],
    entries: Mapping[Ref, Entry],
    *,
    whole: bool,
) -> KindReading:
    """A list, unless the few that are declared can be looked up in as many requests."""
    declared = [one for one in desired.values() if one.ref.kind == kind.name]
    look_up = _LookUp(client, kind)
    if kind.search:
        found = _of_many(look_up, declared, entries)
        return KindReading(found, total=0, looked_up=look_up.asked)
    if not whole and kind.find and len(declared) <= kind.listing.per_page:
        found = look_up(_keys(kind, declared))
        found += look_up(ids=_owned(kind, entries, found))
        return KindReading(found, total=0, looked_up=look_up.asked)
    wires = _drained(client.list(kind).items)
    known = [live_of(kind, one) for one in wires if kind.skip is None or not kind.skip(one)]
    if not kind.find:
        return KindReading(known)
    key = itemgetter(*kind.key)
    listed = {key(live.fields) for live in known}
    hidden = [one for one in declared if key(one.fields) not in listed]
    extra = look_up(_keys(kind, hidden))
    extra += look_up(ids=_owned(kind, entries, [*known, *extra]))
    return KindReading([*known, *extra], looked_up=look_up.asked)


def _of_many(
    look_up: _LookUp, declared: Sequence[Desired], entries: Mapping[Ref, Entry]
) -> list[Live]:
    """The few that are declared of a million: those that are ours by id, others by their key.

    A search is minutes behind, an id never is. The list is read where that takes fewer requests
    than looking each of them up; what else there is nobody asks.
    """
    kind = look_up.kind
    found = _sifted(look_up, declared, entries)
    found += look_up(ids=_owned(kind, entries, found))
    ours = {live.id for live in found}
    known = {ref for ref, entry in entries.items() if ref.kind == kind.name and entry.id in ours}
    rest = [one for one in declared if one.ref not in known]
    there = {
        _key(kind, live.fields, names) for live in found for names in (kind.key, kind.otherwise)
    }
    rest = [one for one in rest if _key(kind, one.fields, kind.key_of(one.fields)) not in there]
    pinned = [one.id for one in rest if one.id is not None and one.id not in ours]
    found += look_up(_keys(kind, rest), pinned)
    return list({live.id: live for live in found}.values())


def _sifted(
    look_up: _LookUp, declared: Sequence[Desired], entries: Mapping[Ref, Entry]
) -> list[Live]:
    """What the list holds of those that are declared or ours, where reading it is cheaper."""
    kind = look_up.kind
    ours = {entry.id for ref, entry in entries.items() if ref.kind == kind.name}
    most = max(len(ours), len(declared))
    if most <= kind.listing.per_page:
        return []
    wanted = {_key(kind, one.fields, kind.key_of(one.fields)) for one in declared}

    def keep(wire: Json) -> bool:
        fields = live_of(kind, wire).fields
        keys = {_key(kind, fields, names) for names in (kind.key, kind.otherwise)}
        return str(wire.get("id")) in ours or not wanted.isdisjoint(keys)

    kept = look_up.client.sift(kind, keep, below=most) or ()
    # What an answer holds a part of is read again, by its id.
    cut = {str(one["id"]) for one in kept if _is_cut(kind, one)}
    found = [live_of(kind, one) for one in kept if str(one.get("id")) not in cut]
    return found + look_up(ids=sorted(cut))


def _is_cut(kind: Kind, wire: Json) -> bool:
    held = (wire.get(one.on_wire) for one in kind.fields if one.relation)
    return any(isinstance(one, dict) and one.get("has_more") for one in held)


def _key(kind: Kind, fields: Mapping[str, Any], names: Sequence[str]) -> tuple[str, ...]:
    values = ((name, str(fields.get(name))) for name in names)
    return tuple(f"{name} {value.casefold() if kind.index[name].caseless else value}"
                 for name, value in values)  # fmt: skip


def _drained(items: list[Json]) -> Iterator[Json]:
    """Each answer is let go once it is decoded: 100,000 of them twice are a quarter of a GB."""
    items.reverse()
    while items:
        yield items.pop()


def _keys(kind: Kind, declared: Sequence[Desired]) -> list[dict[str, Any]]:
    return [{name: one.fields[name] for name in kind.key_of(one.fields)} for one in declared]


def _owned(kind: Kind, entries: Mapping[Ref, Entry], known: Sequence[Live]) -> list[str]:
    """Ids of objects that are ours and that neither a list nor their declared key has shown."""
    ids = {live.id for live in known}
    return [
        entry.id for ref, entry in entries.items() if ref.kind == kind.name and entry.id not in ids
    ]
