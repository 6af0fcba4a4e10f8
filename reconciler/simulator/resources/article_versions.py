"""The versions of an article, from 2.16: a list of them, newest first, and each with its texts."""

from __future__ import annotations

from reconciler.simulator import bodies, pages
from reconciler.simulator.article import history
from reconciler.simulator.errors import invalid, not_found
from reconciler.simulator.resources import articles, help_centers
from reconciler.simulator.store import Row, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "article_version",
        {"article_id": "", "contents": {}, "created_by_id": "", "created_via": "web",
         "from_version_id": None, "previous_id": None, "staged": False},
        new_id=lambda number, _now: str(299 + number),
        index="article_id",
        types={"from_version_id": str, "previous_id": str},
    ),
)  # fmt: skip
SINCE = (2, 16)
SIZE, MOST = 25, 150


def every(call: Call) -> Json:
    row, locale = _article(call), _locale(call)
    live = history.live(call, row)
    rows = [one for one in history.chain(call.store, row["id"])
            if locale is None or locale in one["contents"]]  # fmt: skip
    show = lambda one: _summary(one, _content(call, one, locale), live)  # noqa: E731 - one argument of the next line
    return pages.page(call, rows, show=show, size=SIZE, most=MOST)


def one(call: Call) -> Json:
    row, locale = _article(call), _locale(call)
    found = call.store.find("article_version", call.arguments[1])
    unheld = found is not None and locale is not None and locale not in found["contents"]
    if found is None or found["article_id"] != row["id"] or unheld:
        raise not_found()
    content = _content(call, found, locale)
    return {
        **_summary(found, content, history.live(call, row)),
        "body": bodies.signed(content["body"], call.store),
        "body_markdown": bodies.marked(content["body"], call.store),
        "updated_at": found["updated_at"],
    }


def _article(call: Call) -> Row:
    row = articles.found(call)
    history.catch_up(call, row)
    return row


def _locale(call: Call) -> str | None:
    locale = call.query.get("locale")
    if locale is not None and locale not in help_centers.locales(call.store):
        raise invalid("Unknown locale")
    return locale


def _content(call: Call, row: Row, locale: str | None) -> Json:
    """Of the locale that is asked for; else of the default one; else of the one it has."""
    contents: Json = row["contents"]
    wanted = locale or help_centers.language(call.store)
    found: Json = contents.get(wanted) or next(iter(contents.values()))
    return found


def _summary(row: Row, content: Json, live: set[str]) -> Json:
    return {
        "type": "article_version",
        "id": row["id"],
        "article_id": row["article_id"],
        "title": content["title"],
        "description": content["description"],
        "author_id": str(content["author_id"]),
        "created_by_id": row["created_by_id"],
        "created_via": row["created_via"],
        "from_version_id": row["from_version_id"],
        "state": "published" if row["id"] in live else "draft",
        "created_at": row["created_at"],
    }


ROUTES = (
    Route("GET", "/articles/{}/versions", every, SINCE),
    Route("GET", "/articles/{}/versions/{}", one, SINCE),
)
