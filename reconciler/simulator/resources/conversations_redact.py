"""POST /conversations/redact: the body of a part, or of the contact's first message, goes."""

from __future__ import annotations

from reconciler.simulator import checks
from reconciler.simulator.conversation import texts
from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.resources.conversations import found, shown
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

MISSING = "conversation_part_or_message_not_found"
GONE = {"body": texts.DELETED, "redacted": True, "attachments": []}


def redact(call: Call) -> Json:
    kind = checks.choice(call.body, "type", choices=("conversation_part", "source"))
    row = call.store.find("conversation", call.body.get("conversation_id"))
    if row is None:
        raise _missing()
    with call.store.work():
        (_part if kind == "conversation_part" else _source)(call, row)
    return shown(found(call, row["id"]), call, whole=True)


def _part(call: Call, row: Row) -> None:
    part = call.store.find("conversation_part", call.body.get("conversation_part_id"))
    if part is None or part["conversation_id"] != row["id"]:
        raise _missing()
    if not part["body"]:
        raise _not_redactable()
    call.store.edit("conversation_part", part["id"], **GONE)
    call.store.edit("conversation", row["id"])


def _source(call: Call, row: Row) -> None:
    source = row["source"]
    if source["id"] != str(call.body.get("source_id")):
        raise _missing()
    if source["author"]["type"] == "admin":
        raise _not_redactable()
    call.store.edit("conversation", row["id"], source={**source, **GONE})


def _missing() -> RefusalError:
    return not_found(MISSING, message="Conversation part or message not found")


def _not_redactable() -> RefusalError:
    """[D] the code and the rule; the status and the text are ours."""
    message = "Only a part with a body or a message of a contact can be redacted"
    return RefusalError(400, "conversation_part_not_redactable", message=message)


ROUTES = (Route("POST", "/conversations/redact", redact),)
