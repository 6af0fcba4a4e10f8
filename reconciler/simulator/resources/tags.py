"""Tags: one POST creates, finds, renames, tags and untags; names know no case.

`dependents` of a row is the text that names what still uses it ("Segments: Seg 1"), and
makes DELETE fail. Which company has a tag stands in the company's row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.errors import RefusalError, invalid, not_found
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table("tag", {"name": "", "dependents": ""}, new_id=lambda number, _now: str(100 + number)),
)
TAGGED = ("company",)
SKIPS_MISSING = (2, 16)


def shown(row: Row) -> Json:
    return {"type": "tag", "id": row["id"], "name": row["name"]}


def embedded(store: Store, ids: Iterable[str]) -> Json:
    found = (store.find("tag", one) for one in ids)
    return {"type": "tag.list", "tags": [shown(row) for row in found if row]}


def every(call: Call) -> Json:
    return {"type": "list", "data": [shown(row) for row in call.store.rows("tag")]}


def one(call: Call) -> Json:
    return shown(_found(call.store, call.id))


def write(call: Call) -> Json:
    name = call.body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise invalid("invalid tag parameters")
    companies = _companies(call)
    users = _users(call)
    if call.body.get("id") is not None:
        row = _renamed(call, name)
    else:
        row = _named(call.store, name) or call.store.create("tag", name=name)
    told = [_tag(call.store, company, row["id"], wanted=wanted) for company, wanted in companies]
    if call.version < SKIPS_MISSING:
        return shown(row)
    return {**shown(row), "users": users, "companies": told}


def delete(call: Call) -> None:
    row = _found(call.store, call.id)
    if row["dependents"]:
        message = f"Unable to delete Tag with dependent objects. {row['dependents']}."
        raise RefusalError(400, "tag_has_dependent_objects", message=message)
    _untag_all(call.store, row["id"])
    call.store.remove("tag", row["id"])


def _found(store: Store, key: object) -> Row:
    if row := store.find("tag", key):
        return row
    raise not_found()


def _named(store: Store, name: str) -> Row | None:
    wanted = name.casefold()
    return next((row for row in store.rows("tag") if row["name"].casefold() == wanted), None)


def _renamed(call: Call, name: str) -> Row:
    row, other = _found(call.store, call.body["id"]), _named(call.store, name)
    if other is None or other is row:
        return call.store.edit("tag", row["id"], name=name)
    if call.switches.tag_renamed_onto_another == "refuse":
        raise invalid(f"A tag named '{name}' already exists")
    for kind in TAGGED:
        for one in call.store.rows(kind):
            if row["id"] in one["tags"]:
                _tag(call.store, one, other["id"], wanted=True)
    _untag_all(call.store, row["id"])
    call.store.remove("tag", row["id"])
    return other


def _companies(call: Call) -> list[tuple[Row, bool]]:
    """The companies that are named and exist, each with whether it shall have the tag."""
    found = []
    for entry in checks.entries(call.body, "companies"):
        row = _company(call.store, entry)
        if row is not None:
            found.append((row, not entry.get("untag")))
        elif call.version < SKIPS_MISSING:
            raise not_found("company_not_found", message="Company Not Found")
    return found


def _company(store: Store, entry: Json) -> Row | None:
    row = store.find("company", entry.get("id"))
    if row is None and isinstance(entry.get("company_id"), str):
        row = store.by("company", entry["company_id"])
    return row


def _users(call: Call) -> list[Any]:
    """There are no contacts yet: every one that is named is missing."""
    if checks.entries(call.body, "users") and call.version < SKIPS_MISSING:
        raise not_found(message="User Not Found")
    return []


def _tag(store: Store, row: Row, tag: str, *, wanted: bool) -> Json:
    others = [one for one in row["tags"] if one != tag]
    store.edit("company", row["id"], tags=[*others, tag] if wanted else others)
    return {"id": row["id"], "tagged": wanted}


def _untag_all(store: Store, tag: str) -> None:
    for kind in TAGGED:
        for row in store.rows(kind):
            if tag in row["tags"]:
                store.set(kind, row["id"], tags=[one for one in row["tags"] if one != tag])


ROUTES = (
    Route("GET", "/tags", every),
    Route("POST", "/tags", write),
    Route("GET", "/tags/{}", one),
    Route("DELETE", "/tags/{}", delete),
)
