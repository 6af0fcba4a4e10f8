"""Lists with a cursor, shape B of the reference: the cursor names the last row's place.

So rows before it may come and go while somebody reads. Knows no resource.
"""

from __future__ import annotations

import heapq
import json
from base64 import b64decode, urlsafe_b64encode
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.coding import decoded
from reconciler.simulator.errors import invalid
from reconciler.simulator.pages import size_of
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json

Place = tuple[bool, str, Any, str]


def made(row: Row) -> Any:
    return row["created_at"]


def cursor(  # the columns of the table in the reference
    call: Call,
    rows: Sequence[Row],
    *,
    show: Callable[[Row], Json],
    size: int,
    most: int,
    by: Callable[[Row], Any] = made,
    descending: bool = False,
    ordered: bool = False,
    key: str = "data",
    type_: str = "list",
) -> Json:
    """One page of the rows in the order of `by`, after the cursor in the query or, of a POST,
    in the body's `pagination`. `ordered`: the rows stand in that order, ascending.
    """
    asked = call.query if call.method == "GET" else checks.mapping(call.body, "pagination")
    per_page = size_of(call, size, most=most, asked=asked)
    after, number = _asked(asked.get("starting_after"))

    place = lambda row: _place(by(row), row["id"])  # noqa: E731 - one argument of the next lines
    select = _cut if ordered else _picked
    shown, left = select(rows, place, after, size=per_page, descending=descending)
    pages: dict[str, Any] = {"type": "pages", "page": number, "per_page": per_page}
    pages["total_pages"] = -(-len(rows) // per_page)
    if left > per_page:
        following = _closed(by(shown[-1]), str(shown[-1]["id"]), number + 1)
        pages["next"] = {"per_page": per_page, "starting_after": following}
    data = [show(row) for row in shown]
    return {"type": type_, key: data, "total_count": len(rows), "pages": pages}


def _picked(
    rows: Sequence[Row], place: Callable[[Row], Place], after: Place | None,
    *, size: int, descending: bool,
) -> tuple[list[Row], int]:  # fmt: skip
    """The page, and how many rows come after the cursor."""
    rest = [(place(row), at) for at, row in enumerate(rows)]
    if after is not None:
        rest = [one for one in rest if (one[0] < after if descending else one[0] > after)]
    pick = heapq.nlargest if descending else heapq.nsmallest  # a page, not all in their order
    return [rows[at] for _, at in pick(size, rest)], len(rest)


def _cut(
    rows: Sequence[Row], place: Callable[[Row], Place], after: Place | None,
    *, size: int, descending: bool,  # noqa: ARG001 - the shape of _picked
) -> tuple[list[Row], int]:  # fmt: skip
    start = 0 if after is None else bisect_right(rows, after, key=place)
    return list(rows[start : start + size]), len(rows) - start


def _place(value: Any, key: object) -> Place:
    """Nothing comes before numbers, numbers come before texts."""
    if value is None:
        return False, "", 0, str(key)
    return True, "text" if isinstance(value, str) else "number", value, str(key)


def _asked(text: Any) -> tuple[Place | None, int]:
    """After which place, and the number of the page."""
    return _opened(text) if text else (None, 1)


def _closed(value: Any, key: str, number: int) -> str:
    return urlsafe_b64encode(json.dumps([value, key, number]).encode()).decode()


def _opened(text: Any) -> tuple[Place, int]:
    try:
        value, key, number = decoded(b64decode(text, altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError):
        raise _odd() from None
    plain = value is None or isinstance(value, str | int | float)
    if not (plain and isinstance(key, str) and isinstance(number, int)):
        raise _odd()
    return _place(value, key), number


def _odd() -> Exception:
    return invalid("The starting_after parameter is not valid", field="starting_after")
