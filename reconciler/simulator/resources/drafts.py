"""The draft of a published article, from 2.16: stage, read, publish. [D]

What a draft is, and that it diverts updates, is decided beside the articles.
"""

from __future__ import annotations

from reconciler.simulator import checks
from reconciler.simulator.article import drafts, history, view, writes
from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.resources import articles, help_centers
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

SINCE = (2, 16)


def stage(call: Call) -> Json:
    row = articles.found(call)
    if row["state"] != "published":
        raise _refused("Article must be published before a draft can be staged")
    fields = writes.written(call)
    others = fields.pop("translations")
    draft = drafts.staged(call, row, fields, others)
    change = call.store.edit if call.switches.draft_moves_updated_at else call.store.set
    row = change("article", row["id"], draft=draft)
    named = [*([help_centers.language(call.store)] if writes.texts(fields) else []), *others]
    history.note_staged(call, drafts.merged(row), named)
    return _shown(row, call)


def one(call: Call) -> Json:
    row = articles.found(call)
    if row["draft"] is None:
        raise not_found()
    return _shown(row, call)


def publish(call: Call) -> Json:
    row = articles.found(call)
    if row["draft"] is None:
        raise _refused("Article has no draft to publish")
    language = help_centers.language(call.store)
    chosen = _locales(call, view.pending(row, language))
    history.catch_up(call, row)
    fields = drafts.released(row, chosen, own=language, now=call.store.now())
    row = call.store.edit("article", row["id"], **fields)
    history.note(call, row, chosen)
    return view.shown(row, view.frame(call))


def _locales(call: Call, pending: list[str]) -> list[str]:
    chosen = call.body.get("locales")
    if len(help_centers.locales(call.store)) < 2:  # noqa: PLR2004 - one language is no choice
        return pending
    if not isinstance(chosen, list) or not chosen:
        message = "locales must be specified to publish a draft on a multilingual workspace"
        raise RefusalError(422, "parameter_not_found", message=message)
    if idle := [str(one) for one in chosen if not checks.among(one, pending)]:
        text = "Cannot publish a draft for locale(s) without pending changes"
        raise _refused(f"{text}: {', '.join(idle)}")
    return chosen


def _shown(row: Row, call: Call) -> Json:
    """The article as it will be once the draft is published."""
    return view.shown(drafts.merged(row), view.frame(call))


def _refused(message: str) -> RefusalError:
    return RefusalError(422, "parameter_invalid", message=message)


ROUTES = (
    Route("GET", "/articles/{}/draft", one, SINCE),
    Route("PUT", "/articles/{}/draft", stage, SINCE),
    Route("POST", "/articles/{}/draft/publish", publish, SINCE),
)
