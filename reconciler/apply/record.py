"""After the answer: what the echo shows is compared with what was sent, and remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from reconciler.apply.run import Run, name_of, stamped
from reconciler.codes import finding
from reconciler.core.compared.addresses import urls_of
from reconciler.core.compared.canonical import bodies, echo, field_at, lost_headings, same
from reconciler.core.compared.diff import declared, seen
from reconciler.core.compared.lost import lost
from reconciler.core.compared.staging import come_true, is_text
from reconciler.core.compared.stale import noted
from reconciler.model import (
    Change,
    Entry,
    Finding,
    Kind,
    Live,
    Pairs,
    Path,
    Ref,
    Staged,
    Step,
    nested,
)


def written(run: Run, step: Step, live: Live) -> None:
    """The object exists as its echo shows: learn its id and address, remember both sides."""
    one, names = step.change, run.planned.names
    kind = run.kinds[one.ref.kind]
    with run.lock:
        run.ids[one.ref] = live.id
        run.texts[one.ref] = name_of(kind, live.fields)
        run.urls.update(urls_of(one.ref, live))
        names.learn(live, one.ref.name)
        names.see(live, bodies(kind, live.fields))
    pairs = _compared(run, step, live)
    run.written[one.ref] = seen(kind, live, one.watched, names)
    record(run, one, pairs, live)


def staged(run: Run, step: Step, live: Live) -> None:
    """The draft exists as its echo shows; what readers see, and so what is written, stays."""
    one = step.change
    _compared(run, step, live)
    with run.lock:
        entry = run.entries.get(one.ref) or Entry(one.ref, live.id)
        entry = replace(entry, staged=Staged(nested(one.waits), live.drafts))
        run.entries[one.ref] = stamped(run, entry)
        run.ledger.record([run.entries[one.ref]])


def _compared(run: Run, step: Step, live: Live) -> Pairs:
    """Both sides of what was sent; what Intercom stored otherwise is noted."""
    one, kind = step.change, run.kinds[step.change.ref.kind]
    pairs = {path: (value, echo(kind, live, path, value, run.planned.names))
             for path, value in step.sent.items()}  # fmt: skip
    for path, (value, there) in pairs.items():
        if not same(field_at(kind, path), value, there, loose=True):
            run.dropped += _dropped(kind, one, path, value, there)
        elif lost_headings(field_at(kind, path), value, there):
            run.dropped.append(_unanchored(one))
    return pairs


def removed(run: Run, ref: Ref) -> None:
    """Forgotten, and kept in this run's mind until it was seen to be gone."""
    with run.lock:
        entry = run.ledger.entries.get(ref)
        if entry is not None:
            run.entries[ref] = entry
        run.ledger.forget([ref])


def _dropped(kind: Kind, one: Change, path: Path, sent: object, there: object) -> Iterator[Finding]:
    """A finding for each part that is not what was sent, in words where it is a body."""
    name = ".".join(path)
    for pos, what in lost(one, field_at(kind, path), path, sent, there):
        about = f"{what} in {name}" if what else f"Intercom stored something else for {name}"
        yield finding("dropped", f"{one.ref}: {about}", pos, path=name)


def _unanchored(one: Change) -> Finding:
    what = f"{one.ref}: Intercom gave its headings other ids; links to them lead to the page"
    pos = one.desired.spec.pos() if one.desired else None
    return finding("anchors-lost", what, pos)


def record(run: Run, one: Change, pairs: Pairs, live: Live | None = None) -> None:
    """What was just written, beside what the entry holds of leaves that are still declared."""
    with run.lock:
        entry = run.entries.get(one.ref) or Entry(one.ref, run.ids[one.ref])
        held = {path: pair for path, pair in entry.pairs.items() if _declared(run, one, path)}
        ours = {path: pair for path, pair in pairs.items() if _declared(run, one, path)}
        fields = {**_equal_already(run, one, live), **held, **ours}
        for path in _unsaid(run, one):
            fields.pop(path, None)
        protect = one.desired.protect if one.desired else None
        entry = replace(
            entry.holding(
                {path: pair for path, pair in fields.items() if not _detached(run, one, path, pair)}
            ),
            id=run.ids[one.ref],
            protected=entry.protected if protect is None else protect,
            translated=_translated(run, one, entry),
        )
        if one.op == "create" and one.waits:
            entry = replace(entry, staged=Staged(nested(one.waits)))
        elif live is not None and entry.staged is not None:
            entry = come_true(run.kinds[one.ref.kind], entry, live, run.planned.names)
        run.entries[one.ref] = stamped(run, entry)
        run.ledger.record([run.entries[one.ref]])


def _unsaid(run: Run, one: Change) -> list[Path]:
    """What the change publishes besides texts without being declared: it is not managed."""
    kind = run.kinds[one.ref.kind]
    return [path for path in one.waits if one.op != "create" and not is_text(kind, path)]


def _translated(run: Run, one: Change, entry: Entry) -> Mapping[str, tuple[str, str]]:
    kind = run.kinds[one.ref.kind]
    return noted(kind, one.desired, entry.translated) if one.desired else {}


def _declared(run: Run, one: Change, path: Path) -> bool:
    """Still named; items of a relation that is still named stay until they are detached."""
    here = one.desired.fields.get(path[0], one) if one.desired else one
    table = run.kinds[one.ref.kind].field(path[0])
    for part in () if table is None or table.relation else path[1:]:
        here = here.get(part, one) if isinstance(here, dict) else one
    return here is not one


def _detached(run: Run, one: Change, path: Path, pair: tuple[Any, Any]) -> bool:
    table = run.kinds[one.ref.kind].field(path[0])
    return bool(table and table.relation and not pair[0])


def _equal_already(run: Run, one: Change, live: Live | None) -> Pairs:
    """Leaves that the call did not send: as declared before, or declared empty."""
    if live is None or one.desired is None:
        return {}
    kind, names = run.kinds[one.ref.kind], run.planned.names
    changing = {each.path for each in one.fields}
    wanted = declared(kind, one.desired, run.planned.context)
    return {
        path: (value, echo(kind, live, path, value, names))
        for path, value in wanted.items()
        if path not in changing
    }
