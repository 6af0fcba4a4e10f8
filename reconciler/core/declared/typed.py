"""Reading a written value by the type of its field.

A scalar arrives as the text that was written, quoted or not; a template may have made it
a number or a list already. The type of the field decides, never the look of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import Any

from reconciler.model import Quoted, Type

NULLS = frozenset({"null", "~", "Null", "NULL"})
UNSAID = NULLS | {""}
INTEGER = re.compile(r"[-+]?[0-9]+")
NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False,
            "FALSE": False}  # fmt: skip
SHOWN = re.compile(r'".*"', re.DOTALL)
"""From the first to the last quote: a value may hold some itself."""
DIGITS = 18
"""What a whole number may have: every one of them fits into 64 bits."""
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


def is_unsaid(value: Any) -> bool:
    """Null or bare, which nearly nothing is: one look instead of two."""
    return value is None or (type(value) is str and value in UNSAID)


def is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def read(kind: Type, value: Any) -> Any:
    """The value as the type; WrongTypeError where it is not one."""
    return READERS[kind](value)


def core_schema(value: Any) -> Any:
    """A scalar without a declared type, by the YAML 1.2 core schema.

    What looks like a number but is beyond all of them stays text, such as a long serial number.
    """
    if type(value) is not str:
        return str(value) if isinstance(value, Quoted) else _bounded(value)
    if value in BOOLEANS:
        return BOOLEANS[value]
    try:
        return _number(value)
    except WrongTypeError:
        return value


def shown(value: Any) -> str:
    """A value in a message, short."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and not _fits(value):
        return "a huge number"
    text = str(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'  # noqa: PLR2004 - a short line


def unshown(message: str) -> str:
    """A message without the values in it, where these are about people."""
    return SHOWN.sub("the value", message)


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(_bounded(value))
    raise WrongTypeError(f"{shown(value)} is not text")


def _integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return int(_bounded(value))
    if isinstance(value, str) and INTEGER.fullmatch(value):
        return _whole(value)
    raise WrongTypeError(f"{shown(value)} is not a whole number")


def _number(value: Any) -> int | float:
    if _is_number(value):
        return _bounded(value)  # type: ignore[no-any-return] # a number, by the line above
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return _whole(value) if INTEGER.fullmatch(value) else _finite(value)
    raise WrongTypeError(f"{shown(value)} is not a number")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fits(value: Any) -> bool:
    return isfinite(value) if isinstance(value, float) else abs(value) < 10**DIGITS


def _bounded(value: Any) -> Any:
    """The value, if it is no number or one that every system can hold."""
    if _is_number(value) and not _fits(value):
        raise WrongTypeError(_too_large(value))
    return value


def _whole(text: str) -> int:
    """Digits are counted before they are converted, which takes their square in time."""
    if len(text) <= DIGITS:
        return int(text)
    if len(text.lstrip("+-0")) > DIGITS:
        raise WrongTypeError(_too_large(text))
    return int(text.lstrip("+-0") or "0") * (-1 if text.startswith("-") else 1)


def _finite(text: str) -> float:
    if not isfinite(value := float(text)):
        raise WrongTypeError(_too_large(text))
    return value


def _too_large(value: Any) -> str:
    rule = f"whole numbers have at most {DIGITS} digits, others are finite"
    return f"{shown(value)} is no number that can be sent: {rule}"


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
