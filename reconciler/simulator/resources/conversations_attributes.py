"""Attributes of conversations: the rows that PUT and search go by."""

from __future__ import annotations

from reconciler.simulator.store import Table

TABLES = (
    Table(
        "conversation_attribute",
        {"name": "", "description": "", "data_type": "string", "options": [], "archived": False},
        new_id=lambda number, _now: 20_000 + number,
    ),
)
