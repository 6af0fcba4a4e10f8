"""Whether one more request fits into Intercom's window, told by the answers alone.

Pure: a state that is asked and told, with times of any steady clock. Reset is only the name of
a window, which is over ten seconds after its name was first read, or sooner where earlier ones
were seen to begin. The server's Date may shorten that, until it was wrong once.
"""

from __future__ import annotations

from math import ceil, inf
from typing import NamedTuple

WINDOW = 10.0
"""Seconds. Source: the documentation of the rate limits."""
MARGIN = 0.1
"""Seconds after the end of a window: the servers that count do not agree to the millisecond."""
CAREFUL = 1.0
"""The most that MARGIN grows to: Reset is cut to whole seconds."""
DRIFT = 2e-4
"""Seconds per second by which two clocks may run apart."""
PATIENCE = 1.0
"""Seconds for the request that asks for the next window, before another one asks too."""
FEWEST, MOST = 9, 64
"""Requests in flight: below, threads idle; above, httpx costs more than it gains."""
SPEED = 0.6
"""The share of a window in which it may be used up; the rest is for what comes in between."""
TAPER = 8
"""Where other apps share the window, one in so many of what is left is in flight."""
GLANCE = 0.5
"""Seconds after which what others leave is looked at again: they may have been fast and few."""
REFUSED = 429


class Ticket(NamedTuple):
    """Leave to send one request. `number` counts up; `sent` on the clock of the asker."""

    number: int
    sent: float


class Told(NamedTuple):
    """The headers of one answer; `date` the server's own clock, where it says."""

    limit: int
    left: int
    reset: int
    date: float | None = None


class Pace:
    """The budget of one client. `reserve`: the share of each window that is left to others."""

    def __init__(self, *, reserve: float = 0.0) -> None:
        self.latency = 0.0
        self.flying = 0
        self.free = False
        """The server answers, and has no limit."""
        self._share = 1.0 - reserve
        self._number = 0
        self._window: Told | None = None
        self._own = 0
        self._seen = 0.0
        self._since = 0
        self._others = 0
        self._lost: list[int] = []
        self._shift = inf
        self._margin = MARGIN
        self._dated = True
        self._paused = -inf
        self._scout: Ticket | None = None
        self._refusals = 0

    @property
    def width(self) -> int:
        """How many in flight use the window up in time, by Little's law."""
        if self._window is None:
            return MOST if self.free else FEWEST
        wanted = ceil(self._window.limit * self.latency / (WINDOW * SPEED))
        return min(max(wanted, FEWEST), MOST)

    def opens(self) -> float:
        """When the next window has surely begun."""
        if self._window is None:
            return self._paused
        return max(self._window.reset + self._shift + self._margin, self._paused)

    def ask(self, now: float) -> Ticket | float:
        """Leave to send, or the seconds until time alone may change the answer."""
        if now < self._paused:
            return self._paused - now
        if self.flying >= self.width:
            return inf
        if self.free or self._room(now) > 0:
            return self._leave(now)
        if now < (opens := self.opens()):
            return min(opens - now, GLANCE) if self._shared() and self._left() else opens - now
        if self._scout and now < self._scout.sent + PATIENCE:
            return self._scout.sent + PATIENCE - now
        # Nothing is known of the window that has begun: one request goes ahead and asks.
        self._scout = self._leave(now)
        return self._scout

    def unsent(self, ticket: Ticket) -> None:
        """The request surely never left."""
        self.flying -= 1
        if ticket == self._scout:
            self._scout = None

    def answer(self, ticket: Ticket, now: float, told: Told | None, *, status: int) -> None:
        """What came back; status 0: nothing. Answers may come in any order."""
        self.unsent(ticket)
        if status:
            took = now - ticket.sent
            self.latency += (took - self.latency) / (8 if self.latency else 1)
        if told is None:
            self._untold(now, status)
            return
        self.free = False
        # What was lost before this request was sent is in its count, if it was counted at all.
        self._lost = [number for number in self._lost if number > ticket.number]
        self._learn(ticket, now, told)
        if status == REFUSED and told.left == 0 and now >= self.opens():
            self.pause(now + min(2.0**self._refusals, WINDOW))
            self._refusals += 1

    def pause(self, until: float) -> None:
        """Nothing is sent before `until`, and then one request asks how things stand."""
        self._paused = max(self._paused, until)
        if self._window:
            self._window = self._window._replace(left=0)

    def _leave(self, now: float) -> Ticket:
        self.flying += 1
        self._number += 1
        return Ticket(self._number, now)

    def _untold(self, now: float, status: int) -> None:
        """Nobody knows whether a request without headers in its answer was counted."""
        if status == REFUSED:
            self.pause(now + WINDOW)
        elif self._window:
            self._lost.append(self._number + 1)
        elif 200 <= status < 300:  # noqa: PLR2004 - the good ones
            self.free = True

    def _room(self, now: float) -> int:
        """How many fit in surely: Remaining counts nothing that is still on its way."""
        if self._window is None:
            return 0
        mine = max(int(self._window.limit * self._share), 1) - self._own
        left = self._window.left - len(self._lost)
        if self._shared():
            # Where others take from it too, fewer are sent at once the less is left.
            elapsed = max(WINDOW - (self.opens() - now), 1.0)
            rate = max(self._by_others() / elapsed, self._others / WINDOW)
            left = ceil((left - rate * self.latency) / TAPER)
        return min(mine, left) - self.flying

    def _left(self) -> int:
        return self._window.left if self._window else 0

    def _shared(self) -> bool:
        """Do other apps take from these windows?"""
        return self._others > 0 or self._by_others() > 0

    def _by_others(self) -> int:
        """Requests of this window that are surely not ours."""
        if self._window is None:
            return 0
        used = self._window.limit - self._window.left
        return max(used - self._own - self.flying - len(self._lost), 0)

    def _learn(self, ticket: Ticket, now: float, told: Told) -> None:
        known = self._window
        if known is None or told.reset - known.reset > WINDOW / 2:
            self._begin(now, told)
        elif abs(told.reset - known.reset) <= WINDOW / 2:
            self._window = Told(told.limit, min(told.left, known.left), known.reset)
            self._own += 1
        elif ticket.number < self._since:
            return
        else:
            # Sent after the window was known, counted in an older one: that was none.
            self._begin(now, told)
        self._place(ticket, now, told.date)

    def _begin(self, now: float, told: Told) -> None:
        self._others = self._by_others()
        self._shift += DRIFT * (now - self._seen) if self._window else 0.0
        self._window, self._own, self._seen = told, 1, now
        self._since = self._number + 1
        self._refusals = 0
        self._paused = -inf

    def _place(self, ticket: Ticket, now: float, date: float | None) -> None:
        """Narrows down when this window ends on our clock: `reset + _shift` at the latest."""
        reset = self._window.reset if self._window else 0
        early = ticket.sent - reset - self._shift
        if early >= 0:
            # It was still open when we took it for closed: begin anew, and be more careful.
            self._margin = min(self._margin + early, CAREFUL)
            self._dated = False
            self._shift = self._seen + WINDOW - reset
        self._shift = min(self._shift, now + WINDOW - reset)
        if self._dated and date is not None:
            self._shift = min(self._shift, now - date + 1.0)
