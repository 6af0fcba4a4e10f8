"""Selectors: KIND, KIND/GLOB or a file, singular or plural."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from reconciler.core.compared.links import linked_refs
from reconciler.model import Change, Kinds, Ref


def selects(selector: str, ref: Ref, file: str, kinds: Kinds) -> bool:
    """Does the selector mean this resource?"""
    kind, _, pattern = selector.partition("/")
    if kind in {ref.kind, kinds[ref.kind].plural}:
        return not pattern or fnmatchcase(ref.name, pattern)
    return file == selector or file.startswith(selector.rstrip("/") + "/")


def is_known(selector: str, kinds: Kinds, files: Iterable[str]) -> bool:
    """Could the selector ever mean anything?"""
    kind = selector.partition("/")[0]
    if any(kind in {one.name, one.plural} for one in kinds.values()):
        return True
    return any(file == selector or file.startswith(selector.rstrip("/") + "/") for file in files)


def chosen(
    changes: Sequence[Change], only: Sequence[str], exclude: Sequence[str], kinds: Kinds
) -> tuple[list[Change], list[Ref]]:
    """The selected changes with the creates they need, and the refs left out."""
    if not only and not exclude:
        return list(changes), []
    wanted = {
        one.ref for one in changes
        if (not only or any(selects(each, one.ref, _file(one), kinds) for each in only))
        and not any(selects(each, one.ref, _file(one), kinds) for each in exclude)
    }  # fmt: skip
    creates = {one.ref: one for one in changes if one.op == "create"}
    for ref in _needed(wanted, {one.ref: one for one in changes}, creates):
        wanted.add(ref)
    kept = [one for one in changes if one.ref in wanted]
    return kept, [one.ref for one in changes if one.ref not in wanted]


def _file(one: Change) -> str:
    return one.desired.spec.file if one.desired else ""


def _needed(
    wanted: Iterable[Ref], changes: Mapping[Ref, Change], creates: Mapping[Ref, Change]
) -> set[Ref]:
    found: set[Ref] = set()
    open_ends = list(wanted)
    while open_ends:
        for ref in needs(changes[open_ends.pop()]):
            if ref in creates and ref not in found:
                found.add(ref)
                open_ends.append(ref)
    return found


def needs(one: Change) -> set[Ref]:
    """What must exist for the change: its references, and what its new bodies link to."""
    refs = set(one.desired.refs) if one.desired else set()
    for each in one.fields:
        if isinstance(each.after, str) and "reconciler:" in each.after:
            refs.update(linked_refs(each.after))
    return (refs | set(one.after)) - {one.ref}


def without_missing(
    changes: Sequence[Change], due: Iterable[Ref]
) -> tuple[list[Change], list[Change]]:
    """Split into what can run and what needs a create that is due but not among them."""
    kept = list(changes)
    blocked: list[Change] = []
    while True:
        missing = set(due) - {one.ref for one in kept if one.op == "create"}
        stuck = [one for one in kept if needs(one) & missing]
        if not stuck:
            return kept, blocked
        blocked += stuck
        kept = [one for one in kept if one not in stuck]
