"""Reading a written value by the type of its field.

A scalar arrives as the text that was written, quoted or not; a template may have made it
a number or a list already. The type of the field decides, never the look of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reconciler.model import Quoted, Type

NULLS = frozenset({"null", "~", "Null", "NULL"})
INTEGER = re.compile(r"[-+]?[0-9]+")
NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False,
            "FALSE": False}  # fmt: skip
OLD_BOOLEANS = frozenset({"yes", "no", "on", "off"})
NAMES: dict[Type, str] = {
    "text": "text", "integer": "a whole number", "number": "a number",
    "boolean": "true or false", "list": "a list", "map": "a mapping",
}  # fmt: skip


class WrongTypeError(ValueError):
    """The value does not have the type; the message says what was found."""


def is_null(value: Any) -> bool:
    """Written as null: without quotes, or made so by a template."""
    return value is None or (type(value) is str and value in NULLS)


def is_bare(value: Any) -> bool:
    """A key without a value, which YAML calls null and nobody means."""
    return type(value) is str and not value


def read(kind: Type, value: Any) -> Any:
    """The value as the type; WrongTypeError where it is not one."""
    return READERS[kind](value)


def core_schema(value: Any) -> Any:
    """A scalar without a declared type, by the YAML 1.2 core schema."""
    if type(value) is not str:
        return str(value) if isinstance(value, Quoted) else value
    if value in BOOLEANS:
        return BOOLEANS[value]
    if INTEGER.fullmatch(value):
        return int(value)
    return float(value) if NUMBER.fullmatch(value) else value


def shown(value: Any) -> str:
    """A value in a message, short."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'  # noqa: PLR2004 - a short line


def _text(value: Any) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    raise WrongTypeError(f"{shown(value)} is not text")


def _integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and INTEGER.fullmatch(value):
        return int(value)
    raise WrongTypeError(f"{shown(value)} is not a whole number")


def _number(value: Any) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return int(value) if INTEGER.fullmatch(value) else float(value)
    raise WrongTypeError(f"{shown(value)} is not a number")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in BOOLEANS:
        return BOOLEANS[value]
    if isinstance(value, str) and value.lower() in OLD_BOOLEANS:
        raise WrongTypeError(f"{shown(value)} is text here; write true or false")
    raise WrongTypeError(f"{shown(value)} is not true or false")


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise WrongTypeError(f"{shown(value)} is not a list; write [..] or one - item per line")


def _map(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise WrongTypeError(f"{shown(value)} is not a mapping of key: value")


READERS: dict[Type, Callable[[Any], Any]] = {
    "text": _text, "integer": _integer, "number": _number,
    "boolean": _boolean, "list": _list, "map": _map,
}  # fmt: skip
