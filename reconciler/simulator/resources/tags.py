"""Tags: one POST creates, finds, renames, tags and untags; names know no case.

What has a tag says so in its own row. Segments whose rule names a tag make its DELETE fail;
`dependents` of a row names what else does, as "Rules: Rule 1".
"""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.simulator import checks
from reconciler.simulator.errors import RefusalError, invalid, not_found
from reconciler.simulator.resources import contacts, segments
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "tag",
        {"name": "", "dependents": ""},
        new_id=lambda number, _now: str(100 + number),
        indexes=("name",),
    ),
)
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
    companies, users = _companies(call), _users(call)
    if call.body.get("id") is not None:
        row = _renamed(call, name)
    else:
        row = _named(call.store, name) or call.store.create("tag", name=name)
    told = {
        name: [_tag(call.store, kind, one, row["id"], wanted=wanted) for one, wanted in found]
        for name, kind, found in (("users", "contact", users), ("companies", "company", companies))
    }
    return shown(row) if call.version < SKIPS_MISSING else {**shown(row), **told}


def delete(call: Call) -> None:
    row = _found(call.store, call.id)
    if dependents := _dependents(call.store, row):
        message = f"Unable to delete Tag with dependent objects. {dependents}."
        raise RefusalError(400, "tag_has_dependent_objects", message=message)
    _untag_all(call.store, row["id"])
    call.store.remove("tag", row["id"])


def _dependents(store: Store, row: Row) -> str:
    names = ", ".join(one["name"] for one in segments.of_tag(store, row["id"]))
    return "; ".join(filter(None, (f"Segments: {names}" if names else "", row["dependents"])))


def _found(store: Store, key: object) -> Row:
    if row := store.find("tag", key):
        return row
    raise not_found()


def _named(store: Store, name: str) -> Row | None:
    return next(iter(store.where("tag", "name", name, folded=True)), None)


def _renamed(call: Call, name: str) -> Row:
    row, other = _found(call.store, call.body["id"]), _named(call.store, name)
    if other is None or other is row:
        return call.store.edit("tag", row["id"], name=name)
    if call.switches.tag_renamed_onto_another == "refuse":
        raise invalid(f"A tag named '{name}' already exists")
    for kind, one in _tagged(call.store, row["id"]):
        _tag(call.store, kind, one, other["id"], wanted=True)
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


def _users(call: Call) -> list[tuple[Row, bool]]:
    """The contacts likewise."""
    found = []
    for entry in checks.entries(call.body, "users"):
        try:
            found.append((contacts.referred(call, entry), not entry.get("untag")))
        except RefusalError:
            if call.version < SKIPS_MISSING:
                raise
    return found


def _tag(store: Store, kind: str, row: Row, tag: str, *, wanted: bool) -> Json:
    if kind == "contact":
        contacts.tag(store, row, tag, wanted=wanted)
    else:
        others = [one for one in row["tags"] if one != tag]
        store.edit(kind, row["id"], tags=[*others, tag] if wanted else others)
    return {"id": row["id"], "tagged": wanted}


def _tagged(store: Store, tag: str) -> list[tuple[str, Row]]:
    """Whatever has the tag, with its kind."""
    kinds = [kind for kind, table in store.tables.items() if "tags" in table.fields]
    return [(kind, row) for kind in kinds for row in store.rows(kind) if tag in row["tags"]]


def _untag_all(store: Store, tag: str) -> None:
    for kind, row in _tagged(store, tag):
        fields: Json = {"tags": [one for one in row["tags"] if one != tag]}
        if "applied" in row:
            fields["applied"] = {key: one for key, one in row["applied"].items() if key != tag}
        store.set(kind, row["id"], **fields)


ROUTES = (
    Route("GET", "/tags", every),
    Route("POST", "/tags", write),
    Route("GET", "/tags/{}", one),
    Route("DELETE", "/tags/{}", delete),
)
