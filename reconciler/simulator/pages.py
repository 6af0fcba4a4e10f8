"""Lists as Intercom cuts them, by the letters of the reference: A has page numbers and a `pages`
object whose `next` is a URL on the own host [R], D page numbers beside the data, E
everything at once. Knows no resource.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from reconciler.simulator.errors import invalid
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json

PAGING = frozenset({"page", "per_page"})


def whole_list(items: Sequence[Json]) -> Json:
    return {"type": "list", "data": list(items)}


def page(
    call: Call,
    rows: Sequence[Row],
    *,
    show: Callable[[Row], Json],
    size: int,
    most: int,
    null_at_end: bool = False,
) -> Json:
    """One page of the rows. `size`: without per_page; `most`: the maximum of per_page."""
    number, per_page = _number(call.query, "page", 1), size_of(call, size, most=most)
    last = max(-(-len(rows) // per_page), 1)
    pages: Json = {"type": "pages", "page": number, "per_page": per_page, "total_pages": last}
    if number < last:
        others = {name: it for name, it in call.query.items() if name not in PAGING}
        query = urlencode({"page": number + 1, "per_page": per_page, **others})
        pages["next"] = f"{call.base}{call.path}?{query}"
    elif null_at_end:
        pages["next"] = None
    told = None if last == 1 and call.switches.one_page_is_null else pages
    shown = rows[(number - 1) * per_page : number * per_page]
    data = [show(row) for row in shown]
    return {"type": "list", "data": data, "total_count": len(rows), "pages": told}


def flat(
    call: Call, rows: Sequence[Row], *, show: Callable[[Row], Json], size: int, most: int
) -> Json:
    """Shape D."""
    number, per_page = _number(call.query, "page", 1), size_of(call, size, most=most)
    shown = rows[(number - 1) * per_page : number * per_page]
    counts = {"page": number, "per_page": per_page, "total_count": len(rows)}
    last = max(-(-len(rows) // per_page), 1)
    return {"type": "list", "data": [show(row) for row in shown], "total_pages": last, **counts}


def reach(call: Call, size: int, *, most: int) -> int:
    """How many rows lie before the page that is asked for."""
    return (_number(call.query, "page", 1) - 1) * size_of(call, size, most=most)


def size_of(call: Call, size: int, *, most: int, asked: Mapping[str, Any] | None = None) -> int:
    wanted = _number(call.query if asked is None else asked, "per_page", size)
    if wanted > most and call.switches.per_page_over_maximum == "refuse":
        raise invalid(f"per_page must be at most {most}", field="per_page")
    return min(wanted, most)


def _number(asked: Mapping[str, Any], name: str, default: int) -> int:
    """Texts in a query, numbers in a body."""
    text = str(asked.get(name, default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):  # noqa: PLR2004 - more digits than any page has
        raise invalid(f"{name} must be a positive integer", field=name)
    return int(text)
