"""What one matched resource needs: the three-way rule, leaf by leaf.

D is what is declared, L what Intercom has, D0 and L0 the pair of the last write. Equality
comes first and is cheap; nothing is ever decided from L alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.core.compared.canonical import (
    UNKNOWN,
    comparables,
    field_at,
    leaf,
    leaves,
    same,
)
from reconciler.core.compared.changed import compared
from reconciler.core.compared.links import targets, unlinked
from reconciler.core.compared.match import Match
from reconciler.core.compared.names import Names
from reconciler.core.compared.older import older
from reconciler.core.compared.verdict import Sides, finished, judged
from reconciler.core.planned.digest import fingerprint
from reconciler.model import (
    Change,
    Desired,
    FieldChange,
    Json,
    Kind,
    Leaves,
    Live,
    Mode,
    Pairs,
    Path,
    Policy,
    Ref,
    Target,
    flat,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """What every comparison needs. `addressless`: what nothing can link to, by language."""

    names: Names
    policy: Policy = "keep"
    policies: Mapping[Ref, str] = field(default_factory=dict)
    """Of single resources."""
    addressless: frozenset[Target] = frozenset()


def wanted(kind: Kind, one: Desired, context: Context) -> Json:
    """The comparable values of a resource as they shall be found, links to nowhere as text."""
    return comparables(kind, _without_dead_links(kind, one.fields, context), context.names)


def declared(kind: Kind, one: Desired, context: Context) -> dict[Path, Any]:
    """The same as leaves."""
    return dict(flat(wanted(kind, one, context)))


def there(kind: Kind, one: Desired, live: Live, names: Names) -> Json:
    """Comparable values of what is declared, as Intercom has them."""
    read = {name: live.fields[name] for name in one.fields if name in live.fields}
    return comparables(kind, read, names)


def on_create(kind: Kind, one: Desired, context: Context) -> dict[Path, Any]:
    """The leaves that only a create, or a new translation, sends."""
    return leaves(kind, one.create, context.names) if one.create else {}


def _without_dead_links(
    kind: Kind, fields: Mapping[str, Any], context: Context
) -> Mapping[str, Any]:
    if not context.addressless:
        return fields
    missing = context.addressless
    return {name: _mapped(value, missing) for name, value in fields.items()} if any(
        one.soft or one.of for one in kind.fields
    ) else fields  # fmt: skip


def _mapped(value: Any, missing: frozenset[Target]) -> Any:
    if isinstance(value, str) and missing.intersection(targets(value)):
        return unlinked(value, missing)
    if isinstance(value, dict):
        return {key: _mapped(inner, missing) for key, inner in value.items()}
    return value


def change(kind: Kind, found: Match, leaves: Leaves, context: Context) -> Change | None:
    """What the resource needs; None where it is as declared. `leaves`: its own, declared."""
    one = found.desired
    if found.refused:
        return finished(Change("refuse", one.ref, one, why=_asked(found)))
    if found.live is None:
        return _create(kind, found, leaves, context)
    return _compare(kind, found, found.live, leaves, context)


def _asked(found: Match) -> str:
    """The question, with the objects that could be meant."""
    ids = [live.id for live in found.candidates]
    shown = ", ".join(ids[:5]) + (", ..." if len(ids) > 5 else "")  # noqa: PLR2004 - one line
    return f"{found.refused}: id {shown}" if ids else found.refused


def _create(kind: Kind, found: Match, leaves: Leaves, context: Context) -> Change:
    one = found.desired
    values = {**on_create(kind, one, context), **leaves}
    fields = tuple(
        _change_of(kind, path, None, value)
        for path, value in sorted(values.items())
        if value is not None
    )
    why = (
        "deleted in Intercom since the last apply, created again"
        if found.vanished
        else "declared, not in Intercom"
    )
    watched = _watched(kind, values)
    return finished(Change("create", one.ref, one, fields=fields, why=why, watched=watched,
                           previous=found.previous))  # fmt: skip


def _change_of(kind: Kind, path: Path, before: Any, after: Any) -> FieldChange:
    table = field_at(kind, path)
    personal, item = (table.personal, table.relation) if table else (False, False)
    return FieldChange(path, before, after, personal=personal, item=item)


def _compare(
    kind: Kind, found: Match, live: Live, leaves: Leaves, context: Context
) -> Change | None:
    one, entry = found.desired, found.entry
    pairs = entry.pairs if entry else {}
    shall = _shall(kind, found, live, leaves, context)
    unequal = _unequal(kind, found, live, shall, context.names)
    if entry is None:
        sides, after = _adopt(kind, unequal, live, context.names), "adopt"
    else:
        policy = context.policies.get(one.ref, context.policy)
        sides, after = (
            _three_way(Owned(kind, pairs, live, context, policy, older(entry)), unequal),
            "update",
        )
        sides.released = sorted(pairs.keys() - shall.keys())
    _restore(kind, live, sides)
    if found.previous is None and not sides.any():
        return None
    watched = _watched(kind, {*shall, *pairs, *_travelling(kind, live)})
    result = Change(
        "keep",
        one.ref,
        one,
        live,
        fields=tuple(sides.update),
        drift=tuple(sides.drift + sides.conflict),
        fingerprint=seen(kind, live, watched, context.names),
        watched=watched,
        previous=found.previous,
    )
    return judged(kind, result, sides, "move" if found.previous else after)  # type: ignore[arg-type] # a literal either way


def _unequal(
    kind: Kind, found: Match, live: Live, shall: Leaves, names: Names
) -> list[tuple[Path, Any]]:
    """What is not plainly the same in Intercom, and needs a closer look."""
    here = dict(flat(there(kind, found.desired, live, names)))
    return sorted(
        (path, value)
        for path, value in shall.items()
        if (one := here.get(path, UNKNOWN)) is not value
        and (one != value or type(one) is not type(value))
    )


def _watched(kind: Kind, paths: Iterable[Path]) -> tuple[Path, ...]:
    """What must not have moved before a write. Items of relations may: each has its own call."""
    tables = {path: kind.field(path[0]) for path in paths}
    return tuple(sorted(path for path, table in tables.items() if table and not table.relation))


def _travelling(kind: Kind, live: Live) -> Iterable[Path]:
    """Fields that are sent with every update, declared or not: an edit of them counts too."""
    for one in kind.fields:
        if one.always:
            yield (one.name,)
        for key in (live.fields.get(one.name) or {}) if one.of else ():
            yield from ((one.name, key, sub.name) for sub in one.of if sub.always)


def _shall(
    kind: Kind, found: Match, live: Live, leaves: Leaves, context: Context
) -> dict[Path, Any]:
    """Declared leaves, those of a translation that does not exist yet, items once ours, and
    all items of a list that names exactly what there shall be.
    """
    shall, own = dict(leaves), found.desired.fields
    for path, value in on_create(kind, found.desired, context).items():
        if len(path) > 1 and path[1] not in (live.fields.get(path[0]) or {}):
            shall.setdefault(path, value)
    for path in found.entry.pairs.keys() - leaves.keys() if found.entry else ():
        table = kind.field(path[0])
        if table is not None and table.relation and path[0] in own:
            shall.setdefault(path, None)
    for name in found.desired.exact:
        for item in live.fields.get(name) or ():
            if item in context.names.by_id:
                shall.setdefault((name, context.names.name(item)), None)
    return shall


def _adopt(kind: Kind, unequal: Iterable[tuple[Path, Any]], live: Live, names: Names) -> Sides:
    """Nothing is remembered: equal is ours, different is a change that needs approval."""
    sides = Sides()
    for path, value in unequal:
        table = field_at(kind, path)
        if table is not None and table.mode is Mode.WRITE:
            continue
        there = leaf(kind, live.fields, path, names)
        if same(table, value, there, loose=True):
            continue
        difference = _change_of(kind, path, there, value)
        immutable = table is not None and table.mode is Mode.CREATE
        (sides.immutable if immutable else sides.update).append(difference)
    return sides


@dataclass(frozen=True, slots=True)
class Owned:
    """An object that we wrote before, with both sides of the last write."""

    kind: Kind
    pairs: Pairs
    live: Live
    context: Context
    policy: str
    older: bool
    """Remembered by a version that compared bodies otherwise."""


def _three_way(owned: Owned, unequal: Iterable[tuple[Path, Any]]) -> Sides:
    sides = Sides()
    for path, value in unequal:
        _one_leaf(owned, path, value, sides)
    return sides


def _one_leaf(owned: Owned, path: Path, value: Any, sides: Sides) -> None:
    table = field_at(owned.kind, path)
    one = compared(owned.kind, owned.pairs, owned.live, path, value, names=owned.context.names)
    ours, theirs = one.ours, one.theirs
    if not ours and not theirs:
        return
    if owned.older and one.ours and table is not None and table.soft:
        if same(table, value, one.there, loose=True):
            return
        sides.anew, theirs = True, False
    difference = _change_of(owned.kind, path, one.there, value)
    replaced = owned.kind.update is None
    if table is not None and table.mode is Mode.CREATE and not replaced:
        sides.immutable.append(difference)
    elif not theirs or owned.policy == "overwrite":
        sides.update.append(difference)
        sides.overwritten = sides.overwritten or theirs
    else:
        refused = ours or owned.policy == "refuse"
        (sides.conflict if refused else sides.drift).append(difference)


def _restore(kind: Kind, live: Live, sides: Sides) -> None:
    if live.archived and kind.archived:
        sides.update.append(FieldChange((kind.archived,), before=True, after=False))


def seen(kind: Kind, live: Live, paths: Iterable[Path], names: Names) -> str:
    """The fingerprint of what a decision about an object was based on."""
    values = {path: leaf(kind, live.fields, path, names) for path in paths}
    return fingerprint(live.id, {path: one for path, one in values.items() if one is not None})
