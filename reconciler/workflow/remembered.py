"""Rows that outlive a run, in the user's cache folder: safe to delete, and never needed.

The key of a row covers the text that it was made of and everything that made it, so that a row of
another version is never found. The file belongs to the user and lies outside of every project; no
repository can put a row there.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

LARGEST = 400_000_000
"""Bytes of the file; a larger one is begun anew."""
MAKERS = ("reconciler.content", "comrak", "selectolax")
SCHEMA = "CREATE TABLE IF NOT EXISTS rows (key BLOB PRIMARY KEY, row BLOB)"
PAGE = 16_384
"""Bytes of a page of the file: most rows fit into one."""


class Rows:
    """Whatever is wrong with the file counts as nothing known; `save` writes what is new."""

    def __init__(self, file: Path, makers: Sequence[str] = MAKERS) -> None:
        self._file = file
        self._salt = _salt(makers)
        self._new: dict[bytes, bytes] = {}
        self._lock = threading.Lock()
        self._read: sqlite3.Connection | None = None
        with suppress(OSError, sqlite3.Error):
            if file.is_file() and file.stat().st_size <= LARGEST:
                address = f"{file.absolute().as_uri()}?mode=ro"
                self._read = sqlite3.connect(
                    address, uri=True, isolation_level=None, check_same_thread=False
                )
                self._read.execute("BEGIN")  # one look at the file for all rows

    def get(self, key: bytes) -> bytes | None:
        """From any thread: whichever works on the first body opens the file."""
        with self._lock:
            if self._read is None:
                return None
            try:
                found = self._read.execute(
                    "SELECT row FROM rows WHERE key = ?", (self._salt + key,)
                )
                row = found.fetchone()
            except sqlite3.Error:
                self._read = None
                return None
        return bytes(row[0]) if row and isinstance(row[0], bytes) else None

    def put(self, key: bytes, row: bytes) -> None:
        self._new[self._salt + key] = row

    def save(self) -> None:
        """All or nothing, and no word where it cannot be."""
        with self._lock, suppress(sqlite3.Error):
            if self._read is not None:
                self._read.close()
                self._read = None
        if not self._new:
            return
        try:
            self._write(dict(self._new))
        except (OSError, sqlite3.Error):
            with suppress(OSError):
                self._file.unlink(missing_ok=True)

    def _write(self, rows: Mapping[bytes, bytes]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._file.is_file() and self._file.stat().st_size > LARGEST:
            self._file.unlink()
        with closing(sqlite3.connect(self._file, timeout=1)) as writing, writing:
            writing.execute(f"PRAGMA page_size = {PAGE}")
            writing.execute(SCHEMA)
            writing.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", rows.items())


def _salt(makers: Iterable[str]) -> bytes:
    """A digest of the code that makes rows: sizes and times of its files."""
    found = blake2b(digest_size=8)
    for name in makers:
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for file in sorted(Path(folder).iterdir()):
                about = file.stat()
                found.update(f"{file}\0{about.st_size}\0{about.st_mtime_ns}\0".encode())
    return found.digest()
