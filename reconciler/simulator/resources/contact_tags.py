"""Tags of a contact: attached and detached by the tag's id; the list has their names.

[D] An unknown tag is `not_found` here, and `tag_not_found` for conversations.
"""

from __future__ import annotations

from reconciler.simulator import pages
from reconciler.simulator.errors import not_found
from reconciler.simulator.resources import contacts, tags
from reconciler.simulator.store import Row, Store
from reconciler.simulator.wire import Call, Json, Route


def every(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    found = contacts.linked(call.store, "tag", row["tags"])
    return pages.whole_list([_shown(one, row) for one in found])


def attach(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    tag = _tag(call.store, call.body.get("id"))
    contacts.tag(call.store, row, tag["id"], wanted=True)
    return _shown(tag, row)


def detach(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    tag = _tag(call.store, call.arguments[1])
    if tag["id"] not in row["tags"] and call.switches.detaching_needs_link:
        raise not_found()
    told = _shown(tag, row)
    contacts.tag(call.store, row, tag["id"], wanted=False)
    return told


def _tag(store: Store, key: object) -> Row:
    if row := store.find("tag", key):
        return row
    raise not_found()


def _shown(tag: Row, row: Row) -> Json:
    applied = row["applied"].get(tag["id"])
    by = {"type": "admin", "id": applied["by"]} if applied else None
    return {**tags.shown(tag), "applied_at": applied and applied["at"], "applied_by": by}


ROUTES = (
    Route("GET", "/contacts/{}/tags", every),
    Route("POST", "/contacts/{}/tags", attach),
    Route("DELETE", "/contacts/{}/tags/{}", detach),
)
