"""The draft of a published article, from 2.16: stage, read, publish. [D]

What a draft is, and that it diverts updates, is decided beside the articles.
"""

from __future__ import annotations

from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.resources import articles, help_centers
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

SINCE = (2, 16)


def stage(call: Call) -> Json:
    row = articles.found(call)
    if row["state"] != "published":
        raise _refused("Article must be published before a draft can be staged")
    fields = articles.written(call)
    content = {name: fields[name] for name in articles.CONTENT if name in fields}
    articles.stage(call, row, content, fields["translations"])
    return _shown(row, call)


def one(call: Call) -> Json:
    row = articles.found(call)
    if row["draft"] is None:
        raise not_found()
    return _shown(row, call)


def publish(call: Call) -> Json:
    row = articles.found(call)
    draft = row["draft"]
    if draft is None:
        raise _refused("Article has no draft to publish")
    language = help_centers.language(call.store)
    chosen = _locales(call, articles.pending(row, language))
    content, others = _taken(draft, chosen, own=language)
    contents = {
        locale: {**row["translations"].get(locale, {}), **others.get(locale, {})}
        for locale in {**row["translations"], **others}
    }
    left = draft if articles.pending(row, language) else None
    call.store.edit("article", row["id"], **content, translations=contents, draft=left)
    return articles.shown(row, call)


def _locales(call: Call, pending: list[str]) -> list[str]:
    chosen = call.body.get("locales")
    if len(help_centers.locales(call.store)) < 2:  # noqa: PLR2004 - one language is no choice
        return pending
    if not isinstance(chosen, list) or not chosen:
        message = "locales must be specified to publish a draft on a multilingual workspace"
        raise RefusalError(422, "parameter_not_found", message=message)
    if idle := [str(one) for one in chosen if one not in pending]:
        text = "Cannot publish a draft for locale(s) without pending changes"
        raise _refused(f"{text}: {', '.join(idle)}")
    return chosen


def _taken(draft: Json, chosen: list[str], *, own: str) -> tuple[Json, Json]:
    """Takes the chosen locales out of the draft: the default one's content, and the others'."""
    content = {
        name: draft.pop(name) for name in articles.CONTENT if own in chosen and name in draft
    }
    staged = draft["translations"]
    return content, {locale: staged.pop(locale) for locale in chosen if locale in staged}


def _shown(row: Row, call: Call) -> Json:
    """The article as it will be once the draft is published."""
    draft = row["draft"]
    staged = {name: draft[name] for name in articles.CONTENT if name in draft}
    contents = {
        locale: {**row["translations"].get(locale, {}), **draft["translations"].get(locale, {})}
        for locale in {**row["translations"], **draft["translations"]}
    }
    return articles.shown({**row, **staged, "translations": contents}, call)


def _refused(message: str) -> RefusalError:
    return RefusalError(422, "parameter_invalid", message=message)


ROUTES = (
    Route("GET", "/articles/{}/draft", one, SINCE),
    Route("PUT", "/articles/{}/draft", stage, SINCE),
    Route("POST", "/articles/{}/draft/publish", publish, SINCE),
)
