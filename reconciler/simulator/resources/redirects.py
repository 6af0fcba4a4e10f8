"""Redirects of a help center, from 2.16: made, read and deleted, never changed. [D]

The locale of an answer is that of the translation which the redirect is bound to, and may be
another than the one that was sent.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from reconciler.simulator import checks, pages
from reconciler.simulator.article import view
from reconciler.simulator.errors import RefusalError, invalid, missing, not_found
from reconciler.simulator.resources import collections, help_centers
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "redirect",
        {"from_url": "", "locale": "", "help_center_id": "", "target_type": "article",
         "target_id": ""},
        new_id=lambda number, _now: str(25 + number),
    ),
)  # fmt: skip
SINCE = (2, 16)
SIZE, MOST = 50, 250
NEEDED = ("from_url", "locale", "target_type", "target_id")
TARGETS = ("article", "collection")
OUTSIDE = "from_url must be an absolute URL within this help center's URL space"
NOT_FOUND = "Resource not found"
TAKEN = "A redirect with that URL already exists"


def shown(row: Row) -> Json:
    names = ("id", *NEEDED, "help_center_id", "created_at", "updated_at")
    return {"type": "help_center_redirect", **{name: row[name] for name in names}}


def every(call: Call) -> Json:
    center = _center(call)
    rows = [row for row in call.store.recent("redirect")
            if row["help_center_id"] == center["id"] and _lasting(call, row)]  # fmt: skip
    return pages.page(call, rows, show=shown, size=SIZE, most=MOST)


def one(call: Call) -> Json:
    return shown(_found(call))


def create(call: Call) -> Json:
    center = _center(call)
    for name in NEEDED:
        if call.body.get(name) in (None, ""):
            raise missing(f"{name} is required")
    fields = {name: checks.text(call.body, name) for name in NEEDED}
    if fields["target_type"] not in TARGETS:
        raise invalid("target_type must be 'article' or 'collection'")
    if not _within(fields["from_url"], center):
        raise RefusalError(422, "data_invalid", message=OUTSIDE)
    wanted = _same(call, fields["from_url"])
    taken = [row for row in call.store.rows("redirect") if _lasting(call, row)]
    if any(_same(call, row["from_url"]) == wanted for row in taken):
        raise RefusalError(409, "resource_conflict", message=TAKEN)
    fields["locale"] = _bound(call, _target(call, center, fields), fields)
    return shown(call.store.create("redirect", **fields, help_center_id=center["id"]))


def delete(call: Call) -> Json:
    row = _found(call)
    call.store.remove("redirect", row["id"])
    return {"id": row["id"], "object": "help_center_redirect", "deleted": True}


def _center(call: Call) -> Row:
    if row := call.store.find("help_center", call.id):
        return row
    raise not_found(message=NOT_FOUND)


def _found(call: Call) -> Row:
    center, row = _center(call), call.store.find("redirect", call.arguments[1])
    if row is None or row["help_center_id"] != center["id"] or not _lasting(call, row):
        raise not_found(message=NOT_FOUND)
    return row


def _lasting(call: Call, row: Row) -> bool:
    there = call.store.find(row["target_type"], row["target_id"]) is not None
    return there or call.switches.redirect_outlives_target


def _within(url: str, center: Row) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and parts.netloc.lower() == center["host"].lower()
    except ValueError:
        return False


def _same(call: Call, url: str) -> str:
    return url.casefold().rstrip("/") if call.switches.redirect_urls_normalised else url


def _target(call: Call, center: Row, fields: Json) -> Row:
    """[D] It must be a member of the help center."""
    row = call.store.find(fields["target_type"], fields["target_id"])
    if row is not None:
        article = fields["target_type"] == "article"
        around = view.center(row, call) if article else collections.help_center(call.store, row)
        if around is not None and around["id"] == center["id"]:
            return row
    if call.switches.redirect_target_unknown == "not_found":
        raise not_found(message=NOT_FOUND)
    message = f"target_id must be {fields['target_type']} of this help center"
    raise RefusalError(422, "data_invalid", message=message)


def _bound(call: Call, target: Row, fields: Json) -> str:
    """[D] An article without a translation in the locale is bound in its default one."""
    sent: str = fields["locale"]
    if fields["target_type"] == "collection" or sent in target["translations"]:
        return sent
    return help_centers.language(call.store)


ROUTES = (
    Route("GET", "/help_center/help_centers/{}/redirects", every, SINCE),
    Route("POST", "/help_center/help_centers/{}/redirects", create, SINCE),
    Route("GET", "/help_center/help_centers/{}/redirects/{}", one, SINCE),
    Route("DELETE", "/help_center/help_centers/{}/redirects/{}", delete, SINCE),
)
