"""POST /conversations: a contact begins a conversation; the answer is a message."""

from __future__ import annotations

from reconciler.simulator import checks, plan
from reconciler.simulator.addressee import addressee
from reconciler.simulator.conversation import attachments, people, texts
from reconciler.simulator.errors import missing
from reconciler.simulator.resources import conversations
from reconciler.simulator.wire import Call, Json, Route

ROLES = ("user", "lead", "contact")


def create(call: Call) -> Json:
    """RefusalError: 404 for an unknown contact, 400 without a text."""
    plan.needed(call, "conversations")
    sender = checks.mapping(call.body, "from")
    checks.choice(sender, "type", choices=ROLES)
    contact = addressee(call, sender)
    text = body_of(call)
    files = attachments.of(call.body)
    row = conversations.begun(
        call.store, contact["id"], author=people.by_contact(contact), body=texts.paragraph(text),
        source={"attachments": files}, at=time_of(call),
    )  # fmt: skip
    call.store.set("contact", contact["id"], last_replied_at=row["created_at"])
    return {
        "type": "user_message",
        "id": row["source"]["id"],
        "created_at": row["created_at"],
        "body": text,
        "message_type": "inapp",
        "conversation_id": row["id"],
    }


def body_of(call: Call) -> str:
    text = checks.text(call.body, "body")
    if not text.strip():
        raise missing("body is required")
    return text


def time_of(call: Call) -> int | None:
    """[D] created_at backdates; None: now."""
    given = call.body.get("created_at")
    return None if given is None else checks.integer(call.body, "created_at")


ROUTES = (Route("POST", "/conversations", create),)
