"""Who acts in a conversation: the admin that a body names, and how authors of parts are shown.

Decides which admin may act [R: only those with a seat in the inbox]; changes nothing.
"""

from __future__ import annotations

from reconciler.simulator.errors import RefusalError, missing, not_found
from reconciler.simulator.store import Row, Store
from reconciler.simulator.wire import Call, Json

BOT_ID = "991267400"
SEATLESS = "Admin {} has no seat in the inbox"


def acting(call: Call) -> Row:
    """The admin whom admin_id names; RefusalError where there is none that may act."""
    key = call.body.get("admin_id")
    if not isinstance(key, str | int) or not str(key):
        raise missing("admin_id is required")
    row = call.store.find("admin", key)
    if row is None:
        raise not_found("admin_not_found", message="Admin not found")
    if call.switches.inbox_seat_required and not row["has_inbox_seat"]:
        raise RefusalError(403, "forbidden", message=SEATLESS.format(row["id"]))
    return row


def by_admin(row: Row) -> Json:
    return {"type": "admin", "id": row["id"], "name": row["name"], "email": row["email"]}


def by_contact(row: Row) -> Json:
    email = row["email"] or ""
    return {"type": row["role"], "id": row["id"], "name": row["name"], "email": email}


def by_bot(store: Store) -> Json:
    email = f"operator+{store.app['id_code']}@intercom.io"
    return {"type": "bot", "id": BOT_ID, "name": "Fin", "email": email}
