"""What an answer says about its pages, and whether all of them together are one list.

Pure. Seven shapes of pagination: `pages` with numbers, `pages` with a cursor and numbers,
with a cursor alone, the same words flat in the answer, none, a scroll, and
`next_cursor` with `has_more`. `pages` may be null with data present, `next` a URL, an object,
null or absent. A URL of the server is never followed: only its page or cursor is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from reconciler.model import Json, Listed

MOST = 20_000
"""Pages; more than this is no list of a workspace."""
CURSORS = ("starting_after", "before")


@dataclass(frozen=True, slots=True)
class After:
    """What follows a page: `count` pages in all, to be read by number and side by side, or
    the one page that `query` asks for; neither after the last page.
    """

    count: int = 1
    query: Mapping[str, str] = field(default_factory=dict)


def after(answer: Mapping[str, Any], shown: int, *, numbered: bool) -> After:
    """What follows the first page with `shown` objects. `numbered`: the endpoint takes numbers."""
    cursor = {} if numbered else _cursor(answer)
    if cursor:
        return After(query=cursor if shown else {})
    if (count := _count(answer, shown)) is not None:
        return After(count)
    return After(query=_next_number(answer, shown, 1))


def onwards(
    answer: Mapping[str, Any], shown: int, *, asked: Mapping[str, str]
) -> Mapping[str, str]:
    """The query of the page after one that was asked by `asked`, the same way on; {} at the end."""
    if "page" in asked:
        return _next_number(answer, shown, int(asked["page"]))
    return _cursor(answer) if shown else {}


def _about(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    pages = answer.get("pages")
    return pages if isinstance(pages, Mapping) else answer


def _next_number(answer: Mapping[str, Any], shown: int, page: int) -> Mapping[str, str]:
    return {"page": str(page + 1)} if shown and _about(answer).get("next") else {}


def _cursor(answer: Mapping[str, Any]) -> Mapping[str, str]:
    """Shapes B, C and G: the parameter that asks for what follows, if there is one."""
    if (cursor := answer.get("next_cursor")) and answer.get("has_more") is not False:
        return {"cursor": str(cursor)}
    following = _about(answer).get("next")
    found = _queried(following) if isinstance(following, str) else following
    if not isinstance(found, Mapping):
        return {}
    return next(({name: str(found[name])} for name in CURSORS if found.get(name)), {})


def _queried(url: str) -> Mapping[str, str]:
    """The parameters of a URL, which may be no URL at all."""
    try:
        return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}
    except ValueError:
        return {}


def _count(answer: Mapping[str, Any], shown: int) -> int | None:
    about = _about(answer)
    if (found := whole(about.get("total_pages"))) is not None:
        return max(found, 1)
    total, size = whole(answer.get("total_count")), whole(about.get("per_page")) or shown
    if total is not None and size:
        return max(-(-total // size), 1)
    return None


def items_of(answer: Mapping[str, Any], where: str) -> list[Json] | None:
    """The objects under a dotted key; None where there is no list of objects."""
    found: Any = answer
    for part in where.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return None
    return found


def whole(value: Any) -> int | None:
    """A count, where it is one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def joined(answers: Sequence[Mapping[str, Any]], lists: Sequence[Sequence[Json]]) -> Listed | None:
    """All pages as one list in the server's order; None where it moved while it was read."""
    read = [item for page in lists for item in page]
    items = once(read)
    totals = {whole(answer.get("total_count")) for answer in answers} - {None}
    total = totals.pop() if totals else None
    repeated = len(items) < len(read)
    if totals or (total is None and repeated) or total not in {None, len(items)}:
        return None
    return Listed(items, total)


def once(items: Sequence[Json]) -> list[Json]:
    """Each object the first time that it is met; those without an id all of them."""
    found: dict[object, Json] = {}
    for number, one in enumerate(items):
        known = one.get("id") is not None
        found.setdefault(str(one["id"]) if known else number, one)
    return list(found.values())
