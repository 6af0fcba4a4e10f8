"""Each resource against what Intercom has, once: what is due, and what shall be remembered.

Nearly all are as they were, which whole objects say; leaves are made of the others alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.core.compared.canonical import echo, holds
from reconciler.core.compared.diff import Context, change, there, wanted
from reconciler.core.compared.match import Match
from reconciler.core.compared.names import Names
from reconciler.core.compared.older import older
from reconciler.core.compared.staging import waiting
from reconciler.core.compared.stale import noted
from reconciler.core.compared.verdict import finished
from reconciler.core.planned.situation import Situation
from reconciler.model import CANON_VERSION, Change, Entry, Json, Kind, Leaves, Live, Ref, flat

IDLE = frozenset({"keep", "release"})
"""Operations that write nothing."""


@dataclass(frozen=True, slots=True)
class Compared:
    """`entries`: what the ledger does not say yet and is right without any call, such as equal
    objects, refreshed pairs, protection.
    """

    changes: list[Change] = field(default_factory=list)
    entries: dict[Ref, Entry] = field(default_factory=dict)


def compared(situation: Situation, matches: Mapping[Ref, Match], context: Context) -> Compared:
    """All resources in declared order."""
    made, holders = Compared(), Holders(situation.lives)
    for ref, one in situation.desired.items():
        kind, found = situation.kinds[ref.kind], matches[ref]
        own, known = wanted(kind, one, context), situation.entries.get(ref)
        if known is found.entry and settled(kind, found, own, context.names):
            continue
        leaves = dict(flat(own))
        due = change(kind, found, leaves, context)
        if due is not None:
            made.changes.append(_unless_taken(kind, due, holders))
        if found.live is not None and (due is None or due.op in IDLE):
            entry = remembered(kind, found, found.live, leaves, context.names)
            if entry != known:
                made.entries[ref] = entry
    return made


def settled(kind: Kind, found: Match, own: Json, names: Names) -> bool:
    """As declared in Intercom and in the ledger: equality first, it is cheap and nearly all.

    Anything unusual is not, and looked at leaf by leaf.
    """
    one, live, entry = found.desired, found.live, found.entry
    if live is None or entry is None or entry.meant != own or older(entry):
        return False
    if found.refused or found.previous or one.exact or live.archived or entry.staged:
        return False
    if one.protect not in (None, entry.protected):
        return False
    if kind.languages and noted(kind, one, entry.translated) != entry.translated:
        return False
    return holds(there(kind, one, live, names), own)


class Holders:
    """Who has a name in Intercom that no two may have, archived or not."""

    def __init__(self, lives: Mapping[str, Sequence[Live]]) -> None:
        self._lives = lives
        self._known: dict[str, dict[tuple[str, ...], list[Live]]] = {}

    def of(self, kind: Kind, fields: Mapping[str, Any]) -> Sequence[Live]:
        """In one look: all of a kind are sorted by their names when the first is asked for."""
        if kind.name not in self._known:
            known = self._known.setdefault(kind.name, {})
            for live in self._lives.get(kind.name, ()):
                known.setdefault(self._name(kind, live.fields), []).append(live)
        return self._known[kind.name].get(self._name(kind, fields), ())

    @staticmethod
    def _name(kind: Kind, fields: Mapping[str, Any]) -> tuple[str, ...]:
        texts = ((kind.index[name], str(fields.get(name))) for name in kind.unique)
        return tuple(text.casefold() if one.caseless else text for one, text in texts)


def _unless_taken(kind: Kind, one: Change, holders: Holders) -> Change:
    """A create or a rename onto a name that another object holds already, archived or not."""
    naming = one.op == "create" and not kind.upsert
    naming = naming or any(each.path[0] in kind.unique for each in one.fields if one.live)
    if not naming or one.op == "refuse" or one.desired is None or not kind.unique:
        return one
    own = one.live.id if one.live else None
    taken = [live for live in holders.of(kind, one.desired.fields) if live.id != own]
    if not taken:
        return one
    shown = [name for name in kind.key if not kind.index[name].personal]
    held = ", ".join(f"{name} {taken[0].fields.get(name)}" for name in shown)
    why = f"Intercom already uses the name: {held}"
    return finished(replace(one, op="refuse", fields=(), why=why))


def remembered(kind: Kind, found: Match, live: Live, leaves: Leaves, names: Names) -> Entry:
    """The entry of an object as it is: pairs kept where it was edited, renewed where equal."""
    one, entry = found.desired, found.entry or Entry(found.desired.ref, live.id)
    old, waits = entry.pairs, waiting(found)
    held = entry.holding({
        path: old[path]
        if path in old and (path in waits or value == old[path][0])
        else (value, echo(kind, live, path, value, names))
        for path, value in leaves.items()
    })  # fmt: skip
    protected = entry.protected if one.protect is None else one.protect
    translated = noted(kind, one, entry.translated)
    return replace(held, ref=one.ref, id=live.id, protected=protected, translated=translated,
                   canon_version=CANON_VERSION)  # fmt: skip
