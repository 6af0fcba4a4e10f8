"""Scalars without a field: variables and rows, read by the YAML 1.2 core schema."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from reconciler.model import Map, Mark, Quoted, Seq, pack

INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
OTHER_INTEGER = re.compile(r"0o[0-7]{1,300}|0x[0-9a-fA-F]{1,300}")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def core_value(value: Any) -> Any:
    """Written values as plain ones; `.inf` and `.nan` stay text, they cannot be sent."""
    if isinstance(value, dict):
        return {str(key): core_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [core_value(inner) for inner in value]
    if isinstance(value, Quoted):
        return str(value)
    if not isinstance(value, str):
        return value
    if value in CONSTANTS:
        return CONSTANTS[value]
    if INTEGER.fullmatch(value):
        return int(value)
    if OTHER_INTEGER.fullmatch(value):
        return int(value, 0)
    if FLOAT.fullmatch(value) and isfinite(float(value)):
        return float(value)
    return value


def written(value: Any, mark: Mark) -> Any:
    """A value that a template made, as if it had been written at `mark`: text is quoted."""
    if isinstance(value, str):
        return value if type(value) is Quoted else Quoted(value)
    if isinstance(value, dict):
        made = Map({str(key): written(inner, mark) for key, inner in value.items()}, mark=mark)
        made.marks = dict.fromkeys(made, pack(mark, mark))
        return made
    if isinstance(value, list | tuple | range):
        return Seq([written(inner, mark) for inner in value], [mark] * len(value), mark)
    return value
