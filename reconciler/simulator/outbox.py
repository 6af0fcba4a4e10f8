"""Everything that a contact received, in order: what a test asserts about who was disturbed.

Decides nothing: who may be written to is the matter of the resource that sends.
"""

from __future__ import annotations

from reconciler.simulator.store import Row, Store, Table

TABLE = Table(
    "delivery",
    {"contact_id": "", "channel": "", "sender": "", "subject": None, "body": "", "source": ""},
    new_id=lambda number, _now: str(number),
    types={"subject": str},
)


def put(  # the parts of an envelope
    store: Store,
    contact_id: str,
    *,
    channel: str,
    sender: str,
    subject: str | None = None,
    body: str,
    source: str,
) -> Row:
    """Deliver to one contact. `channel`: email, inapp, ...; `sender`: id of the admin;
    `source`: what it was, as "message/19" or "conversation_part/7".
    """
    return store.create(
        TABLE.name, contact_id=contact_id, channel=channel, sender=sender, subject=subject,
        body=body, source=source,
    )  # fmt: skip


def received(store: Store, contact_id: str) -> list[Row]:
    """What came to this contact, the oldest first."""
    return [row for row in store.rows(TABLE.name) if row["contact_id"] == contact_id]
