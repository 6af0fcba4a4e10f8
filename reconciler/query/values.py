"""A written value, read by the type of its field; ValueError with the rule that it breaks."""

from __future__ import annotations

import re

from reconciler.near import did_you_mean
from reconciler.query import dates
from reconciler.query.dates import When
from reconciler.query.fields import Searchable, SearchField
from reconciler.query.query import Reference, Value
from reconciler.query.text import RawValue

INTEGER = re.compile(r"-?\d{1,18}", re.ASCII)
NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
BOOLEANS = {"true": True, "false": False}


def read(raw: RawValue, field: SearchField, sign: str, table: Searchable) -> Value:
    """The value that `field` is compared with."""
    text = raw.text
    if text == "null" and not raw.quoted:
        if sign not in {"=", "!="}:
            raise ValueError("null goes with = and != only")
        return None
    if field.ref:
        return Reference(field.ref, text)
    if field.type == "any":
        return text if raw.quoted else _guessed(text, sign, table)
    if field.type == "boolean":
        return _boolean(text)
    if field.type in {"integer", "float"}:
        return _number(text, whole=field.type == "integer")
    if field.type == "date":
        return _date(text, sign, table)
    if field.choices and text not in field.choices:
        hint = did_you_mean(text, field.choices)
        raise ValueError(
            f"{text} is none of {', '.join(field.choices)}{f'; {hint}' if hint else ''}"
        )
    return text


def _boolean(text: str) -> bool:
    if text not in BOOLEANS:
        raise ValueError(f"{text} is neither true nor false")
    return BOOLEANS[text]


def _number(text: str, *, whole: bool) -> int | float:
    if INTEGER.fullmatch(text):
        return int(text)
    if whole or not NUMBER.fullmatch(text):
        raise ValueError(f"{text} is no {'whole ' if whole else ''}number")
    return float(text)


def _date(text: str, sign: str, table: Searchable) -> When:
    try:
        found = dates.read(text)
    except ValueError as problem:
        raise ValueError(f"{text} is no day of the calendar: {problem}") from None
    if found is None:
        raise ValueError(f"{text} is not {dates.WANTED}")
    if table.by_day and not dates.whole(found) and not str(found).isdigit():
        raise ValueError(f"{table.name} are searched by day, not by hour or minute")
    if not table.by_day and dates.whole(found) and sign not in {"<", ">"}:
        raise ValueError(f"{table.name} are searched by the second; write a day with > and <")
    return found


def _guessed(text: str, sign: str, table: Searchable) -> Value:
    """Of an attribute whose type nobody knows: by its look, as YAML would."""
    if text in BOOLEANS:
        return BOOLEANS[text]
    if NUMBER.fullmatch(text):
        return _number(text, whole=False)
    try:
        dated = dates.read(text) is not None and sign in table.operators["date"]
    except ValueError:
        dated = False
    return _date(text, sign, table) if dated else text
