"""Events of contacts: submitted, listed for 90 days, summed up for ever.

A submission whose contact, name and second are known is taken and ignored. `mark` of a row is
its place in the lists: the time in milliseconds, apart for events of the same second. `key`
is the contact and the mark.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from reconciler.simulator import checks, pages
from reconciler.simulator.addressee import IN_QUERY, addressee
from reconciler.simulator.errors import RefusalError, invalid, missing
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "event",
        {"key": "", "contact_id": "", "event_name": "", "metadata": {}, "mark": 0},
        new_id=lambda number, _now: f"8a88a590-e1c3-41e2-a502-{number:012x}",
        index="key",
    ),
    Table(
        "event_summary",
        {"key": "", "contact_id": "", "event_name": "", "count": 0, "first": 0, "last": 0},
        new_id=lambda number, _now: str(number),
        index="key",
    ),
    Table(
        "event_name",
        {"name": "", "description": None, "archived": False},
        new_id=lambda number, _now: str(number),
        index="name",
        types={"description": str},
    ),
)
KEYS, NAMES = 10, 120
SIZE, MOST = 15, 150
"""[D 2.11] The size; its maximum is not documented: that of other lists [I]."""
LISTED = 90 * 86_400
LATEST = 10_000_000_000
"""A later second is in milliseconds or a mistake, and in no calendar of a client."""
RICH = frozenset({"url", "value"})
AMOUNT = frozenset({"amount", "currency"})


def submit(call: Call) -> None:
    contact = addressee(call, call.body, leads=call.switches.event_lookup_of_leads)
    name, at = _name(call.body), _second(call.body, "created_at")
    metadata = _metadata(call)
    mark = at * 1000
    while row := call.store.by("event", _key(contact["id"], mark)):
        if row["event_name"] == name and call.switches.event_deduplication:
            return
        mark += 1
    _learn(call.store, name)
    call.store.create(
        "event", key=_key(contact["id"], mark), contact_id=contact["id"], event_name=name,
        metadata=metadata, created_at=at, mark=mark,
    )  # fmt: skip
    _count(call.store, contact["id"], name, {"count": 1, "first": at, "last": at})


def _key(contact: str, place: object) -> str:
    return f"{contact}/{place}"


def hand_over(store: Store, *, merged: str, into: str) -> None:
    """The events of a contact that was merged are the other one's: still apart in its lists,
    known when they are sent again, and summed up with its own.
    """
    for row in _of(store, "event", merged):
        mark = row["mark"]
        while store.by("event", _key(into, mark)):
            mark += 1
        store.remove("event", row["id"])
        store.create("event", **{**row, "key": _key(into, mark), "contact_id": into, "mark": mark})
    for row in _of(store, "event_summary", merged):
        store.remove("event_summary", row["id"])
        more = {name: row[name] for name in ("count", "first", "last")}
        _count(store, into, row["event_name"], more)


def _of(store: Store, kind: str, contact: str) -> list[Row]:
    return [row for row in store.rows(kind) if row["contact_id"] == contact]


def _name(body: Json) -> str:
    name = checks.text(body, "event_name")
    if not name.strip():
        raise missing("event_name is required")
    return name


def _second(body: Json, field: str) -> int:
    if body.get(field) is None:
        raise missing(f"{field} is required")
    at = checks.integer(body, field)
    if not 0 <= at < LATEST:
        raise invalid(f"{field} must be a UNIX timestamp in seconds", field=field)
    return at


def _metadata(call: Call) -> Json:
    """[D] The first ten keys; [R, intercom-node#145] true and false are taken."""
    given = checks.mapping(call.body, "metadata")
    wrong = [name for name, value in given.items() if not _plain(value)]
    if wrong and call.switches.event_metadata_strict:
        raise invalid(f"metadata {wrong[0]} is a nested structure", field="metadata")
    kept = [(name, value) for name, value in given.items() if name not in wrong]
    return dict(kept[:KEYS])


def _plain(value: Any) -> bool:
    """[D] Nothing is nested but rich links and amounts of money."""
    if isinstance(value, dict):
        return value.keys() == RICH or (value.keys() == AMOUNT and _whole(value["amount"]))
    return not isinstance(value, list)


def _whole(amount: Any) -> bool:
    return isinstance(amount, int) and not isinstance(amount, bool) and amount > 0


def _learn(store: Store, name: str) -> None:
    """[R, the code and message] A new name is one of 120 that are not archived."""
    if store.by("event_name", name):
        return
    if sum(not row["archived"] for row in store.rows("event_name")) >= NAMES:
        message = f"Cannot have more than {NAMES} active event names"
        raise RefusalError(422, "422", message=message)
    store.create("event_name", name=name)


def _count(store: Store, contact: str, name: str, more: Json, *, replace: bool = False) -> None:
    key = _key(contact, name)
    row = store.by("event_summary", key)
    if row is None:
        store.create("event_summary", key=key, contact_id=contact, event_name=name, **more)
    elif replace:
        store.edit("event_summary", row["id"], **more)
    else:
        first, last = min(row["first"], more["first"]), max(row["last"], more["last"])
        store.edit("event_summary", row["id"], count=row["count"] + more["count"], first=first,
                   last=last)  # fmt: skip


def summaries(call: Call) -> None:
    """Of a user, by its own id: one summary, or a list of them [D, the text and the schema]."""
    contact = addressee(call, call.body, keys={"user_id": "external_id"},
                        leads=call.switches.event_lookup_of_leads)  # fmt: skip
    given = call.body.get("event_summaries")
    entries = checks.entries({"event_summaries": [given] if isinstance(given, dict) else given},
                             "event_summaries")  # fmt: skip
    told = [(_name(entry), _summed(call, entry)) for entry in entries]
    for name, more in told:
        _learn(call.store, name)
        replace = call.switches.event_summary_merged == "replace"
        _count(call.store, contact["id"], name, more, replace=replace)


def _summed(call: Call, entry: Json) -> Json:
    """[I] Once, now, where nothing is said."""
    now = call.store.now()
    whole = {"count": 1, "first": now, "last": now, **entry}
    count = checks.integer(whole, "count")
    if not 0 < count < LATEST:
        raise invalid("count must be positive", field="count")
    return {"count": count, "first": _second(whole, "first"), "last": _second(whole, "last")}


def every(call: Call) -> Json:
    if call.query.get("type") != "user":
        raise invalid("type must be user", field="type")
    contact = addressee(call, call.query, keys=IN_QUERY, leads=call.switches.event_lookup_of_leads)
    named = {"email": contact["email"], "intercom_user_id": contact["id"],
             "user_id": contact["external_id"]}  # fmt: skip
    whose = {name: value for name, value in named.items() if value is not None}
    if call.query.get("summary") == "true":
        rows = _of(call.store, "event_summary", contact["id"])
        told = [_summary(call.store, row) for row in rows]
        return {"type": "event.summary", **whose, "events": told}
    found = _page(call, contact, whose)
    if call.switches.event_list_type == "event.list":
        return {"type": "event.list", **found}
    return {"type": "event.summary", **whose, **found}


def _page(call: Call, contact: Row, whose: Json) -> Json:
    """Newest first; `next` only where there is more [I, what stands at the end]."""
    size, oldest = pages.size_of(call, SIZE, most=MOST), call.store.now() - LISTED
    before, since = _mark(call, "before"), _mark(call, "since")
    rows = [
        row for row in call.store.rows("event")
        if row["contact_id"] == contact["id"] and row["created_at"] > oldest
        and (before is None or row["mark"] < before) and (since is None or row["mark"] >= since)
    ]  # fmt: skip
    shown = sorted(rows, key=lambda row: row["mark"], reverse=True)[:size]
    url = f"{call.base}{call.path}?"
    query = {"type": "user", "intercom_user_id": contact["id"], "per_page": size}
    links = {}
    if len(rows) > size:
        links["next"] = url + urlencode({**query, "before": shown[-1]["mark"]})
    if shown:
        links["since"] = url + urlencode({**query, "since": shown[0]["mark"] + 1})
    return {"events": [_shown(row) | whose for row in shown], "pages": links}


def _mark(call: Call, name: str) -> int | None:
    text = call.query.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,16}", text):
        raise invalid(f"{name} must be a time in milliseconds", field=name)
    return int(text)


def _shown(row: Row) -> Json:
    names = ("id", "event_name", "created_at", "metadata")
    return {"type": "event", **{name: row[name] for name in names}}


def _summary(store: Store, row: Row) -> Json:
    known = store.by("event_name", row["event_name"])
    return {
        "name": row["event_name"],
        "first": _written(row["first"]),
        "last": _written(row["last"]),
        "count": row["count"],
        "description": known["description"] if known else None,
    }


def _written(second: int) -> str:
    """[D] As 2014-01-16T23:12:21.000+00:00."""
    return datetime.fromtimestamp(second, UTC).isoformat(timespec="milliseconds")


ROUTES = (
    Route("POST", "/events", submit, status=202),
    Route("GET", "/events", every),
    Route("POST", "/events/summaries", summaries),
)
