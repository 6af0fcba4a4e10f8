"""The options of a list attribute of conversations: added, renamed, archived one by one.

The answer is the whole attribute; archived options stay in it.
"""

from __future__ import annotations

from reconciler.simulator.resources.conversations_attributes import (
    FEWEST,
    SINCE,
    bad,
    found,
    label,
    missing,
    option,
    shown,
)
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route


def add(call: Call) -> Json:
    row = _list(call)
    return _with(call, row, [*row["options"], option(call.store, label(call.body))])


def rename(call: Call) -> Json:
    row = _list(call)
    return _changed(call, row, {"label": label(call.body)})


def archive(call: Call) -> Json:
    row = _list(call)
    others = [one for one in row["options"] if one["id"] != call.arguments[1]]
    if len(others) < len(row["options"]) and _active(others) < FEWEST:
        raise bad(f"A list attribute must have at least {FEWEST} active options")
    return _changed(call, row, {"archived": True})


def _active(options: list[Json]) -> int:
    return sum(not one["archived"] for one in options)


def _list(call: Call) -> Row:
    row = found(call)
    if row["data_type"] != "list":
        raise bad("Options can only be managed on list attributes")
    return row


def _changed(call: Call, row: Row, fields: Json) -> Json:
    key = call.arguments[1]
    if key not in {one["id"] for one in row["options"]}:
        raise missing("List option not found")
    kept = [{**one, **fields} if one["id"] == key else one for one in row["options"]]
    return _with(call, row, kept)


def _with(call: Call, row: Row, options: list[Json]) -> Json:
    return shown(call.store.edit("conversation_attribute", row["id"], options=options))


OPTIONS = "/conversations/attributes/{}/options"
ROUTES = (
    Route("POST", OPTIONS, add, since=SINCE),
    Route("PUT", f"{OPTIONS}/{{}}", rename, since=SINCE),
    Route("DELETE", f"{OPTIONS}/{{}}", archive, since=SINCE),
)
