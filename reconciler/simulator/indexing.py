"""Rows of one kind by the values of some of their fields, which may change.

Whoever changes a row takes it out before and puts it in again after: that is all it knows.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

Row = dict[str, Any]


class Index:
    """Finds what a look at each row would find, in the same order: that of creation."""

    def __init__(self, fields: Iterable[str]) -> None:
        self._found: dict[str, dict[Hashable, dict[str, Row]]] = {name: {} for name in fields}
        self._places: dict[str, int] = {}
        self._made = 0

    def put(self, key: str, row: Row) -> None:
        if key not in self._places:
            self._made += 1
            self._places[key] = self._made
        for name, found in self._found.items():
            found.setdefault(_bucket(row[name]), {})[key] = row

    def out(self, key: str, row: Row) -> None:
        """Until it is put in again, at the same place."""
        for name, found in self._found.items():
            bucket = _bucket(row[name])
            del found[bucket][key]
            if not found[bucket]:
                del found[bucket]

    def remove(self, key: str, row: Row) -> None:
        self.out(key, row)
        del self._places[key]

    def where(self, name: str, value: object, *, folded: bool) -> list[Row]:
        """`folded`: a text in whatever case."""
        held = self._found[name].get(_bucket(value), {})
        rows = [held[key] for key in sorted(held, key=self._places.__getitem__)]
        if folded and isinstance(value, str):
            return rows
        return [row for row in rows if row[name] == value]


def _bucket(value: object) -> Hashable:
    """One of all that may be equal; what cannot be looked up is in one together."""
    if isinstance(value, str):
        return value.casefold()
    try:
        hash(value)
    except TypeError:
        return None
    return value
