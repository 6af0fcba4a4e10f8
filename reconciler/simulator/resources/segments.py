"""Segments, read only: who is in one stands in the contacts' rows, not in a rule.

`tag_ids` of a row are the tags that its rule names; they cannot be deleted. `of` is "company"
for the segments of companies, which only `?type=company` lists [R, tap-intercom].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from reconciler.simulator.errors import not_found
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "segment",
        {"name": "", "person_type": "user", "of": "contact", "tag_ids": []},
        new_id=lambda number, now: f"{now:08x}1bb69f9f23{number:06x}",
    ),
)


def shown(row: Row) -> Json:
    names = ("id", "name", "created_at", "updated_at", "person_type")
    return {"type": "segment", **{name: row[name] for name in names}}


def every(call: Call) -> Json:
    wanted = "company" if call.query.get("type") == "company" else "contact"
    rows = [row for row in call.store.rows("segment") if row["of"] == wanted]
    counts = _counts(call, wanted)
    return {"type": "segment.list", "segments": [{**shown(row), **counts(row)} for row in rows]}


def one(call: Call) -> Json:
    """[I] include_count counts here too; only the list documents it."""
    row = found(call.store, call.id)
    return {**shown(row), **_counts(call, row["of"])(row)}


def found(store: Store, key: object) -> Row:
    if row := store.find("segment", key):
        return row
    raise not_found()


def of_tag(store: Store, tag: str) -> list[Row]:
    """Those that a tag must not be deleted for."""
    return [row for row in store.rows("segment") if tag in row["tag_ids"]]


def _counts(call: Call, of: str) -> Callable[[Row], Json]:
    """The count, where it was asked for; [I] what is archived or deleted is in none."""
    if call.query.get("include_count") != "true":
        return lambda _row: {}
    rows = call.store.rows(of)
    held = [one for one in rows if not (one.get("archived") or one.get("deleted_at"))]
    found = Counter(key for one in held for key in set(one["segments"]))
    return lambda row: {"count": found[row["id"]]}


ROUTES = (
    Route("GET", "/segments", every),
    Route("GET", "/segments/{}", one),
)
