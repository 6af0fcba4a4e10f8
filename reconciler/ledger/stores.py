"""Where the bytes of a ledger lie: the contract of every place, in memory, and in a file.

A store knows nothing of what the bytes say.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from reconciler.errors import LedgerError
from reconciler.ledger.lock import Lock, decode_lock, encode_lock, taken

if sys.platform != "win32":  # pragma: no branch - tested where there is fcntl
    import fcntl

OWN_FOLDER = ".reconciler"


class Stored(NamedTuple):
    """`data` is None where nothing was ever stored; `version` changes with the data."""

    data: bytes | None
    version: str


class ChangedError(LedgerError):
    """The compare-and-swap failed: the store changed since it was read."""


class Store(Protocol):
    """A place for a ledger. Errors are LedgerErrors that name the place."""

    @property
    def where(self) -> str: ...

    def read(self) -> Stored: ...

    def append(self, data: bytes) -> None:
        """Durable when it returns."""

    def replace(self, data: bytes, *, expected: str) -> None:
        """All or nothing; ChangedError where the version is no longer `expected`."""

    def lock(self, owner: str, seconds: float) -> None:
        """Takes or renews the lock; LedgerError where another owner holds it."""

    def unlock(self, owner: str | None) -> None:
        """Gives the lock back; None breaks that of anybody. Nothing where it is not held."""

    def held(self) -> Lock | None: ...


def changed(where: str) -> ChangedError:
    return ChangedError(f"{where}: the ledger changed since it was read", hint="plan again")


def version_of(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()


class MemoryStore:
    """For simulators and tests: gone when the process ends."""

    where = "memory"

    def __init__(
        self, data: bytes | None = None, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._data = data
        self._held: Lock | None = None
        self._clock = clock
        self._guard = threading.Lock()

    def read(self) -> Stored:
        return Stored(self._data, version_of(self._data))

    def append(self, data: bytes) -> None:
        with self._guard:
            self._data = (self._data or b"") + data

    def replace(self, data: bytes, *, expected: str) -> None:
        with self._guard:
            if version_of(self._data) != expected:
                raise changed(self.where)
            self._data = data

    def lock(self, owner: str, seconds: float) -> None:
        with self._guard:
            self._held = taken(self._held, owner, seconds, now=self._clock(), where=self.where)

    def unlock(self, owner: str | None) -> None:
        with self._guard:
            if self._held and owner in {None, self._held.owner}:
                self._held = None

    def held(self) -> Lock | None:
        return self._held


class FileStore:
    """A local file; its lock lies beside it, as readable JSON.

    `chosen`: somebody named the place, it is not the default.
    """

    def __init__(
        self, path: Path, *, chosen: bool = False, clock: Callable[[], float] = time.time
    ) -> None:
        self.path = path.resolve()
        self.chosen = chosen
        self._lock = self.path.with_name(self.path.name + ".lock")
        self._clock = clock

    @property
    def where(self) -> str:
        return str(self.path)

    def read(self) -> Stored:
        with explained(self.where):
            data = read_file(self.path)
        return Stored(data, version_of(data))

    def append(self, data: bytes) -> None:
        with explained(self.where), exclusive(self.path.parent):
            append_file(self.path, data)

    def replace(self, data: bytes, *, expected: str) -> None:
        with explained(self.where), exclusive(self.path.parent):
            found = read_file(self.path)
            if version_of(found) != expected:
                raise changed(self.where)
            if found != data:
                write_file(self.path, data)

    def lock(self, owner: str, seconds: float) -> None:
        with explained(self.where), exclusive(self.path.parent):
            new = taken(self.held(), owner, seconds, now=self._clock(), where=self.where)
            self._lock.unlink(missing_ok=True)
            with self._lock.open("xb") as file:
                file.write(encode_lock(new))

    def unlock(self, owner: str | None) -> None:
        if self.held() is None:
            return
        with explained(self.where), exclusive(self.path.parent):
            found = self.held()
            if found and owner in {None, found.owner}:
                self._lock.unlink()

    def held(self) -> Lock | None:
        with explained(self.where):
            return decode_lock(read_file(self._lock), str(self._lock))


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turns errors of the file system into LedgerErrors."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise LedgerError(f"{where}: {reason}", hint="check the place of the ledger") from problem


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """One process at a time works in the folder, which is made where it is missing.

    An advisory lock on the folder itself: it ends with the process and leaves no file behind.
    Windows has none; there the visible lock alone keeps runs apart.
    """
    _make(folder)
    if sys.platform == "win32":  # pragma: no cover - as above
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    """The folder of the default place hides itself from git: a ledger is no part of a commit."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    if folder.name == OWN_FOLDER:
        (folder / ".gitignore").write_text("*\n", "utf-8")


def read_file(path: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return None


def append_file(path: Path, data: bytes) -> None:
    """Adds to the file and waits until the disk has it; a part of `data` is taken back."""
    with path.open("ab", buffering=0) as file:
        size = file.tell()
        try:
            _write_all(file, data)
        except OSError:
            file.truncate(size)
            raise


def _write_all(file: io.FileIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
    os.fsync(file.fileno())


def write_file(path: Path, data: bytes) -> None:
    """The whole file or the one before, whenever the machine stops."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb", buffering=0) as file:
            _write_all(file, data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename in the folder last."""
    if sys.platform == "win32":  # pragma: no cover - a folder is no file there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
