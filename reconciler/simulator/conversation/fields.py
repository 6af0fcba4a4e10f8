"""The fields of conversations that can be searched, as the table of the description has them.

Ratings and AI agents are fields without a value: nothing in the simulator gives one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reconciler.simulator.conversation import parts, texts
from reconciler.simulator.search import Field, attributes, column
from reconciler.simulator.search.fields import Kind
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Version

LEVELS: Version = (2, 16)
"""[D] From here priorities have levels and nobody is 0."""
SOURCE = ("type", "id", "delivered_as", "subject", "url")
AUTHOR = ("id", "type", "name", "email")
SECONDS = ("time_to_assignment", "time_to_admin_reply", "time_to_first_close",
           "time_to_last_close", "count_reopens", "count_assignments")  # fmt: skip
TIMES = ("first_contact_reply_at", "first_assignment_at", "first_admin_reply_at",
         "first_close_at", "last_assignment_at", "last_assignment_admin_reply_at",
         "last_contact_reply_at", "last_admin_reply_at", "last_close_at")  # fmt: skip
UNSET: Mapping[Kind, tuple[str, ...]] = {
    "date": ("conversation_rating.requested_at", "conversation_rating.replied_at"),
    "integer": ("conversation_rating.score", "ai_agent.rating"),
    "string": ("conversation_rating.remark", "conversation_rating.contact_id",
               "conversation_rating.admin_id", "conversation_rating.admin_d",
               "ai_agent.resolution_state", "ai_agent.last_answer_type",
               "ai_agent.rating_remark", "ai_agent.source_type", "ai_agent.source_title"),
}  # fmt: skip
"""`admin_d` is what the description calls it."""


def of(version: Version, attribute_types: Mapping[str, str]) -> dict[str, Field]:
    return {
        **FIELDS,
        **attributes(attribute_types),
        "priority": Field("string", lambda row: priority(row, version)),
        "admin_assignee_id": Field("integer", lambda row: assignee(row, "admin", version)),
        "team_assignee_id": Field("integer", lambda row: assignee(row, "team", version)),
    }


def priority(row: Row, version: Version) -> str:
    """[D] Levels from 2.16 on; before, priority or not_priority."""
    level: str = row["priority"]
    if version >= LEVELS:
        return level
    return "not_priority" if level == "none" else "priority"


def assignee(row: Row, which: str, version: Version) -> int | None:
    """[D] Nobody is 0 from 2.16 on, and null before."""
    found: int | None = row[f"{which}_assignee_id"]
    return 0 if found is None and version >= LEVELS else found


def is_open(row: Row) -> bool:
    """[D] A snoozed conversation is open too (the example)."""
    return bool(row["state"] != "closed")


def _source(name: str) -> Callable[[Row], Any]:
    return lambda row: row["source"].get(name)


def _author(name: str) -> Callable[[Row], Any]:
    return lambda row: row["source"]["author"].get(name)


def _counted(name: str) -> Callable[[Row], Any]:
    return lambda row: row["statistics"].get(name)


FIELDS: Mapping[str, Field] = {
    **{name: column("string", name) for name in ("id", "state")},
    **{name: column("date", name) for name in ("created_at", "updated_at", "waiting_since",
                                               "snoozed_until")},
    **{f"source.{name}": Field("string", _source(name)) for name in SOURCE},
    **{f"source.author.{name}": Field("string", _author(name)) for name in AUTHOR},
    "source.body": Field("string", lambda row: texts.words(row["source"]["body"]), many=True),
    "contact_ids": column("string", "contacts", many=True),
    "teammate_ids": column("string", "teammates", many=True),
    "tag_ids": column("string", "tags", many=True),
    "channel_initiated": Field("string", _source("type")),
    "open": Field("boolean", is_open),
    "read": column("boolean", "read"),
    "ai_agent_participated": Field("boolean", lambda _row: False),
    **{f"statistics.{name}": Field("integer", _counted(name)) for name in SECONDS},
    **{f"statistics.{name}": Field("date", _counted(name)) for name in TIMES},
    "statistics.last_closed_by_id": Field("string", _counted("last_closed_by_id")),
    "statistics.count_conversation_parts": Field("integer", lambda row: len(row["parts"])),
    "statistics.median_time_to_reply": Field("integer", lambda row: parts.median_wait(row).get(
        "median_time_to_reply")),
    **{name: Field(kind, lambda _row: None) for kind, names in UNSET.items() for name in names},
}  # fmt: skip
