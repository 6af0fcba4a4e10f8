"""One JSON line for each attempt of a call, for whoever has to find out what went on.

Never a token, never a body. What stands in a path or a query and may be somebody's is
replaced by a digest, keyed anew for each file: equal values stay equal in it, nothing more.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from reconciler.errors import UsageError

PLAIN = frozenset({
    "page", "per_page", "order", "sort", "model", "include_archived", "include_merged", "locale",
    "display_as", "state", "summary", "type",
})  # fmt: skip
"""Parameters that say how to list, never what or whom."""
WORD = re.compile(r"[a-z_]+|[0-9]{1,20}|[0-9a-f]{24}")
"""A segment of a path that is the API's own: a word, or an id that Intercom gave."""
GIVEN = frozenset({"find_by_external_id"})
"""After these stands a name that somebody else gave, whatever it looks like."""
START = b'{"at": '


class Attempt(NamedTuple):
    """One request and what came of it; `status` 0: nothing. Times in seconds, sizes in bytes."""

    method: str
    path: str
    number: int
    status: int
    code: str
    request_id: str | None
    began: float
    took: float
    waited: float
    headers: Mapping[str, str]
    sent: int
    received: int


class Trace:
    """An open file of attempts; UsageError where it cannot be one. Thread-safe."""

    def __init__(self, file: Path) -> None:
        self._out = os.fdopen(_opened(file), "ab", buffering=0)
        self._key = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self.broken = ""
        """Why nothing more could be written: a full disk ends the trace, never the run."""

    def __call__(self, one: Attempt, hide: Callable[[str], str]) -> None:
        line = hide(json.dumps(self._shown(one))) + "\n"
        with self._lock:
            if self._out.closed or self.broken:
                return
            try:
                self._out.write(line.encode())
            except OSError as error:
                self.broken = error.strerror or str(error)

    def close(self) -> None:
        with self._lock:
            self._out.close()

    def path(self, path: str) -> str:
        """A path without what may be personal."""
        where, mark, query = path.partition("?")
        parts = where.split("/")
        shown = [
            part if (not part or WORD.fullmatch(part)) and before not in GIVEN else self._mark(part)
            for before, part in zip(["", *parts], parts, strict=False)
        ]
        asked = [
            f"{name if WORD.fullmatch(name) else self._mark(name)}="
            f"{value if name in PLAIN and WORD.fullmatch(value) else self._mark(value)}"
            for name, value in parse_qsl(query, keep_blank_values=True)
        ]
        return "/".join(shown) + mark + "&".join(asked)

    def _mark(self, text: str) -> str:
        return f"~{hashlib.blake2b(text.encode(), key=self._key, digest_size=5).hexdigest()}"

    def _shown(self, one: Attempt) -> dict[str, Any]:
        at = datetime.fromtimestamp(one.began, UTC).isoformat(timespec="milliseconds")
        rate = {name: one.headers.get(f"x-ratelimit-{name}")
                for name in ("limit", "remaining", "reset")}  # fmt: skip
        return {
            "at": at,
            "method": one.method,
            "path": self.path(one.path),
            "attempt": one.number,
            "status": one.status,
            "code": one.code,
            "request_id": one.request_id,
            "ms": round(one.took * 1000),
            "waited_ms": round(one.waited * 1000),
            **rate,
            "sent": one.sent,
            "received": one.received,
        }


def _opened(file: Path) -> int:
    """A file that only its owner reads; lines are added to an earlier trace, to nothing else."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0)
    try:
        number = os.open(file, flags, 0o600)
    except OSError as error:
        raise _refused(file, error.strerror or str(error)) from error
    begins = os.pread(number, len(START), 0) if stat.S_ISREG(os.fstat(number).st_mode) else b"?"
    if begins not in {b"", START}:
        os.close(number)
        raise _refused(file, "it exists and is no trace")
    os.fchmod(number, 0o600)
    size = os.fstat(number).st_size
    if size and os.pread(number, 1, size - 1) != b"\n":
        os.write(number, b"\n")  # the run before was cut off in the middle of a line
    return number


def _refused(file: Path, why: str) -> UsageError:
    hint = "name a new file in a folder that exists"
    return UsageError(f"the trace cannot be written to {file}: {why}", hint=hint)
