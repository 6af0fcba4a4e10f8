"""Events for one contact who is named, as rows of data do: nobody is searched, nothing tagged.

The ledger remembers that it was sent; without it Intercom knows the event again by its time.
"""

from __future__ import annotations

from reconciler.core.delivered.requests import Made, requests
from reconciler.deliver.run import Run
from reconciler.errors import ApiError

THE_ONE = "*"
"""In place of an id: the rule's name says who it is, and an address is nothing for a ledger."""


def addressed(run: Run) -> None:
    if THE_ONE in run.known.of("done", "held"):
        return
    run.due = [{"id": THE_ONE}]
    if run.dry or run.stop.event.is_set():
        return
    (made,) = run.compose(run.rule, [{}])
    if not isinstance(made, Made):
        run.ended(THE_ONE, "template", made.message)
        return
    (request,) = requests(run.rule, {}, made, run.targets, int(run.clock()))
    try:
        run.client.send(request, repeatable=True)
    except ApiError as error:
        run.ended(THE_ONE, "failed", str(error))
        raise
    run.note("done", [THE_ONE])
    run.ended(THE_ONE, "sent")
