"""Which live object is which declared resource.

The ledger decides first; then the natural key, where exactly one object nobody else owns
has it. Everything less certain is refused with its candidates: a guess makes twins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reconciler.core.compared.canonical import composed, echo, field_at, same
from reconciler.core.compared.likeness import Key, alike, likeness, pairs
from reconciler.core.compared.names import Names
from reconciler.model import Desired, Entry, Id, Intent, Kind, Kinds, Live, Ref

CLOCK_SKEW = 60
"""Seconds by which Intercom's clock may be behind ours when an intent is looked up."""


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of a resource before it is compared. `refused` says why nothing may run."""

    desired: Desired
    live: Live | None = None
    entry: Entry | None = None
    previous: Ref | None = None
    refused: str = ""
    candidates: tuple[Live, ...] = ()
    vanished: bool = False
    alike: str = ""
    """Why it is taken for `previous`, where nobody said so: they are like each other."""


@dataclass(slots=True)
class Matching:
    """All of one workspace while it is matched."""

    kinds: Kinds
    desired: Mapping[Ref, Desired]
    lives: Mapping[str, Sequence[Live]]
    entries: Mapping[Ref, Entry]
    intents: Mapping[Ref, Intent]
    names: Names
    origins: Mapping[Ref, Ref] = field(default_factory=dict)
    contested: Mapping[Ref, frozenset[str]] = field(default_factory=dict)
    matches: dict[Ref, Match] = field(default_factory=dict)
    claimed: set[Id] = field(default_factory=set)
    owners: dict[Id, Ref] = field(default_factory=dict)


def match(matching: Matching) -> dict[Ref, Match]:
    """A Match for every desired resource; `names` learns what was found."""
    for ref, entry in matching.entries.items():
        matching.owners[Id(ref.kind, entry.id)] = ref
    wanted: dict[str, list[Desired]] = {name: [] for name in matching.kinds}
    for ref, one in matching.desired.items():
        wanted[ref.kind].append(one)
    for kind in matching.kinds.values():
        lives = matching.lives.get(kind.name, ())
        if kind.create is None:
            _learn_read_only(kind, lives, matching.names)
        else:
            _match_kind(kind, wanted[kind.name], lives, matching)
    return matching.matches


def _learn_read_only(kind: Kind, lives: Iterable[Live], names: Names) -> None:
    for live in lives:
        names.learn(live, str(live.fields.get(kind.key[0])))


def _match_kind(
    kind: Kind, wanted: Sequence[Desired], lives: Sequence[Live], matching: Matching
) -> None:
    by_id = {live.id: live for live in lives}
    rest = [one for one in wanted if not _known(kind, one, by_id, matching)]
    for level in _levels(kind, rest):
        _by_key(kind, level, lives, matching)
    for ref, entry in matching.entries.items():
        if ref.kind == kind.name and entry.id in by_id and ref not in matching.desired:
            matching.names.by_id.setdefault(Id(kind.name, entry.id), ref.name)


def _claim(matching: Matching, found: Match) -> None:
    matching.matches[found.desired.ref] = found
    if found.live is not None:
        identity = Id(found.live.kind, found.live.id)
        matching.claimed.add(identity)
        matching.names.by_id[identity] = found.desired.ref.name


def _known(kind: Kind, one: Desired, by_id: Mapping[str, Live], matching: Matching) -> bool:
    """Matched by a pinned id or by the ledger."""
    entry = matching.entries.get(one.ref)
    if one.ref in matching.contested:
        lives = [by_id[each] for each in sorted(matching.contested[one.ref]) if each in by_id]
        why = "moved: leads here from a name that stands for another object"
        _claim(matching, Match(one, refused=why, candidates=tuple(lives)))
        return True
    if one.id is not None and (entry is None or entry.id != one.id):
        live = by_id.get(one.id)
        owner = matching.owners.get(Id(kind.name, one.id))
        if live is None:
            why = f"id: {one.id} is no {kind.name} of this workspace"
            _claim(matching, Match(one, refused=why))
        elif owner is not None and owner in matching.desired:
            _claim(matching, Match(one, refused=f"id: {one.id} is already {owner}"))
        else:
            _claim(matching, Match(one, live, matching.entries.get(owner) if owner else None,
                                   previous=owner))  # fmt: skip
        return True
    if entry is None or entry.id not in by_id:
        return False
    previous = matching.origins.get(one.ref)
    _claim(matching, Match(one, by_id[entry.id], entry, previous=previous))
    return True


def _levels(kind: Kind, wanted: list[Desired]) -> Iterable[list[Desired]]:
    """Parents before children: a child's key holds the id of its parent."""
    if not kind.parent:
        return [wanted]
    depth: dict[Ref, int] = {}
    by_ref = {one.ref: one for one in wanted}

    def depth_of(ref: Ref) -> int:
        if ref not in depth:
            parent = by_ref[ref].fields.get(kind.parent)
            above = Ref(kind.name, str(parent))
            depth[ref] = depth_of(above) + 1 if above in by_ref else 0
        return depth[ref]

    levels: dict[int, list[Desired]] = {}
    for one in wanted:
        levels.setdefault(depth_of(one.ref), []).append(one)
    return [levels[number] for number in sorted(levels)]


NOWHERE = "(not in Intercom yet)"


def _by_key(kind: Kind, wanted: list[Desired], lives: Sequence[Live], matching: Matching) -> None:
    if not wanted:
        return
    index: dict[Key, list[Live]] = {}
    for live in lives:
        if _free(live, matching):
            index.setdefault(live_key(kind, live), []).append(live)
            if kind.otherwise:
                index.setdefault(_key_by(kind, live, kind.otherwise), []).append(live)
    sharing: dict[Key, list[Desired]] = {}
    for one in wanted:
        sharing.setdefault(_desired_key(kind, one, matching), []).append(one)
    missing = []
    for key, sharers in sharing.items():
        for one in sharers:
            candidates = [live for live in index.get(key, ()) if _free(live, matching)]
            found = _decide(kind, one, candidates, matching, sharers=len(sharers))
            if found is None:
                missing.append(one)
            else:
                _claim(matching, found)
    _ask_about_twins(kind, missing, lives, matching)


def _free(live: Live, matching: Matching) -> bool:
    """Owned by nobody, or by a name that is gone from the specs."""
    identity = Id(live.kind, live.id)
    owner = matching.owners.get(identity)
    return identity not in matching.claimed and (owner is None or owner not in matching.desired)


def live_key(kind: Kind, live: Live) -> Key:
    return _key_by(kind, live, kind.key)


def _key_by(kind: Kind, live: Live, names: Sequence[str]) -> Key:
    return tuple((name, _folded(kind, name, live.fields.get(name))) for name in names)


def _desired_key(kind: Kind, one: Desired, matching: Matching) -> Key:
    values = []
    written = {**one.create, **one.fields}
    for name in kind.key_of(written):
        value = written.get(name)
        table = kind.field(name)
        if table is not None and table.ref and value is not None:
            value = _id_of(Ref(table.ref, value), matching)
        values.append((name, _folded(kind, name, value)))
    return tuple(values)


def _id_of(ref: Ref, matching: Matching) -> Id | str:
    found = matching.matches.get(ref)
    return Id(ref.kind, found.live.id) if found and found.live else NOWHERE


def _folded(kind: Kind, name: str, value: Any) -> Any:
    table = kind.field(name)
    if not isinstance(value, str) or table is None:
        return value
    text = table.codec.canon(composed(value))
    return text.casefold() if table.caseless else text


def _decide(
    kind: Kind, one: Desired, candidates: list[Live], matching: Matching, *, sharers: int
) -> Match | None:
    """One candidate is it, several are asked about, none is None."""
    ours = _from_intent(kind, one, candidates, matching)
    if ours is not None:
        return ours
    if one.new or not candidates:
        return None
    if len(candidates) > 1 or sharers > 1:
        key = " and ".join(kind.key_of(one.fields)[::-1])
        counts = f"{len(candidates)} in Intercom, {sharers} here"
        why = f"more than one object has this {key} ({counts})"
        return Match(one, refused=why, candidates=tuple(candidates))
    live = candidates[0]
    owner = matching.owners.get(Id(live.kind, live.id))
    entry = matching.entries.get(owner) if owner else None
    return Match(one, live, entry, previous=owner or matching.origins.get(one.ref),
                 vanished=one.ref in matching.entries)  # fmt: skip


def _from_intent(
    kind: Kind, one: Desired, candidates: list[Live], matching: Matching
) -> Match | None:
    """What a run that died had begun to create: same key, same content, not older."""
    intent = matching.intents.get(one.ref)
    if intent is None:
        return None
    ours = [
        live
        for live in candidates
        if (live.created_at or intent.since) >= intent.since - CLOCK_SKEW
        and all(
            same(field_at(kind, path), value, echo(kind, live, path, value, matching.names),
                 loose=True)
            for path, value in intent.fields.items()
        )
    ]  # fmt: skip
    if not ours:
        return None
    live = min(ours, key=lambda each: (each.created_at or 0, each.id))
    pairs = {
        path: (value, echo(kind, live, path, value, matching.names))
        for path, value in intent.fields.items()
    }
    return Match(one, live, Entry(one.ref, live.id).holding(pairs),
                 previous=matching.origins.get(one.ref))  # fmt: skip


def _ask_about_twins(
    kind: Kind, missing: list[Desired], lives: Sequence[Live], matching: Matching
) -> None:
    """Nothing has the key: moved from a name that is gone, suspiciously like one that nobody
    owns, or new.
    """
    missing = _moved(kind, missing, lives, matching)
    free = [live for live in lives
            if _free(live, matching) and _id(live) not in matching.owners]  # fmt: skip
    twins = kind.twins if free and missing else ()
    indexes = {twin: likeness(kind, twin, free, matching.names) for twin in twins}
    for one in missing:
        vanished = one.ref in matching.entries
        asked = None if one.new or vanished else alike(kind, one, indexes, matching.names)
        found = Match(one, previous=matching.origins.get(one.ref), vanished=vanished)
        if asked is not None:
            why = f"an object in Intercom {asked[0].why}"
            found = Match(one, refused=why, candidates=tuple(asked[1]))
        _claim(matching, found)


def _moved(
    kind: Kind, missing: list[Desired], lives: Sequence[Live], matching: Matching
) -> list[Desired]:
    """Claims objects whose name is gone for the resources they became; returns the rest."""
    for twin in kind.twins if missing else ():
        gone = [live for live in lives if _free(live, matching) and _id(live) in matching.owners]
        for one, live in pairs(kind, twin, missing, gone, matching.names) if gone else ():
            owner = matching.owners[_id(live)]
            _claim(matching, Match(one, live, matching.entries[owner], previous=owner,
                                   alike=twin.why))  # fmt: skip
        missing = [one for one in missing if one.ref not in matching.matches]
    return missing


def _id(live: Live) -> Id:
    return Id(live.kind, live.id)
