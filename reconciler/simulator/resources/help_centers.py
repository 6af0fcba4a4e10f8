"""Help centers, read only: what collections and articles need to know of theirs.

The first locale of the default help center is the default language.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reconciler.simulator import pages
from reconciler.simulator.errors import not_found
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "help_center",
        {"identifier": "", "display_name": "", "host": "", "locales": ["en"], "default": False},
        new_id=lambda number, _now: str(90 + number),
    ),
)
WITH_LOCALES = (2, 16)


def default(store: Store) -> Row:
    rows = store.rows("help_center")
    return next((row for row in rows if row["default"]), rows[0])


def language(store: Store) -> str:
    """The default locale: the first of the default help center."""
    return str(default(store)["locales"][0])


def locales(store: Store) -> tuple[str, ...]:
    """Of all help centers; translations exist only where there is more than one."""
    found = {one: None for row in store.rows("help_center") for one in row["locales"]}
    return tuple(found)


@lru_cache(maxsize=65_536)
def slug(title: str) -> str:
    """Cached: a listing makes the URL of every article that it shows."""
    return re.sub(r"[^\w]+", "-", title.lower().replace("'", "")).strip("-")


def shown(row: Row, call: Call) -> Json:
    found = {
        "id": row["id"],
        "workspace_id": call.store.app["id_code"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "identifier": row["identifier"],
        "website_turned_on": True,
        "display_name": row["display_name"],
        "url": f"https://{row['host']}",
        "custom_domain": row["host"],
    }
    if call.version >= WITH_LOCALES:
        found |= {"default": row["default"], "locales": row["locales"]}
    return found


def every(call: Call) -> Json:
    return pages.whole_list([shown(row, call) for row in call.store.rows("help_center")])


def one(call: Call) -> Json:
    if row := call.store.find("help_center", call.id):
        return shown(row, call)
    raise not_found()


ROUTES = (
    Route("GET", "/help_center/help_centers", every),
    Route("GET", "/help_center/help_centers/{}", one),
)
