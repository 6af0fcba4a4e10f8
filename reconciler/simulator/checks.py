"""Parameters of a body, checked: each function gives the value or refuses with a 400.

The messages are ours where the reference records none. Knows no resource.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from reconciler.simulator.errors import invalid
from reconciler.simulator.wire import Json


def text(body: Json, name: str) -> str:
    """A string; null counts as empty."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise invalid(f"{name} must be a string", field=name)
    return value


def among(value: Any, choices: Collection[str]) -> bool:
    """Is it one of them? Anything may have been sent, a list too."""
    return isinstance(value, str) and value in choices


def choice(body: Json, name: str, *, choices: Collection[str]) -> str:
    value = text(body, name)
    if value not in choices:
        raise invalid(f"{name} must be one of {', '.join(choices)}", field=name)
    return value


def flag(body: Json, name: str) -> bool:
    value = body[name]
    if not isinstance(value, bool):
        raise invalid(f"{name} must be true or false", field=name)
    return value


def integer(body: Json, name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(f"{name} must be an integer", field=name)
    return value


def mapping(body: Json, name: str) -> dict[str, Any]:
    """An object; null counts as empty."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid(f"{name} must be an object", field=name)
    return value


def entries(body: Json, name: str) -> list[Json]:
    """A list of objects; absent and null count as empty."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise invalid(f"{name} must be a list of objects", field=name)
    return value
