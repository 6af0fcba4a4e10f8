"""A create that is refused because somebody has the same details: adopted, brought back, or asked.

[R] The 409 has the id in its message alone. What lies behind it is a create of ours whose answer
was lost, a contact that search does not show yet, or an archived one.
"""

from __future__ import annotations

import re
from typing import Any

from reconciler.apply.run import Run
from reconciler.core.compared.canonical import echo, field_at, live_of, same
from reconciler.errors import ApiError, ReconcilerError
from reconciler.model import Change, Json, Kind, Live, Request, Step

TAKEN = 409
NAMED = re.compile(r"\bid=([0-9A-Za-z_-]{1,64})")
LEAST = 3
"""Characters of a value that is worth hiding in a text of the server's."""


def twin(kind: Kind, error: ApiError) -> tuple[str, bool] | None:
    """The id of who has the same details, and whether it is archived; None for other errors."""
    found = NAMED.search(error.message) if kind.revive and error.status == TAKEN else None
    return (found[1], "archived" in error.message.casefold()) if found else None


def joined(run: Run, step: Step, request: Request, other: tuple[str, bool]) -> Json:
    """The object that is there already, made as declared; ReconcilerError where it holds what
    nobody has seen and approved.
    """
    identity, archived = other
    kind, ref = run.kinds[step.change.ref.kind], step.change.ref
    with run.lock:
        same_id = (one for one, known in run.ids.items() if known == identity and one != ref)
        owner = next((one for one in same_id if one.kind == kind.name), None)
    if owner is not None:
        raise ReconcilerError(f"{owner}, which is {identity}, has the same details")
    if archived and kind.revive is not None:
        path = kind.revive.path.replace("{id}", identity)
        run.client.send(Request(kind.revive.method, path), repeatable=True)
    wire = run.client.get(kind, identity)
    if wire is None or kind.update is None:
        raise ReconcilerError(f"{identity} has the same details and cannot be read")
    held = _held(run, step, live_of(kind, wire))
    differing = [".".join(path) for path, value, there in held
                 if there is not None and not same(field_at(kind, path), value, there)]  # fmt: skip
    if differing and not archived:
        raise ReconcilerError(
            f"{identity} has the same details and another {', '.join(differing)}; "
            f"write id: {identity} to take it over"
        )
    if not differing and all(there is not None for *_, there in held):
        return wire
    path = kind.update.path.replace("{id}", identity)
    return run.client.send(Request(kind.update.method, path, request.body), repeatable=True)


def _held(run: Run, step: Step, live: Live) -> list[tuple[Any, Any, Any]]:
    """Path, what was to be sent, and what is there instead."""
    kind, names = run.kinds[step.change.ref.kind], run.planned.names
    return [(path, value, echo(kind, live, path, value, names))
            for path, value in step.sent.items() if value is not None]  # fmt: skip


def private(text: str, one: Change) -> str:
    """A text of the server's without the values that were sent, where these are personal."""
    if one.desired is None or not any(each.personal for each in one.fields):
        return text
    held = one.live.fields if one.live else {}
    texts = _texts({**one.desired.fields, "": dict(held)})
    shown = sorted((re.escape(value) for value in texts), key=len, reverse=True)
    return re.sub("|".join(shown), "…", text, flags=re.IGNORECASE) if shown else text


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {text for inner in value.values() for text in _texts(inner)}
    return {value} if isinstance(value, str) and len(value) >= LEAST else set()
