"""Articles: content in every language, a place, an author, a state; pending drafts divert writes.

[D] While a draft is there, or where the same request schedules the publishing, an update of
what is published goes into the draft and the live text stays.
"""

from __future__ import annotations

from reconciler.simulator import pages, translations
from reconciler.simulator.article import drafts, history, schedules, view, writes
from reconciler.simulator.article.view import AI
from reconciler.simulator.errors import RefusalError, missing, not_found
from reconciler.simulator.resources import admins, help_centers
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "article",
        {"title": "", "description": "", "body": "", "author_id": 0, "state": "draft",
         "parent_id": None, "translations": {}, "draft": None, "tags": [], "audience_ids": [],
         **dict.fromkeys(AI, True), "synced": False, "published_before": False,
         "exclude_from_article_suggestions": False, "help_center_audience": "everyone",
         "created_by_id": None, "updated_by_id": None,
         "scheduled_publish_at": None, "scheduled_unpublish_at": None},
        new_id=lambda number, _now: str(9_000_000 + number),
        types={"parent_id": str, "draft": dict, "created_by_id": int, "updated_by_id": int,
               "scheduled_publish_at": int, "scheduled_unpublish_at": int},
        lagged=True,
    ),
)  # fmt: skip
SIZE, MOST = 25, 150
NO_AUTHOR = "author_id must be in the main body or default locale translated_content object"


def every(call: Call) -> Json:
    schedules.all_current(call)
    rows, around = call.store.recent("article"), view.frame(call)
    return pages.page(call, rows, show=lambda row: view.shown(row, around), size=SIZE, most=MOST)


def one(call: Call) -> Json:
    return view.single(found(call), call)


def found(call: Call) -> Row:
    if row := call.store.find("article", call.id):
        return schedules.current(call, row)
    raise not_found()


def create(call: Call) -> Json:
    fields = writes.written(call)
    if not fields.get("title"):
        raise missing("title is a required parameter.")
    if "author_id" not in fields:
        raise missing(NO_AUTHOR)
    times = schedules.asked(call, None, state=fields.get("state", "draft"))
    fields |= {**writes.parent(call, int), **times}
    if times.get(schedules.PUBLISH):
        fields["state"] = "draft"
    by = int(admins.own(call.store)["id"])
    fields["translations"] = writes.stamped(call, {}, fields["translations"], by=by)
    row = call.store.create("article", **fields, created_by_id=by, updated_by_id=by)
    history.note(call, row, ())
    return view.single(row, call)


def update(call: Call) -> Json:
    row = found(call)
    fields = writes.written(call)
    by = int(admins.own(call.store)["id"])
    if "author_id" not in fields and call.switches.update_restamps_author:
        fields["author_id"] = by
    times = schedules.asked(call, row, state=str(fields.get("state", row["state"])))
    fields |= {**writes.parent(call, str), **times, "updated_by_id": by}
    changes = fields.pop("translations")
    if times.get(schedules.PUBLISH):
        fields.pop("state", None)
    later = times.get(schedules.PUBLISH) and row["state"] == "published"
    if row["draft"] is not None or later:
        fields, changes = _diverted(call, row, fields, changes)
    fields["translations"] = _contents(call, row, fields, changes)
    return view.single(_edited(call, row, fields, changes), call)


def _diverted(
    call: Call, row: Row, fields: Json, changes: translations.Contents
) -> tuple[Json, translations.Contents]:
    """Texts go onto the draft, the rest goes live."""
    rest = _without_texts(fields) | {"draft": drafts.staged(call, row, fields, changes)}
    others = {locale: _without_texts(one) for locale, one in changes.items()}
    return rest, {locale: one for locale, one in others.items() if one}


def _without_texts(entry: Json) -> Json:
    return {name: one for name, one in entry.items() if name not in view.CONTENT}


def _contents(
    call: Call, row: Row, fields: Json, changes: translations.Contents
) -> translations.Contents:
    kept = writes.broadcast(call, row["translations"], fields)
    return writes.stamped(call, kept, changes, by=fields["updated_by_id"])


def _edited(call: Call, row: Row, fields: Json, changes: translations.Contents) -> Row:
    history.catch_up(call, row)
    if row["state"] == "published":
        fields["published_before"] = True
    edited = call.store.edit("article", row["id"], **fields)
    own = help_centers.language(call.store)
    named = [own] if writes.texts(fields) else []
    others = [locale for locale, one in changes.items() if writes.texts(one)]
    history.note(call, edited, [*named, *others])
    return edited


def delete(call: Call) -> Json:
    row = found(call)
    if row["synced"]:
        if call.switches.synced_delete == "refuse":
            raise RefusalError(403, "action_forbidden", message="Synced articles cannot be deleted")
    else:
        history.forget(call.store, row["id"])
        call.store.remove("article", row["id"])
    return {"id": row["id"], "object": "article", "deleted": True}


ROUTES = (
    Route("GET", "/articles", every),
    Route("POST", "/articles", create),
    Route("GET", "/articles/{}", one),
    Route("PUT", "/articles/{}", update),
    Route("DELETE", "/articles/{}", delete),
)
