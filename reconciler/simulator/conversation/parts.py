"""A part added to a conversation, with all that follows from it in the conversation.

Decides what follows (state, statistics, who waits, who took part, what the contacts
receive); what was asked for and who may ask is the matter of the resources.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any

from reconciler.simulator import outbox
from reconciler.simulator.conversation import statistics
from reconciler.simulator.store import Row, Store
from reconciler.simulator.wire import Json


@dataclass(frozen=True, slots=True)
class Part:
    """`events` of statistics.py; `changes` of the conversation's row; `at`: backdated to."""

    part_type: str
    author: Json
    body: str | None = None
    events: tuple[str, ...] = ()
    changes: Json = field(default_factory=dict)
    at: int | None = None
    assigned_to: Json | None = None
    attachments: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    event_details: Json | None = None


def add(store: Store, row: Row, part: Part) -> Row:
    """The conversation with the part."""
    with store.work():
        return _added(store, row, part, at=store.now() if part.at is None else part.at)


def _added(store: Store, row: Row, part: Part, *, at: int) -> Row:
    made = store.create(
        "conversation_part", part_type=part.part_type, author=part.author, body=part.body,
        assigned_to=part.assigned_to, attachments=part.attachments, metadata=part.metadata,
        event_details=part.event_details, state=part.changes.get("state", row["state"]),
        conversation_id=row["id"], created_at=at, updated_at=at,
    )  # fmt: skip
    if "admin" in part.events:
        _deliver(store, row, made)
    held = statistics.after(row["statistics"], part.events, at=at, by=part.author["id"])
    fields: dict[str, Any] = {"parts": [*row["parts"], made["id"]], "statistics": held}
    fields |= _waiting(row, part, at=at) | _teammates(row, part)
    return store.edit("conversation", row["id"], **{**fields, **part.changes})


def _waiting(row: Row, part: Part, *, at: int) -> Json:
    """[D] Since when a contact waits for an answer; null after an admin's. [R, airbyte's records]
    Waits that the median is of are counted from the contact's last words.
    """
    since = row["waiting_since"]
    if "contact" in part.events:
        return {"waiting_since": since or at, "first_contact_reply_at":
                row["first_contact_reply_at"] or at}  # fmt: skip
    if "admin" not in part.events or since is None:
        return {}
    waits = [*row["waits"], max(at - row["statistics"].get("last_contact_reply_at", since), 0)]
    return {"waiting_since": None, "waits": waits}


def _teammates(row: Row, part: Part) -> Json:
    key = part.author["id"]
    if part.author["type"] != "admin" or key in row["teammates"]:
        return {}
    return {"teammates": [*row["teammates"], key]}


def _deliver(store: Store, row: Row, made: Row) -> None:
    """What an admin writes reaches every contact of the conversation."""
    source = row["source"]
    for key in row["contacts"]:
        outbox.put(
            store, key, channel="email" if source["type"] == "email" else "inapp",
            sender=made["author"]["id"], subject=source["subject"] or None,
            body=made["body"] or "", source=f"conversation_part/{made['id']}",
        )  # fmt: skip


def median_wait(row: Row) -> Json:
    """[D] Of all admin replies after a contact's."""
    return {"median_time_to_reply": int(median(row["waits"]))} if row["waits"] else {}
