"""The value of a filter, read by the kind of its field; a wrong type is refused with 400.

[D] "The value you search for has to match the accepted type, otherwise the query will fail",
while the official examples send timestamps as digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from reconciler.simulator.errors import RefusalError, invalid
from reconciler.simulator.search.fields import Kind

INTEGER = re.compile(r"-?[0-9]{1,18}")
FLOAT = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
BOOLEANS = {"true": True, "false": False}
WANTED: Mapping[Kind, str] = {
    "string": "a string", "boolean": "true or false", "integer": "an integer",
    "float": "a number", "date": "a UNIX timestamp in seconds", "tag": "the id of a tag",
}  # fmt: skip


def single(kind: Kind, value: Any, *, name: str, converts: bool) -> Any:
    """The value as rows hold it; RefusalError where its type does not fit the field."""
    if isinstance(value, dict | list):
        raise _wrong(kind, name)
    exact = kind != "date" and not converts
    found = _strictly(kind, value) if exact else READERS[kind](value)
    if found is None:
        raise _wrong(kind, name)
    return found


def several(kind: Kind, value: Any, *, name: str, converts: bool) -> list[Any]:
    """[D] "Values must be in Array"."""
    if not isinstance(value, list):
        raise invalid(f"{name} with IN or NIN needs a list of values", field=name)
    return [single(kind, one, name=name, converts=converts) for one in value]


def _wrong(kind: Kind, name: str) -> RefusalError:
    return invalid(f"{name} must be compared with {WANTED[kind]}", field=name)


def _strictly(kind: Kind, value: Any) -> Any:
    types = {"boolean": (bool,), "integer": (int,), "float": (int, float)}
    return value if type(value) in types.get(kind, (str,)) else None


def _string(value: Any) -> str | None:
    if value is None or isinstance(value, bool):
        return None
    return str(value)


def _boolean(value: Any) -> bool | None:
    return value if isinstance(value, bool) else BOOLEANS.get(str(value))


def _integer(value: Any) -> int | None:
    if type(value) is int:
        return value
    return int(value) if isinstance(value, str) and INTEGER.fullmatch(value) else None


def _float(value: Any) -> float | None:
    if type(value) in {int, float}:
        return float(value)
    return float(value) if isinstance(value, str) and FLOAT.fullmatch(value) else None


READERS: Mapping[Kind, Callable[[Any], Any]] = {
    "string": _string, "tag": _string, "boolean": _boolean, "integer": _integer,
    "float": _float, "date": _integer,
}  # fmt: skip
