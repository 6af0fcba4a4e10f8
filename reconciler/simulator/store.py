"""The workspace: rows in tables, in memory, with dump and load of the whole.

Knows what a row has for all kinds (id, times, order of change) and nothing about any kind:
fields and ids come from the tables that the resources declare. One lock guards it. Rows
change by its methods alone, so that a file and the search index can follow.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reconciler.simulator import snapshot
from reconciler.simulator.errors import SimulatorError
from reconciler.simulator.indexing import Index
from reconciler.simulator.lagging import Lagging

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """`fields`: each with the value of a new row. `new_id` takes how many rows were ever made
    and the time. `index`: a field by which rows are found fast and which never changes;
    `indexes`: such that may change, and that many rows may have in common.
    """

    name: str
    fields: Mapping[str, Any]
    new_id: Callable[[int, int], Any]
    index: str = ""
    types: Mapping[str, type] = field(default_factory=dict)
    """Of fields whose new value is None, so that a file can be checked."""
    lagged: bool = False
    """Is it searched by an index that follows its changes late?"""
    indexes: tuple[str, ...] = ()


Changed = Callable[["Store", Iterable[tuple[str, str]]], object]
"""Told of the kinds and ids that a piece of work changed, at its end and under the lock."""


class Store:
    """Rows by kind. Methods are what a teammate in Intercom does: they bump updated_at.

    `lag`: seconds by which the search index is behind.
    """

    def __init__(
        self,
        tables: Iterable[Table],
        *,
        clock: Callable[[], float] = time.time,
        lag: float = 0.0,
    ) -> None:
        self.tables = {one.name: one for one in tables}
        self.lock = threading.RLock()
        self.clock = clock
        self.app: Row = {}
        self.listeners: list[Changed] = []
        self._lagging = {name: Lagging(lag) for name, one in self.tables.items() if one.lagged}
        self._changed: dict[tuple[str, str], None] = {}
        self._recent: dict[str, list[Row]] = {}
        """Sorted once between two changes: reading all pages would sort for each."""
        self._oldest: dict[str, list[Row]] = {}
        self._depth = 0
        self._rows: dict[str, dict[str, Row]] = {name: {} for name in self.tables}
        self._index: dict[str, dict[Any, str]] = {name: {} for name in self.tables}
        self._indexes = self._empty()
        self._made = dict.fromkeys(self.tables, 0)
        self._sequence = 0

    @contextmanager
    def work(self) -> Iterator[None]:
        """Hold the lock; listeners hear of all changes together, when the outermost ends."""
        with self.lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if not self._depth and self._changed:
                    changed, self._changed = self._changed, {}
                    for one in self.listeners:
                        one(self, changed)

    def now(self) -> int:
        return int(self.clock())

    def count(self) -> int:
        """A number never given before in this workspace."""
        self._sequence += 1
        return self._sequence

    def rows(self, kind: str) -> list[Row]:
        """In order of creation."""
        return list(self._table(kind).values())

    def recent(self, kind: str) -> list[Row]:
        """Newest change first, as Intercom lists articles and collections."""
        found = self._recent.get(kind)
        if found is None:
            found = self._recent[kind] = sorted(self.rows(kind), key=_changed, reverse=True)
        return list(found)

    def oldest(self, kind: str) -> list[Row]:
        """By the second of creation and then by id, as Intercom lists contacts."""
        found = self._oldest.get(kind)
        if found is None:
            found = self._oldest[kind] = sorted(self.rows(kind), key=_made)
        return list(found)

    def indexed(self, kind: str) -> list[Row]:
        """In order of creation, as the search index has them now."""
        table = self._table(kind)
        return self._lagging[kind].view(table, self.clock())

    def find(self, kind: str, key: object) -> Row | None:
        return self._table(kind).get(str(key))

    def by(self, kind: str, value: object) -> Row | None:
        """The newest row whose indexed field has this value."""
        self._table(kind)
        key = self._index[kind].get(value)
        return None if key is None else self._rows[kind].get(key)

    def where(self, kind: str, field: str, value: object, *, folded: bool = False) -> list[Row]:
        """All rows with this value in one of the table's `indexes`, in order of creation.

        `folded`: also those whose text differs by the case of its letters.
        """
        return self._indexes[kind].where(field, value, folded=folded)

    def get(self, kind: str, key: object) -> Row:
        if row := self.find(kind, key):
            return row
        raise SimulatorError(f"there is no {kind} {key}")

    def create(self, kind: str, **fields: Any) -> Row:
        """A new row; fields left out have their defaults. The id may be given."""
        with self.work():
            self._known(kind, fields)
            self._made[kind] += 1
            now, table = self.now(), self.tables[kind]
            row = {name: _copied(value) for name, value in table.fields.items()}
            row |= {"id": table.new_id(self._made[kind], now), "created_at": now}
            row |= {"updated_at": now, "sequence": self.count(), **fields}
            self._note(kind, str(row["id"]), None)
            self._put(kind, row)
            return row

    def edit(self, kind: str, key: object, **fields: Any) -> Row:
        """Change fields and move updated_at, unless it is among them."""
        with self.work():
            moved = {"updated_at": self.now(), "sequence": self.count()}
            return self.set(kind, key, **{**moved, **fields})

    def set(self, kind: str, key: object, **fields: Any) -> Row:
        """Change fields as Intercom does by itself: updated_at stays."""
        with self.work():
            self._known(kind, fields)
            row = self.get(kind, key)
            self._note(kind, str(key), row)
            moved = not fields.keys().isdisjoint(self.tables[kind].indexes)
            if moved:
                self._indexes[kind].out(str(key), row)
            row |= fields
            if moved:
                self._indexes[kind].put(str(key), row)
            return row

    def remove(self, kind: str, key: object) -> None:
        with self.work():
            row = self.get(kind, key)
            self._note(kind, str(key), row)
            del self._rows[kind][str(key)]
            if kind in self._indexes:
                self._indexes[kind].remove(str(key), row)
            indexed = row.get(self.tables[kind].index)
            if self._index[kind].get(indexed) == str(key):
                del self._index[kind][indexed]

    def about(self) -> dict[str, Any]:
        """What a workspace is beside its rows."""
        return {"app": self.app, "made": self._made, "sequence": self._sequence}

    def settle(self) -> None:
        """The search index has caught up: what was made was there before anybody looks."""
        for lagging in self._lagging.values():
            lagging.catch_up()

    def whole(self) -> snapshot.Snapshot:
        rows = {kind: list(found.values()) for kind, found in self._rows.items()}
        return snapshot.Snapshot(rows=rows, **self.about())

    def take(self, whole: snapshot.Snapshot) -> None:
        """Become that workspace; the search index has caught up with it."""
        with self.work():
            self.app = dict(whole.app)
            self._made = dict.fromkeys(self.tables, 0) | dict(whole.made)
            self._sequence = whole.sequence
            before = [(kind, key) for kind, rows in self._rows.items() for key in rows]
            self._rows = {name: {} for name in self.tables}
            self._index = {name: {} for name in self.tables}
            self._indexes = self._empty()
            for kind, rows in whole.rows.items():
                for row in rows:
                    self._put(kind, row)
            after = [(kind, key) for kind, rows in self._rows.items() for key in rows]
            self._changed |= dict.fromkeys([*before, *after])
            self._recent.clear()
            self._oldest.clear()
            self.settle()

    def dump(self, path: str | Path) -> None:
        """The whole workspace as one JSON file, replaced in one step."""
        with self.lock:
            text = snapshot.written(self.whole())
        snapshot.replace(Path(path), text)

    def load(self, path: str | Path) -> None:
        """Take over a dumped workspace; SimulatorError, and nothing changed, where it cannot."""
        self.take(snapshot.read(Path(path), self.shapes()))

    def shapes(self) -> snapshot.Shapes:
        """What a row of each kind may hold, for the check of a file."""
        return {
            name: snapshot.Shape(one.fields, {**one.fields, **one.types})
            for name, one in self.tables.items()
        }

    def _table(self, kind: str) -> dict[str, Row]:
        if kind in self._rows:
            return self._rows[kind]
        raise SimulatorError(f"there is no kind {kind}; there are {', '.join(self.tables)}")

    def _known(self, kind: str, fields: Mapping[str, Any]) -> None:
        self._table(kind)
        if unknown := fields.keys() - self.tables[kind].fields.keys() - snapshot.COMMON.keys():
            raise SimulatorError(f"{kind} has no field {min(unknown)}")

    def _empty(self) -> dict[str, Index]:
        return {name: Index(one.indexes) for name, one in self.tables.items() if one.indexes}

    def _note(self, kind: str, key: str, before: Row | None) -> None:
        """A row is about to change; it was `before`, None where it was not there."""
        self._changed[kind, key] = None
        self._recent.pop(kind, None)
        self._oldest.pop(kind, None)
        if kind in self._lagging:
            self._lagging[kind].note(key, before, self.clock())

    def _put(self, kind: str, row: Row) -> None:
        key, index = str(row["id"]), self.tables[kind].index
        before = self._rows[kind].get(key)
        self._rows[kind][key] = row
        if indexes := self._indexes.get(kind):
            if before is not None:
                indexes.out(key, before)
            indexes.put(key, row)
        if index:
            self._index[kind][row[index]] = key


def _changed(row: Row) -> tuple[int, int]:
    return row["updated_at"], row["sequence"]


def _made(row: Row) -> tuple[int, str]:
    return row["created_at"], str(row["id"])


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | list) else value
