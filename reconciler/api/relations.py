"""What an answer holds a part of: [D] a contact has ten of its tags or companies, and a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reconciler.api.pages import items_of
from reconciler.model import Json, Kind

Read = Callable[[str], Json | None]
MOST = 20
"""Pages of fifty: [D] a contact has a thousand companies at most."""


def whole(read: Read, kind: Kind, wire: Json) -> Json:
    """The object with every item of its relations."""
    found = dict(wire)
    for one in kind.fields:
        held = wire.get(one.on_wire) if one.relation else None
        if isinstance(held, Mapping) and held.get("has_more") is True:
            path = f"{kind.get.replace('{id}', str(wire.get('id')))}/{one.on_wire}"
            items = _all(read, path)
            found[one.on_wire] = {**held, "data": items, "has_more": False}
    return found


def _all(read: Read, path: str) -> list[Json]:
    items: list[Json] = []
    for number in range(1, MOST + 1):
        answer = read(path if number == 1 else f"{path}?page={number}") or {}
        items += items_of(answer, "data") or items_of(answer, "tags") or []
        pages = answer.get("pages")
        if not isinstance(pages, Mapping) or number >= (pages.get("total_pages") or 1):
            break
    return items


def alike(kind: Kind, values: Mapping[str, Any]) -> Json:
    """The query for objects with the values of a key. Nothing says whether a search minds upper
    and lower case, so a field that does not is asked for as written and in lower case.
    """
    filters = [_equal(kind, name, str(value)) for name, value in values.items()]
    return filters[0] if len(filters) == 1 else {"operator": "AND", "value": filters}


def _equal(kind: Kind, name: str, value: str) -> Json:
    table = kind.field(name)
    if table is not None and table.caseless and value != value.lower():
        return {"field": name, "operator": "IN", "value": [value, value.lower()]}
    return {"field": name, "operator": "=", "value": value}
