"""When a request may be sent: full speed inside Intercom's 10-second window, then a wait.

The headers of the answers decide; nothing is assumed about the size of the budget.
Source: X-RateLimit-Limit, -Remaining and -Reset (epoch seconds) of the documentation.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

WINDOW = 10.0
LONGEST = 60.0
"""Seconds; a reset further away than this is not believed."""
MARGIN = 0.2
"""Seconds after the reset: Intercom's clock and ours are never quite the same."""


class Limiter:
    """Paces all threads of one client. Clock in epoch seconds."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._limit: int | None = None
        self._left: int | None = None
        self._reset = 0.0
        self._in_flight = 0

    def acquire(self) -> None:
        """Returns when one request may be sent; each is answered by one `release`."""
        while wait := self._take():
            self._sleep(wait)

    def release(self, headers: Mapping[str, str], *, throttled: bool = False) -> None:
        """Learns from an answer; `headers` is empty where none came."""
        limit, left, reset = (_number(headers.get(f"x-ratelimit-{name}"))
                              for name in ("limit", "remaining", "reset"))  # fmt: skip
        with self._lock:
            self._in_flight -= 1
            now = self._clock()
            credible = reset is not None and now < reset <= now + LONGEST
            self._limit = limit or self._limit
            if throttled:
                self._reset = float(reset) if credible and reset else now + WINDOW
                self._left = 0
            elif left is not None and reset is not None and credible:
                self._learn(left, float(reset))

    def _take(self) -> float:
        """0 and one request taken, or the seconds to wait."""
        with self._lock:
            now = self._clock()
            if self._left is not None and now >= self._reset + MARGIN:
                self._refill(now)
            if self._left is None or self._left > 0:
                self._left = None if self._left is None else self._left - 1
                self._in_flight += 1
                return 0.0
            return max(self._reset + MARGIN - now, 0.001)

    def _refill(self, now: float) -> None:
        self._left = self._limit
        self._reset += WINDOW * (1 + (now - self._reset) // WINDOW)

    def _learn(self, left: int, reset: float) -> None:
        if self._left is None or reset > self._reset:
            # a window not seen before: what is still in flight may not be counted in it yet
            self._left, self._reset = max(left - self._in_flight, 0), reset
        elif reset == self._reset:
            self._left = min(self._left, left)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
