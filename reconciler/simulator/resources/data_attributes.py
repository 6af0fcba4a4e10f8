"""Data attributes of contacts and companies: never deleted, only archived.

`dependents` of a row makes archiving fail, as a segment that uses it does. Built-in ones
have no id and are no rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from reconciler.simulator import checks, pages
from reconciler.simulator.errors import RefusalError, invalid, not_found
from reconciler.simulator.resources import admins
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

OPTIONAL = {"description": None, "options": None}
TABLES = (
    Table(
        "data_attribute",
        {"name": "", "model": "company", "data_type": "string", "messenger_writable": False,
         "archived": False, "admin_id": "", "dependents": False, **OPTIONAL},
        new_id=lambda number, _now: 30 + number,
        types={"description": str, "options": list},
    ),
)  # fmt: skip
MODELS = {"contact": "people", "company": "company"}
READ_AS = {"options": "string", "datetime": "date"} | {
    one: one for one in ("string", "integer", "float", "boolean", "date")
}
MOST = 250
NAME = re.compile(r"[\w\s-]+")
BAD_NAME = (
    "Your name for this attribute must only contain alphanumeric characters, "
    "currency symbols, and hyphens"
)
BAD_MODEL = "The Data Attribute model field must be either contact or company"
WITH_OPTIONS, NO_CONVERSATIONS = (2, 14), (2, 16)
GONE = "model=conversation is no longer supported. Use GET /conversations/attributes instead"

BUILT_IN = (
    ("company", "name", "Company name", "string", True),
    ("company", "company_id", "Company ID", "string", False),
    ("company", "last_request_at", "Company last seen", "date", False),
    ("company", "remote_created_at", "Company created at", "date", True),
    ("company", "user_count", "People", "integer", False),
    ("company", "session_count", "Company web sessions", "integer", False),
    ("company", "monthly_spend", "Monthly Spend", "float", True),
    ("company", "size", "Company size", "integer", True),
    ("company", "industry", "Company industry", "string", True),
    ("company", "website", "Company website", "string", True),
    ("contact", "name", "Name", "string", True),
    ("contact", "email", "Email", "string", True),
    ("contact", "phone", "Phone", "string", True),
    ("contact", "signed_up_at", "Signed up", "date", True),
)


def custom(store: Store, model: str) -> Mapping[str, Row]:
    """The attributes that can be written on objects of a model."""
    rows = store.rows("data_attribute")
    return {row["name"]: row for row in rows if row["model"] == model and not row["archived"]}


def shown(row: Row) -> Json:
    found = {
        "id": row["id"],
        "type": "data_attribute",
        "name": row["name"],
        "full_name": f"custom_attributes.{row['name']}",
        "label": row["name"],
        "data_type": READ_AS[row["data_type"]],
        "api_writable": True,
        "ui_writable": False,
        "messenger_writable": row["messenger_writable"],
        "custom": True,
        "archived": row["archived"],
        "admin_id": row["admin_id"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "model": row["model"],
    }
    return found | {name: row[name] for name in OPTIONAL if row[name] is not None}


def _built_in(model: str, name: str, label: str, kind: str, writable: bool) -> Json:
    return {
        "type": "data_attribute",
        "name": name,
        "full_name": name,
        "label": label,
        "description": label,
        "data_type": kind,
        "api_writable": writable,
        "ui_writable": False,
        "messenger_writable": True,
        "custom": False,
        "archived": False,
        "model": model,
    }


def every(call: Call) -> Json:
    model = call.query.get("model")
    if model == "conversation" and call.version >= NO_CONVERSATIONS:
        raise RefusalError(422, "parameter_invalid", message=GONE)
    if model not in {None, "conversation", *MODELS}:
        raise invalid(BAD_MODEL, field="model")
    archived = call.query.get("include_archived") == "true"
    rows = [row for row in call.store.rows("data_attribute") if archived or not row["archived"]]
    found = [_built_in(*one) for one in BUILT_IN] + [shown(row) for row in rows]
    return pages.whole_list([one for one in found if model in {None, one["model"]}])


def create(call: Call) -> Json:
    body = call.body
    if not checks.among(body.get("model"), MODELS):
        raise invalid(BAD_MODEL)
    if not checks.among(body.get("data_type"), _types(call)):
        raise invalid("Data Type isn't an option")
    name = checks.text(body, "name")
    _check_name(call, name, body["model"])
    if body["data_type"] == "options" and "options" not in body:
        raise invalid("Options isn't an array")
    if sum(not row["archived"] for row in call.store.rows("data_attribute")) >= MOST:
        message = f"You have reached the limit of {MOST} custom data attributes"
        raise RefusalError(400, "custom_data_limit_reached", message=message)
    fields = {"name": name, "model": body["model"], "data_type": body["data_type"]}
    admin = admins.own(call.store)["id"]
    return shown(call.store.create("data_attribute", admin_id=admin, **fields, **_changes(body)))


def _types(call: Call) -> set[str]:
    older = call.version < WITH_OPTIONS and call.switches.options_type_before_2_14 == "refuse"
    return READ_AS.keys() - ({"options"} if older else set())


def update(call: Call) -> Json:
    row = call.store.find("data_attribute", call.id)
    if row is None:
        message = "We couldn't find that data attribute to update"
        raise not_found("field_not_found", message=message)
    changes = _changes(call.body)
    if "archived" in call.body:
        changes["archived"] = checks.flag(call.body, "archived")
    if changes.get("archived") and row["dependents"]:
        message = "The Data Attribute you are trying to archive has a dependant object"
        raise RefusalError(422, "data_invalid", message=message)
    return shown(call.store.edit("data_attribute", row["id"], **changes))


def _check_name(call: Call, name: str, model: str) -> None:
    plain = "".join(one for one in name if unicodedata.category(one) != "Sc")
    if not NAME.fullmatch(plain or ("-" if name else "")):
        raise invalid(BAD_NAME)
    for row in call.store.rows("data_attribute"):
        free = row["archived"] and not call.switches.archived_attribute_keeps_name
        if row["name"] == name and not free:
            there, here = MODELS[row["model"]], MODELS[model]
            raise invalid(
                f"You already have '{name}' in your {there} data. "
                f"To save this as new {here} data, use a different name."
            )


def _changes(body: Json) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "description" in body:
        changes["description"] = checks.text(body, "description")
    if "messenger_writable" in body:
        changes["messenger_writable"] = checks.flag(body, "messenger_writable")
    if "options" in body:
        changes["options"] = _options(body["options"])
    return changes


def _options(value: Any) -> list[str]:
    """Written as objects, read as strings."""
    if not isinstance(value, list):
        raise invalid("Options isn't an array")
    values = [one.get("value") if isinstance(one, dict) else None for one in value]
    texts = [one for one in values if isinstance(one, str) and one]
    if len(texts) != len(values):
        raise invalid("Options must be objects with a value")
    if len(texts) < 2:  # noqa: PLR2004 - [D] a list needs two
        raise invalid("Options must have at least two values")
    return texts


ROUTES = (
    Route("GET", "/data_attributes", every),
    Route("POST", "/data_attributes", create),
    Route("PUT", "/data_attributes/{}", update),
)
