"""Attributes of conversations (2.16): names may repeat, the data type never changes.

DELETE archives, and no way back is described. Their errors have no request_id [D, examples].
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reconciler.simulator.errors import RefusalError
from reconciler.simulator.pages import whole_list
from reconciler.simulator.resources import admins
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route, Version

TABLES = (
    Table(
        "conversation_attribute",
        {"name": "", "description": "", "data_type": "string", "required": False,
         "visible_to_team_ids": [], "archived": False, "admin_id": "", "multiline": False,
         "options": [], "reference": {}},
        new_id=lambda number, _now: 20_000 + number,
    ),
)  # fmt: skip
SINCE: Version = (2, 16)
DATA_TYPES = ("string", "integer", "list", "decimal", "boolean", "datetime", "relationship",
              "files")  # fmt: skip
ALWAYS = ("id", "name", "description", "data_type", "required", "visible_to_team_ids", "archived",
          "created_at", "updated_at", "admin_id")  # fmt: skip
OWN = {"string": "multiline", "list": "options", "relationship": "reference"}
CARDINALITIES = ("one", "many")
FEWEST = 2


def shown(row: Row) -> Json:
    own = OWN.get(row["data_type"])
    names = (*ALWAYS, own) if own else ALWAYS
    return {"type": "conversation_attribute", **{name: row[name] for name in names}}


def found(call: Call) -> Row:
    if row := call.store.find("conversation_attribute", call.id):
        return row
    raise missing("Conversation attribute not found")


def missing(message: str) -> RefusalError:
    code = "conversation_attribute_not_found"
    return RefusalError(404, code, message=message, identified=False)


def bad(message: str) -> RefusalError:
    return RefusalError(422, "parameter_invalid", message=message, identified=False)


def option(store: Store, label: str) -> Json:
    number = UUID(int=(store.now() << 64) + store.count(), version=4)
    return {"id": str(number), "label": label, "archived": False}


def every(call: Call) -> Json:
    rows = call.store.rows("conversation_attribute")
    if call.query.get("include_archived") != "true":
        rows = [row for row in rows if not row["archived"]]
    return whole_list([shown(row) for row in rows])


def one(call: Call) -> Json:
    return shown(found(call))


def create(call: Call) -> Json:
    kind = call.body.get("data_type")
    if kind not in DATA_TYPES:
        allowed = ", ".join(DATA_TYPES)
        raise bad(f"data_type '{kind!s:.100}' is not valid. Allowed types: {allowed}")
    fields = _fields(call.body, kind)
    if "name" not in fields:
        raise bad("name is required")
    if kind == "list":
        fields["options"] = _options(call)
    if kind == "relationship" and "reference" not in fields:
        raise bad("reference is required")
    admin = admins.own(call.store)["id"]
    made = call.store.create("conversation_attribute", data_type=kind, admin_id=admin, **fields)
    return shown(made)


def update(call: Call) -> Json:
    row = found(call)
    fields = _fields(call.body, row["data_type"])
    return shown(call.store.edit("conversation_attribute", row["id"], **fields))


def delete(call: Call) -> Json:
    return shown(call.store.edit("conversation_attribute", found(call)["id"], archived=True))


def _options(call: Call) -> list[Json]:
    given = call.body.get("options") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad("options must be a list of objects with a label")
    if len(given) < FEWEST and call.switches.list_attribute_needs_options:
        raise bad(f"A list attribute must have at least {FEWEST} active options")
    return [option(call.store, label(one)) for one in given]


def label(body: Json) -> str:
    """RefusalError: the body is not a label and nothing else."""
    if body.keys() - {"label"}:
        raise bad("only 'label' is accepted")
    value = body.get("label")
    if value is None or value == "":
        raise bad("label is required")
    if not isinstance(value, str):
        raise bad("label must be a string")
    return value


def _fields(body: Json, kind: str) -> dict[str, Any]:
    """What is named and can be written on an attribute of this type."""
    found: dict[str, Any] = {}
    for name, type_ in (("name", str), ("description", str), ("required", bool),
                        ("multiline", bool)):  # fmt: skip
        if name in body and (name != "multiline" or kind == "string"):
            found[name] = _typed(body[name], type_, name)
    if found.get("name", "x").strip() == "":
        raise bad("name is required")
    if "visible_to_team_ids" in body:
        found["visible_to_team_ids"] = _teams(body["visible_to_team_ids"])
    if "reference" in body and kind == "relationship":
        found["reference"] = _reference(body["reference"])
    return found


def _typed(value: Any, type_: type, name: str) -> Any:
    if not isinstance(value, type_):
        raise bad(f"{name} must be a {'string' if type_ is str else 'boolean'}")
    return value


def _teams(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise bad("visible_to_team_ids must be a list of strings")
    return value


def _reference(value: Any) -> Json:
    if not isinstance(value, dict) or value.get("type") not in CARDINALITIES:
        raise bad("reference.type must be one or many")
    key = value.get("object_type_id")
    if key is not None and not isinstance(key, str):
        raise bad("reference.object_type_id must be a string")
    return {"type": value["type"], **({"object_type_id": key} if key else {})}


ROUTES = (
    Route("GET", "/conversations/attributes", every, since=SINCE),
    Route("POST", "/conversations/attributes", create, since=SINCE),
    Route("GET", "/conversations/attributes/{}", one, since=SINCE),
    Route("PUT", "/conversations/attributes/{}", update, since=SINCE),
    Route("DELETE", "/conversations/attributes/{}", delete, since=SINCE),
)
