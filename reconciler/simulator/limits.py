"""The rate limit: windows of ten seconds, and the three headers that describe them.

[D] Limit: requests allowed in the window; Remaining: left in it; Reset: the epoch second at
which it refills. Knows no request.
"""

from __future__ import annotations

from collections.abc import Callable

SECONDS = 10


class Window:
    """Counts the requests of the current window; nothing here sleeps."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self.limit = limit
        self._clock = clock
        self._start = 0
        self._used = 0

    def take(self) -> bool:
        """Count one request; False: it is one too many."""
        start = int(self._clock()) // SECONDS * SECONDS
        if start != self._start:
            self._start, self._used = start, 0
        self._used += 1
        return self._used <= self.limit

    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.limit - self._used, 0)),
            "X-RateLimit-Reset": str(self._start + SECONDS),
        }
