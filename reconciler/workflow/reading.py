"""The live side: every object that a plan needs, and no request more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from reconciler.core.compared.canonical import live_of
from reconciler.model import Client, Desired, Entry, Json, Kind, Live, Ref
from reconciler.parallel import WORKERS, at_once


@dataclass(frozen=True, slots=True)
class Reading:
    """The live side: objects by kind, and totals of kinds that were not read to the end."""

    lives: Mapping[str, Sequence[Live]]
    totals: Mapping[str, int]


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
    )


@dataclass(frozen=True, slots=True)
class KindReading:
    lives: Sequence[Live]
    total: int | None = None


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
    if kind.search:
        return KindReading(_of_many(client, kind, declared, entries), total=0)
    if not whole and kind.find and len(declared) <= kind.listing.per_page:
        found = _look_up(client, kind, _keys(kind, declared), ())
        found += _look_up(client, kind, (), _owned(kind, entries, found))
        return KindReading(found, total=0)
    wires = _drained(client.list(kind).items)
    known = [live_of(kind, one) for one in wires if kind.skip is None or not kind.skip(one)]
    if not kind.find:
        return KindReading(known)
    key = itemgetter(*kind.key)
    listed = {key(live.fields) for live in known}
    hidden = [one for one in declared if key(one.fields) not in listed]
    extra = _look_up(client, kind, _keys(kind, hidden), ())
    extra += _look_up(client, kind, (), _owned(kind, entries, [*known, *extra]))
    return KindReading([*known, *extra])


def _of_many(
    client: Client, kind: Kind, declared: Sequence[Desired], entries: Mapping[Ref, Entry]
) -> list[Live]:
    """The few that are declared of a million: those that are ours by id, others by their key.

    A search is minutes behind, an id never is. The list is read where that takes fewer requests
    than looking each of them up; what else there is nobody asks.
    """
    found = _sifted(client, kind, declared, entries)
    found += _look_up(client, kind, (), _owned(kind, entries, found))
    ours = {live.id for live in found}
    known = {ref for ref, entry in entries.items() if ref.kind == kind.name and entry.id in ours}
    rest = [one for one in declared if one.ref not in known]
    there = {
        _key(kind, live.fields, names) for live in found for names in (kind.key, kind.otherwise)
    }
    rest = [one for one in rest if _key(kind, one.fields, kind.key_of(one.fields)) not in there]
    pinned = [one.id for one in rest if one.id is not None and one.id not in ours]
    found += _look_up(client, kind, _keys(kind, rest), pinned)
    return list({live.id: live for live in found}.values())


def _sifted(
    client: Client, kind: Kind, declared: Sequence[Desired], entries: Mapping[Ref, Entry]
) -> list[Live]:
    """What the list holds of those that are declared or ours, where reading it is cheaper."""
    ours = {entry.id for ref, entry in entries.items() if ref.kind == kind.name}
    most = max(len(ours), len(declared))
    if most <= kind.listing.per_page:
        return []
    wanted = {_key(kind, one.fields, kind.key_of(one.fields)) for one in declared}

    def keep(wire: Json) -> bool:
        fields = live_of(kind, wire).fields
        keys = {_key(kind, fields, names) for names in (kind.key, kind.otherwise)}
        return str(wire.get("id")) in ours or not wanted.isdisjoint(keys)

    kept = client.sift(kind, keep, below=most) or ()
    # What an answer holds a part of is read again, by its id.
    cut = {str(one["id"]) for one in kept if _is_cut(kind, one)}
    found = [live_of(kind, one) for one in kept if str(one.get("id")) not in cut]
    return found + _look_up(client, kind, (), sorted(cut))


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


def _look_up(
    client: Client,
    kind: Kind,
    keys: Sequence[Mapping[str, Any]],
    ids: Sequence[str],
) -> list[Live]:
    """Objects that no list shows: by their key, and by their id."""
    asked = at_once(lambda values: client.candidates(kind, values), keys, workers=WORKERS)
    found = [one for each in asked for one in each]
    got = at_once(lambda identity: client.get(kind, identity), ids, workers=WORKERS)
    return [live_of(kind, one) for one in (*found, *got) if one is not None]
