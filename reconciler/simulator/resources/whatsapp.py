"""What became of WhatsApp messages that Intercom's Outbound module sent: read only, from 2.16.

Nothing here sends one: rows come from tests and scripts of edits.
"""

from __future__ import annotations

from reconciler.simulator import plan
from reconciler.simulator.cursors import cursor
from reconciler.simulator.errors import missing, not_found
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "whatsapp_message",
        {"ruleset_id": "", "conversation_id": "", "user_id": "", "status": "sent",
         "template_name": "", "error": {}},
        new_id=lambda number, _now: f"wamid_{number:06d}",
    ),
)  # fmt: skip
SINCE = (2, 16)
SIZE, MOST = 50, 100


def status(call: Call) -> Json:
    plan.needed(call, "whatsapp")
    if not call.query.get("message_id"):
        raise missing("message_id is required")
    row = call.store.find("whatsapp_message", call.query["message_id"])
    if row is None:
        message = "Whatsapp message not found"
        raise not_found("whatsapp_message_not_found", message=message)
    failed = {"error": row["error"]} if row["status"] == "failed" else {}
    return {**_told(row), "message_id": row["id"], **failed}


def every(call: Call) -> Json:
    plan.needed(call, "whatsapp")
    wanted = call.query.get("ruleset_id")
    if not wanted:
        raise missing("ruleset_id is required")
    rows = [row for row in call.store.rows("whatsapp_message") if row["ruleset_id"] == wanted]
    found = cursor(call, rows, show=_event, size=SIZE, most=MOST, key="events", descending=True)
    return {**found, "ruleset_id": wanted}


def _event(row: Row) -> Json:
    told = {**_told(row), "user_id": row["user_id"], "whatsapp_message_id": row["id"]}
    return {"id": f"event_{row['sequence']}", **told}


def _told(row: Row) -> Json:
    names = ("conversation_id", "status", "template_name", "created_at", "updated_at")
    return {"type": "broadcast_outbound", **{name: row[name] for name in names}}


ROUTES = (
    Route("GET", "/messages/whatsapp/status", status, since=SINCE),
    Route("GET", "/messages/status", every, since=SINCE),
)
