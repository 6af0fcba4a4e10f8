"""The scroll over all companies: one per workspace, gone after a minute without a request.

[R] A second one is refused with scroll_exists; an empty page ends it; afterwards its
parameter is not found. The page size is undocumented.
"""

from __future__ import annotations

import uuid

from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.resources import companies
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "scroll",
        {"companies": [], "used_at": 0},
        new_id=lambda number, now: str(uuid.UUID(int=(now << 64) + number, version=4)),
    ),
)
IDLE = 60
SIZE = 100


def scroll(call: Call) -> Json:
    _expire(call)
    row = _current(call)
    ids, rest = row["companies"][:SIZE], row["companies"][SIZE:]
    call.store.edit("scroll", row["id"], companies=rest, used_at=call.store.now())
    if not ids:
        call.store.remove("scroll", row["id"])
    rows = (call.store.find("company", one) for one in ids)
    return {
        "type": "list",
        "data": [companies.shown(one, call) for one in rows if one],
        "pages": None,
        "total_count": None,
        "scroll_param": row["id"],
    }


def _current(call: Call) -> Row:
    if asked := call.query.get("scroll_param"):
        if row := call.store.find("scroll", asked):
            return row
        raise not_found(message="scroll parameter not found")
    if call.store.rows("scroll"):
        message = "scroll already exists for this workspace"
        raise RefusalError(400, "scroll_exists", message=message)
    return call.store.create("scroll", companies=[row["id"] for row in companies.visible(call)])


def _expire(call: Call) -> None:
    for row in call.store.rows("scroll"):
        if call.store.now() - row["used_at"] > IDLE:
            call.store.remove("scroll", row["id"])


ROUTES = (Route("GET", "/companies/scroll", scroll),)
