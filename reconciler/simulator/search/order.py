"""The order that a search of conversations asks for: `sort: {field, order}`.

[I] Undocumented there; as for contacts before 2.16, every order but ascending is descending.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.errors import invalid
from reconciler.simulator.search.fields import Field
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call


def order(
    call: Call, fields: Mapping[str, Field], *, default: str
) -> tuple[Callable[[Row], Any], bool]:
    """What to sort by and whether descending. `default`: the field when none is named."""
    sort = checks.mapping(call.body, "sort")
    name = sort.get("field") or default
    if not isinstance(name, str) or name not in fields or fields[name].many:
        raise invalid(f"sort: there is no field {name!r:.100} to sort by", field="sort")
    return fields[name].read, sort.get("order") != "ascending"
