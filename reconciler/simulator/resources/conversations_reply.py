"""POST /conversations/{id}/reply: an admin's comment, note or quick reply, a contact's comment.

A contact's reply opens what was closed; a note reaches no contact.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.addressee import IN_QUERY, addressee
from reconciler.simulator.conversation import attachments, people, texts
from reconciler.simulator.conversation.parts import Part, add
from reconciler.simulator.errors import invalid, not_found
from reconciler.simulator.resources import contacts
from reconciler.simulator.resources.conversations import found, shown
from reconciler.simulator.resources.conversations_create import body_of, time_of
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route, Version

LAST = "last"
WRITERS = ("admin", "user")
KINDS = ("comment", "note")
QUICK, QUICK_SINCE = "quick_reply", (2, 14)


def reply(call: Call) -> Json:
    writer = checks.choice(call.body, "type", choices=WRITERS)
    answer = _by_admin(call) if writer == "admin" else _by_contact(call)
    return shown(answer, call, whole=True)


def _by_admin(call: Call) -> Row:
    row = _last(call) if call.id == LAST else found(call, call.id)
    admin = people.acting(call)
    kind = checks.choice(call.body, "message_type", choices=_kinds(call.version))
    part = Part(kind, people.by_admin(admin), at=time_of(call))
    part = replace(part, attachments=attachments.of(call.body))
    if kind == "note":
        return add(call.store, row, replace(part, body=texts.note(body_of(call))))
    _contacted(call, row)
    part = replace(part, events=("admin",))
    if kind == QUICK:
        return add(call.store, row, replace(part, metadata={"quick_reply_options": _options(call)}))
    body = texts.comment(body_of(call), html=call.switches.comment_html_kept)
    return add(call.store, row, replace(part, body=body))


def _kinds(version: Version) -> tuple[str, ...]:
    return (*KINDS, QUICK) if version >= QUICK_SINCE else KINDS


def _contacted(call: Call, row: Row) -> None:
    for key in row["contacts"]:
        if call.store.find("contact", key):
            call.store.set("contact", key, last_contacted_at=call.store.now())


def _last(call: Call) -> Row:
    rows = call.store.recent("conversation")
    if rows and call.switches.last_for_admins:
        return found(call, rows[0]["id"])
    raise not_found()


def _by_contact(call: Call) -> Row:
    contact = addressee(call, call.body, keys=IN_QUERY)
    row = _last_of(call, contact) if call.id == LAST else found(call, call.id)
    changes: dict[str, Any] = {"state": "open", "snoozed_until": None, "read": False}
    if contact["id"] not in row["contacts"]:
        if call.switches.only_participants_reply:
            raise contacts.missing()
        changes["contacts"] = [*row["contacts"], contact["id"]]
    checks.choice(call.body, "message_type", choices=("comment", QUICK))
    opened = row["state"] != "open"
    part = Part(
        "open" if opened else "comment", people.by_contact(contact), changes=changes,
        events=("contact", "reopened") if opened else ("contact",), at=time_of(call),
        attachments=attachments.of(call.body), **_said(call),
    )  # fmt: skip
    call.store.set("contact", contact["id"], last_replied_at=call.store.now())
    return add(call.store, row, part)


def _last_of(call: Call, contact: Row) -> Row:
    for row in call.store.recent("conversation"):
        if contact["id"] in row["contacts"]:
            return found(call, row["id"])
    raise not_found()


def _said(call: Call) -> dict[str, Any]:
    """The words of a contact, or of the option that was chosen."""
    if not call.body.get("reply_options") or call.version < QUICK_SINCE:
        return {"body": texts.paragraph(body_of(call))}
    chosen = _options(call)[0]
    text = checks.text(call.body, "body") or chosen["text"]
    return {"body": texts.paragraph(text), "metadata": {"quick_reply_uuid": chosen["uuid"]}}


def _options(call: Call) -> list[Json]:
    found_ = checks.entries(call.body, "reply_options")
    if not found_ or not all(_whole(one) for one in found_):
        raise invalid("reply_options need text and uuid", field="reply_options")
    return [{"text": one["text"], "uuid": one["uuid"]} for one in found_]


def _whole(option: Json) -> bool:
    return all(isinstance(option.get(name), str) for name in ("text", "uuid"))


ROUTES = (Route("POST", "/conversations/{}/reply", reply),)
