"""What we own in one workspace, in memory and in its store.

Every change is durable before it is believed. Knows no place: stores do.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reconciler.errors import LedgerError
from reconciler.ledger.format import (
    WAY_OUT,
    Remembered,
    State,
    compacted,
    encode,
    header,
    parse,
)
from reconciler.ledger.stores import ChangedError, Store
from reconciler.model import Entry, Intent, Ledger, Ref
from reconciler.model.delivered import Delivered, Noted, Record

TRIES = 5


class LedgerBook(Ledger, Record):
    """Satisfies `Ledger` and `Record`. Thread-safe; its mappings are live views."""

    entries: Mapping[Ref, Entry]
    intents: Mapping[Ref, Intent]
    deliveries: Mapping[str, Delivered]

    def __init__(self, store: Store, workspace: str, state: State) -> None:
        self.entries = MappingProxyType(state.entries)
        self.intents = MappingProxyType(state.intents)
        self.deliveries = MappingProxyType(state.deliveries)
        self._state = state
        self._store = store
        self._workspace = workspace
        self._guard = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._queue = threading.Lock()
        self._begun = False

    def record(self, entries: Sequence[Entry]) -> None:
        """Remembers what was written and what came back; ends the intents of the same refs."""
        self._write(entries)

    def intend(self, intents: Sequence[Intent]) -> None:
        """Remembers, before they are sent, creates that may come to exist. One durable append."""
        self._write(intents)

    def forget(self, refs: Sequence[Ref]) -> None:
        self._write(refs)

    def note(self, notes: Sequence[Noted]) -> None:
        """Remembers what became of deliveries. Notes of several threads that wait for the disk go
        to it in one write: so many waits for it would take longer than the calls they are about.
        """
        mine = _Waiting(notes)
        with self._queue:
            self._waiting.append(mine)
        with self._guard:
            if not mine.over:
                self._put_waiting()
        if mine.error:
            raise mine.error

    def refresh(self) -> None:
        """Reads the store again: what other runs wrote before this one took the lock."""
        with self._guard:
            found = _state(self._store, self._workspace)
            self._state.replace(found)

    def compact(self) -> None:
        """One line per ref, whoever wrote them; nothing where there is no ledger yet."""
        with self._guard:
            for _ in range(TRIES):
                data, version = self._store.read()
                if data is None:
                    return
                short = compacted(self._parsed(data), self._workspace)
                try:
                    self._store.replace(short, expected=version)
                except ChangedError:
                    continue
                return
            raise _too_busy(self._store.where)

    def close(self) -> None:
        """Compacts where this book wrote; a book that only read changes nothing."""
        if self._begun:
            self.compact()

    def _write(self, items: Sequence[Remembered]) -> None:
        with self._guard:
            self._put(items)

    def _put_waiting(self) -> None:
        """Whoever waits hears whether its notes are on the disk."""
        with self._queue:
            waiting, self._waiting = self._waiting, []
        error: BaseException | None = None
        try:
            self._put([note for one in waiting for note in one.notes])
        except BaseException as problem:  # noqa: BLE001 - each thread raises it itself
            error = problem
        for one in waiting:
            one.over, one.error = True, error

    def _put(self, items: Sequence[Remembered]) -> None:
        """Only who holds the guard."""
        if not items:
            return
        lines = b"".join(map(encode, items))
        if self._begun or self._whole():
            self._store.append(lines)
        else:
            self._begin(lines)
        self._begun = True
        for one in items:
            self._state.take(one)

    def _whole(self) -> bool:
        """Is there a ledger to whose end a line may be added?"""
        data, _ = self._store.read()
        return data is not None and not self._parsed(data).torn

    def _begin(self, lines: bytes) -> None:
        """The first write creates the ledger, or takes away what a crash left at its end."""
        for _ in range(TRIES):
            data, version = self._store.read()
            try:
                self._store.replace(self._good(data) + lines, expected=version)
            except ChangedError:
                continue
            return
        raise _too_busy(self._store.where)

    def _good(self, data: bytes | None) -> bytes:
        if data is None:
            return header(self._workspace)
        good = data[: self._parsed(data).size]
        return good if good.endswith(b"\n") else good + b"\n"

    def _parsed(self, data: bytes) -> State:
        return parse(data, self._workspace, self._store.where)


@dataclass(slots=True)
class _Waiting:
    """Notes of one thread on their way to the disk, and how that ended."""

    notes: Sequence[Noted]
    over: bool = False
    error: BaseException | None = None


def open_ledger(store: Store, workspace: str) -> LedgerBook:
    """The ledger of a workspace (its app_id); reading creates nothing.

    LedgerError where the store cannot be read or holds anything but this ledger.
    """
    return LedgerBook(store, workspace, _state(store, workspace))


def _state(store: Store, workspace: str) -> State:
    data, _ = store.read()
    if data == b"":
        raise LedgerError(f"{store.where}: the ledger is empty, not even a header", hint=WAY_OUT)
    return State() if data is None else parse(data, workspace, store.where)


def _too_busy(where: str) -> LedgerError:
    return LedgerError(
        f"{where}: another run keeps changing the ledger",
        hint="wait for it to end, then plan again",
    )
