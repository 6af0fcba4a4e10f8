"""POST /conversations/{id}/merge (2.16): the secondary is closed, the primary gets a part.

[D, the example] The primary's links stay empty; nothing says that parts or contacts move.
"""

from __future__ import annotations

from reconciler.simulator.conversation.parts import Part, add
from reconciler.simulator.conversation.people import by_bot
from reconciler.simulator.errors import RefusalError, invalid
from reconciler.simulator.resources.conversations import found, shown
from reconciler.simulator.wire import Call, Json, Route

INTO = "merge_into_conversation_id"


def merge(call: Call) -> Json:
    """RefusalError: 422 merge_failed, in the recorded words."""
    secondary, key = found(call, call.id), call.body.get(INTO)
    if type(key) is not int:
        raise invalid(f"{INTO} must be a valid integer conversation ID")
    if str(key) == secondary["id"]:
        raise _failed("Cannot merge a conversation into itself")
    primary = call.store.find("conversation", key)
    if primary is None:
        raise _failed("Primary conversation not found")
    if secondary["merged_into"]:
        raise _failed("Secondary conversation has already been merged")
    with call.store.work():
        call.store.edit("conversation", secondary["id"], state="closed", snoozed_until=None,
                        merged_into=primary["id"])  # fmt: skip
        part = Part("merged_primary_conversation", by_bot(call.store))
        return shown(add(call.store, primary, part), call, whole=True)


def _failed(message: str) -> RefusalError:
    return RefusalError(422, "merge_failed", message=message)


ROUTES = (Route("POST", "/conversations/{}/merge", merge, since=(2, 16)),)
