"""What stands beside a conversation and no API can make: pauses of teammates, side threads.

So both lists are always empty.
"""

from __future__ import annotations

from reconciler.simulator import pages
from reconciler.simulator.resources.conversations import found, shown
from reconciler.simulator.wire import Call, Json, Route

SIZE, MOST = 25, 50


def handling_events(call: Call) -> Json:
    found(call, call.id)
    return {"handling_events": []}


def side_conversations(call: Call) -> Json:
    found(call, call.id)
    listed = pages.page(call, [], show=lambda row: shown(row, call), size=SIZE, most=MOST)
    return listed | {"type": "side_conversation.list", "side_conversations": listed.pop("data")}


ROUTES = (
    Route("GET", "/conversations/{}/handling_events", handling_events, since=(2, 15)),
    Route("GET", "/conversations/{}/side_conversations", side_conversations, since=(2, 16)),
)
