"""Changes to steps, in levels: what must exist comes first, what is taken away comes last.

Siblings are created one after the other in declared order, because Intercom's order is the
order of creation and cannot be changed afterwards. All else in a level runs side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reconciler.core.compared.canonical import field_at
from reconciler.core.compared.links import targets, unlinked
from reconciler.core.compared.staging import published
from reconciler.core.planned.requests import (
    delete_request,
    link_request,
    main_request,
    publish_request,
    relation_requests,
)  # fmt: skip
from reconciler.model import (
    OLD,
    PUBLISH,
    Change,
    FieldChange,
    Id,
    Kind,
    Kinds,
    Path,
    Ref,
    Step,
    Target,
)

WRITING = frozenset({"create", "update", "adopt", "move", "unpublish", "replace",
                     "stage", "publish"})  # fmt: skip
"""Operations on declared resources; removals of undeclared ones come after all of them."""


@dataclass(slots=True)
class Levels:
    """The level of each change. `addressed`: those that get an address in this plan;
    `addressless`: those that links cannot lead to at all.
    """

    kinds: Kinds
    addressless: frozenset[Target] = frozenset()
    created: dict[Ref, int] = field(default_factory=dict)
    addressed: dict[Target, int] = field(default_factory=dict)


def order(
    changes: Sequence[Change],
    kinds: Kinds,
    addressed: frozenset[Target],
    addressless: frozenset[Target] = frozenset(),
) -> tuple[Step, ...]:
    """All steps, numbered in the order in which they run.

    `addressed`: what has no address yet and gets one by a change of this plan, by language.
    """
    levels = Levels(kinds, addressless)
    writing = [one for one in changes if one.desired is not None and one.op in WRITING]
    _place_creates([one for one in writing if one.op == "create"], levels, addressed)
    steps: list[Step] = []
    for one in writing:
        steps += _steps(one, levels)
    last = max((step.level for step in steps), default=-1) + 1
    steps += _removal_steps([one for one in changes if one.desired is None], kinds, last)
    ordered = sorted(steps, key=lambda step: step.level)
    return tuple(replace(step, index=number) for number, step in enumerate(ordered))


def _place_creates(creates: Sequence[Change], levels: Levels, addressed: frozenset[Target]) -> None:
    """A level for each create: after what it needs, and after the sibling before it."""
    last: dict[tuple[str, object], int] = {}
    by_ref = {one.ref: one for one in creates}
    for one in _parents_first(creates, by_ref, levels.kinds):
        kind = levels.kinds[one.ref.kind]
        needs = [levels.created[ref] for ref in _hard(one, kind) if ref in levels.created]
        level = max(needs, default=-1) + 1
        if kind.ordered and one.desired is not None:
            siblings = (kind.name, one.desired.fields.get(kind.ordered))
            level = max(level, last.get(siblings, -1) + 1)
            last[siblings] = level
        levels.created[one.ref] = level
    for target in addressed:
        levels.addressed[target] = levels.created.get(target.ref, 0)


def _hard(one: Change, kind: Kind) -> list[Ref]:
    """What must exist before the object itself; items of relations only before their own call."""
    related = {each.ref for each in kind.fields if each.relation}
    return [ref for ref in (one.desired.refs if one.desired else ()) if ref.kind not in related]


def _parents_first(
    creates: Sequence[Change], by_ref: Mapping[Ref, Change], kinds: Kinds
) -> list[Change]:
    def depth(one: Change) -> int:
        kind, deep = kinds[one.ref.kind], 0
        while kind.parent and one.desired:
            above = by_ref.get(Ref(kind.name, str(one.desired.fields.get(kind.parent))))
            if above is None:
                break
            one, deep = above, deep + 1
        return deep

    rank = {name: number for number, name in enumerate(kinds)}
    return sorted(creates, key=lambda one: (rank[one.ref.kind], depth(one)))


def _steps(one: Change, levels: Levels) -> list[Step]:
    kind = levels.kinds[one.ref.kind]
    level = _level(one, kind, levels)
    pending = frozenset(to for to in _links(one, kind) if levels.addressed.get(to, -1) >= level)
    needs = tuple(ref for ref in _hard(one, kind) if ref in levels.created and ref != one.ref)
    steps = []
    if one.op == "replace":
        steps.append(Step(0, level, one, delete_request(kind, one), part=OLD))
        level, needs = level + 1, (*needs, one.ref)
    if (released := publish_request(kind, one)) is not None:
        texts = {path: one.waits[path] for path in one.waits if published(kind, one, path)}
        steps.append(Step(0, level, one, released, part=PUBLISH, needs=needs, sent=texts))
        level, needs = level + 1, (*needs, one.ref)
    request = main_request(kind, one, pending | levels.addressless)
    if request is not None:
        sent = _sent(kind, one, pending)
        steps.append(Step(0, level, one, request, needs=needs, sent=sent))
    for item, call in relation_requests(kind, one):
        after = max(level + (request is not None), levels.created.get(item, -1) + 1)
        waits = tuple(ref for ref in (one.ref, item) if ref in levels.created)
        path = _item_path(kind, one, item)
        steps.append(Step(0, after, one, call, part="relation", needs=waits, sent=path))
    if pending:
        steps.append(_link_step(kind, one, level, pending, levels))
    return steps


def _level(one: Change, kind: Kind, levels: Levels) -> int:
    if one.op == "create":
        return levels.created[one.ref]
    needs = [levels.created[ref] for ref in _hard(one, kind) if ref in levels.created]
    links = [levels.created[to.ref] for to in _links(one, kind) if to.ref in levels.created]
    return max(needs + links, default=-1) + 1


def _changed_bodies(one: Change, kind: Kind) -> list[FieldChange]:
    found = []
    for each in one.fields:
        table = field_at(kind, each.path)
        if table is not None and table.soft and isinstance(each.after, str):
            found.append(each)
    return found


def _links(one: Change, kind: Kind) -> list[Target]:
    return [to for each in _changed_bodies(one, kind) for to in targets(each.after)]


def _sent(kind: Kind, one: Change, pending: frozenset[Target]) -> dict[Path, object]:
    """The leaves that the main request writes, links without an address left out."""
    values: dict[Path, object] = {}
    if one.op == "replace" and one.desired is not None:
        values.update({(name,): value for name, value in one.desired.fields.items()})
    for each in one.fields:
        table = field_at(kind, each.path)
        if table is None or table.relation or published(kind, one, each.path):
            continue
        held = unlinked(each.after, set(pending)) if table.soft and each.after else each.after
        values[each.path] = table.codec.canon(held) if table.soft and held else held
    return values


def _item_path(kind: Kind, one: Change, item: Ref) -> dict[Path, object]:
    return {
        each.path: each.after
        for each in one.fields
        if len(each.path) > 1 and each.path[1] == item.name and _is_relation(kind, each.path)
    }


def _is_relation(kind: Kind, path: Path) -> bool:
    table = kind.field(path[0])
    return bool(table and table.relation)


def _link_step(
    kind: Kind, one: Change, level: int, pending: frozenset[Target], levels: Levels
) -> Step:
    """The second write: all bodies that link to something that has its address only now."""
    bodies = [
        each for each in _changed_bodies(one, kind) if pending.intersection(targets(each.after))
    ]
    after = max(level, *(levels.addressed[to] for to in pending)) + 1
    request = link_request(kind, one, [each.path for each in bodies], levels.addressless)
    needs = (*sorted({to.ref for to in pending if to.ref in levels.created}), one.ref)
    return Step(0, after, one, request, part="links", needs=needs,
                sent={each.path: each.after for each in bodies})  # fmt: skip


# ---------------------------------------------------------------- removals


def _removal_steps(removing: Sequence[Change], kinds: Kinds, first: int) -> list[Step]:
    """Children before parents, kinds in the reverse order of creation."""
    steps = []
    rank = {name: number for number, name in enumerate(reversed(list(kinds)))}
    depth = _heights(removing)
    for one in removing:
        request = main_request(kinds[one.ref.kind], one, frozenset())
        if request is not None and one.op in ("delete", "archive", "unpublish"):
            sent = {each.path: each.after for each in one.fields}
            steps.append((rank[one.ref.kind], -depth[one.ref], Step(0, 0, one, request, sent=sent)))
    places = sorted({(kind, height) for kind, height, _ in steps})
    return [replace(step, level=first + places.index((kind, height)))
            for kind, height, step in steps]  # fmt: skip


def _heights(removing: Iterable[Change]) -> dict[Ref, int]:
    """How deep each object lies below others that are removed too."""
    going = {Id(one.live.kind, one.live.id): one for one in removing if one.live}
    found: dict[Ref, int] = {}
    for one in removing:
        deep, here = 0, one
        while here.live is not None and deep < len(going):
            above = next((going[value] for value in here.live.fields.values()
                          if isinstance(value, Id) and value in going), None)  # fmt: skip
            if above is None:
                break
            here, deep = above, deep + 1
        found[one.ref] = deep
    return found
