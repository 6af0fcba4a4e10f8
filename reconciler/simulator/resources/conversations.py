"""Conversations: what their rows hold, how they are shown and found, the lists and the search.

What one may do to a conversation stands in the files conversations_*.py. `priority` is
held as a level of 2.16; nothing in the API sets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.simulator import cursors, plan, search
from reconciler.simulator.conversation import fields, parts, statistics, texts
from reconciler.simulator.errors import invalid, not_found
from reconciler.simulator.resources import companies
from reconciler.simulator.search.order import order
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route, Version

TYPES = {"title": str, "waiting_since": int, "snoozed_until": int, "admin_assignee_id": int,
         "team_assignee_id": int, "company_id": str, "first_contact_reply_at": int,
         "merged_into": str}  # fmt: skip
TABLES = (
    Table(
        "conversation",
        {"state": "open", "read": False, "priority": "none", "source": {}, "contacts": [],
         "teammates": [], "tags": [], "applied": {}, "custom_attributes": {}, "statistics": {},
         "waits": [], "parts": [], **dict.fromkeys(TYPES)},
        new_id=lambda number, _now: str(215_470_000_000_000 + number),
        types=TYPES,
        lagged=True,
    ),
    Table(
        "conversation_part",
        {"conversation_id": "", "part_type": "", "body": None, "author": {}, "assigned_to": None,
         "attachments": [], "metadata": {}, "event_details": None, "state": "open",
         "redacted": False},
        new_id=lambda number, _now: str(30_000_000 + number),
        types={"body": str, "assigned_to": dict, "event_details": dict},
    ),
)  # fmt: skip
SIZE, MOST = 20, 150
PARTS = 500
COMPANY_SINCE: Version = (2, 15)
DETAILS_SINCE: Version = (2, 13)
METADATA_SINCE: Version = (2, 14)


def begun(  # the parts of a message
    store: Store,
    contact: str,
    *,
    author: Json,
    body: str,
    source: Mapping[str, Any] | None = None,
    at: int | None = None,
    by_contact: bool = True,
) -> Row:
    """A new conversation. `body`: HTML; `source`: what differs of the message that began it."""
    at = store.now() if at is None else at
    delivered = "customer_initiated" if by_contact else "admin_initiated"
    begin = {
        "type": "conversation", "id": str(403_918_000 + store.count()), "subject": "",
        "delivered_as": delivered, "body": body, "author": author, "attachments": [], "url": None,
        "redacted": False, **(source or {}),
    }  # fmt: skip
    since = at if by_contact else None
    held = {"first_contact_reply_at": at, "last_contact_reply_at": at} if by_contact else {}
    return store.create(
        "conversation", contacts=[contact], source=begin, waiting_since=since, statistics=held,
        first_contact_reply_at=since, created_at=at, updated_at=at,
    )  # fmt: skip


def hand_over(store: Store, *, merged: str, into: str) -> None:
    """The conversations of a contact that was merged are those of the other one."""
    for row in store.rows("conversation"):
        if merged in row["contacts"]:
            kept = [into if one == merged else one for one in row["contacts"]]
            store.set("conversation", row["id"], contacts=list(dict.fromkeys(kept)))


def found(call: Call, key: object) -> Row:
    plan.needed(call, "conversations")
    if row := call.store.find("conversation", key):
        return _woken(call.store, row)
    raise not_found()


def _woken(store: Store, row: Row) -> Row:
    """[D] "The time when this conversation will be marked as open"."""
    if row["state"] == "snoozed" and (row["snoozed_until"] or 0) <= store.now():
        return store.set("conversation", row["id"], state="open", snoozed_until=None)
    return row


def shown(row: Row, call: Call, *, whole: bool = False) -> Json:
    """`whole`: with its parts, as every route but lists shows it."""
    version, store = call.version, call.store
    named = {name: row[name] for name in ("id", "created_at", "updated_at", "waiting_since",
             "snoozed_until", "state", "read", "title", "custom_attributes")}  # fmt: skip
    answer: Json = {
        "type": "conversation",
        **named,
        "source": {**row["source"], **_read(call, row["source"], "body", "subject")},
        "contacts": {"type": "contact.list", "contacts": _contacts(store, row)},
        "first_contact_reply": _first_reply(row),
        "admin_assignee_id": fields.assignee(row, "admin", version),
        "team_assignee_id": fields.assignee(row, "team", version),
        "open": fields.is_open(row),
        "tags": {"type": "tag.list", "tags": _tags(store, row)},
        "priority": fields.priority(row, version),
        "statistics": _statistics(row),
        "teammates": _teammates(row),
        "linked_objects": {"type": "list", "data": [], "total_count": 0, "has_more": False},
        "topics": {},
        "ai_agent_participated": False,
        **dict.fromkeys(("sla_applied", "conversation_rating", "ticket", "ai_agent")),
    }
    if version >= COMPANY_SINCE:
        answer["company"] = _company(row, call)
    return answer | ({"conversation_parts": _parts(row, call)} if whole else {})


def _first_reply(row: Row) -> Json | None:
    at = row["first_contact_reply_at"]
    return at and {"created_at": at, "type": "conversation", "url": None}


def _contacts(store: Store, row: Row) -> list[Json]:
    rows = {key: store.find("contact", key) for key in row["contacts"]}
    return [
        {"type": "contact", "id": key, "external_id": one["external_id"] if one else None}
        for key, one in rows.items()
    ]


def _tags(store: Store, row: Row) -> list[Json]:
    rows = (store.find("tag", key) for key in row["tags"])
    return [tagging(row, one) for one in rows if one]


def tagging(row: Row, tag: Row) -> Json:
    """The tag, with who gave it to the conversation and when."""
    known = row["applied"].get(tag["id"], {"at": None, "by": None})
    by = known["by"] and {"type": "admin", "id": known["by"]}
    named = {"type": "tag", "id": tag["id"], "name": tag["name"]}
    return {**named, "applied_at": known["at"], "applied_by": by}


def _statistics(row: Row) -> Json:
    """[R, the recorded answers of airbyte's connector] What did not happen is null."""
    counted = {"count_conversation_parts": len(row["parts"]), **parts.median_wait(row)}
    return {"type": "conversation_statistics", **statistics.UNSET, **row["statistics"], **counted}


def _teammates(row: Row) -> Json | None:
    """[R, the same; the SDK] Under `admins`; the description calls the list `teammates`."""
    ids = [{"type": "admin", "id": one} for one in row["teammates"]]
    return {"type": "admin.list", "admins": ids} if ids else None


def _company(row: Row, call: Call) -> Json | None:
    company = call.store.find("company", row["company_id"])
    return companies.shown(company, call) if company else None


def _parts(row: Row, call: Call) -> Json:
    """[D] The 500 most recent ones; the count is of all of them [I]."""
    rows = [call.store.get("conversation_part", key) for key in row["parts"][-PARTS:]]
    found = [_part(one, call) for one in rows]
    kind = "conversation_part.list"
    return {"type": kind, "conversation_parts": found, "total_count": len(row["parts"])}


def _part(row: Row, call: Call) -> Json:
    named = {name: row[name] for name in ("id", "part_type", "created_at", "updated_at",
             "assigned_to", "author", "attachments", "redacted")}  # fmt: skip
    part = {"type": "conversation_part", **named, **_read(call, row, "body")}
    part |= {"notified_at": row["created_at"], "external_id": None}
    if call.version >= DETAILS_SINCE:
        part |= {"state": row["state"], "tags": [], "event_details": row["event_details"],
                 "email_message_metadata": None, "app_package_code": None}  # fmt: skip
    if call.version >= METADATA_SINCE:
        part["metadata"] = row["metadata"]
    return part


def _read(call: Call, held: Mapping[str, Any], *names: str) -> Json:
    """[D] In plain text, if the query wants to display it as such."""
    if call.query.get("display_as") != "plaintext":
        return {name: held[name] for name in names}
    return {name: held[name] and texts.plain(held[name]) for name in names}


def one(call: Call) -> Json:
    return shown(found(call, call.id), call, whole=True)


def every(call: Call) -> Json:
    plan.needed(call, "conversations")
    rows = [_woken(call.store, row) for row in call.store.rows("conversation")]
    return _page(call, rows, by=call.switches.conversations_by, descending=True)


def searched(call: Call) -> Json:
    """By the index, which is late."""
    plan.needed(call, "conversations")
    if "query" not in call.body:
        raise invalid("query is required", field="query")
    types = {one["name"]: one["data_type"] for one in call.store.rows("conversation_attribute")}
    known = fields.of(call.version, types)
    rules = search.of_conversations(call.switches)
    holds = search.compiled(call.body["query"], fields=known, rules=rules)
    for row in call.store.rows("conversation"):
        _woken(call.store, row)
    rows = [row for row in call.store.indexed("conversation") if holds(row)]
    by, descending = order(call, known, default=call.switches.conversations_by)
    return _page(call, rows, by=by, descending=descending)


def _page(call: Call, rows: list[Row], *, by: Any, descending: bool) -> Json:
    read = (lambda row: row[by]) if isinstance(by, str) else by
    return cursors.cursor(
        call, rows, show=lambda row: shown(row, call), size=SIZE, most=MOST, by=read,
        descending=descending, key="conversations", type_="conversation.list",
    )  # fmt: skip


ROUTES = (
    Route("GET", "/conversations", every),
    Route("POST", "/conversations/search", searched),
    Route("GET", "/conversations/{}", one),
)
