"""Subscription types, read only: what contacts opt in to or out of.

What a contact chose stands in the contact's row.
"""

from __future__ import annotations

from reconciler.simulator.errors import not_found
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "subscription_type",
        {"name": "", "description": "", "locale": "en", "state": "live",
         "consent_type": "opt_out", "content_types": ["email"], "translations": []},
        new_id=lambda number, _now: str(134 + number),
    ),
)  # fmt: skip


def shown(row: Row) -> Json:
    """`translations` begin with the default one, as in the recorded examples."""
    own = {name: row[name] for name in ("name", "description", "locale")}
    return {
        "type": "subscription",
        **{name: row[name] for name in ("id", "state", "consent_type")},
        "default_translation": own,
        "translations": [own, *row["translations"]],
        "content_types": row["content_types"],
    }


def found(store: Store, key: object) -> Row:
    if row := store.find("subscription_type", key):
        return row
    raise not_found()


def every(call: Call) -> Json:
    return {"type": "list", "data": [shown(row) for row in call.store.rows("subscription_type")]}


ROUTES = (Route("GET", "/subscription_types", every),)
