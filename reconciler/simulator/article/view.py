"""An article as answers show it, by version.

Where there are several languages, the top level repeats the default one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reconciler.simulator import bodies, translations
from reconciler.simulator.resources import collections, help_centers, tags
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json

CONTENT = ("title", "description", "body")
AI = ("ai_chatbot_availability", "ai_copilot_availability", "ai_sales_agent_availability")
TAGS_SINCE, NEWER_SINCE = (2, 13), (2, 16)
STATISTICS = {
    "type": "article_statistics", "views": 0, "conversations": 0, "reactions": 0,
    "happy_reaction_percentage": 0, "neutral_reaction_percentage": 0,
    "sad_reaction_percentage": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for all articles of one answer, looked up once."""

    call: Call
    language: str
    several: bool
    newer: bool
    host: str
    """Of the default help center."""
    hosts: dict[str, str] = field(default_factory=dict)
    """By collection, as they are met."""


def frame(call: Call) -> Frame:
    store = call.store
    return Frame(
        call,
        help_centers.language(store),
        len(help_centers.locales(store)) > 1,
        call.version >= NEWER_SINCE,
        str(help_centers.default(store)["host"]),
    )


def shown(row: Row, around: Frame) -> Json:
    """As in lists."""
    call, parent = around.call, row["parent_id"]
    own = _content(row, around, row, locale=around.language)
    found = {
        "id": row["id"],
        "type": "article",
        "workspace_id": call.store.app["id_code"],
        "parent_ids": [int(parent)] if parent else [],
        **own,
    }
    if around.several:
        others = {
            locale: _content(row, around, entry, locale=locale)
            for locale, entry in row["translations"].items()
        }
        found |= translations.shown(call, "article", own, others)
        if around.language in found["translated_content"]:
            found.pop("audience_ids", None)  # [D] stands in each locale instead
    if call.version >= TAGS_SINCE:
        found["tags"] = tags.embedded(call.store, row["tags"])
    found |= _newer(row) if around.newer else _older(row)
    return found


def single(row: Row, call: Call) -> Json:
    """As in answers about one article."""
    return {**shown(row, frame(call)), "statistics": STATISTICS}


def _content(row: Row, around: Frame, entry: Json, *, locale: str) -> Json:
    get, body, store = entry.get, entry.get("body", ""), around.call.store
    state, title = get("state", "draft"), get("title", "")
    found = {
        "title": title,
        "description": get("description", ""),
        "body": bodies.signed(body, store),
        "author_id": get("author_id", row["author_id"]),
        "state": state,
        "created_at": get("created_at", row["created_at"]),
        "updated_at": get("updated_at", row["updated_at"]),
        "url": _url(row, around, title, locale) if state == "published" else None,
    }
    if around.newer:
        found |= _newer_content(row, around, entry, locale)
    return found


def _url(row: Row, around: Frame, title: str, locale: str) -> str:
    parent = row["parent_id"] or ""
    host = around.hosts.get(parent)
    if host is None:
        held = center(row, around.call)
        host = around.hosts[parent] = str(held["host"]) if held else around.host
    return f"https://{host}/{locale}/articles/{row['id']}-{help_centers.slug(title)}"


def _newer_content(row: Row, around: Frame, entry: Json, locale: str) -> Json:
    staged = row["draft"] is not None and locale in pending(row, around.language)
    get = entry.get
    return {
        "body_markdown": bodies.marked(get("body", ""), around.call.store),
        "has_unpublished_changes": staged,
        "draft_updated_at": row["draft"]["updated_at"] if staged else None,
        "audience_ids": get("audience_ids", []),
        "created_by_id": get("created_by_id", row["created_by_id"]),
        "updated_by_id": get("updated_by_id", row["updated_by_id"]),
        "ai_chatbot_availability": get("ai_chatbot_availability", True),
        "ai_copilot_availability": get("ai_copilot_availability", True),
        "ai_sales_agent_availability": get("ai_sales_agent_availability", True),
    }


def pending(row: Row, language: str) -> list[str]:
    """The locales with staged content; `language` is the default one."""
    draft = row["draft"] or {}
    own = any(name in draft for name in CONTENT)
    return [*([language] if own else []), *draft.get("translations", {})]


def center(row: Row, call: Call) -> Row | None:
    """The help center that the article's collection belongs to."""
    parent = call.store.find("collection", row["parent_id"])
    return collections.help_center(call.store, parent) if parent else None


def _older(row: Row) -> Json:
    parent = int(row["parent_id"]) if row["parent_id"] else None
    return {"parent_id": parent, "parent_type": "collection" if parent else None}


def _newer(row: Row) -> Json:
    return {
        "scheduled_publish_at": row["scheduled_publish_at"],
        "scheduled_unpublish_at": row["scheduled_unpublish_at"],
        "help_center_audience": row["help_center_audience"],
        "exclude_from_article_suggestions": row["exclude_from_article_suggestions"],
    }
