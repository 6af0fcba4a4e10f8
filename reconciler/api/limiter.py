"""Threads that wait for leave to send: first come, first served, and awake at once to stop.

Knows time, threads and headers; whether a request fits is decided in `pace`.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from math import inf

from reconciler.api.pace import REFUSED, Pace, Ticket, Told

WORTH_SAYING = 1.0
"""Seconds of waiting that a user wants to know about."""


class HaltedError(Exception):
    """Nothing is sent any more."""


class Limiter:
    """Paces all threads of one client. `clock` in seconds, steady, from any moment on.

    `notice` is told once for each wait of all threads, in seconds. `sleep` stands in for
    waiting in tests.
    """

    def __init__(
        self,
        *,
        reserve: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
        notice: Callable[[float], None] = lambda _: None,
    ) -> None:
        self.stopped = False
        self._pace = Pace(reserve=reserve)
        self._clock = clock
        self._sleep = sleep
        self._notice = notice
        self._noticed = -inf
        self._lock = threading.Lock()
        self._queue: deque[threading.Condition] = deque()
        self._ending = threading.Condition(self._lock)

    def acquire(self) -> Ticket:
        """Waits for leave to send one request; each is answered by one `release`."""
        turn = threading.Condition(self._lock)
        with turn:
            self._queue.append(turn)
            try:
                return self._leave(turn)
            finally:
                self._queue.remove(turn)
                self._call()

    def release(
        self, ticket: Ticket, headers: Mapping[str, str], *, status: int, sent: bool = True
    ) -> None:
        """Learns from an answer; status 0 where none came, not `sent` where none could."""
        found = told(headers)
        after = retry_after(headers) if status == REFUSED else None
        with self._lock:
            now = self._clock()
            if sent:
                self._pace.answer(ticket, now, found, status=status)
            else:
                self._pace.unsent(ticket)
            if after:
                self._pace.pause(now + after)
            self._call()

    def rest(self, seconds: float) -> None:
        """Sleeps so long; HaltedError as soon as the client is stopped."""
        with self._ending:
            until = self._clock() + seconds
            while not self.stopped and (left := until - self._clock()) > 0:
                self._wait(self._ending, left)
            if self.stopped:
                raise HaltedError

    def stop(self) -> None:
        """From now on nothing is sent, and nobody waits."""
        with self._lock:
            self.stopped = True
            self._ending.notify_all()
            for turn in self._queue:
                turn.notify()

    def _leave(self, turn: threading.Condition) -> Ticket:
        while not self.stopped:
            leave = self._pace.ask(self._clock()) if self._queue[0] is turn else inf
            if isinstance(leave, Ticket):
                return leave
            if leave < inf:
                self._say()
            self._wait(turn, leave)
        raise HaltedError

    def _call(self) -> None:
        """Whoever has waited longest asks again."""
        if self._queue:
            self._queue[0].notify()

    def _wait(self, turn: threading.Condition, seconds: float) -> None:
        if seconds == inf:
            turn.wait()
        elif self._sleep is None:
            turn.wait(seconds)
        else:
            self._sleep(seconds)

    def _say(self) -> None:
        until = self._pace.opens()
        seconds = until - self._clock()
        if seconds >= WORTH_SAYING and until > self._noticed + WORTH_SAYING:
            self._noticed = until
            self._notice(seconds)


def told(headers: Mapping[str, str]) -> Told | None:
    """What an answer says of its window; None where it does not say all of it.

    Names in lower case. Source: the three X-RateLimit headers of the documentation.
    """
    limit, left, reset = (_number(headers.get(f"x-ratelimit-{name}"))
                          for name in ("limit", "remaining", "reset"))  # fmt: skip
    if not limit or left is None or reset is None:
        return None
    return Told(limit, left, reset, date_of(headers.get("date")))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds; not documented for Intercom, but any gateway on the way may send it."""
    text = headers.get("retry-after", "")
    if (seconds := _number(text)) is not None:
        return float(seconds)
    until, now = date_of(text), date_of(headers.get("date"))
    return max(until - now, 0.0) if until is not None and now is not None else None


def date_of(text: str | None) -> float | None:
    """Epoch seconds of a date as HTTP writes it."""
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (ValueError, OverflowError):
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) < LONGEST and text.isascii() and text.isdigit() else None


LONGEST = 16
"""Digits; a number beyond is no count and no time."""
