"""A workspace in a SQLite file that follows every request, and survives whatever ends the process.

The rows stay in memory, where they are fast; the file hears of what changed. One process has
it at a time. Knows no resource: rows are checked as those of a dumped workspace are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from reconciler.simulator import snapshot
from reconciler.simulator.coding import decoded
from reconciler.simulator.errors import SimulatorError
from reconciler.simulator.store import Store

APPLICATION = 0x52636E53
"""In the file's header, so that the database of another program is never taken for ours."""
HEADER = b"SQLite format 3\x00"
TABLES = (
    "CREATE TABLE workspace (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    (
        "CREATE TABLE rows (place INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,"
        " row TEXT NOT NULL, UNIQUE (kind, id))"
    ),
)
OTHER = "name another file; this one is left as it is"
PLACE = "name a file in a folder that may be written"
ROOM = "make room for the file"
WAIT = 2.0
"""Seconds for another process to leave the file."""


class Database:
    """Keeps a store's workspace; `close` ends that, and so does leaving its `with` block."""

    def __init__(self, path: str | Path, store: Store) -> None:
        """Take over what the file has, or write what the store has into a new one.

        SimulatorError, with the file and the reason: no workspace of ours, of a newer format,
        in use, not to be opened or written.
        """
        self.path = Path(path)
        self._connection = _opened(self.path)
        try:
            if whole := self._read(store):
                store.take(whole)
            else:
                self._begin(store)
        except BaseException:
            self._connection.close()
            raise
        self._store = store
        store.listeners.append(self._follow)

    def close(self) -> None:
        """Again is nothing; the store goes on in memory."""
        with self._store.lock:
            if self._follow in self._store.listeners:
                self._store.listeners.remove(self._follow)
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, store: Store) -> snapshot.Snapshot | None:
        """What the file holds; None: it is new."""
        try:
            about = dict(self._connection.execute("SELECT name, value FROM workspace"))
            listed = list(self._connection.execute("SELECT kind, row FROM rows ORDER BY place"))
            whole = {name: decoded(value) for name, value in about.items()}
            rows: dict[str, list[Any]] = {}
            for kind, row in listed:
                rows.setdefault(kind, []).append(decoded(row))
        except sqlite3.OperationalError:
            return None
        except (sqlite3.DatabaseError, ValueError, RecursionError) as error:
            raise SimulatorError(f"{self.path}: damaged: {error}", hint=OTHER) from None
        return snapshot.checked(self.path, {**whole, "rows": rows}, store.shapes())

    def _begin(self, store: Store) -> None:
        with self._writing():
            for table in TABLES:
                self._connection.execute(table)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {snapshot.FORMAT}")
        rows = store.whole().rows
        self._follow(store, ((kind, str(row["id"])) for kind in rows for row in rows[kind]))

    def _follow(self, store: Store, changed: Iterable[tuple[str, str]]) -> None:
        """One transaction for one piece of work: a killed process leaves all of it or nothing."""
        kept, gone = [], []
        for kind, key in changed:
            row = store.find(kind, key)
            if row is None:
                gone.append((kind, key))
            else:
                kept.append((kind, key, _text(row)))
        with self._writing():
            self._connection.executemany("DELETE FROM rows WHERE kind = ? AND id = ?", gone)
            self._connection.executemany(
                "INSERT INTO rows (kind, id, row) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, id) DO UPDATE SET row = excluded.row",
                kept,
            )
            self._connection.executemany(
                "INSERT OR REPLACE INTO workspace VALUES (?, ?)",
                [(name, _text(value)) for name, value in store.about().items()],
            )

    def _writing(self) -> _Writing:
        return _Writing(self.path, self._connection)


class _Writing:
    """A transaction whose failure names the file."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN")

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            self._connection.execute("COMMIT" if error is None else "ROLLBACK")
        except sqlite3.Error as failed:
            raise self._unwritten(failed) from None
        if isinstance(error, sqlite3.Error):
            raise self._unwritten(error) from None

    def _unwritten(self, error: sqlite3.Error) -> SimulatorError:
        return SimulatorError(f"{self._path}: cannot be written: {error}", hint=ROOM)


def is_database(path: str | Path) -> bool:
    """Is there a SQLite file, or nothing yet, or nothing in it?"""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(HEADER)) in {HEADER, b""}
    except FileNotFoundError:
        return True
    except OSError as error:
        raise SimulatorError(f"{path}: cannot be read: {error.strerror}", hint=PLACE) from None


def _opened(path: Path) -> sqlite3.Connection:
    try:
        # isolation_level None: transactions are begun here and nowhere behind our back
        connection = sqlite3.connect(
            path, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise SimulatorError(f"{path}: cannot be opened: {error}", hint=PLACE) from None
    try:
        _own(path, connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            why, hint = _why(error)
            raise SimulatorError(f"{path}: {why}", hint=hint) from None
        raise
    return connection


def _own(path: Path, connection: sqlite3.Connection) -> None:
    """For this process alone, if it is a workspace; a new file becomes one later."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables:
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        snapshot.check_format(path, found if owner == APPLICATION else None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def _why(error: sqlite3.Error) -> tuple[str, str]:
    if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another process has it open", "end that one, or name another file"
    if error.sqlite_errorname == "SQLITE_NOTADB":
        return "not a workspace of the simulator", OTHER
    return f"cannot be opened: {error}", PLACE


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
