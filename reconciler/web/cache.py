"""What was found out about addresses, kept for a while in the user's cache folder.

Safe to delete, and worth nothing to anybody: addresses that stand in files, whether they answer.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

DAY = 86_400
GOOD, DEAD = 7 * DAY, DAY // 24
"""Seconds for which an answer counts: a dead link is being mended, a good one rarely dies."""
MOST = 50_000
LARGEST = 50_000_000


def cache_file(environ: Mapping[str, str], home: Path, platform: str) -> Path:
    """Where the system keeps what may be thrown away."""
    if platform == "win32":
        base = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "reconciler" / "links.json"


@dataclass(slots=True)
class Cache:
    """`file` None: nothing is kept. Whatever is wrong with it counts as nothing known."""

    file: Path | None
    clock: Callable[[], float] = time.time
    known: dict[str, tuple[str, float]] = field(default_factory=dict)
    changed: bool = False

    def __post_init__(self) -> None:
        if self.file is None:
            return
        with suppress(OSError, ValueError):
            if self.file.stat().st_size <= LARGEST:
                self.known = dict(filter(None, map(_row, _rows(self.file))))

    def get(self, url: str) -> str | None:
        """Why it is dead, empty where it is not; None where that has to be asked."""
        why, at = self.known.get(url, ("", -inf))
        return why if self._fresh(why, at) else None

    def put(self, url: str, why: str) -> None:
        self.known[url] = (why, self.clock())
        self.changed = True

    def _fresh(self, why: str, at: float) -> bool:
        return 0 <= self.clock() - at < (DEAD if why else GOOD)

    def save(self) -> None:
        """All or nothing, and no word where it cannot be."""
        if self.file is None or not self.changed:
            return
        kept = [(url, why, at) for url, (why, at) in self.known.items() if self._fresh(why, at)]
        data = json.dumps(kept[-MOST:])
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.file.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(data)
            Path(name).replace(self.file)


def _rows(file: Path) -> list[Any]:
    found = json.loads(file.read_text("utf-8"))
    return found if isinstance(found, list) else []


def _row(one: Any) -> tuple[str, tuple[str, float]] | None:
    match one:
        case [str(url), str(why), int() | float() as at]:
            return url, (why, float(at))
    return None
