"""POST /conversations/search: the fields and operators that its published description lists."""

from __future__ import annotations

from reconciler.query.fields import EQUALITY, Searchable, SearchField, of_type

TEXTS = (
    "id", "source.type", "source.id", "source.delivered_as", "source.subject",
    "source.author.id", "source.author.type", "source.author.name", "source.author.email",
    "source.url", "priority", "statistics.last_closed_by_id", "conversation_rating.remark",
    "ai_agent.resolution_state", "ai_agent.last_answer_type", "ai_agent.rating_remark",
    "ai_agent.source_type", "ai_agent.source_title",
)  # fmt: skip
DATES = (
    "created_at", "updated_at", "waiting_since", "snoozed_until",
    "statistics.first_contact_reply_at", "statistics.first_assignment_at",
    "statistics.first_admin_reply_at", "statistics.first_close_at",
    "statistics.last_assignment_at", "statistics.last_assignment_admin_reply_at",
    "statistics.last_contact_reply_at", "statistics.last_admin_reply_at",
    "statistics.last_close_at", "conversation_rating.requested_at",
    "conversation_rating.replied_at",
)  # fmt: skip
NUMBERS = (
    "admin_assignee_id", "team_assignee_id", "statistics.time_to_assignment",
    "statistics.time_to_admin_reply", "statistics.time_to_first_close",
    "statistics.time_to_last_close", "statistics.median_time_to_reply",
    "statistics.count_reopens", "statistics.count_assignments",
    "statistics.count_conversation_parts", "conversation_rating.score", "ai_agent.rating",
)  # fmt: skip
FLAGS = ("open", "read", "ai_agent_participated")
BOUNDS = (*EQUALITY, "<", ">")
TEXTUAL = (*EQUALITY, "~", "!~", "^", "$")
ELSEWHERE = ("source.body", "channel_initiated", "conversation_rating.contact_id",
             "conversation_rating.admin_d")  # fmt: skip
"""Searched by words, or answered under no documented name. `admin_d`: as it is spelled there."""

CONVERSATIONS = Searchable(
    name="conversations",
    path="/conversations/search",
    fields={
        **of_type("string", *TEXTS),
        **of_type("date", *DATES),
        **of_type("integer", *NUMBERS),
        **of_type("boolean", *FLAGS),
        **{name: SearchField(name, path="") for name in ELSEWHERE},
        "state": SearchField("state", choices=("open", "closed", "snoozed")),
        "contact_ids": SearchField("contact_ids", path="contacts.contacts", many=True),
        "teammate_ids": SearchField("teammate_ids", path="teammates.admins", many=True),
        "tag_ids": SearchField("tag_ids", path="tags.tags", many=True),
        "tag": SearchField("tag", wire="tag_ids", ref="tag", path="tags.tags", many=True),
        "assignee": SearchField("assignee", "integer", "admin_assignee_id", ref="admin",
                                path="admin_assignee_id"),
        "team": SearchField("team", "integer", "team_assignee_id", ref="team",
                            path="team_assignee_id"),
    },
    operators={
        "string": TEXTUAL,
        "boolean": EQUALITY,
        "integer": BOUNDS,
        "float": BOUNDS,
        "date": BOUNDS,
    },
    inclusive=True,
)  # fmt: skip
