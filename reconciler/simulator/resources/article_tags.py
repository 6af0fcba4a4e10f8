"""Tags on an article, from 2.16: attached and detached one by one. [D]

Which article has a tag stands in the article's row.
"""

from __future__ import annotations

from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.resources import admins, tags
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

SINCE = (2, 16)
FORBIDDEN = "Not authorized to manage knowledge base content"


def attach(call: Call) -> Json:
    row, tag = _article(call), _tag(call, call.body.get("id"))
    by = _by(call)
    if tag["id"] not in row["tags"]:
        _set(call, row, [*row["tags"], tag["id"]])
    applied = {"applied_at": call.store.now(), "applied_by": {"type": "admin", "id": by}}
    return {**tags.shown(tag), **applied}


def detach(call: Call) -> Json:
    row, tag = _article(call), _tag(call, call.arguments[1])
    if tag["id"] in row["tags"]:
        _set(call, row, [one for one in row["tags"] if one != tag["id"]])
    elif call.switches.untag_what_is_not_tagged == "refuse":
        raise _no_tag()
    return {**tags.shown(tag), "applied_at": None, "applied_by": None}


def _set(call: Call, row: Row, held: list[str]) -> None:
    change = call.store.edit if call.switches.tagging_touches_article else call.store.set
    change("article", row["id"], tags=held)


def _article(call: Call) -> Row:
    if not call.switches.manages_content:
        raise RefusalError(403, "forbidden", message=FORBIDDEN)
    if row := call.store.find("article", call.id):
        return row
    raise not_found("article_not_found", message="Article not found")


def _tag(call: Call, key: object) -> Row:
    if row := call.store.find("tag", key):
        return row
    raise _no_tag()


def _no_tag() -> RefusalError:
    return not_found("tag_not_found", message="Tag not found")


def _by(call: Call) -> str:
    """[D] The teammate that is named, or the one behind the token."""
    named = call.body.get("admin_id")
    if named is None:
        return str(admins.own(call.store)["id"])
    if row := call.store.find("admin", named):
        return str(row["id"])
    raise not_found("admin_not_found", message="Admin not found")


ROUTES = (
    Route("POST", "/articles/{}/tags", attach, SINCE),
    Route("DELETE", "/articles/{}/tags/{}", detach, SINCE),
)
