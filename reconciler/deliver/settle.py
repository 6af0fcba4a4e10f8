"""What a person decides about a delivery: done without sending, sent again, its tag made anew."""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.deliver.prepare import adopt, collect, mark, recover, tagged
from reconciler.deliver.run import Run
from reconciler.deliver.tags import MISSING
from reconciler.errors import ApiError
from reconciler.model import Json, Request


def baseline(run: Run) -> int:
    """Marks everybody who is due now as done, and sends nothing. How many these were."""
    adopt(run)
    recover(run)
    collect(run)
    ids = [str(one["id"]) for one in run.due]
    if ids:
        tagged(run)
        for start in range(0, len(ids), run.batch):
            part = ids[start : start + run.batch]
            mark(run, part)
            run.note("held", part)
    return len(ids)


def skip(run: Run, ids: Sequence[str]) -> None:
    """They count as done."""
    adopt(run)
    tagged(run)
    mark(run, ids)
    run.note("held", ids)


def resend(run: Run, ids: Sequence[str]) -> None:
    """The next run sends to them, if they still match: every mark of this delivery comes off."""
    adopt(run)
    for id_ in ids:
        found = run.read(id_)
        marks = run.reach.tags(run.tags, found) if found is not None else {}
        prefix = run.rule.claims.casefold()
        for tag, name in marks.items():
            if tag == run.tag.id or name.casefold().startswith(prefix):
                _take_off(run, id_, tag)
        run.note("again", [id_])


def retag(run: Run) -> int:
    """The tag made anew, on all who may have received it by the ledger. How many these are."""
    run.tags.read()
    run.tag = run.tags.make(run.rule.tag)
    run.note("tag", tag=run.tag)
    ids = run.known.of("sent", "done", "held", "uncertain", "intended")
    mark(run, ids)
    return len(ids)


def _take_off(run: Run, id_: str, tag: str) -> None:
    body: Json | None = {"admin_id": run.targets.sender} if run.rule.of_conversations else None
    try:
        run.client.send(Request("DELETE", f"{run.reach.one}/{id_}/tags/{tag}", body),
                        repeatable=True)  # fmt: skip
    except ApiError as error:
        if error.status not in MISSING:
            raise
