"""Articles: content in every language, a place, an author, a state; pending drafts divert writes.

A row's `draft` is None or the staged content (title, description, body, translations,
updated_at). [D] While it is there, an update of content goes into it and the live text stays.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator import bodies, checks, pages, translations
from reconciler.simulator.errors import RefusalError, invalid, missing, not_found
from reconciler.simulator.resources import admins, collections, help_centers
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "article",
        {"title": "", "description": "", "body": "", "author_id": 0, "state": "draft",
         "parent_id": None, "translations": {}, "draft": None, "tags": [], "ai": {},
         "created_by_id": None, "updated_by_id": None,
         "scheduled_publish_at": None, "scheduled_unpublish_at": None},
        new_id=lambda number, _now: str(9_000_000 + number),
        types={"parent_id": str, "draft": dict, "created_by_id": int, "updated_by_id": int,
               "scheduled_publish_at": int, "scheduled_unpublish_at": int},
    ),
)  # fmt: skip
SIZE, MOST = 25, 150
STATES = ("draft", "published")
PARENTS = ("collection", "section")
CONTENT = ("title", "description", "body")
AI = ("ai_chatbot_availability", "ai_copilot_availability", "ai_sales_agent_availability")
LATER = ("body_markdown", "audience_ids", "scheduled_publish_at", "scheduled_unpublish_at")
TAGS_SINCE, DRAFTS_SINCE = (2, 13), (2, 16)
NO_AUTHOR = "author_id must be in the main body or default locale translated_content object"
STATISTICS = {
    "type": "article_statistics", "views": 0, "conversations": 0, "reactions": 0,
    "happy_reaction_percentage": 0, "neutral_reaction_percentage": 0,
    "sad_reaction_percentage": 0,
}  # fmt: skip


def shown(row: Row, call: Call) -> Json:
    """As in lists."""
    own = _content(row, call, row, help_centers.language(call.store))
    others = {
        locale: _content(row, call, entry, locale) for locale, entry in row["translations"].items()
    }
    found = {
        "id": row["id"],
        "type": "article",
        "workspace_id": call.store.app["id_code"],
        "parent_ids": [int(row["parent_id"])] if row["parent_id"] else [],
        **own,
        **translations.shown(call, "article", own, others),
    }
    if call.version < DRAFTS_SINCE:
        parent = int(row["parent_id"]) if row["parent_id"] else None
        found |= {"parent_id": parent, "parent_type": "collection" if parent else None}
    if call.version >= TAGS_SINCE:
        found["tags"] = {"type": "tag.list", "tags": []}
    return found | (_newer(row) if call.version >= DRAFTS_SINCE else {})


def single(row: Row, call: Call) -> Json:
    """As in answers about one article."""
    return {**shown(row, call), "statistics": STATISTICS}


def _content(row: Row, call: Call, entry: Json, locale: str) -> Json:
    state = entry.get("state", "draft")
    title = entry.get("title", "")
    host = _host(row, call)
    slug = f"{row['id']}-{help_centers.slug(title)}"
    return {
        "title": title,
        "description": entry.get("description", ""),
        "body": bodies.signed(entry.get("body", ""), call.store),
        "author_id": entry.get("author_id", row["author_id"]),
        "state": state,
        "created_at": entry.get("created_at", row["created_at"]),
        "updated_at": entry.get("updated_at", row["updated_at"]),
        "url": f"https://{host}/{locale}/articles/{slug}" if state == "published" else None,
        **(_staged(row, locale, call) if call.version >= DRAFTS_SINCE else {}),
    }


def pending(row: Row, language: str) -> list[str]:
    """The locales with staged content; `language` is the default one."""
    draft = row["draft"] or {}
    own = any(name in draft for name in CONTENT)
    return [*([language] if own else []), *draft.get("translations", {})]


def _staged(row: Row, locale: str, call: Call) -> Json:
    staged = locale in pending(row, help_centers.language(call.store))
    at = row["draft"]["updated_at"] if staged else None
    return {"has_unpublished_changes": staged, "draft_updated_at": at}


def _host(row: Row, call: Call) -> str:
    parent = call.store.find("collection", row["parent_id"])
    center = collections.help_center(call.store, parent) if parent else None
    return str((center or help_centers.default(call.store))["host"])


def _newer(row: Row) -> Json:
    draft = row["draft"]
    return {
        "has_unpublished_changes": draft is not None,
        "draft_updated_at": draft["updated_at"] if draft else None,
        "created_by_id": row["created_by_id"],
        "updated_by_id": row["updated_by_id"],
        "scheduled_publish_at": row["scheduled_publish_at"],
        "scheduled_unpublish_at": row["scheduled_unpublish_at"],
        **{name: row["ai"].get(name, True) for name in AI},
    }


def every(call: Call) -> Json:
    rows = call.store.recent("article")
    return pages.page(call, rows, show=lambda row: shown(row, call), size=SIZE, most=MOST)


def one(call: Call) -> Json:
    return single(found(call), call)


def found(call: Call) -> Row:
    if row := call.store.find("article", call.id):
        return row
    raise not_found()


def create(call: Call) -> Json:
    fields = written(call)
    if not fields.get("title"):
        raise missing("title is a required parameter.")
    if "author_id" not in fields:
        raise missing(NO_AUTHOR)
    fields |= _parent(call, int)
    acting = int(admins.own(call.store)["id"])
    row = call.store.create("article", **fields, created_by_id=acting, updated_by_id=acting)
    row["translations"] = _stamped(call, {}, row["translations"])
    return single(row, call)


def update(call: Call) -> Json:
    row = found(call)
    fields = written(call)
    acting = int(admins.own(call.store)["id"])
    if "author_id" not in fields and call.switches.update_restamps_author:
        fields["author_id"] = acting
    fields |= {**_parent(call, str), "updated_by_id": acting}
    changes = fields.pop("translations")
    if row["draft"] is not None:
        staged = {name: fields.pop(name) for name in CONTENT if name in fields}
        stage(call, row, staged, changes)
    else:
        fields["translations"] = _stamped(call, row["translations"], changes)
    return single(call.store.edit("article", row["id"], **fields), call)


def delete(call: Call) -> Json:
    row = found(call)
    call.store.remove("article", row["id"])
    return {"id": row["id"], "object": "article", "deleted": True}


def stage(call: Call, row: Row, content: Json, others: translations.Contents) -> None:
    """Put content into the draft on top of what is live."""
    draft = row["draft"] or {}
    changes = translations.merged(call, draft.get("translations", {}), others)
    row["draft"] = draft | content | {"translations": changes, "updated_at": call.store.now()}


def written(call: Call) -> dict[str, Any]:
    """The fields that a body names, checked and with bodies as they will be stored."""
    own, others = translations.sent(call)
    fields = _entry(call, {**own, **call.body})
    _refuse_later(call)
    if flags := [name for name in AI if name in call.body and call.version >= DRAFTS_SINCE]:
        fields["ai"] = {name: checks.flag(call.body, name) for name in flags}
    contents = {locale: _entry(call, entry) for locale, entry in others.items()}
    return {**fields, "translations": contents}


def _entry(call: Call, body: Json) -> dict[str, Any]:
    fields: dict[str, Any] = {name: checks.text(body, name) for name in CONTENT if name in body}
    if "body" in fields:
        fields["body"] = bodies.stored(fields["body"], call)
    if body.get("state") is not None:
        fields["state"] = checks.choice(body, "state", choices=STATES)
    if body.get("author_id") is not None:
        fields["author_id"] = _author(call, body)
    return fields


def _author(call: Call, body: Json) -> int:
    author = checks.integer(body, "author_id")
    if call.store.find("admin", author) is None:
        raise invalid("The author specified is not a member of the workspace", field="author_id")
    return author


def _refuse_later(call: Call) -> None:
    """What Intercom has and the simulator does not have yet is never dropped silently."""
    named = [name for name in LATER if call.body.get(name) is not None]
    if named and call.version >= DRAFTS_SINCE:
        message = f"The simulator does not know {named[0]} of articles yet"
        raise RefusalError(501, "unsupported", message=message, field=named[0])


def _parent(call: Call, expected: type) -> Json:
    """[D] parent_id is an integer on POST and a string on PUT."""
    if "parent_id" not in call.body:
        return {}
    value = call.body["parent_id"]
    if value is None:
        return {"parent_id": None} if call.switches.parent_null_clears else {}
    types = (expected,) if call.switches.parent_type_strict else (int, str)
    if isinstance(value, bool) or not isinstance(value, types):
        raise invalid(f"parent_id must be of type {expected.__name__}", field="parent_id")
    kind = call.body.get("parent_type") or "collection"
    if not checks.among(kind, PARENTS) or not call.store.find("collection", value):
        raise invalid("The parent does not exist", field="parent_id")
    return {"parent_id": str(value)}


def _stamped(
    call: Call, kept: translations.Contents, changes: translations.Contents
) -> translations.Contents:
    """Translations after a write, each with its own times."""
    now = call.store.now()
    timed = {
        locale: {"created_at": kept.get(locale, {}).get("created_at", now), **entry}
        | {"updated_at": now}
        for locale, entry in changes.items()
    }
    return translations.merged(call, kept, timed)


ROUTES = (
    Route("GET", "/articles", every),
    Route("POST", "/articles", create),
    Route("GET", "/articles/{}", one),
    Route("PUT", "/articles/{}", update),
    Route("DELETE", "/articles/{}", delete),
)
