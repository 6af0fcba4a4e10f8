"""Texts that were staged: which drafts are ours, and what of them still waits.

A draft is ours where the ledger remembers the time of its last edit, or, where a run died before
it could write that down, where it holds exactly what that run had set out to stage. Any other
draft is somebody's work, and its object is not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from reconciler.core.compared.canonical import field_at, leaf, same
from reconciler.core.compared.match import Match
from reconciler.core.compared.names import Names
from reconciler.model import (
    Change,
    Desired,
    Entry,
    Intent,
    Kind,
    Kinds,
    Leaves,
    Live,
    Path,
    Ref,
    Staged,
    flat,
    nested,
)  # fmt: skip


def drafted(kinds: Kinds) -> frozenset[str]:
    """The kinds whose texts can be staged."""
    return frozenset(name for name, kind in kinds.items() if kind.drafts)


def is_text(kind: Kind, path: Path) -> bool:
    """Is the leaf one that a draft holds?"""
    return kind.drafts is not None and path[-1] in kind.drafts.texts and len(path) in (1, 3)


def published(kind: Kind, one: Change, path: Path) -> bool:
    """Does the leaf become what readers see by publishing the draft that it is in?"""
    return one.op == "publish" and path in one.waits and is_text(kind, path)


def shows(kind: Kind, path: Path, value: Any) -> bool:
    """Does the leaf with this value make something public?"""
    return path[-1] in kind.addressed and kind.addressed[path[-1]] == value


def recognised(
    matches: Mapping[Ref, Match],
    kinds: Kinds,
    names: Names,
    intents: Mapping[Ref, Intent],
    drafts: Mapping[Ref, Live],
) -> Mapping[Ref, Match]:
    """The matches, each with what of it still waits; our own drafts keep nobody from writing."""
    made: dict[Ref, Match] = {}
    drafting = drafted(kinds)
    for ref, found in matches.items() if drafting else ():
        if ref.kind not in drafting or found.live is None or found.entry is None:
            continue
        kind, intent, draft = kinds[ref.kind], intents.get(ref), drafts.get(ref)
        if found.entry.staged or draft:
            both = Both(found.live, found.entry)
            made[ref] = _recognised(kind, found, _staged(kind, both, names, intent, draft), names)
        elif intent:
            made[ref] = replace(found, entry=_begun(kind, found.desired, found.entry, intent))
    return {**matches, **made} if made else matches


class Both(NamedTuple):
    """The two sides of an object that is ours; `live` with the drafts that it really has."""

    live: Live
    entry: Entry


def _begun(kind: Kind, one: Desired, entry: Entry, intent: Intent) -> Entry:
    """The entry of what a run had begun to create unpublished, which waits to be public."""
    shall = [*flat(dict(one.create)), *flat(dict(one.fields))]
    waits = {path: value for path, value in shall if shows(kind, path, value)
             and intent.fields.get(path, value) != value}  # fmt: skip
    return replace(entry, staged=Staged(nested(waits))) if waits else entry


def _staged(
    kind: Kind, both: Both, names: Names, intent: Intent | None, draft: Live | None
) -> Both:
    """What was staged, as remembered, or as a dead run had set out to and the draft holds."""
    live, known = both.live, both.entry.staged
    if draft is not None:  # also one that is in no list, because its language is not public yet
        live = replace(live, drafts=draft.drafts, busy=live.busy or _theirs(kind))
    if intent and draft and not (known and known.drafts == draft.drafts):
        holds = all(same(field_at(kind, path), value, leaf(kind, draft.fields, path, names),
                         loose=True) for path, value in intent.fields.items())  # fmt: skip
        before = dict(flat(known.values)) if known else {}
        known = Staged(nested({**before, **intent.fields}), draft.drafts) if holds else known
    return Both(live, replace(both.entry, staged=known))


def _recognised(kind: Kind, found: Match, both: Both, names: Names) -> Match:
    live, entry = both
    if entry.staged and live.drafts and live.drafts == entry.staged.drafts:
        return replace(found, live=replace(live, busy=live.scheduled), entry=entry)
    return replace(found, live=live, entry=come_true(kind, entry, live, names))


def _theirs(kind: Kind) -> str:
    return kind.busy.get(kind.drafts.flag, "") if kind.drafts else ""


def come_true(kind: Kind, entry: Entry, live: Live, names: Names) -> Entry:
    """The entry with what no longer waits, because readers see it, as written; what a discarded
    draft held waits no longer either.
    """
    waiting = dict(flat(entry.staged.values)) if entry.staged else {}
    there = {path: leaf(kind, live.fields, path, names) for path in waiting}
    seen = {path: (value, there[path]) for path, value in waiting.items()
            if same(field_at(kind, path), value, there[path], loose=True)}  # fmt: skip
    left = {path: value for path, value in waiting.items()
            if path not in seen and (live.drafts or not is_text(kind, path))}  # fmt: skip
    pairs = entry.pairs
    ours = {path: pair for path, pair in seen.items() if path in pairs or is_text(kind, path)}
    staged = Staged(nested(left), live.drafts) if left else None
    return replace(entry.holding({**pairs, **ours}), staged=staged)


def waiting(found: Match) -> Leaves:
    """The leaves that wait to be published."""
    staged = found.entry.staged if found.entry else None
    return dict(flat(staged.values)) if staged else {}


def shown(desired: Desired, leaves: Leaves) -> Desired:
    """The resource with these leaves declared, such as the states that wait to be published."""
    if not leaves:
        return desired
    fields: dict[str, Any] = dict(desired.fields)
    for path, value in leaves.items():
        fields[path[0]] = _put(fields.get(path[0]), path[1:], value)
    return replace(desired, fields=fields)


def _put(here: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    held = dict(here) if isinstance(here, dict) else {}
    return {**held, path[0]: _put(held.get(path[0]), path[1:], value)}
