"""The ledger, seen through what has moved: its entries under the names of today.

A move changes no object and no file of the ledger by itself: what is remembered under an old
name is read as that of the new one, and an apply then writes it so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.core.compared.canonical import field_at
from reconciler.core.compared.links import relinked
from reconciler.core.compared.match import Match
from reconciler.core.declared.moved import Moves
from reconciler.model import Desired, Entry, Field, Intent, Kind, Kinds, Path, Ref


@dataclass(frozen=True, slots=True)
class Followed:
    """`origins`: resource -> the name under which it is remembered. `contested`: resource -> ids
    of several objects that its names of old and of today stand for.
    """

    entries: Mapping[Ref, Entry]
    intents: Mapping[Ref, Intent]
    origins: Mapping[Ref, Ref] = field(default_factory=dict)
    contested: Mapping[Ref, frozenset[str]] = field(default_factory=dict)


def follow(
    moves: Moves,
    desired: Mapping[Ref, Desired],
    entries: Mapping[Ref, Entry],
    intents: Mapping[Ref, Intent],
) -> Followed:
    """Nothing is renamed where the old name is declared again, or the new one is not."""
    went: dict[Ref, list[Ref]] = {}
    for ref in dict.fromkeys((*entries, *intents)) if moves.renamed else ():
        if ref not in desired and (now := moves.to(ref)) in desired:
            went.setdefault(now, []).append(ref)
    if not went:
        return Followed(entries, intents)
    found = Followed(dict(entries), dict(intents), {}, {})
    for now, olds in went.items():
        ids = {entries[ref].id for ref in (now, *olds) if ref in entries}
        if len(ids) < 2:  # noqa: PLR2004 - more than one object
            _rename(found, olds[0], now)
        elif desired[now].id is None:
            found.contested[now] = frozenset(ids)  # type: ignore[index] # made above, as a dict
    return found


def _rename(found: Followed, old: Ref, now: Ref) -> None:
    entries: Any = found.entries
    intents: Any = found.intents
    origins: Any = found.origins
    origins[now] = old
    for kept in (entries, intents):
        if old in kept:
            one = kept.pop(old)
            kept.setdefault(now, replace(one, ref=now))


# ---------------------------------------------------------------- names inside of entries


def speller(
    moves: Moves, matches: Mapping[Ref, Match], desired: Collection[Ref], kinds: Kinds
) -> Callable[[Entry], Entry]:
    """Entries with the names of other resources, in references and links, as they are today."""
    became = {found.previous: ref for ref, found in matches.items() if found.previous}
    kinds_moved = {ref.kind for ref in (*became, *moves.renamed)}
    kinds_moved |= {name for name, above in moves.above.items()
                    if moves.renamed and kinds_moved.intersection(above)}  # fmt: skip

    def today(ref: Ref) -> Ref:
        if ref in became or ref in desired:
            return became.get(ref, ref)
        now = moves.to(ref)
        return now if now in desired else ref

    def spelt(entry: Entry) -> Entry:
        kind = kinds[entry.ref.kind]
        if not kinds_moved or not kinds_moved.intersection(_refers_to(kind)):
            return entry
        pairs = (_pair(field_at(kind, path), path, pair, today)
                 for path, pair in entry.pairs.items())  # fmt: skip
        return entry.holding(dict(pairs))

    return spelt


def respelt(matches: Mapping[Ref, Match], spelt: Callable[[Entry], Entry]) -> dict[Ref, Match]:
    return {
        ref: replace(found, entry=entry)
        if found.entry and (entry := spelt(found.entry)) is not found.entry
        else found
        for ref, found in matches.items()
    }


def _refers_to(kind: Kind) -> set[str]:
    return {one.ref for table in kind.fields for one in (table, *table.of) if one.ref}


def _pair(
    table: Field | None, path: Path, pair: tuple[Any, Any], today: Callable[[Ref], Ref]
) -> tuple[Path, tuple[Any, Any]]:
    if table is None or not table.ref:
        return path, pair
    if table.relation:
        return (path[0], today(Ref(table.ref, path[1])).name), pair
    meant, echoed = (_value(table, value, today) for value in pair)
    return path, (meant, echoed)


def _value(table: Field, value: Any, today: Callable[[Ref], Ref]) -> Any:
    if not isinstance(value, str):
        return value
    return relinked(value, today) if table.soft else today(Ref(table.ref, value)).name
