"""POST /messages: an admin writes to contacts, or a contact to the workspace.

A repeat sends again. Without create_conversation_without_contact_reply there is no
conversation until a contact answers, which `answered` does. WhatsApp always ends with the
refusal of a plan without it: nothing public shows the answer where it is sent [I].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reconciler.simulator import checks, outbox, plan
from reconciler.simulator.addressee import addressee
from reconciler.simulator.conversation import people, texts
from reconciler.simulator.conversation.parts import Part, add
from reconciler.simulator.errors import RefusalError, invalid, missing, not_found
from reconciler.simulator.resources import admins, contacts, conversations
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    outbox.TABLE,
    Table(
        "message",
        {"message_type": "", "subject": "", "body": "", "admin_id": "", "contact_ids": [],
         "conversation_ids": []},
        new_id=lambda number, _now: str(18 + number),
    ),
)  # fmt: skip
DESCRIBED = {"in_app": "inapp", "email": "email"}
SPELLED = {**DESCRIBED, "inapp": "inapp", "conversation": "inapp"}
WHATSAPP, WHATSAPP_SINCE = "whatsapp", (2, 16)
CONTACTS = ("user", "lead", "contact")
FROM_ADMINS_ONLY_SINCE = (2, 12)
LISTS_SINCE = (2, 14)
TEMPLATES = ("plain", "personal")


def create(call: Call) -> Json:
    plan.needed(call, "messages")
    sender = checks.mapping(call.body, "from")
    if sender and checks.choice(sender, "type", choices=("admin", *CONTACTS)) != "admin":
        return _by_contact(call, sender)
    kind, admin = _kind(call), _admin(call, sender)
    body, subject = _body(call), _subject(call, kind)
    receivers = _receivers(call)
    if kind == "email":
        _check_template(call)
        receivers = _reachable(call, receivers)
    return _sent(call, admin, receivers, {"message_type": kind, "body": body, "subject": subject})


def _kind(call: Call) -> str:
    free = call.switches.message_type_spelled_freely
    known = SPELLED if free else DESCRIBED
    whatsapp = (WHATSAPP,) if call.version >= WHATSAPP_SINCE else ()
    named = checks.choice(call.body, "message_type", choices=(*known, *whatsapp))
    if named == WHATSAPP:
        message = "Active subscription needed."
        raise RefusalError(403, "api_plan_restricted", message=message)
    return known[named]


def _admin(call: Call, sender: Json) -> Row:
    """[D] "If not provided, the default sender will be used"; [R, python#184] unknown: 404."""
    if not sender:
        return admins.own(call.store)
    if row := call.store.find("admin", sender.get("id")):
        return row
    raise not_found()


def _body(call: Call) -> str:
    body = checks.text(call.body, "body")
    if not body.strip():
        raise invalid("Body is required")
    return body


def _subject(call: Call, kind: str) -> str:
    subject = checks.text(call.body, "subject")
    if kind == "email" and not subject.strip():
        message = "No subject supplied for email message"
        raise RefusalError(422, "parameter_not_found", message=message)
    return subject


def _check_template(call: Call) -> None:
    if call.body.get("template") is not None:
        checks.choice(call.body, "template", choices=TEMPLATES)
    elif call.switches.message_template_required:
        raise missing("template is required for an email message")


def _receivers(call: Call) -> list[Row]:
    """All of to, cc and bcc, each once, in this order."""
    if not call.body.get("to"):
        raise missing("to is required")
    named = [one for field in ("to", "cc", "bcc") for one in _entries(call, field)]
    rows = [addressee(call, one) for one in named]
    ready = call.store.clock() - call.switches.contact_messageable_after
    if any(row["created_at"] > ready for row in rows):
        raise contacts.missing()
    return list({row["id"]: row for row in rows}.values())


def _entries(call: Call, field: str) -> list[Json]:
    given = call.body.get(field)
    new = isinstance(given, list) or (field != "to" and given is not None)
    if new and call.version < LISTS_SINCE and call.switches.message_lists_before_2_14 == "refuse":
        raise invalid(f"{field} must be one recipient in `to`", field=field)
    entries = checks.entries({field: [given] if isinstance(given, dict) else given}, field)
    for one in entries:
        checks.choice(one, "type", choices=CONTACTS)
    return entries


def _reachable(call: Call, rows: Sequence[Row]) -> list[Row]:
    """Those that an e-mail reaches."""
    found = [row for row in rows if row["email"] and not row["unsubscribed_from_emails"]
             and not row["has_hard_bounced"]]  # fmt: skip
    if len(found) < len(rows) and call.switches.undeliverable_message == "refuse":
        raise invalid("A recipient cannot receive emails", field="to")
    return found


def _sent(call: Call, admin: Row, receivers: Sequence[Row], said: Json) -> Json:
    given = call.body.get("created_at")
    at = call.store.now() if given is None else checks.integer(call.body, "created_at")
    open_one = "create_conversation_without_contact_reply" in call.body and checks.flag(
        call.body, "create_conversation_without_contact_reply"
    )
    ids = [row["id"] for row in receivers]
    row = call.store.create("message", **said, admin_id=admin["id"], contact_ids=ids,
                            created_at=at)  # fmt: skip
    for contact in receivers:
        _deliver(call.store, row, contact)
    if open_one and ids:
        apart = call.switches.message_creates_conversation_per_recipient
        for group in [[one] for one in ids] if apart else [ids]:
            _begin(call.store, row, group)
    return _shown(row, admin)


def _deliver(store: Store, row: Row, contact: Row) -> None:
    """An in-app message has no subject to be seen."""
    subject = row["subject"] if row["message_type"] == "email" else None
    outbox.put(store, contact["id"], channel=row["message_type"], sender=row["admin_id"],
               subject=subject, body=row["body"], source=f"message/{row['id']}")  # fmt: skip
    store.set("contact", contact["id"], last_contacted_at=store.now())


def _begin(store: Store, row: Row, group: Sequence[str]) -> Row:
    """The conversation that the message opens for these contacts."""
    admin = store.get("admin", row["admin_id"])
    email = row["message_type"] == "email"
    source = {"id": row["id"], "type": "email" if email else "conversation",
              "subject": row["subject"] if email else ""}  # fmt: skip
    made = conversations.begun(
        store, group[0], author=people.by_admin(admin), source=source, at=row["created_at"],
        body=texts.comment(row["body"], html=True), by_contact=False,
    )  # fmt: skip
    store.set("conversation", made["id"], contacts=list(group))
    store.set("message", row["id"], conversation_ids=[*row["conversation_ids"], made["id"]])
    return made


def answered(store: Store, message: str, contact: str, *, body: str) -> Row:
    """The contact answers in the app or by e-mail: the conversation, which begins with the
    message where it was not opened before. SimulatorError: no such message or contact.
    """
    with store.work():
        row, who = store.get("message", message), store.get("contact", contact)
        held = [store.get("conversation", one) for one in row["conversation_ids"]]
        found = next((one for one in held if contact in one["contacts"]), None)
        began = found or _begin(store, row, [contact])
        store.set("contact", contact, last_replied_at=store.now())
        return add(store, began, Part("comment", people.by_contact(who), body=texts.paragraph(body),
                                      events=("contact",), changes={"state": "open"}))  # fmt: skip


def _shown(row: Row, admin: Row) -> Json:
    """[D, the example] The subject of an in-app message is its body where none was given."""
    found: dict[str, Any] = {name: row[name] for name in ("id", "created_at", "body")}
    found |= {"type": "admin_message", "subject": row["subject"] or row["body"]}
    found |= {"message_type": row["message_type"], "owner": admins.embedded(admin)}
    if row["conversation_ids"]:
        found["conversation_id"] = row["conversation_ids"][0]
    return found


def _by_contact(call: Call, sender: Json) -> Json:
    """The same as POST /conversations [D, the examples], until and after 2.12."""
    newer = call.version >= FROM_ADMINS_ONLY_SINCE
    if newer and not call.switches.messages_from_contacts:
        raise invalid("from.type must be admin", field="from")
    contact, body = addressee(call, sender), _body(call)
    row = conversations.begun(
        call.store, contact["id"], author=people.by_contact(contact), body=texts.paragraph(body)
    )
    call.store.set("contact", contact["id"], last_replied_at=row["created_at"])
    return {"type": "user_message", "id": row["source"]["id"], "created_at": row["created_at"],
            "body": body, "message_type": "inapp", "conversation_id": row["id"]}  # fmt: skip


ROUTES = (Route("POST", "/messages", create),)
