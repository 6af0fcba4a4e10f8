"""POST /conversations/{id}/parts: close, snooze, open and assign; the rules of assignment (2.11).

There are no rules: running them leaves the part of the official example and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.conversation import people, texts
from reconciler.simulator.conversation.parts import Part, add
from reconciler.simulator.errors import invalid, missing, not_found
from reconciler.simulator.resources.conversations import found, shown
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

ASSIGNEES = ("admin", "team")
NOBODY = "0"


def manage(call: Call) -> Json:
    row = found(call, call.id)
    kind = checks.choice(call.body, "message_type", choices=tuple(VERBS))
    admin = people.acting(call)
    return shown(add(call.store, row, VERBS[kind](call, row, admin)), call, whole=True)


def _close(call: Call, _row: Row, admin: Row) -> Part:
    changes = {"state": "closed", "snoozed_until": None}
    return _part(call, "close", admin, events=("closed",), changes=changes)


def _snooze(call: Call, _row: Row, admin: Row) -> Part:
    until = checks.integer(call.body, "snoozed_until")
    if until <= call.store.now():
        raise invalid("snoozed_until must be in the future", field="snoozed_until")
    return Part("snoozed", people.by_admin(admin), changes={"state": "snoozed",
                                                            "snoozed_until": until})  # fmt: skip


def _open(_call: Call, row: Row, admin: Row) -> Part:
    events = ("reopened",) if row["state"] == "closed" else ()
    changes = {"state": "open", "snoozed_until": None}
    return Part("open", people.by_admin(admin), events=events, changes=changes)


def _assign(call: Call, row: Row, admin: Row) -> Part:
    """[D] Assigning what is closed opens it (the example)."""
    kind = checks.choice(call.body, "type", choices=ASSIGNEES)
    key = _assignee(call, kind)
    changes: dict[str, Any] = {f"{kind}_assignee_id": int(key) if key else None}
    if key is None and call.switches.unassign_clears_both:
        changes = {f"{one}_assignee_id": None for one in ASSIGNEES}
    to = {"type": kind, "id": key} if key else {"type": f"nobody_{kind}", "id": None}
    events: tuple[str, ...] = ("assigned",)
    if row["state"] != "closed":
        part_type = "assignment"
    else:
        part_type, events = "assign_and_reopen", (*events, "reopened")
        changes["state"] = "open"
    return _part(call, part_type, admin, events=events, changes=changes, assigned_to=to)


def _assignee(call: Call, kind: str) -> str | None:
    """None: nobody."""
    key = call.body.get("assignee_id")
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise missing("assignee_id is required")
    if str(key) == NOBODY:
        return None
    if (row := call.store.find(kind, key)) is None:
        raise not_found(f"{kind}_not_found", message=f"{kind.capitalize()} not found")
    return str(row["id"])


def _part(
    call: Call, part_type: str, admin: Row, *, events: tuple[str, ...], **fields: Any
) -> Part:
    """With the message that may go along, which the contacts receive."""
    text = checks.text(call.body, "body")
    if not text:
        return Part(part_type, people.by_admin(admin), events=events, **fields)
    body = texts.comment(text, html=call.switches.comment_html_kept)
    return Part(part_type, people.by_admin(admin), body, events=("admin", *events), **fields)


VERBS: Mapping[str, Callable[[Call, Row, Row], Part]] = {
    "close": _close, "snoozed": _snooze, "open": _open, "assignment": _assign,
}  # fmt: skip


def run_rules(call: Call) -> Json:
    nobody = {"type": "nobody_admin", "id": None}
    part = Part("default_assignment", people.by_bot(call.store), assigned_to=nobody)
    return shown(add(call.store, found(call, call.id), part), call, whole=True)


ROUTES = (
    Route("POST", "/conversations/{}/parts", manage),
    Route("POST", "/conversations/{}/run_assignment_rules", run_rules, until=(2, 11)),
)
