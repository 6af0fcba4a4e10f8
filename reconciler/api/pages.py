"""What an answer says about its pages, and whether all of them together are one list.

Pure. `pages` may be null with data present, `next` a URL, an object or absent, and a count
may be missing; a URL of the server is never followed, only the number of the next page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.model import Json, Listed

MOST = 20_000
"""Pages; more than this is no list of a workspace."""


def items_of(answer: Mapping[str, Any], where: str) -> list[Json] | None:
    """The objects under a dotted key; None where there is no list of objects."""
    found: Any = answer
    for part in where.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return None
    return found


def page_count(answer: Mapping[str, Any], shown: int) -> int | None:
    """How many pages there are; None: only that there is a next one. `shown`: items on it."""
    pages = answer.get("pages")
    about = pages if isinstance(pages, Mapping) else answer
    if (found := whole(about.get("total_pages"))) is not None:
        return max(found, 1)
    total, size = whole(answer.get("total_count")), whole(about.get("per_page")) or shown
    if total is not None and size:
        return max(-(-total // size), 1)
    return None if about.get("next") else 1


def more(answer: Mapping[str, Any], shown: int) -> bool:
    """Where nobody counted: is there a page after this one?"""
    pages = answer.get("pages")
    return bool(shown and isinstance(pages, Mapping) and pages.get("next"))


def whole(value: Any) -> int | None:
    """A count, where it is one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def joined(answers: Sequence[Mapping[str, Any]], lists: Sequence[Sequence[Json]]) -> Listed | None:
    """All pages as one list in the server's order; None where it moved while it was read."""
    items: list[Json] = []
    seen = set()
    repeated = False
    for one in (item for page in lists for item in page):
        if one.get("id") is not None and str(one["id"]) in seen:
            repeated = True
            continue
        seen.add(str(one.get("id")))
        items.append(one)
    totals = {whole(answer.get("total_count")) for answer in answers} - {None}
    total = totals.pop() if totals else None
    if totals or (total is None and repeated) or total not in {None, len(items)}:
        return None
    return Listed(items, total)
