"""PUT and DELETE of a conversation, and the list of the deleted ones.

An update is a patch: what is not named stays. Each custom attribute leaves a part.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from reconciler.simulator import checks, pages
from reconciler.simulator.conversation import parts, people
from reconciler.simulator.errors import RefusalError, invalid, not_found
from reconciler.simulator.resources.conversations import found, shown
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route, Version

TABLES = (
    Table("deleted_conversation", {"metrics_retained": True}, new_id=lambda number, _now: number),
)
TITLE_SINCE: Version = (2, 13)
COMPANY_SINCE: Version = (2, 14)
RETAIN_SINCE: Version = (2, 16)
NOBODY = ("", "nil")
SIZE, MOST = 20, 60


def update(call: Call) -> Json:
    row = found(call, call.id)
    changes: dict[str, Any] = {}
    if "read" in call.body:
        changes["read"] = checks.flag(call.body, "read")
    if "title" in call.body and call.version >= TITLE_SINCE:
        changes["title"] = checks.text(call.body, "title") or None
    if "company_id" in call.body and call.version >= COMPANY_SINCE:
        changes["company_id"] = _company(call)
    given = checks.mapping(call.body, "custom_attributes")
    _check(call, given)
    with call.store.work():
        row = call.store.edit("conversation", row["id"], **changes)
        for name, value in given.items():
            row = _set(call, row, name, value)
    return shown(row, call, whole=True)


def _company(call: Call) -> str | None:
    """[D] "nil" removes it."""
    key = checks.text(call.body, "company_id")
    if key in NOBODY:
        return None
    if call.store.find("company", key) is None:
        raise not_found("company_not_found", message="Company Not Found")
    return key


def _check(call: Call, given: Json) -> None:
    """[D] A name that several attributes have makes the update fail."""
    if not given:
        return
    rows = call.store.rows("conversation_attribute")
    names = Counter(row["name"] for row in rows if not row["archived"])
    if twice := [name for name, count in names.items() if count > 1]:
        message = f"Multiple conversation attributes are named '{twice[0]}'"
        raise RefusalError(400, "parameter_invalid", message=message)
    for name in given:
        if name not in names and call.switches.conversation_attributes_checked:
            raise invalid(f"Custom attribute '{name}' does not exist")


def _set(call: Call, row: Row, name: str, value: Any) -> Row:
    held = {**row["custom_attributes"], name: value}
    details = {
        "attribute": {"name": name},
        "value": {"name": None if value is None else str(value)},
    }
    part = parts.Part(
        "conversation_attribute_updated_by_admin", people.by_bot(call.store),
        changes={"custom_attributes": held}, event_details=details,
    )  # fmt: skip
    return parts.add(call.store, row, part)


def delete(call: Call) -> Json:
    """[D] Permanent; retain_metrics (2.16) decides about the reports alone."""
    row = found(call, call.id)
    retained = call.version < RETAIN_SINCE or call.query.get("retain_metrics") != "false"
    with call.store.work():
        for key in row["parts"]:
            call.store.remove("conversation_part", key)
        call.store.remove("conversation", row["id"])
        call.store.create("deleted_conversation", id=row["id"], metrics_retained=retained)
    return {"id": row["id"], "object": "conversation", "deleted": True}


def deleted(call: Call) -> Json:
    """[D] Newest first unless `order` is asc; `next` is a URL, as in the example."""
    ascending = call.query.get("order") == "asc"
    rows = call.store.rows("deleted_conversation")
    listed = pages.page(call, rows if ascending else rows[::-1], show=_gone, size=SIZE, most=MOST)
    listed |= {"type": "conversations.list", "conversations": listed.pop("data")}
    if "next" in listed["pages"]:
        listed["pages"]["next"] += f"&order={'asc' if ascending else 'desc'}"
    return listed


def _gone(row: Row) -> Json:
    return {"type": "conversation", "id": row["id"], "metrics_retained": row["metrics_retained"],
            "deleted_at": row["created_at"]}  # fmt: skip


ROUTES = (
    Route("PUT", "/conversations/{}", update),
    Route("DELETE", "/conversations/{}", delete, since=(2, 13)),
    Route("GET", "/conversations/deleted", deleted, since=(2, 16)),
)
