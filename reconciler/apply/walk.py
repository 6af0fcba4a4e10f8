"""Doing: walks the steps of a plan, level by level; each step ends in exactly one result.

Each target is read again just before it is written. Deletes run only after everything
before them succeeded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace

from reconciler.apply.record import record, removed, staged, written
from reconciler.apply.run import Run, finish, prepare
from reconciler.apply.send import missing_files, send, sendable
from reconciler.apply.twins import private
from reconciler.codes import finding
from reconciler.core.compared.canonical import field_at, leaf, live_of, same
from reconciler.core.compared.diff import seen
from reconciler.errors import (
    ApiError,
    CredentialsError,
    LedgerError,
    ReconcilerError,
    WriteRefusedError,
)
from reconciler.model import (
    OLD,
    PUBLISH,
    Finding,
    Intent,
    Json,
    Live,
    Outcome,
    Ref,
    Step,
    StepResult,
)


def apply(run: Run) -> Iterator[StepResult]:
    """Results as they come, one for each step, also once `run.stop` is set."""
    prepare(run)
    clean = True
    for level in _levels(run.planned.plan.steps):
        if not clean and level[0].change.desired is None:
            yield from (_result(step, "blocked", _not_after_failure(step)) for step in level)
            continue
        if run.stop.event.is_set():
            yield from (_result(step, "skipped", None) for step in level)
            continue
        for result in _level(run, level):
            clean = clean and result.outcome in ("done", "unchanged")
            yield result
    finish(run)


def _levels(steps: Sequence[Step]) -> list[list[Step]]:
    levels: dict[int, list[Step]] = {}
    for step in steps:
        levels.setdefault(step.level, []).append(step)
    return [levels[number] for number in sorted(levels)]


def _level(run: Run, steps: list[Step]) -> Iterator[StepResult]:
    begun = [step for step in steps if step.creates or step.change.op == "stage"]
    if begun:
        since = int(run.clock())
        run.ledger.intend([Intent(step.change.ref, step.sent, since) for step in begun])
    unread = _list_again(run, steps)
    lost = [step for step in steps if _relisted(step) and step.change.ref.kind in unread]
    for step in lost:
        stopped = run.stop.event.is_set()
        yield (_result(step, "skipped", None) if stopped
               else _refused(run, step, unread[step.change.ref.kind]))  # fmt: skip
    steps = [step for step in steps if step not in lost]
    with ThreadPoolExecutor(run.workers) as pool:
        futures = {pool.submit(_guarded, run, step): step for step in steps}
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            if not all(future.done() for future in futures):
                run.stop.event.set()


def _list_again(run: Run, steps: list[Step]) -> dict[str, ApiError]:
    """Kinds without a call for one object are read as a whole, once before the level.

    The kinds that could not be: only their steps fail for it.
    """
    unread = {}
    for name in sorted({step.change.ref.kind for step in steps if _relisted(step)}):
        kind = run.kinds[name]
        if kind.get:
            continue
        try:
            found = [live_of(kind, item) for item in run.client.list(kind).items]
        except ApiError as error:
            unread[name] = error
            continue
        run.listed[name] = {live.id: live for live in found}
    return unread


def _relisted(step: Step) -> bool:
    """Is the object read again before the step? What is made anew was, before it was deleted."""
    return bool(step.change.live and not step.part and not step.creates) or step.part == OLD


def _guarded(run: Run, step: Step) -> StepResult:
    """One step; whatever stops it becomes its result."""
    if run.stop.event.is_set():
        return _result(step, "skipped", None)
    blocker = next((ref for ref in step.needs if ref in run.failed or (ref not in run.ids
                    and ref != step.change.ref)), None)  # fmt: skip
    if blocker is not None:
        return _fail(run, step, "blocked", f"{blocker} has to come first and failed", "blocked")
    try:
        return _step(run, step)
    except ApiError as error:
        if error.code == STOPPED and not error.maybe_done:
            return _result(step, "skipped", None)
        if isinstance(error, CredentialsError) and error.status == UNAUTHORIZED:
            run.stop.event.set()
        return _refused(run, step, error)
    except WriteRefusedError:
        raise
    except LedgerError as error:
        # What cannot be remembered must not go on: the next run would have to ask about it.
        run.stop.event.set()
        return _fail(run, step, "uncertain", error.message, "failed")
    except ReconcilerError as error:
        return _fail(run, step, "blocked", error.message, "blocked")


def _step(run: Run, step: Step) -> StepResult:
    one = step.change
    unfit = _unfit(run, step)
    if unfit is not None:
        return unfit
    step = sendable(run, step)
    unserved = missing_files(run, step.request.body)
    if unserved:
        return _fail(run, step, "unserved-file", unserved, "blocked")
    answer = send(run, step)
    if step.part == OLD:
        return _result(step, "done", None)
    if one.desired is None:
        removed(run, one.ref)
        return _result(step, "done", None)
    if step.part == "relation":
        other = _other_item(run, step, answer)
        if other:
            return _fail(run, step, "moved-on", other, "failed")
        record(run, one, {path: (value, value) for path, value in step.sent.items()})
        return _result(step, "done", None)
    live = live_of(run.kinds[one.ref.kind], answer)
    (staged if one.op == "stage" else written)(run, step, live)
    return _result(step, "done", None, live.id)


def _unfit(run: Run, step: Step) -> StepResult | None:
    """The result of a step that must not be sent, because the object is not as it was planned."""
    going = step.change.op == "delete"
    if step.creates:
        problem = _already_there(run, step)
    elif step.part == PUBLISH:
        problem = _draft_moved_on(run, step)
    else:
        problem = "" if step.part == "relation" else _moved_on(run, step)
    if problem == GONE and (going or step.part == OLD):
        if going:
            run.ledger.forget([step.change.ref])
        return _result(step, "unchanged", None)
    return _fail(run, step, "moved-on", problem, "skipped") if problem else None


UNAUTHORIZED = 401
STOPPED = "stopped"


def _already_there(run: Run, step: Step) -> str:
    """Why a create that would find the object again must not be sent: it would overwrite."""
    kind, fields = run.kinds[step.change.ref.kind], step.change.desired
    if not kind.looked_up or fields is None:
        return ""
    found = run.client.find(
        kind, {name: fields.fields[name] for name in kind.key_of(fields.fields)}
    )
    return "somebody created it in Intercom after it was planned; plan again" if found else ""


def _other_item(run: Run, step: Step, answer: Json) -> str:
    """The call goes by name: where the item was renamed meanwhile, it made another one."""
    for path in step.sent:
        table = run.kinds[step.change.ref.kind].field(path[0])
        known = run.ids.get(Ref(table.ref, path[1])) if table else None
        if known and str(answer.get("id", known)) != known:
            return (f"{path[1]} was renamed in Intercom after it was planned, and the call made "
                    f"another one with the id {answer['id']}; plan again")  # fmt: skip
    return ""


GONE = "it is gone from Intercom"


def _moved_on(run: Run, step: Step) -> str:
    """Why the object is not what was planned for any more; empty where it still is."""
    one = step.change
    kind, identity = run.kinds[one.ref.kind], run.ids[one.ref]
    if one.live is None and not kind.get:
        return ""
    if kind.get:
        wire = run.client.get(kind, identity)
        live = live_of(kind, wire) if wire else None
    else:
        live = run.listed.get(kind.name, {}).get(identity)
    if live is None:
        return GONE
    expected = run.written.get(one.ref, one.fingerprint)
    if seen(kind, live, one.watched, run.planned.names) != expected:
        return "it was edited in Intercom after it was planned; plan again"
    busy = live.scheduled if _is_ours(run, one.ref, live) else live.busy
    return f"it {busy}" if busy and one.op != "delete" else ""


def _is_ours(run: Run, ref: Ref, live: Live) -> bool:
    """Does it have a draft, and the one that was staged?"""
    entry = run.entries.get(ref)
    staged = entry.staged if entry else None
    return bool(live.drafts) and staged is not None and staged.drafts == live.drafts


def _draft_moved_on(run: Run, step: Step) -> str:
    """Why the draft is not the one that was staged; it is read, for it is what will be shown."""
    one = step.change
    kind = run.kinds[one.ref.kind]
    read = kind.drafts.read if kind.drafts else ""
    wire = run.client.get(replace(kind, get=read), run.ids[one.ref])
    if wire is None:
        return "its draft is gone from Intercom; plan again"
    live, names = live_of(kind, wire), run.planned.names
    changed = [path for path, value in step.sent.items()
               if not same(field_at(kind, path), value, leaf(kind, live.fields, path, names),
                           loose=True)]  # fmt: skip
    if changed or not _is_ours(run, one.ref, live):
        return "its draft was edited in Intercom after it was staged; publish or discard it there"
    return f"it {live.scheduled}" if live.scheduled else ""


def _result(
    step: Step, outcome: Outcome, error: Finding | None, identity: str | None = None
) -> StepResult:
    return StepResult(step, outcome, identity, error)


def _fail(run: Run, step: Step, code: str, message: str, outcome: Outcome) -> StepResult:
    one = step.change
    if step.part in ("", OLD, PUBLISH):
        run.failed.add(one.ref)
    pos = one.desired.spec.pos() if one.desired else None
    return _result(step, outcome, finding(code, f"{one.ref}: {message}", pos))


def _refused(run: Run, step: Step, error: ApiError) -> StepResult:
    code = "uncertain" if error.maybe_done else "api-refused"
    code = "credentials" if isinstance(error, CredentialsError) else code
    result = _fail(run, step, code, private(str(error), step.change), "failed")
    held = result.error
    return replace(result, error=replace(held, hint=error.hint) if held else None)


def _not_after_failure(step: Step) -> Finding:
    message = f"{step.change.ref}: nothing is taken away, because something before it failed"
    return finding("blocked", message)
