"""Tags of a conversation: given and taken by an admin, who has to be named, also on DELETE."""

from __future__ import annotations

from reconciler.simulator.conversation import people
from reconciler.simulator.errors import not_found
from reconciler.simulator.resources.conversations import tagging
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route


def attach(call: Call) -> Json:
    row = _conversation(call)
    tag = _tag(call, call.body.get("id"))
    admin = people.acting(call)
    applied = {tag["id"]: {"at": call.store.now(), "by": admin["id"]}, **row["applied"]}
    tags = list(dict.fromkeys([*row["tags"], tag["id"]]))
    return tagging(call.store.edit("conversation", row["id"], tags=tags, applied=applied), tag)


def detach(call: Call) -> Json:
    """The tag as it was applied [D, the example]."""
    row = _conversation(call)
    tag = _tag(call, call.arguments[1])
    people.acting(call)
    if tag["id"] not in row["tags"]:
        raise not_found("tag_not_found", message="Tag not found")
    answer = tagging(row, tag)
    tags = [one for one in row["tags"] if one != tag["id"]]
    applied = {key: one for key, one in row["applied"].items() if key != tag["id"]}
    call.store.edit("conversation", row["id"], tags=tags, applied=applied)
    return answer


def _conversation(call: Call) -> Row:
    if row := call.store.find("conversation", call.id):
        return row
    raise not_found(message="Conversation not found")


def _tag(call: Call, key: object) -> Row:
    if row := call.store.find("tag", key):
        return row
    raise not_found("tag_not_found", message="Tag not found")


ROUTES = (
    Route("POST", "/conversations/{}/tags", attach),
    Route("DELETE", "/conversations/{}/tags/{}", detach),
)
