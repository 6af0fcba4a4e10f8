"""What a body says about an article, checked, with its texts as they will be stored.

Nothing is changed here, so that a refusal leaves nothing half done.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator import bodies, checks, translations
from reconciler.simulator.article.view import AI, CONTENT, NEWER_SINCE
from reconciler.simulator.errors import RefusalError, invalid
from reconciler.simulator.wire import Call, Json

STATES = ("draft", "published")
PARENTS = ("collection", "section")


def written(call: Call) -> dict[str, Any]:
    """The fields that a body names, and "translations", the same by locale."""
    own, others = translations.sent(call)
    fields = _entry(call, {**own, **call.body})
    contents = {locale: _entry(call, entry) for locale, entry in others.items()}
    if "audience_ids" in call.body and "audience_ids" in fields:
        for entry in contents.values():  # [D] the top level wins
            entry["audience_ids"] = fields["audience_ids"]
    return {**fields, "translations": contents}


def texts(fields: Json) -> Json:
    """[D] Only these are staged: flags, state and author are not versioned."""
    return {name: fields[name] for name in CONTENT if name in fields}


def broadcast(call: Call, kept: translations.Contents, fields: Json) -> translations.Contents:
    """[D] audience_ids at the top level holds for every locale."""
    if "audience_ids" not in fields or "audience_ids" not in call.body:
        return kept
    ids = fields["audience_ids"]
    return {locale: {**entry, "audience_ids": ids} for locale, entry in kept.items()}


def _entry(call: Call, body: Json) -> dict[str, Any]:
    fields: dict[str, Any] = {name: checks.text(body, name) for name in CONTENT if name in body}
    if "body" in fields:
        fields["body"] = bodies.stored(fields["body"], call)
    if body.get("state") is not None:
        fields["state"] = checks.choice(body, "state", choices=STATES)
    if body.get("author_id") is not None:
        fields["author_id"] = _author(call, body)
    return fields | (_newer(call, body) if call.version >= NEWER_SINCE else {})


def _author(call: Call, body: Json) -> int:
    author = checks.integer(body, "author_id")
    if call.store.find("admin", author) is None:
        raise invalid("The author specified is not a member of the workspace", field="author_id")
    return author


def _newer(call: Call, body: Json) -> Json:
    fields: Json = {name: checks.flag(body, name) for name in AI if body.get(name) is not None}
    if body.get("body_markdown") is not None:
        if body.get("body") is not None:
            message = "body and body_markdown are mutually exclusive"
            raise invalid(message, field="body_markdown")
        fields["body"] = bodies.from_markdown(checks.text(body, "body_markdown"), call)
    if "audience_ids" in body:
        fields |= _audiences(call, body["audience_ids"])
    return fields


def _audiences(call: Call, given: Any) -> Json:
    if given is None:
        return {"audience_ids": []} if call.switches.audience_null_clears else {}
    whole = isinstance(given, list) and all(
        isinstance(one, int) and not isinstance(one, bool) for one in given
    )
    if not whole:
        raise invalid("audience_ids must be a list of integers", field="audience_ids")
    if unknown := [str(one) for one in given if call.store.find("audience", one) is None]:
        message = f"audience_ids contains unknown audience IDs: {', '.join(unknown)}"
        raise RefusalError(404, "parameter_invalid", message=message)
    return {"audience_ids": list(dict.fromkeys(given))}


def parent(call: Call, expected: type) -> Json:
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


def stamped(
    call: Call, kept: translations.Contents, changes: translations.Contents, *, by: int
) -> translations.Contents:
    """Translations after a write, each with its own times and people."""
    now = call.store.now()
    new = {"created_at": now, "created_by_id": by}
    timed = {
        locale: {**({} if locale in kept else new), **entry, "updated_at": now, "updated_by_id": by}
        for locale, entry in changes.items()
    }
    return translations.merged(call, kept, timed)
