"""What is sent for one recipient, as requests. The texts are made already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.core.delivered.rule import Event, Message, Reply, Rule
from reconciler.model import Json, Request


@dataclass(frozen=True, slots=True)
class Made:
    """The texts of one recipient: HTML by the name of the field, the subject as plain text."""

    body: str = ""
    subject: str = ""
    note: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no text. `missing`: the contact lacks the field that is named."""

    message: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Targets:
    """Ids of what a rule names: its sender, its tags, whom it assigns to."""

    sender: str
    tags: tuple[str, ...] = ()
    assignee: str = ""


def requests(
    rule: Rule, found: Mapping[str, Any], made: Made, to: Targets, now: int
) -> list[Request]:
    """In the order in which they are sent."""
    if isinstance(rule.content, Message):
        return [_message(rule.content, found, made, to)]
    if isinstance(rule.content, Event):
        return [_event(rule, rule.content, found, made)]
    return _replies(rule.content, str(found["id"]), made, to, now)


def _message(content: Message, found: Mapping[str, Any], made: Made, to: Targets) -> Request:
    receiver = {"type": found.get("role") or "user", "id": found["id"]}
    body: Json = {
        "message_type": content.channel, "body": made.body, "to": receiver,
        "from": {"type": "admin", "id": int(to.sender)},
    }  # fmt: skip
    if content.channel == "email":
        body |= {"subject": made.subject, "template": content.template}
    return Request("POST", "/messages", body)


def _event(rule: Rule, content: Event, found: Mapping[str, Any], made: Made) -> Request:
    whom = {rule.to[0].replace("external_id", "user_id"): rule.to[1]} if rule.to else {
        "id": found["id"]
    }  # fmt: skip
    body = {"event_name": content.name, "created_at": content.at, **whom}
    return Request("POST", "/events", body | ({"metadata": dict(made.metadata)} if made.metadata
                                              else {}))  # fmt: skip


def _replies(content: Reply, id_: str, made: Made, to: Targets, now: int) -> list[Request]:
    path, by = f"/conversations/{id_}", {"admin_id": to.sender}
    said = [("note", made.note)] * bool(content.note) + [("comment", made.body)] * bool(
        content.body
    )
    found = [
        Request(
            "POST", f"{path}/reply", {**by, "type": "admin", "message_type": kind, "body": text}
        )
        for kind, text in said
    ]
    found += [Request("POST", f"{path}/tags", {**by, "id": tag}) for tag in to.tags]
    parts: list[Json] = []
    if content.assign:
        kind = "team" if content.assign[0] == "team" else "admin"
        parts.append({"message_type": "assignment", "type": kind, "assignee_id": to.assignee})
    if content.state == "snoozed":
        parts.append({"message_type": "snoozed", "snoozed_until": now + content.snooze})
    elif content.state:
        parts.append({"message_type": "close" if content.state == "closed" else "open"})
    return found + [
        Request("POST", f"{path}/parts", {"type": "admin", **by, **one}) for one in parts
    ]
