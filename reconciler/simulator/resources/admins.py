"""Admins, and the workspace that the token belongs to; all that can be written is who is away.

The first admin is the one that the token acts for. Which teams an admin is in stands in the
teams' rows.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.errors import RefusalError, invalid, missing, not_found
from reconciler.simulator.resources import activity_logs
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "admin",
        {"name": "", "email": "", "has_inbox_seat": True, "avatar": None, "role": "",
         "away_mode_enabled": False, "away_mode_reassign": False, "away_status_reason_id": None},
        new_id=lambda number, _now: str(991267450 + number),
        types={"avatar": str, "away_status_reason_id": str},
    ),
    Table(
        "away_status_reason",
        {"label": "", "emoji": "", "order": 1, "deleted": False},
        new_id=lambda number, _now: str(12300 + number),
    ),
)  # fmt: skip
DEFAULT_AVATAR = "https://static.intercomassets.com/assets/default-avatars/admins/128.png"
AVATAR_IS_TEXT = (2, 12)
WITH_REASONS = (2, 14)
WITH_ROLE = (2, 16)


def own(store: Store) -> Row:
    """The admin that the token acts for: the first one."""
    return store.rows("admin")[0]


def embedded(row: Row) -> Json:
    """As other objects show one."""
    names = ("id", "name", "email", "away_mode_enabled", "away_mode_reassign")
    return {"type": "admin", **{name: row[name] for name in names}}


def shown(row: Row, call: Call) -> Json:
    teams = [one for one in call.store.rows("team") if int(row["id"]) in one["admin_ids"]]
    found = embedded(row) | {"has_inbox_seat": row["has_inbox_seat"]}
    if call.version >= WITH_ROLE and row["role"]:
        found["role"] = {"type": "role", "id": _role_id(call.store, row["role"]),
                         "name": row["role"]}  # fmt: skip
    return found | {"team_ids": [int(one["id"]) for one in teams]}


def _role_id(store: Store, role: str) -> str:
    """Roles cannot be read by themselves: they are numbered as they appear."""
    names = dict.fromkeys(one["role"] for one in store.rows("admin") if one["role"])
    return str([*names].index(role) + 1)


def _detailed(row: Row, call: Call) -> Json:
    """[D] One admin has the reason, the list does not; a string, as the example has it."""
    if call.version < WITH_REASONS:
        return shown(row, call)
    return shown(row, call) | {"away_status_reason_id": row["away_status_reason_id"]}


def me(call: Call) -> Json:
    row = own(call.store)
    avatar = {"type": "avatar", "image_url": row["avatar"] or DEFAULT_AVATAR}
    found = shown(row, call) | {"email_verified": True, "avatar": avatar}
    found.pop("role", None)
    return found | {"app": {"type": "app", **call.store.app}}


def every(call: Call) -> Json:
    show = _with_avatar if call.query.get("display_avatar") == "true" else shown
    admins = [show(row, call) for row in call.store.rows("admin")]
    return {"type": "admin.list", "admins": admins}


def _with_avatar(row: Row, call: Call) -> Json:
    avatar: Any = row["avatar"] or DEFAULT_AVATAR
    if call.version < AVATAR_IS_TEXT:
        avatar = {"image_url": avatar}
    return shown(row, call) | {"avatar": avatar}


def one(call: Call) -> Json:
    return _detailed(_found(call, "Admin not found"), call)


def _found(call: Call, message: str) -> Row:
    if row := call.store.find("admin", call.id):
        return row
    raise not_found("admin_not_found", message=message)


def away(call: Call) -> Json:
    row = _found(call, "Admin for admin_id not found")
    for name in ("away_mode_enabled", "away_mode_reassign"):
        if name not in call.body:
            raise missing(f"{name} is required")
    fields: Json = {name: checks.flag(call.body, name)
                    for name in ("away_mode_enabled", "away_mode_reassign")}  # fmt: skip
    fields["away_status_reason_id"] = _reason(call, enabled=fields["away_mode_enabled"])
    row = call.store.edit("admin", row["id"], **fields)
    activity_logs.away(call.store, row, by=own(call.store))
    return _detailed(row, call)


def _reason(call: Call, *, enabled: bool) -> str | None:
    """The id of the reason that is given; nobody who is back has one."""
    if call.version < WITH_REASONS or not enabled:
        return None
    given = call.body.get("away_status_reason_id")
    if given is None:
        if call.switches.away_status_reason_mandatory:
            code = "away_status_reason_mandatory"
            raise RefusalError(400, code, message="Away status reason is mandatory")
        return None
    reason = call.store.find("away_status_reason", given)
    if reason is None:
        raise invalid("Away status reason not found")
    if reason["deleted"]:
        raise invalid("Away status reason is deleted")
    return str(reason["id"])


def reasons(call: Call) -> Json:
    """[D] The deleted ones too."""
    rows = sorted(call.store.rows("away_status_reason"), key=lambda row: row["order"])
    return {"type": "list", "data": [_reason_shown(row) for row in rows]}


def _reason_shown(row: Row) -> Json:
    names = ("id", "label", "emoji", "order", "deleted", "created_at", "updated_at")
    return {"type": "away_status_reason", **{name: row[name] for name in names}}


ROUTES = (
    Route("GET", "/me", me),
    Route("GET", "/admins", every),
    Route("GET", "/admins/{}", one),
    Route("PUT", "/admins/{}/away", away),
    Route("GET", "/away_status_reasons", reasons, since=WITH_REASONS),
)
