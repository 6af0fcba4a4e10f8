"""Archive, unarchive, block and delete: what takes a contact out of sight, and what brings it back.

[R] Archived ones answer to their id in unarchive and delete alone (ruby#561, ruby#592). A
deleted one keeps its keys locked for about a week, and unarchiving it is refused.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator.errors import RefusalError
from reconciler.simulator.resources import companies, contact_writing, contacts
from reconciler.simulator.store import Row, Store
from reconciler.simulator.wire import Call, Json, Route

DELETED = "This contact has been marked for permanent deletion and is not restorable"


def archive(call: Call) -> Json:
    row = contacts.found(call.store, call.id)
    return _answer(_changed(call, row, archived=True), archived=True)


def unarchive(call: Call) -> Json:
    gone = call.store.find("gone_contact", call.id)
    if gone is not None and not gone["into"]:
        raise RefusalError(409, "not_restorable", message=DELETED)
    row = contacts.found(call.store, call.id)
    if row["blocked"]:
        raise contact_writing.taken(row)
    return _answer(_changed(call, row, archived=False), archived=False)


def block(call: Call) -> Json:
    """[D] Its conversations are archived too."""
    row = contacts.readable(call, call.id)
    return _answer(_changed(call, row, blocked=True), blocked=True)


def delete(call: Call) -> Json:
    row = contacts.found(call.store, call.id)
    leave(call, row)
    for note in contacts.linked(call.store, "note", row["notes"]):
        call.store.remove("note", note["id"])
    bury(call.store, row)
    return _answer(row, deleted=True)


def bury(store: Store, row: Row, *, into: str | None = None) -> None:
    keep = {name: row[name] for name in ("id", "role", "external_id", "email")}
    store.create("gone_contact", into=into, **keep)
    store.remove("contact", row["id"])


def leave(call: Call, row: Row) -> None:
    """Its companies count it no more."""
    if counted(call, row):
        companies.attached(call.store, row["companies"], by=-1)


def counted(call: Call, row: Row) -> bool:
    """Does it count among its companies' users, and show in their lists?"""
    return not contacts.hidden(row, call.switches) or call.switches.archived_contacts_counted


def _changed(call: Call, row: Row, **fields: bool) -> Row:
    before = counted(call, row)
    row = call.store.edit("contact", row["id"], **fields)
    by = int(counted(call, row)) - int(before)
    if by:
        companies.attached(call.store, row["companies"], by=by)
    return row


def _answer(row: Row, **told: Any) -> Json:
    return {"type": "contact", "id": row["id"], "external_id": row["external_id"], **told}


ROUTES = (
    Route("POST", "/contacts/{}/archive", archive),
    Route("POST", "/contacts/{}/unarchive", unarchive),
    Route("POST", "/contacts/{}/block", block, since=(2, 13)),
    Route("DELETE", "/contacts/{}", delete),
)
