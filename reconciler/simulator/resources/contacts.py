"""Contacts, users and leads: what a row holds and how others find one.

A contact that was deleted or merged is no row any more; where a merged one went stands in
the table `merged_contact`. What one may do to a contact stands in the files contact_*.py.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Route

OPTIONAL = {"external_id": str, "email": str, "email_verified": bool, "phone": str, "name": str,
            "avatar": str, "owner_id": str, "signed_up_at": int, "last_seen_at": int,
            "last_replied_at": int, "last_contacted_at": int, "last_email_opened_at": int,
            "last_email_clicked_at": int}  # fmt: skip
TABLES = (
    Table(
        "contact",
        {"role": "user", "unsubscribed_from_emails": False, "custom_attributes": {},
         "tags": [], "applied": {}, "companies": [], "segments": [], "subscriptions": {},
         "archived": False, "blocked": False, **dict.fromkeys(OPTIONAL)},
        new_id=lambda number, now: f"{now:08x}1bb69f9f22{number:06x}",
        types=OPTIONAL,
        lagged=True,
    ),
    Table("merged_contact", {"into": ""}, new_id=lambda number, _now: str(number)),
)  # fmt: skip


def missing() -> RefusalError:
    return not_found(message="User Not Found")


def found(store: Store, key: object) -> Row:
    """The contact with Intercom's id; RefusalError: 404 as every endpoint of contacts has it."""
    if row := store.find("contact", key):
        return row
    raise missing()


def referred(call: Call, reference: Any) -> Row:
    """The contact that `{"type": .., "id": ..}`, or the bare id, means; RefusalError: 404."""
    return found(call.store, reference.get("id") if isinstance(reference, dict) else reference)


ROUTES: tuple[Route, ...] = ()
