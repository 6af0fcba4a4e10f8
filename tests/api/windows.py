"""Intercom's windows and a client, as events on a clock of their own: nothing sleeps.

The server counts when a request arrives, at a moment that the client does not know; answers
overtake each other, get lost, or come from a server whose clock is hours away.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import floor, inf
from typing import Any

from reconciler.api.pace import WINDOW, Pace, Ticket, Told


@dataclass
class World:
    """One client with more work than its budget, other apps, and the server between them."""

    limit: Callable[[float], int] = lambda _: 83
    latency: Callable[[random.Random], float] = lambda _: 0.05
    phase: float = 0.0
    skew: float = 0.0
    others: Iterable[tuple[float, int]] = ()
    lost: float = 0.0
    untold: float = 0.0
    dates: bool = True
    rolling: bool = False
    """Windows begin with the first request after the one before."""
    shift: Callable[[float], float] = lambda _: 0.0
    """Seconds by which the server's clock is set anew."""
    threads: int = 64
    reserve: float = 0.0
    start: float = 0.0
    end: float = 60.0
    jobs: float = inf
    seed: int = 0
    ours: Counter[int] = field(default_factory=Counter)
    theirs: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    done: int = 0
    peak: int = 0
    waits: list[float] = field(default_factory=list)

    def run(self) -> World:
        self._chance = random.Random(self.seed)
        self._pace = Pace(reserve=self.reserve)
        self._events: list[Any] = []
        self._count = 0
        self._todo = self.jobs
        self._used: Counter[int] = Counter()
        self._begun: list[float] = []
        self._timer = inf
        for at, number in self.others:
            self._at(at, self._other, number)
        self._at(self.start, self._work)
        while self._events:
            now, _, what, arguments = heapq.heappop(self._events)
            if now > self.end:
                break
            what(now, *arguments)
        return self

    def _at(self, when: float, what: Callable[..., None], *arguments: Any) -> None:
        self._count += 1
        heapq.heappush(self._events, (when, self._count, what, arguments))

    def window(self, now: float) -> int:
        return floor((now - self.phase) / WINDOW)

    def _counting(self, now: float) -> tuple[int, float]:
        """The window that counts a request now, and when it ends."""
        if not self.rolling:
            return (window := self.window(now)), (window + 1) * WINDOW + self.phase
        if not self._begun or now >= self._begun[-1] + WINDOW:
            self._begun.append(now)
        return len(self._begun), self._begun[-1] + WINDOW

    def _other(self, now: float, number: int) -> None:
        window = self.window(now)
        taken = min(number, max(self.limit(now) - self._used[window], 0))
        self._used[window] += taken
        self.theirs[window] += taken

    def _work(self, now: float) -> None:
        """Every thread that is free asks for leave, as the limiter does after each change."""
        while self._pace.flying < self.threads and self._todo > 0:
            leave = self._pace.ask(now)
            if not isinstance(leave, Ticket):
                if now + leave < self._timer:
                    self._timer = now + leave + 1e-9
                    self._at(self._timer, self._wake)
                return
            self._todo -= 1
            self.peak = max(self.peak, self._pace.flying)
            self._at(now + self.latency(self._chance) / 2, self._arrive, leave)

    def _wake(self, now: float) -> None:
        self._timer = inf
        self._work(now)

    def _arrive(self, now: float, ticket: Ticket) -> None:
        (window, ends), limit = self._counting(now), self.limit(now)
        clock = self.skew + self.shift(now)
        self._used[window] += 1
        status = 200 if self._used[window] <= limit else 429
        self.refused += status == 429
        self.ours[window] += status == 200
        reset = floor(ends + clock)
        left = max(limit - self._used[window], 0)
        told: Told | None = Told(limit, left, reset, floor(now + clock) if self.dates else None)
        if self._chance.random() < self.lost:
            status, told = 0, None
        elif status == 200 and self._chance.random() < self.untold:
            status, told = 502, None
        self._at(now + self.latency(self._chance) / 2, self._answered, ticket, told, status)

    def _answered(self, now: float, ticket: Ticket, told: Told | None, status: int) -> None:
        self._pace.answer(ticket, now, told, status=status)
        if status == 200:
            self.done += 1
        else:
            self._todo += 1
        self._work(now)

    def share(self) -> float:
        """Of what the whole windows between start and end allowed, how much was used."""
        whole = range(self.window(self.start) + 1, self.window(self.end))
        allowed = sum(self.limit(one * WINDOW + self.phase) - self.theirs[one] for one in whole)
        return sum(self.ours[one] for one in whole) / allowed
