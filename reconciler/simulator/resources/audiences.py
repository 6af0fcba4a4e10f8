"""Audiences, from 2.16: groups of contacts that content is targeted at by their ids. [D]

What their predicates mean is not the simulator's business.
"""

from __future__ import annotations

from reconciler.simulator import checks, pages
from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "audience",
        {"name": "", "predicates": [], "role_predicates": []},
        new_id=lambda number, _now: str(number),
    ),
)
SINCE = (2, 16)
SIZE = MOST = 50
TEXTS = ("attribute", "type", "comparison")
PREDICATES = ("predicates", "role_predicates")


def shown(row: Row) -> Json:
    names = ("id", "name", *PREDICATES, "created_at", "updated_at")
    return {"type": "audience", **{name: row[name] for name in names}}


def every(call: Call) -> Json:
    return pages.flat(call, call.store.rows("audience"), show=shown, size=SIZE, most=MOST)


def one(call: Call) -> Json:
    return shown(_found(call))


def create(call: Call) -> Json:
    if not call.body.get("name"):
        raise _refused("Name is required")
    return shown(call.store.create("audience", **_fields(call)))


def update(call: Call) -> Json:
    row, fields = _found(call), _fields(call)
    if "name" in call.body and not fields["name"].strip():
        raise _refused("Name must not be blank")
    return shown(call.store.edit("audience", row["id"], **fields))


def delete(call: Call) -> None:
    call.store.remove("audience", _found(call)["id"])


def _found(call: Call) -> Row:
    if row := call.store.find("audience", call.id):
        return row
    raise not_found()


def _fields(call: Call) -> Json:
    fields: Json = {name: _predicates(call.body, name) for name in PREDICATES
                    if name in call.body}  # fmt: skip
    return fields | ({"name": checks.text(call.body, "name")} if "name" in call.body else {})


def _predicates(body: Json, name: str) -> list[Json]:
    """[D, the schema] Texts, but for the value, which any comparison has its own of."""
    found = checks.entries(body, name)
    if any(not isinstance(one.get(key, ""), str) for one in found for key in TEXTS):
        raise _refused(f"{', '.join(TEXTS)} of {name} must be strings")
    return found


def _refused(message: str) -> RefusalError:
    return RefusalError(422, "validation_error", message=message)


ROUTES = (
    Route("GET", "/audiences", every, SINCE),
    Route("POST", "/audiences", create, SINCE, status=201),
    Route("GET", "/audiences/{}", one, SINCE),
    Route("PUT", "/audiences/{}", update, SINCE),
    Route("DELETE", "/audiences/{}", delete, SINCE, status=204),
)
