"""The rate limit: windows of ten seconds, and the three headers that describe them.

[D] Limit: requests allowed in the window; Remaining: left in it; Reset: the epoch second at
which it refills. [D] One app's budget is its own; `Others` stands for a second client of the
same app. Knows no request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil, floor
from typing import Literal, NamedTuple

SECONDS = 10


class Others(NamedTuple):
    """Another client of the same token, which takes a share (0 to 1) of every window.

    `spread`: evenly over the ten seconds, or all of it in the moment the window begins.
    """

    share: float = 0.0
    spread: Literal["even", "start"] = "even"

    def used(self, limit: int, *, elapsed: float) -> int:
        """Their requests so far; `elapsed`: the part of the window that is over, 0 to 1."""
        return floor(limit * self.share * (1.0 if self.spread == "start" else elapsed))


class LimitChange(NamedTuple):
    """From the request with this number on (counted from 1), a window allows `limit`."""

    at_request: int
    limit: int


class Window:
    """Counts the requests of the current window; nothing here sleeps.

    `limit` and `others` may be set at any time. `offset`: seconds by which the windows begin
    later than at whole tens of the epoch.
    """

    def __init__(
        self,
        limit: int,
        clock: Callable[[], float],
        *,
        offset: float = 0.0,
        others: Others | None = None,
    ) -> None:
        self.limit = limit
        self.others = others or Others()
        self.offset = offset
        self.clock = clock
        self._start = 0.0
        self._own = 0
        self._taken = 0
        self._used = 0
        self._changes: list[LimitChange] = []

    def follow(self, changes: Iterable[LimitChange]) -> None:
        """Change the limit as requests come; they count from now on."""
        self._changes = sorted(changes)
        self._taken = 0

    def take(self) -> bool:
        """Count one request; False: it is one too many."""
        if self._changes:
            self._step()
        now = self.clock()
        start = (now - self.offset) // SECONDS * SECONDS + self.offset
        if start != self._start:
            self._start, self._own = start, 0
        self._own += 1
        self._used = self._own
        if self.others.share:
            self._used += self.others.used(self.limit, elapsed=(now - start) / SECONDS)
        return self._used <= self.limit

    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.limit - self._used, 0)),
            "X-RateLimit-Reset": str(ceil(self._start + SECONDS)),
        }

    def refusal(self) -> str:
        """[R] The message of a 429."""
        return f"Exceeded rate limit of {self.limit} in {SECONDS}_seconds"

    def _step(self) -> None:
        self._taken += 1
        while self._changes and self._changes[0].at_request <= self._taken:
            self.limit = self._changes.pop(0).limit
