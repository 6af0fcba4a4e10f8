"""Rules between resources: references that lead somewhere, no circle, no twins, depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reconciler.codes import finding
from reconciler.core.declared.reading import EXACTLY
from reconciler.model import Desired, Field, Finding, Kind, Kinds, Pos, Ref
from reconciler.near import Hints

Names = Mapping[str, Sequence[str]]
"""All that is declared of each kind."""


def references(desired: Mapping[Ref, Desired], kinds: Kinds) -> list[Finding]:
    """What is wrong between resources; teammates are checked once the workspace is read."""
    found: list[Finding] = []
    hints, by_kind = Hints(), {name: list[Desired]() for name in kinds}
    for ref, one in desired.items():
        by_kind[ref.kind].append(one)
    names = {name: [one.ref.name for one in known] for name, known in by_kind.items()}
    for one in desired.values():
        if not all(map(desired.__contains__, one.refs)):
            found += _missing(one, desired, names, kinds, hints)
    found += _cycles(desired)
    for kind in kinds.values():
        if kind.parent and kind.depth:
            found += [deep for one in by_kind[kind.name] for deep in _depth(one, desired, kind)]
    for kind in kinds.values():
        found += _twins(kind, by_kind[kind.name])
    return found


def _missing(
    one: Desired, desired: Mapping[Ref, Desired], names: Names, kinds: Kinds, hints: Hints
) -> Iterator[Finding]:
    for ref in one.refs:
        if ref in desired or kinds[ref.kind].create is None:
            continue
        near = hints.did_you_mean(ref.name, ref.kind, names[ref.kind])
        hint = near or f"declare it under {kinds[ref.kind].plural}:"
        path = _path_of(one, kinds[one.ref.kind], ref)
        yield finding(
            "missing-reference",
            f"{one.ref}: {ref} is not declared",
            one.spec.pos(*path, value=True),
            path=".".join(path),
            hint=hint,
        )


def _path_of(one: Desired, kind: Kind, ref: Ref) -> tuple[str, ...]:
    for field in kind.fields:
        where = (field.name, EXACTLY) if field.name in one.exact else (field.name,)
        path = _in_field(field, one.fields.get(field.name), ref, where)
        if path:
            return path
    return ()


def _in_field(field: Field, value: object, ref: Ref, where: tuple[str, ...]) -> tuple[str, ...]:
    if field.ref != ref.kind:
        return ()
    if isinstance(value, list) and ref.name in value:
        return (*where, str(value.index(ref.name)))
    return (field.name,) if value == ref.name else ()


def _cycles(desired: Mapping[Ref, Desired]) -> list[Finding]:
    found, done = [], set[Ref]()
    for start in desired:
        if done.issuperset(desired[start].refs):
            done.add(start)
            continue
        chain = _walk(start, desired, done)
        if chain:
            one = desired[chain[0]]
            text = " -> ".join(map(str, chain))
            found.append(
                finding(
                    "reference-cycle",
                    f"{one.ref} refers to itself: {text}",
                    one.spec.pos(),
                    hint="take one of these references away",
                )
            )
    return found


def _walk(start: Ref, desired: Mapping[Ref, Desired], done: set[Ref]) -> list[Ref]:
    """A circle reachable from `start` as a closed chain; an explicit stack bears any depth."""
    path: list[Ref] = []
    on_path: set[Ref] = set()
    stack: list[tuple[Ref, bool]] = [(start, False)]
    while stack:
        ref, leaving = stack.pop()
        if leaving:
            on_path.discard(path.pop())
            done.add(ref)
        elif ref in on_path:
            done.update(path)
            return [*path[path.index(ref) :], ref]
        elif ref not in done and ref in desired:
            path.append(ref)
            on_path.add(ref)
            stack.append((ref, True))
            stack += [(after, False) for after in desired[ref].refs if after not in done]
    return []


def _depth(one: Desired, desired: Mapping[Ref, Desired], kind: Kind) -> Iterator[Finding]:
    chain = {one.ref: None}
    here = one
    while (parent := here.fields.get(kind.parent)) is not None:
        ref = Ref(kind.name, parent)
        if ref in chain or ref not in desired:
            return  # a circle, or a missing reference, which is said already
        chain[ref] = None
        here = desired[ref]
    if len(chain) > kind.depth:
        text = " in ".join(ref.name for ref in chain)
        yield finding(
            "too-deep",
            f"{one.ref} is {len(chain)} levels deep ({text}); Intercom has {kind.depth}",
            one.spec.pos(kind.parent),
            hint="move it up",
        )


def _twins(kind: Kind, all_of_kind: Iterable[Desired]) -> Iterator[Finding]:
    """Two resources that would be one object: an error where Intercom forbids it."""
    fields = kind.unique or kind.key
    caseless = {one.name for one in kind.fields if one.caseless}
    needed = kind.unique or kind.key[-1:]
    first: dict[tuple[str, ...], Desired] = {}
    for one in all_of_kind:
        if not all(name in one.fields for name in needed):
            continue
        values = (str(one.fields.get(name, "")) for name in fields)
        key = tuple(
            value.casefold() if name in caseless else value
            for name, value in zip(fields, values, strict=True)
        )
        other = first.setdefault(key, one)
        if other is not one and not one.id:
            yield _twin(kind, one, other, one.spec.pos(*fields[-1:], value=True))


def _twin(kind: Kind, one: Desired, other: Desired, pos: Pos) -> Finding:
    fields = kind.unique or kind.key
    about = ", ".join(f"{name}{'' if kind.index[name].personal else f' {one.fields[name]!r}'}"
                      for name in fields if name in one.fields)  # fmt: skip
    return finding(
        "duplicate-key",
        f"{one.ref} and {other.ref} both have the {about}; the other is at {other.spec.pos()}",
        pos,
        hint="rename one of them" if kind.unique else "they are told apart only by the ledger",
        severity="error" if kind.unique else "warning",
    )
