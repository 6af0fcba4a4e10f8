"""Threads wait for leave, in turn; what headers say; and nobody waits for a stopped client."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import httpx
import pytest

from reconciler.api.limiter import HaltedError, Limiter, retry_after, told
from reconciler.api.pace import MARGIN, PATIENCE, WINDOW, Told
from reconciler.api.retry import REFUSED_TRIES
from reconciler.errors import ApiError
from tests.api.fakes import Clock, http_over, ok, refused, scripted

START = 1_800_000_000.0


def headers(left: int, reset: float, limit: int = 5) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(int(reset)),
    }


class Server:
    """Counts by the window as Intercom does; refuses what is over the limit."""

    def __init__(self, clock: Clock, limit: int) -> None:
        self.clock = clock
        self.limit = limit
        self.counted: dict[int, int] = {}
        self.refused = 0
        self.lock = threading.Lock()

    def __call__(self, _: httpx.Request) -> httpx.Response:
        with self.lock:
            window = int(self.clock.now // 10)
            self.counted[window] = used = self.counted.get(window, 0) + 1
            self.refused += used > self.limit
        left = headers(max(self.limit - used, 0), (window + 1) * 10, self.limit)
        if used > self.limit:
            return httpx.Response(429, json={"errors": []}, headers=left)
        return httpx.Response(200, json={"id": "1"}, headers=left)


# ------------------------------------------------------------------ windows


def test_a_spent_window_is_waited_for_and_the_next_is_used_in_full() -> None:
    clock = Clock(START + 3)
    server = Server(clock, limit=5)
    http = http_over(server, clock=clock)
    for _ in range(12):
        http.call("GET", "/me")
    assert clock.slept == pytest.approx([WINDOW + MARGIN, WINDOW], abs=0.01)
    assert list(server.counted.values()) == [5, 5, 2]
    assert server.refused == 0


def test_the_servers_own_clock_shortens_the_first_wait() -> None:
    clock = Clock(START + 3)
    date = {"Date": "Fri, 15 Jan 2027 08:00:03 GMT"}
    server, _ = scripted(ok(id="1", headers=headers(0, START + 10) | date), ok(id="2"))
    http = http_over(server, clock=clock)
    http.call("GET", "/me")
    http.call("GET", "/me")
    assert clock.slept == pytest.approx([7 + 1 + MARGIN])


def test_many_threads_together_stay_inside_the_window() -> None:
    clock = Clock(START)
    server = Server(clock, limit=20)
    http = http_over(server, clock=clock)
    http.call("GET", "/me")

    def ask() -> None:
        for _ in range(10):
            http.call("GET", "/me")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sum(server.counted.values()) == 81
    assert server.refused == 0


def test_without_any_headers_nothing_waits() -> None:
    clock = Clock()
    server, _ = scripted(*[ok(id="1")] * 100)
    http = http_over(server, clock=clock)
    for _ in range(100):
        http.call("GET", "/me")
    assert clock.slept == []


@pytest.mark.parametrize(
    ("left", "waits"),
    [
        ({}, [WINDOW]),
        ({"x-ratelimit-reset": "soon"}, [WINDOW]),
        (headers(0, START + 10), [WINDOW + MARGIN]),
        (headers(0, START - 100), [WINDOW + MARGIN]),
        (headers(0, START + 9_999), [WINDOW + MARGIN]),
        ({"retry-after": "37"}, [37.0]),
    ],
)
def test_a_refused_request_waits_for_a_window_at_most_whatever_the_reset_says(
    left: Mapping[str, str], waits: list[float]
) -> None:
    clock = Clock(START)
    server, _ = scripted(httpx.Response(429, json={}, headers=left), ok(id="1"))
    assert http_over(server, clock=clock).call("GET", "/me") == {"id": "1"}
    assert sum(clock.slept) == pytest.approx(sum(waits))


def test_a_refusal_that_is_not_for_the_window_holds_up_only_its_own_call() -> None:
    clock = Clock(START)
    busy = refused(429, "too_many_requests", "later")
    busy.headers.update(headers(4, START + 10))
    server, _ = scripted(busy, ok(id="1"))
    http_over(server, clock=clock).call("POST", "/exports", {}, repeatable=False)
    assert clock.slept == [0.5]


# ------------------------------------------------------------------ headers


def test_headers_that_say_everything_are_read() -> None:
    date = {"date": "Fri, 15 Jan 2027 08:00:00 GMT"}
    assert told(headers(3, START) | date) == Told(5, 3, int(START), START)


@pytest.mark.parametrize("name", ["limit", "remaining", "reset"])
@pytest.mark.parametrize("value", [None, "", "-1", "1.5", "\u0663", "9" * 400])
def test_headers_that_do_not_say_everything_say_nothing(name: str, value: str | None) -> None:
    found = headers(3, START)
    del found[f"x-ratelimit-{name}"]
    assert told(found if value is None else found | {f"x-ratelimit-{name}": value}) is None


@pytest.mark.parametrize(
    ("found", "seconds"),
    [
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:12 GMT",
          "date": "Fri, 15 Jan 2027 08:00:00 GMT"}, 12.0),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:12 GMT",
          "date": "Fri, 15 Jan 2027 09:00:00 GMT"}, 0.0),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:12 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Fri, 99 Jan 99999 08:00:12 GMT", "date": "x"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_by_the_servers_clock(
    found: Mapping[str, str], seconds: float | None
) -> None:
    assert retry_after(found) == seconds


# ------------------------------------------------------------------ threads in real time


def test_who_came_first_is_served_first() -> None:
    limiter = Limiter()
    first = limiter.acquire()
    served: list[int] = []
    waiting = threading.Semaphore(0)

    def ask(number: int) -> None:
        waiting.release()
        ticket = limiter.acquire()
        served.append(number)
        limiter.release(ticket, {}, status=200)

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        waiting.acquire()
        while len(limiter._queue) <= number:  # in line before the next one is
            pass
    limiter.release(first, headers(100, START, limit=100), status=200)
    for one in threads:
        one.join(PATIENCE * 5)
    assert served == [0, 1, 2, 3, 4]


def test_a_stopped_limiter_wakes_everybody() -> None:
    limiter = Limiter()
    limiter.release(limiter.acquire(), headers(0, START), status=200)
    ended: list[str] = []

    def wait(how: str) -> None:
        try:
            limiter.acquire() if how == "acquire" else limiter.rest(60)
        except HaltedError:
            ended.append(how)

    threads = [threading.Thread(target=wait, args=(how,)) for how in ("acquire", "rest") * 3]
    for one in threads:
        one.start()
    limiter.stop()
    for one in threads:
        one.join(5)
    assert sorted(ended) == ["acquire"] * 3 + ["rest"] * 3


def test_a_wait_is_told_once_and_short_ones_not_at_all() -> None:
    clock, said = Clock(START), []
    server = Server(clock, limit=5)
    http = http_over(server, clock=clock, waiting=said.append)
    for _ in range(16):
        http.call("GET", "/me")
    assert said == pytest.approx([WINDOW + MARGIN, WINDOW, WINDOW], abs=0.01)
    http.sleep(0.5)
    assert len(said) == 3


def test_a_probe_that_is_refused_again_and_again_says_so() -> None:
    clock = Clock(START)
    busy = [refused(429, "rate_limit_exceeded", "x") for _ in range(REFUSED_TRIES)]
    server, asked = scripted(*busy)
    found = http_over(server, clock=clock).probe("/me").found
    assert isinstance(found, ApiError)
    assert (found.status, len(asked)) == (429, REFUSED_TRIES)
