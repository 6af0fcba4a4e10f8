"""Who acts in a conversation: found by what a body says, shown as the author of a part.

Decides which admin may act [R: only those with a seat in the inbox]; changes nothing.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator.errors import RefusalError, missing, not_found
from reconciler.simulator.resources import contacts
from reconciler.simulator.store import Row, Store
from reconciler.simulator.wire import Call, Json

BOT_ID = "991267400"
SEATLESS = "Admin {} has no seat in the inbox"
CONTACT_KEYS = {"intercom_user_id": "id", "user_id": "external_id", "email": "email"}


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


def contact(store: Store, named: Json) -> Row | None:
    """The contact by Intercom's id, external id or e-mail; RefusalError where none is named."""
    for key, field in CONTACT_KEYS.items():
        if (value := named.get(key)) is not None:
            return _first(store, field, value)
    raise missing("one of intercom_user_id, user_id and email is required")


def known(store: Store, named: Json) -> Row:
    if row := contact(store, named):
        return row
    raise contacts.missing()


def _first(store: Store, field: str, value: Any) -> Row | None:
    if field == "id":
        return store.find("contact", value)
    return next((row for row in store.rows("contact") if row[field] == value), None)


def by_admin(row: Row) -> Json:
    return {"type": "admin", "id": row["id"], "name": row["name"], "email": row["email"]}


def by_contact(row: Row) -> Json:
    email = row["email"] or ""
    return {"type": row["role"], "id": row["id"], "name": row["name"], "email": email}


def by_bot(store: Store) -> Json:
    email = f"operator+{store.app['id_code']}@intercom.io"
    return {"type": "bot", "id": BOT_ID, "name": "Fin", "email": email}
