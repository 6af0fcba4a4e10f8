"""Staged content: how it comes onto a draft, and how it becomes the live text.

A row's `draft` is None or the staged content (title, description, body, translations,
updated_at); it is replaced as a whole, never changed in place.
"""

from __future__ import annotations

from collections.abc import Collection

from reconciler.simulator import translations
from reconciler.simulator.article import writes
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json


def staged(call: Call, row: Row, fields: Json, others: translations.Contents) -> Json | None:
    """The draft after these texts came onto it; None where there is none."""
    draft: Json = row["draft"] or {}
    changes = {locale: found for locale, one in others.items() if (found := writes.texts(one))}
    own = writes.texts(fields)
    if not own and not changes:
        return draft or None
    merged = translations.merged(call, _others(draft), changes)
    return {**draft, **own, "translations": merged, "updated_at": call.store.now()}


def released(row: Row, chosen: Collection[str], *, own: str, now: int) -> Json:
    """The fields of a row whose draft becomes live in some locales; `own`: the default one."""
    draft = row["draft"]
    texts = writes.texts(draft) if own in chosen else {}
    contents = dict(row["translations"])
    for locale, content in _others(draft).items():
        if locale in chosen:
            before = contents.get(locale, {"created_at": now})
            contents[locale] = {**before, **content, "updated_at": now}
    return {**texts, "translations": contents, "draft": _left(draft, chosen, own=own)}


def _others(draft: Json) -> translations.Contents:
    """The staged translations; a teammate's draft may have none."""
    found: translations.Contents = draft.get("translations", {})
    return found


def _left(draft: Json, chosen: Collection[str], *, own: str) -> Json | None:
    others = {name: one for name, one in _others(draft).items() if name not in chosen}
    texts = {} if own in chosen else writes.texts(draft)
    if not others and not texts:
        return None
    return {**texts, "translations": others, "updated_at": draft["updated_at"]}


def merged(row: Row) -> Row:
    """The row as it would be with the whole draft live."""
    draft = row["draft"] or {}
    contents = {
        locale: {**row["translations"].get(locale, {}), **_others(draft).get(locale, {})}
        for locale in {**row["translations"], **_others(draft)}
    }
    return {**row, **writes.texts(draft), "translations": contents}
