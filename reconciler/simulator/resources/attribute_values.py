"""Values of custom attributes, as companies and contacts take them: scalars of known names.

Decides what may be written; what an attribute is stands in data_attributes.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator.errors import invalid
from reconciler.simulator.resources import data_attributes
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json


def merged(
    call: Call, held: Json, given: Json, *, model: str, null_clears: bool, options: bool = False
) -> Json:
    """`held` with what is given; RefusalError: 400. `options`: must a value be one of them?"""
    known, values = data_attributes.custom(call.store, model), dict(held)
    for name, value in given.items():
        _check(known.get(name), name, value, options=options)
        if value is not None:
            values[name] = value
        elif null_clears:
            values.pop(name, None)
    return values


def _check(attribute: Row | None, name: str, value: Any, *, options: bool) -> None:
    if attribute is None:
        raise invalid(f"Custom attribute '{name}' does not exist")
    if isinstance(value, dict | list):
        raise invalid(f"Custom attribute '{name}' must be a single value")
    choices = attribute["options"]
    if options and choices and value is not None and value not in choices:
        raise invalid(f"'{value}' is not an option of custom attribute '{name}'")
