"""One batch after the other: claimed together, each read, sent and remembered, marked together.

The order is the guarantee. A claim is in the ledger before it is in Intercom; it is in Intercom
before its recipient is read; an intent is on the disk before a message is sent; and nothing
that was sent is forgotten before the delivery's own tag says so too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from reconciler.codes import finding
from reconciler.core.delivered.requests import Made, requests
from reconciler.core.delivered.verdict import verdict
from reconciler.deliver.prepare import NAMED, adopt, holds, mark, tagged
from reconciler.deliver.run import Run, Sent
from reconciler.deliver.tags import refuse
from reconciler.errors import ApiError, LedgerError, ReconcilerError
from reconciler.model import Json
from reconciler.model.delivered import Phase, TagId

UNAUTHORIZED = 401
MARKED = frozenset({"sent", "uncertain"})
PHASES: Mapping[Phase, str] = {"held": "had", "uncertain": "foreign"}
"""What the ledger calls an outcome that is not our own doing."""


def deliver(run: Run) -> None:
    """Sends to everybody in `run.due`, as `prepared` left it; ends early where `run.stop` is set.

    GuardError where the record in Intercom is not what it was any more, LedgerError where nothing
    can be remembered.
    """
    ids = [str(one["id"]) for one in run.due]
    if not ids:
        return
    tagged(run)
    with ThreadPoolExecutor(run.workers) as pool:
        loose: Future[None] | None = None
        for number, start in enumerate(range(0, len(ids), run.batch), 1):
            if run.stop.event.is_set():
                for id_ in ids[start:]:
                    run.ended(id_, "stopped")
                break
            loose = _batch(run, pool, number, ids[start : start + run.batch], loose)
        if loose:
            loose.result()


def _batch(
    run: Run, pool: ThreadPoolExecutor, number: int, ids: Sequence[str], loose: Future[None] | None
) -> Future[None] | None:
    """`loose`: the batch before, whose claim is being let go while this one is claimed; what is
    returned is the same of this batch.
    """
    aside = [pool.submit(_unchanged, run)] if number > 1 else []
    name = f"{run.rule.claims}{run.name}-{number}"
    run.note("claimed", ids, TagId("", name))
    claim = run.reach.give(run.tags, TagId("", name), ids, run.targets.sender, run.workers)
    for one in [*aside, *([loose] if loose else [])]:
        one.result()
    results = list(pool.map(lambda id_: _guarded(run, id_, claim), ids))
    if run.stop.event.is_set():
        return None  # the next run cleans up, whatever stopped this one
    _marked(run, results)
    return pool.submit(
        _let_go, run, claim, [one.id for one in results if one.outcome not in MARKED]
    )


def _unchanged(run: Run) -> None:
    """The tag is still the one that it was, and still where we put it."""
    adopt(run)
    if run.marked and not holds(run, run.marked):
        raise refuse(run.rule, f"its tag {run.tag.name} was taken off some who received it")


def _marked(run: Run, results: Sequence[Sent]) -> None:
    """Marked first, then done: from here on its recipients are known without the ledger too."""
    begun = [one.id for one in results if one.outcome in MARKED]
    if begun:
        mark(run, begun)
        run.note("done", [one.id for one in results if one.outcome == "sent"])
        run.marked = run.marked or begun[0]
    for phase, outcome in PHASES.items():
        ids = [one.id for one in results if one.outcome == outcome]
        if ids:
            run.note(phase, ids)


def _let_go(run: Run, claim: TagId, unsent: Sequence[str]) -> None:
    """The claim is deleted, then forgotten: killed in between, the next run does it again."""
    run.tags.drop(claim.id)
    run.note("free", unsent, TagId("", claim.name))


def _guarded(run: Run, id_: str, claim: TagId) -> Sent:
    """One recipient; whatever stops it becomes its outcome, but for what must stop them all."""
    if run.stop.event.is_set():
        return run.ended(id_, "stopped")
    try:
        return _one(run, id_, claim)
    except LedgerError:
        # What cannot be remembered must not go on: nobody would know whom it reached.
        run.stop.event.set()
        raise
    except ApiError as error:
        if error.status == UNAUTHORIZED:
            run.stop.event.set()
        stopped = error.code == "stopped" and not error.maybe_done
        return _trouble(run, id_, error, stopped=stopped)


def _one(run: Run, id_: str, claim: TagId) -> Sent:
    found = run.read(id_)
    tags = run.reach.tags(run.tags, found) if found is not None else {}
    said = verdict(run.rule, found, tags, run.today, done=run.tag.id, claim=claim.id)
    if said != "send" or found is None:
        return run.ended(id_, "gone" if said == "send" else said)
    (made,) = run.compose(run.rule, [dict(found)])
    if not isinstance(made, Made):
        _told(run, f"{id_} is sent nothing: {made.message}")
        return run.ended(id_, "template", made.message)
    return _send(run, dict(found), made)


def _send(run: Run, found: Json, made: Made) -> Sent:
    id_ = str(found["id"])
    run.note("intended", [id_])
    calls = requests(run.rule, found, made, run.targets, int(run.clock()))
    for number, request in enumerate(calls):
        try:
            run.client.send(request, repeatable=run.rule.repeatable)
        except ApiError as error:
            if number or error.maybe_done:
                run.note("uncertain", [id_])
                _told(run, f"{id_} is uncertain: {error}")
                return run.ended(id_, "uncertain", str(error))
            run.note("again", [id_])
            raise
    run.note("sent", [id_])
    return run.ended(id_, "sent")


def _trouble(run: Run, id_: str, error: ReconcilerError, *, stopped: bool) -> Sent:
    if stopped:
        return run.ended(id_, "stopped")
    _told(run, f"{id_}: {error}")
    return run.ended(id_, "failed", str(error))


def _told(run: Run, message: str) -> None:
    with run.lock:
        few = len(run.troubles) < NAMED
        if few:
            about = f"{run.rule.ref}: {message}"
            run.troubles.append(finding("not-delivered", about, run.rule.spec.pos()))
