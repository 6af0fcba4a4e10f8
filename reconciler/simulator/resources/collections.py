"""Collections of the help center, nested to three levels.

Order and icon cannot be written: the order is that of creation among siblings. Emptiness
shows in the URL: that of an empty collection is the help center's own [D].
"""

from __future__ import annotations

import html
from typing import Any

from reconciler.simulator import checks, pages, translations
from reconciler.simulator.errors import RefusalError, invalid, missing, not_found
from reconciler.simulator.resources import help_centers
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "collection",
        {"name": "", "description": "", "icon": "book-bookmark", "order": 1, "parent_id": None,
         "help_center_id": None, "translations": {}},
        new_id=lambda number, _now: str(2_000_000 + number),
        types={"parent_id": str, "help_center_id": str},
    ),
)  # fmt: skip
DEPTH = 3
SIZE, MOST = 20, 250
TEXTS = ("name", "description")


def used(store: Store) -> set[str | None]:
    """The collections that hold an article."""
    return {row["parent_id"] for row in store.rows("article")}


def help_center(store: Store, row: Row) -> Row:
    """That of the topmost collection above."""
    for _ in range(DEPTH):  # a file may hold more levels, or a circle
        row = store.find("collection", row["parent_id"]) or row
    return store.find("help_center", row["help_center_id"]) or help_centers.default(store)


def shown(row: Row, call: Call, *, full: bool) -> Json:
    center = help_center(call.store, row)
    hidden = row["parent_id"] and call.switches.child_collection_hides_help_center
    name = html.escape(row["name"]) if call.switches.collection_names_escaped else row["name"]
    own = {"name": row["name"], "description": row["description"]}
    return {
        "id": row["id"],
        "workspace_id": call.store.app["id_code"],
        "name": name,
        "description": row["description"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "url": _url(row, center, full=full),
        "icon": row["icon"],
        "order": row["order"],
        "parent_id": row["parent_id"],
        "help_center_id": None if hidden else int(center["id"]),
        **translations.shown(call, "group", own, row["translations"]),
    }


def _url(row: Row, center: Row, *, full: bool) -> str:
    root = f"https://{center['host']}/"
    slug = help_centers.slug(row["name"])
    return f"{root}{center['locales'][0]}/collections/{row['id']}-{slug}" if full else root


def _answer(call: Call, row: Row) -> Json:
    return shown(row, call, full=row["id"] in used(call.store))


def every(call: Call) -> Json:
    full = used(call.store)
    return pages.page(
        call,
        call.store.recent("collection"),
        show=lambda row: shown(row, call, full=row["id"] in full),
        size=SIZE,
        most=MOST,
    )


def one(call: Call) -> Json:
    return _answer(call, found(call))


def found(call: Call) -> Row:
    if row := call.store.find("collection", call.id):
        return row
    raise not_found()


def create(call: Call) -> Json:
    fields = _fields(call)
    if not fields.get("name"):
        raise missing("Name is a required parameter.")
    fields |= {"help_center_id": _help_center_id(call), **_parent(call, None)}
    siblings = [row["order"] for row in _children(call.store, fields.get("parent_id"))]
    row = call.store.create("collection", order=max(siblings, default=0) + 1, **fields)
    return _answer(call, _written(call, row))


def update(call: Call) -> Json:
    row = found(call)
    fields = _fields(call)
    if not fields.get("name", row["name"]):
        raise missing("Name is a required parameter.")
    fields |= _parent(call, row)
    contents = translations.merged(call, row["translations"], fields.pop("translations"))
    row = call.store.edit("collection", row["id"], **fields, translations=contents)
    return _answer(call, _written(call, row))


def delete(call: Call) -> Json:
    row = found(call)
    _empty(call, row)
    call.store.remove("collection", row["id"])
    return {"id": row["id"], "object": "collection", "deleted": True}


def _empty(call: Call, row: Row) -> None:
    children = _children(call.store, row["id"])
    articles = [one for one in call.store.rows("article") if one["parent_id"] == row["id"]]
    if call.switches.collection_delete == "refuse" and (children or articles):
        raise RefusalError(422, "data_invalid", message="The collection is not empty")
    cascade = call.switches.collection_delete == "cascade"
    call.store.set("collection", row["id"], parent_id=None)  # a file may hold a circle
    for child in children:
        if cascade:
            _empty(call, child)
            call.store.remove("collection", child["id"])
        else:
            call.store.set("collection", child["id"], parent_id=None)
    for article in articles:
        if cascade:
            _forget(call.store, article)
        else:
            call.store.set("article", article["id"], parent_id=None)


def _forget(store: Store, article: Row) -> None:
    for row in store.rows("article_version"):
        if row["article_id"] == article["id"]:
            store.remove("article_version", row["id"])
    store.remove("article", article["id"])


def _children(store: Store, key: str | None) -> list[Row]:
    return [row for row in store.rows("collection") if row["parent_id"] == key]


def _fields(call: Call) -> dict[str, Any]:
    own, others = translations.sent(call)
    body = {**own, **call.body}
    fields: dict[str, Any] = {name: checks.text(body, name) for name in TEXTS if name in body}
    contents = {
        locale: {name: checks.text(entry, name) for name in TEXTS if name in entry}
        for locale, entry in others.items()
    }
    return {**fields, "translations": contents}


def _help_center_id(call: Call) -> str | None:
    if call.body.get("help_center_id") is None:
        return None
    key = str(checks.integer(call.body, "help_center_id"))
    if call.store.find("help_center", key) is None:
        raise not_found()
    return key


def _parent(call: Call, row: Row | None) -> Json:
    """The parent that the body names, if it names one; [D] null is the top level."""
    if "parent_id" not in call.body:
        return {}
    key = checks.text(call.body, "parent_id") or None
    if key is None:
        return {"parent_id": None}
    above = _above(call.store, key)
    if row is not None and row["id"] in above:
        raise invalid("A collection cannot lie in itself", field="parent_id")
    if len(above) + (_height(call.store, row["id"]) if row else 1) > DEPTH:
        raise invalid(f"Collections nest to {DEPTH} levels", field="parent_id")
    return {"parent_id": key}


def _above(store: Store, key: str | None) -> list[str]:
    """The collection and those above it, from the nearest up."""
    chain: list[str] = []
    while key is not None:
        row = store.find("collection", key)
        if row is None or key in chain:
            raise invalid("The parent collection does not exist", field="parent_id")
        chain.append(key)
        key = row["parent_id"]
    return chain


def _height(store: Store, key: str, *, most: int = DEPTH) -> int:
    """Of the tree below it, itself counted; more than `most` is not counted."""
    below = _children(store, key) if most else []
    return 1 + max((_height(store, one["id"], most=most - 1) for one in below), default=0)


def _written(call: Call, row: Row) -> Row:
    if call.switches.child_write_touches_parent and row["parent_id"]:
        call.store.edit("collection", row["parent_id"])
    return row


ROUTES = (
    Route("GET", "/help_center/collections", every),
    Route("POST", "/help_center/collections", create),
    Route("GET", "/help_center/collections/{}", one),
    Route("PUT", "/help_center/collections/{}", update),
    Route("DELETE", "/help_center/collections/{}", delete),
)
