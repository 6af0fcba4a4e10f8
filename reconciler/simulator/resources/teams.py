"""Teams, read only, and in 2.16 what their admins have open.

Decides nothing about conversations: it counts what the table of conversations says.
"""

from __future__ import annotations

import re

from reconciler.simulator import plan
from reconciler.simulator.errors import invalid, not_found
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "team",
        {"name": "", "admin_ids": [], "admin_priority_level": {}, "assignment_limit": None,
         "distribution_method": None},
        new_id=lambda number, _now: str(814860 + number),
        types={"assignment_limit": int, "distribution_method": str},
    ),
)  # fmt: skip
WITH_DISTRIBUTION = (2, 14)
IDLE, DAY = 1800, 86_400


def shown(row: Row, call: Call) -> Json:
    names = ["id", "name", "admin_ids"]
    if row["admin_priority_level"]:
        names.append("admin_priority_level")
    if call.version >= WITH_DISTRIBUTION:
        names.append("distribution_method")
        if row["assignment_limit"] is not None:
            names.append("assignment_limit")
    return {"type": "team", **{name: row[name] for name in names}}


def every(call: Call) -> Json:
    return {"type": "team.list", "teams": [shown(row, call) for row in call.store.rows("team")]}


def one(call: Call) -> Json:
    return shown(_found(call), call)


def _found(call: Call) -> Row:
    if row := call.store.find("team", call.id):
        return row
    raise not_found("team_not_found", message="Team not found")


def metrics(call: Call) -> Json:
    """What each admin of the team has open, idle and snoozed."""
    plan.needed(call, "metrics", message="Real-time monitoring is not enabled for your workspace.")
    row, threshold = _found(call), _threshold(call.query.get("idle_threshold"))
    data = [_metric(call, admin, threshold=threshold) for admin in row["admin_ids"]]
    return {"type": "team_metric.list", "data": data}


def _threshold(text: str | None) -> int:
    """[D] Clamped to 1 to 86400 seconds."""
    if text is None:
        return IDLE
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise invalid("idle_threshold must be an integer", field="idle_threshold")
    return max(1, min(int(text), DAY))


def _metric(call: Call, admin: int, *, threshold: int) -> Json:
    """[D] Idle: open, and waiting for an admin longer than the threshold."""
    now, rows = call.store.now(), call.store.rows("conversation")
    held = [row for row in rows if row["admin_assignee_id"] == admin and row["state"] != "closed"]
    snoozed = [row for row in held if row["state"] == "snoozed" and row["snoozed_until"] > now]
    waiting = [row["waiting_since"] for row in held if row not in snoozed and row["waiting_since"]]
    return {
        "type": "team_metric",
        "admin_id": str(admin),
        "open": len(held) - len(snoozed),
        "idle": sum(now - since > threshold for since in waiting),
        "snoozed": len(snoozed),
    }


ROUTES = (
    Route("GET", "/teams", every),
    Route("GET", "/teams/{}", one),
    Route("GET", "/teams/{}/metrics", metrics, since=(2, 16)),
)
