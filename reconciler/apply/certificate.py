"""The second plan, of what was touched: read again and compared with what was declared.

Compared with D, never with the echo, so that nothing Intercom did is absorbed unseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil

from reconciler.apply.run import Run
from reconciler.codes import finding
from reconciler.core.compared.canonical import echo, field_at, live_of, same
from reconciler.core.compared.diff import declared, on_create
from reconciler.core.compared.lost import lost
from reconciler.model import Change, Finding, Kind, Live, Path, Ref, StepResult


@dataclass(frozen=True, slots=True)
class Certificate:
    """`checked` objects were read again; `deviations` name each field that differs."""

    checked: int
    deviations: tuple[Finding, ...]

    @property
    def empty(self) -> bool:
        return not self.deviations


def certify(run: Run, results: Sequence[StepResult]) -> Certificate:
    """Reads each touched object once more, by the cheaper way: one by one or as a list."""
    unfinished = {one.step.change.ref for one in results if one.outcome not in DONE}
    unfinished |= run.incomplete
    changes = {
        one.step.change.ref: one.step.change
        for one in results
        if one.outcome in DONE
        and one.step.change.ref not in unfinished
        and one.step.change.op != "stage"  # readers see nothing of it; its echo was compared
    }
    found: list[Finding] = []
    for kind in run.kinds.values():
        mine = [one for one in changes.values() if one.ref.kind == kind.name]
        lives = _read(run, kind, mine) if mine else {}
        for one in mine:
            mistaken = _deviations(run, kind, one, lives.get(one.ref))
            found += mistaken
            if mistaken and one.desired is None and one.ref in run.entries:
                run.ledger.record([run.entries[one.ref]])  # still ours, so that it is due again
    return Certificate(len(changes), tuple(found))


DONE = frozenset({"done", "unchanged"})


def _read(run: Run, kind: Kind, changes: Sequence[Change]) -> Mapping[Ref, Live]:
    ids = {one.ref: run.ids[one.ref] for one in changes if one.ref in run.ids}
    known = sum(ref.kind == kind.name for ref in run.ids)
    pages = ceil(known / kind.listing.per_page) if kind.listing.per_page else 1
    if kind.get and (len(ids) <= pages or kind.looked_up):
        return _one_by_one(run, kind, ids)
    by_id = {live.id: live for live in (live_of(kind, one) for one in run.client.list(kind).items)}
    return {ref: by_id[identity] for ref, identity in ids.items() if identity in by_id}


def _one_by_one(run: Run, kind: Kind, ids: Mapping[Ref, str]) -> Mapping[Ref, Live]:
    with ThreadPoolExecutor(run.workers) as pool:
        answers = list(pool.map(lambda identity: run.client.get(kind, identity), ids.values()))
    pairs = zip(ids, answers, strict=True)
    return {ref: live_of(kind, wire) for ref, wire in pairs if wire is not None}


def _deviations(run: Run, kind: Kind, one: Change, live: Live | None) -> list[Finding]:
    if one.desired is None:
        return _still_there(kind, one, live)
    if live is None:
        return [finding("not-empty", f"{one.ref} was written and cannot be found again")]
    wanted = declared(kind, one.desired, run.planned.context)
    if one.op == "create":
        wanted = {**on_create(kind, one.desired, run.planned.context), **wanted}
    kept = {each.path for each in one.drift}
    names = run.planned.names
    found = []
    for path, value in wanted.items():
        there = echo(kind, live, path, value, names)
        if path not in kept and not same(field_at(kind, path), value, there, loose=True):
            found.append(_deviation(kind, one, path, value, there))
    return found


def _still_there(kind: Kind, one: Change, live: Live | None) -> list[Finding]:
    """Deleted is gone or archived; companies go in their own time."""
    if one.op != "delete" or kind.lingers or live is None or live.archived:
        return []
    return [finding("not-empty", f"{one.ref} was deleted and is still there")]


def _deviation(kind: Kind, one: Change, path: Path, sent: object, there: object) -> Finding:
    name = ".".join(path)
    table = field_at(kind, path)
    parts = lost(one, table, path, sent, there)
    words = "; ".join(dict.fromkeys(what for _, what in parts if what))
    if table is not None and table.personal:
        words = "its values are personal and not shown"
    how = words or f"sent {_short(sent)}, Intercom has {_short(there)}"
    return finding(
        "not-empty",
        f"{one.ref}: {name} is not as declared: {how}",
        parts[0][0] if parts else None,
        path=name,
        hint="Intercom changed it by itself; write it the way Intercom stores it",
    )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 120 else text[:117] + "..."  # noqa: PLR2004 - one line
