"""Switches as text: NAME=VALUE, as the command line has them.

The value is JSON, a word, or words with commas where a switch holds several.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from reconciler.simulator.errors import SimulatorError
from reconciler.simulator.switches import Switches


def switched(pairs: Iterable[str]) -> Switches:
    """The defaults but for the pairs; SimulatorError for a name or value that is none."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, written, text = pair.partition("=")
        if not written:
            raise SimulatorError(f"{pair!a} is not NAME=VALUE")
        found[name] = _value(name, text)
    return replace(Switches(), **found)


@cache
def _kinds() -> dict[str, Any]:
    return get_type_hints(Switches)


def _value(name: str, text: str) -> Any:
    if name not in _kinds():
        near = get_close_matches(name, _kinds(), n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise SimulatorError(f"there is no switch {name!a}{meant}")
    kind = _kinds()[name]
    if get_origin(kind) is frozenset:
        return frozenset(one.strip() for one in text.split(",") if one.strip() != "")
    value = None if text == "none" else _read(text)
    if get_origin(kind) is Literal:
        if text in get_args(kind):
            return text
        raise _odd(name, text, " or ".join(get_args(kind)))
    kinds = get_args(kind) or (kind,)
    if float in kinds and type(value) is int:
        value = float(value)
    if type(value) in kinds:
        return value
    raise _odd(name, text, " or ".join(NAMES[one] for one in kinds))


NAMES = {bool: "true or false", int: "a whole number", float: "a number", type(None): "none"}


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _odd(name: str, text: str, wanted: str) -> SimulatorError:
    return SimulatorError(f"{name} is {wanted}, not {text!a}")
