"""Clocks for a simulator: one that stands still until it is moved, one that can be set ahead.

Decide how time passes; know no request.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol, runtime_checkable

START = 1_800_000_000.0


@runtime_checkable
class Advancing(Protocol):
    """A clock that a test can move."""

    def advance(self, seconds: float) -> None: ...


class VirtualClock:
    """Epoch seconds that pass only by `sleep` and `advance`, for any number of threads.

    Sleeps of several threads overlap: each ends so many seconds after its thread last read
    the clock, and whoever sleeps longest decides what time it is. Added up instead, ten threads
    that wait for the same window would wait for ten of them.
    """

    def __init__(self, start: float = START) -> None:
        self._now = start
        self._lock = threading.Lock()
        self._seen = threading.local()

    def __call__(self) -> float:
        with self._lock:
            self._seen.at = self._now
            return self._now

    def sleep(self, seconds: float) -> None:
        """Return at once; for this thread so many seconds have passed."""
        with self._lock:
            until = getattr(self._seen, "at", self._now) + max(seconds, 0.0)
            self._now = max(self._now, until)
            self._seen.at = self._now

    def advance(self, seconds: float) -> None:
        """Move the time for everybody."""
        with self._lock:
            self._now += _forward(seconds)


class ShiftedClock:
    """The real time, and what was added to it."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ahead = 0.0

    def __call__(self) -> float:
        return self._clock() + self._ahead

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._ahead += _forward(seconds)


def _forward(seconds: float) -> float:
    if not seconds >= 0:
        raise ValueError("a clock only goes forward")
    return seconds
