"""Likeness beyond the natural key: an object that moved, or one that is suspiciously alike.

A move is recognised where one object whose name is gone and one resource without an object
are like each other and nothing else; any other likeness is a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.core.compared.canonical import comparable
from reconciler.core.compared.names import Names
from reconciler.model import Desired, Kind, Live, Twin

Key = tuple[Any, ...]


def likeness(kind: Kind, twin: Twin, free: list[Live], names: Names) -> dict[Key, list[Live]]:
    index: dict[Key, list[Live]] = {}
    for live in free:
        index.setdefault(loosely(kind, twin, live.fields, names), []).append(live)
    return index


def loosely(kind: Kind, twin: Twin, fields: Mapping[str, Any], names: Names) -> Key:
    values = []
    for name in twin.fields:
        table = kind.field(name)
        value = comparable(table, fields.get(name), names) if table else None
        values.append(table.codec.loose(value) if table and value is not None else None)
    return tuple(values)


def pairs(
    kind: Kind, twin: Twin, missing: Iterable[Desired], gone: list[Live], names: Names
) -> list[tuple[Desired, Live]]:
    """One of each that are alike, and nobody else like them."""
    there = likeness(kind, twin, gone, names)
    here: dict[Key, list[Desired]] = {}
    for one in missing:
        if not one.new:
            here.setdefault(loosely(kind, twin, one.fields, names), []).append(one)
    return [
        (ones[0], there[key][0])
        for key, ones in here.items()
        if None not in key and len(ones) == 1 and len(there.get(key, ())) == 1
    ]


def alike(
    kind: Kind, one: Desired, indexes: Mapping[Twin, Mapping[Key, list[Live]]], names: Names
) -> tuple[Twin, list[Live]] | None:
    """The first likeness by which anything could be meant, with what it is."""
    for twin, index in indexes.items():
        key = loosely(kind, twin, one.fields, names)
        candidates = index.get(key, []) if None not in key else []
        if candidates:
            return twin, candidates
    return None
