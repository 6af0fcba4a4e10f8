"""An article as answers show it, by version.

Where there are several languages, the top level repeats the default one.
"""

from __future__ import annotations

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


def shown(row: Row, call: Call) -> Json:
    """As in lists."""
    language = help_centers.language(call.store)
    host = _host(row, call)
    own = _content(row, call, row, locale=language, host=host)
    others = {
        locale: _content(row, call, entry, locale=locale, host=host)
        for locale, entry in row["translations"].items()
    }
    found = {
        "id": row["id"],
        "type": "article",
        "workspace_id": call.store.app["id_code"],
        "parent_ids": [int(row["parent_id"])] if row["parent_id"] else [],
        **own,
        **translations.shown(call, "article", own, others),
    }
    if "translated_content" in found:
        found.pop("audience_ids", None)  # [D] stands in each locale instead
    if call.version >= TAGS_SINCE:
        found["tags"] = tags.embedded(call.store, row["tags"])
    return found | (_newer(row) if call.version >= NEWER_SINCE else _older(row))


def single(row: Row, call: Call) -> Json:
    """As in answers about one article."""
    return {**shown(row, call), "statistics": STATISTICS}


def _content(row: Row, call: Call, entry: Json, *, locale: str, host: str) -> Json:
    state = entry.get("state", "draft")
    title, body = entry.get("title", ""), entry.get("body", "")
    slug = f"{row['id']}-{help_centers.slug(title)}"
    found = {
        "title": title,
        "description": entry.get("description", ""),
        "body": bodies.signed(body, call.store),
        "author_id": entry.get("author_id", row["author_id"]),
        "state": state,
        "created_at": entry.get("created_at", row["created_at"]),
        "updated_at": entry.get("updated_at", row["updated_at"]),
        "url": f"https://{host}/{locale}/articles/{slug}" if state == "published" else None,
    }
    if call.version < NEWER_SINCE:
        return found
    return found | _newer_content(row, call, entry, locale)


def _newer_content(row: Row, call: Call, entry: Json, locale: str) -> Json:
    staged = locale in pending(row, help_centers.language(call.store))
    return {
        "body_markdown": bodies.marked(entry.get("body", ""), call.store),
        "has_unpublished_changes": staged,
        "draft_updated_at": row["draft"]["updated_at"] if staged else None,
        "audience_ids": entry.get("audience_ids", []),
        "created_by_id": entry.get("created_by_id", row["created_by_id"]),
        "updated_by_id": entry.get("updated_by_id", row["updated_by_id"]),
        **{name: entry.get(name, True) for name in AI},
    }


def pending(row: Row, language: str) -> list[str]:
    """The locales with staged content; `language` is the default one."""
    draft = row["draft"] or {}
    own = any(name in draft for name in CONTENT)
    return [*([language] if own else []), *draft.get("translations", {})]


def _host(row: Row, call: Call) -> str:
    return str((center(row, call) or help_centers.default(call.store))["host"])


def center(row: Row, call: Call) -> Row | None:
    """The help center that the article's collection belongs to."""
    parent = call.store.find("collection", row["parent_id"])
    return collections.help_center(call.store, parent) if parent else None


def _older(row: Row) -> Json:
    parent = int(row["parent_id"]) if row["parent_id"] else None
    return {"parent_id": parent, "parent_type": "collection" if parent else None}


def _newer(row: Row) -> Json:
    names = ("scheduled_publish_at", "scheduled_unpublish_at", "help_center_audience",
             "exclude_from_article_suggestions")  # fmt: skip
    return {name: row[name] for name in names}
