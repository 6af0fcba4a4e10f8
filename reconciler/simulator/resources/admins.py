"""Admins, read only, and the workspace that the token belongs to.

The first admin is the one that the token acts for.
"""

from __future__ import annotations

from reconciler.simulator.errors import not_found
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "admin",
        {"name": "", "email": "", "has_inbox_seat": True},
        new_id=lambda number, _now: str(991267450 + number),
    ),
)


def own(store: Store) -> Row:
    """The admin that the token acts for: the first one."""
    return store.rows("admin")[0]


def shown(row: Row) -> Json:
    return {
        "type": "admin",
        "id": row["id"],
        "name": row["name"],
        "email": row["email"],
        "away_mode_enabled": False,
        "away_mode_reassign": False,
        "has_inbox_seat": row["has_inbox_seat"],
        "team_ids": [],
    }


def me(call: Call) -> Json:
    found = shown(own(call.store))
    return {**found, "email_verified": True, "app": {"type": "app", **call.store.app}}


def every(call: Call) -> Json:
    admins = [shown(row) for row in call.store.rows("admin")]
    return {"type": "admin.list", "admins": admins}


def one(call: Call) -> Json:
    if row := call.store.find("admin", call.id):
        return shown(row)
    raise not_found("admin_not_found", message="Admin not found")


ROUTES = (
    Route("GET", "/me", me),
    Route("GET", "/admins", every),
    Route("GET", "/admins/{}", one),
)
