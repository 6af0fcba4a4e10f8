"""Lists as Intercom cuts them: shape A of the reference, page numbers and a `pages` object.

`next` is the URL of the next page on the own host [R], and absent or null at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reconciler.simulator.errors import invalid
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json


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
    number, per_page = _number(call, "page", 1), _size(call, size, most=most)
    last = max(-(-len(rows) // per_page), 1)
    pages: dict[str, Any] = {"type": "pages", "page": number, "per_page": per_page}
    pages["total_pages"] = last
    if number < last:
        pages["next"] = f"{call.base}{call.path}?page={number + 1}&per_page={per_page}"
    elif null_at_end:
        pages["next"] = None
    shown = rows[(number - 1) * per_page : number * per_page]
    data = [show(row) for row in shown]
    return {"type": "list", "data": data, "total_count": len(rows), "pages": pages}


def reach(call: Call, size: int, *, most: int) -> int:
    """How many rows lie before the page that is asked for."""
    return (_number(call, "page", 1) - 1) * _size(call, size, most=most)


def _size(call: Call, size: int, *, most: int) -> int:
    wanted = _number(call, "per_page", size)
    if wanted > most and call.switches.per_page_over_maximum == "refuse":
        raise invalid(f"per_page must be at most {most}", field="per_page")
    return min(wanted, most)


def _number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):  # noqa: PLR2004 - more digits than any page has
        raise invalid(f"{name} must be a positive integer", field=name)
    return int(text)
