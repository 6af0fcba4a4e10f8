"""Merging a lead into a user: the lead is gone, and what it had is the user's.

[D] From 2.16 on they must be duplicates, unless told otherwise, and a GET of the lead says
where it went; the history lists what became part of a user.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from reconciler.simulator import pages
from reconciler.simulator.errors import RefusalError, invalid, missing, not_found
from reconciler.simulator.resources import (
    companies,
    contact_archive,
    contacts,
    conversations,
    events,
)
from reconciler.simulator.store import Row, Store
from reconciler.simulator.wire import Call, Json, Route

DUPLICATES_SINCE = (2, 16)
DIFFERENT = ("Contacts can only be merged when they are duplicates (matching email or phone). "
             "Pass skip_duplicate_validation=true to override this check.")  # fmt: skip
GAPS = ("name", "phone", "avatar", "owner_id", "signed_up_at", "last_seen_at")
SIZE, MOST = 50, 150


def merge(call: Call) -> Json:
    source, target = (_party(call, name) for name in ("from", "into"))
    if source["role"] != "lead" or target["role"] != "user":
        raise invalid("A lead can be merged into a user, and nothing else")
    checked = call.version >= DUPLICATES_SINCE
    if checked and call.body.get("skip_duplicate_validation") is not True:
        _check_same(source, target)
    return contacts.shown(_merged(call, source, target), call)


def _party(call: Call, name: str) -> Row:
    if not call.body.get(name):
        raise missing(f"{name} is required")
    return contacts.readable(call, call.body[name])


def _check_same(source: Row, target: Row) -> None:
    for name in ("email", "phone"):
        if source[name] and source[name].casefold() == (target[name] or "").casefold():
            return
    raise RefusalError(400, "invalid_merge", message=DIFFERENT, identified=False)


def _merged(call: Call, source: Row, target: Row) -> Row:
    store = call.store
    contact_archive.leave(call, source)
    fresh = [one for one in source["companies"] if one not in target["companies"]]
    companies.attached(store, fresh, by=1)
    for note in contacts.linked(store, "note", source["notes"]):
        store.set("note", note["id"], contact=target["id"])
    _hand_over(store, source["id"], target["id"])
    contact_archive.bury(store, source, into=target["id"])
    fields = _joined(source, target) | {"companies": [*target["companies"], *fresh]}
    if call.switches.merge_fills_gaps:
        fields |= _filled(source, target)
    return store.edit("contact", target["id"], **fields)


def _joined(source: Row, target: Row) -> dict[str, Any]:
    """Where both say something, the user's word counts."""
    return {
        "tags": list(dict.fromkeys([*target["tags"], *source["tags"]])),
        "applied": source["applied"] | target["applied"],
        "notes": sorted([*target["notes"], *source["notes"]], key=int),
        "segments": list(dict.fromkeys([*target["segments"], *source["segments"]])),
        "subscriptions": source["subscriptions"] | target["subscriptions"],
    }


def _filled(source: Row, target: Row) -> dict[str, Any]:
    fields = {name: source[name] for name in GAPS if target[name] is None}
    held = source["custom_attributes"] | target["custom_attributes"]
    return fields | {"custom_attributes": held}


def _hand_over(store: Store, source: str, target: str) -> None:
    """Conversations, events, and whatever names its contact in `contact_id`: deliveries."""
    conversations.hand_over(store, merged=source, into=target)
    events.hand_over(store, merged=source, into=target)
    for kind, table in store.tables.items():
        if "contact_id" not in table.fields:
            continue
        for row in store.rows(kind):
            if row["contact_id"] == source:
                store.set(kind, row["id"], contact_id=target)


def history(call: Call) -> Json:
    """Shape G. [I] The order without `order` is not documented: newest first."""
    row = call.store.find("contact", call.id)
    if row is None or row["role"] == "lead" or contacts.hidden(row, call.switches):
        raise not_found(message="Contact not found")
    rows = contacts.merged_into(call.store, row)
    if call.query.get("order") != "asc":
        rows.reverse()
    start, size = _after(call, rows), pages.size_of(call, SIZE, most=MOST)
    page = rows[start : start + size]
    more = start + size < len(rows)
    cursor = {"next_cursor": _closed(page[-1])} if more else {}
    data = [contacts.merged(one) for one in page]
    return {"type": "list", "data": data, **cursor, "has_more": more}


def _closed(row: Row) -> str:
    return base64.b64encode(json.dumps({"id": row["id"]}).encode()).decode()


def _after(call: Call, rows: list[Row]) -> int:
    """How many rows lie before what the cursor asks for."""
    if not (cursor := call.query.get("cursor")):
        return 0
    places = {_closed(row): place for place, row in enumerate(rows, start=1)}
    if cursor not in places:
        raise invalid("cursor is not valid", field="cursor")
    return places[cursor]


ROUTES = (
    Route("POST", "/contacts/merge", merge),
    Route("GET", "/contacts/{}/merge_history", history, since=(2, 16)),
)
