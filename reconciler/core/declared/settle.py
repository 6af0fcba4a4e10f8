"""What can only be checked once the workspace is read: teammates and custom attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from reconciler.codes import finding
from reconciler.core.declared import typed
from reconciler.core.declared.desired import attributes
from reconciler.core.declared.reading import TYPES
from reconciler.garbage import no_collection
from reconciler.model import (
    OWN,
    Desired,
    Field,
    Finding,
    Keys,
    Kind,
    Kinds,
    Live,
    Ref,
)
from reconciler.near import Hints


@dataclass(frozen=True, slots=True)
class Settled:
    desired: Mapping[Ref, Desired]
    findings: tuple[Finding, ...]


@no_collection()
def settle(
    desired: Mapping[Ref, Desired],
    kinds: Kinds,
    lives: Mapping[str, Sequence[Live]],
    own_name: str,
) -> Settled:
    """Desired resources with the token's own teammate filled in and every name verified."""
    found: dict[Ref, Desired] = {}
    findings: list[Finding] = []
    exact, hints = _read_only(kinds, lives, own_name), Hints()
    teams = {kind.name for kind in kinds.values()
             if any(one.ref and kinds[one.ref].create is None for one in kind.fields)}  # fmt: skip
    typed_by = {kind.name: list(_typing(kind, desired, lives)) for kind in kinds.values()}
    for ref, one in desired.items():
        settled = one
        if ref.kind in teams:
            findings += _unknown_names(one, kinds, exact, hints)
            settled = _exact(one, kinds, exact)
        for typing in typed_by[ref.kind]:
            settled, problems = _attributes(settled, typing, hints)
            findings += problems
        found[ref] = settled
    return Settled(found, tuple(findings))


class Typing(NamedTuple):
    """An open map: its keys that are declared, and the types in Intercom of all there are."""

    table: Field
    declared: frozenset[str]
    types: Mapping[str, str]


def _typing(
    kind: Kind, desired: Mapping[Ref, Desired], lives: Mapping[str, Sequence[Live]]
) -> Iterator[Typing]:
    for table in kind.fields:
        if table.keys is not None and table.keys.type:
            declared = frozenset(attributes(table.keys, desired.values()))
            yield Typing(table, declared, _live_types(table.keys, lives))


def _exact(one: Desired, kinds: Kinds, exact: Mapping[Ref, str]) -> Desired:
    """References to read-only kinds as Intercom spells them, @me as who that is."""
    spelt = {ref: exact[_folded(ref)] for ref in one.refs
             if kinds[ref.kind].create is None and _folded(ref) in exact}  # fmt: skip
    if all(ref.name == name for ref, name in spelt.items()):
        return one
    tables = {each.name: each.ref for each in kinds[one.ref.kind].fields if each.ref}

    def respelt(key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {inner: respelt(inner, each) for inner, each in value.items()}
        named = key in tables and isinstance(value, str)
        return spelt.get(Ref(tables[key], value), value) if named else value

    return replace(
        one,
        fields={name: respelt(name, value) for name, value in one.fields.items()},
        create={name: respelt(name, value) for name, value in one.create.items()},
        refs=tuple(Ref(ref.kind, spelt.get(ref, ref.name)) for ref in one.refs),
    )


def _folded(ref: Ref) -> Ref:
    return Ref(ref.kind, ref.name.casefold())


def _read_only(kinds: Kinds, lives: Mapping[str, Sequence[Live]], own_name: str) -> dict[Ref, str]:
    """Names of objects that the API can only read, by their name without case."""
    found = {}
    for kind in (one for one in kinds.values() if one.create is None):
        found[Ref(kind.name, OWN)] = own_name
        for live in lives.get(kind.name, ()):
            name = str(live.fields.get(kind.key[0]))
            found[Ref(kind.name, name.casefold())] = name
            if live.fields.get("default"):
                found[Ref(kind.name, OWN)] = name
    return found


def _unknown_names(
    one: Desired, kinds: Kinds, exact: Mapping[Ref, str], hints: Hints
) -> Iterator[Finding]:
    """References to kinds that the API can only read, such as teammates."""
    for ref in one.refs:
        kind = kinds[ref.kind]
        if kind.create is not None or _folded(ref) in exact:
            continue
        names = [exact[known] for known in exact
                 if known.kind == ref.kind and known.name != OWN]  # fmt: skip
        path = next((name for name, value in one.fields.items() if value == ref.name), "")
        yield finding(
            "unknown-teammate",
            f"no {kind.name} of this workspace has the {kind.key[0]} {ref.name}",
            one.spec.pos(*([path] if path else []), value=True),
            path=path,
            hint=hints.did_you_mean(ref.name, kind.name, names) or f"known: {', '.join(names[:5])}",
        )


def _attributes(one: Desired, typing: Typing, hints: Hints) -> tuple[Desired, list[Finding]]:
    """Values under names that are not declared here, by the type they have in Intercom."""
    table, declared, _ = typing
    written = one.fields.get(table.name) or {}
    undeclared = [
        key for key, value in written.items() if key not in declared and value is not None
    ]
    if not undeclared:
        return one, []
    values, findings = dict(written), []
    for key in undeclared:
        try:
            values[key] = _typed(one, typing, key, hints)
        except typed.WrongTypeError as wrong:
            findings.append(_wrong(one, table, key, str(wrong)))
    return replace(one, fields={**one.fields, table.name: values}), findings


def _live_types(keys: Keys, lives: Mapping[str, Sequence[Live]]) -> dict[str, str]:
    return {
        str(live.fields.get("name")): str(live.fields.get(keys.type))
        for live in lives.get(keys.kind, ())
        if not live.archived
        and all(live.fields.get(name) == value for name, value in keys.where.items())
    }


def _typed(one: Desired, typing: Typing, key: str, hints: Hints) -> Any:
    table, _, types = typing
    written = one.spec.fields.get(table.name, {}).get(key)
    if key not in types:
        hint = hints.did_you_mean(key, f"{one.ref.kind}.{table.name}", types)
        raise typed.WrongTypeError(f"neither declared nor known to Intercom {hint}".strip())
    return typed.read(TYPES.get(types[key], "text"), written)


def _wrong(one: Desired, table: Field, key: str, problem: str) -> Finding:
    if table.personal:
        problem = typed.unshown(problem)
    return finding(
        "unknown-attribute",
        f"{one.ref}: {table.name}.{key}: {problem}",
        one.spec.pos(table.name, key),
        path=f"{table.name}.{key}",
        hint="declare it under data_attributes:",
    )


def exact_relations(desired: Iterable[Desired], kinds: Kinds) -> list[Field]:
    """The lists of relations of which somebody declares all items, each once."""
    named = {(one.ref.kind, name) for one in desired for name in one.exact}
    return [table for name, kind in kinds.items()
            for table in kind.fields if (name, table.name) in named]  # fmt: skip


def kinds_to_read(kinds: Kinds, declared: set[str], removing: set[str]) -> list[Kind]:
    """Kinds whose objects a plan must see: those named, what they refer to, and the
    possible children of what may be deleted.
    """
    wanted = set(declared | removing)
    for kind in kinds.values():
        for one in kind.fields:
            if kind.name in declared and one.ref and kinds[one.ref].create is None:
                wanted.add(one.ref)
            if kind.name in declared and one.keys is not None and one.keys.kind in kinds:
                wanted.add(one.keys.kind)
            if one.ref in removing and not (one.soft or one.relation):
                wanted.add(kind.name)
    return [kind for kind in kinds.values() if kind.name in wanted]
