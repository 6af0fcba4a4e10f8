"""Full speed inside the window, then a wait for the next one."""

from __future__ import annotations

import threading

import httpx
import pytest

from reconciler.api.limiter import MARGIN, Limiter
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
        told = headers(max(self.limit - used, 0), (window + 1) * 10, self.limit)
        if used > self.limit:
            return httpx.Response(429, json={"errors": []}, headers=told)
        return httpx.Response(200, json={"id": "1"}, headers=told)


def test_nothing_waits_while_nothing_is_known() -> None:
    clock = Clock()
    limiter = Limiter(clock=clock, sleep=clock.sleep)
    for _ in range(100):
        limiter.acquire()
    assert clock.slept == []


def test_a_spent_window_is_waited_for_and_the_next_is_used_in_full() -> None:
    clock = Clock(START + 3)
    server = Server(clock, limit=5)
    http = http_over(server, clock=clock)
    for _ in range(12):
        http.call("GET", "/me")
    assert clock.slept == pytest.approx([7 + MARGIN, 10.0])
    assert list(server.counted.values()) == [5, 5, 2]
    assert server.refused == 0


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


def test_a_throttled_request_waits_for_the_reset() -> None:
    clock = Clock(START + 4)
    told = headers(0, START + 10)
    server, _ = scripted(httpx.Response(429, json={}, headers=told), ok(id="1"))
    assert http_over(server, clock=clock).call("GET", "/me") == {"id": "1"}
    assert clock.slept == pytest.approx([0.0, 6 + MARGIN])


@pytest.mark.parametrize(
    "told", [{}, headers(0, START - 1), headers(0, START + 9_999), {"x-ratelimit-reset": "soon"}]
)
def test_a_throttled_request_waits_ten_seconds_where_the_reset_is_no_use(
    told: dict[str, str],
) -> None:
    clock = Clock(START)
    server, _ = scripted(httpx.Response(429, json={}, headers=told), ok(id="1"))
    http_over(server, clock=clock).call("GET", "/me")
    assert sum(clock.slept) == pytest.approx(10 + MARGIN)


def test_a_throttle_that_is_only_a_code_waits_as_well() -> None:
    clock = Clock(START)
    server, _ = scripted(refused(429, "too_many_requests", "later"), ok(id="1"))
    http_over(server, clock=clock).call("POST", "/articles", {}, repeatable=False)
    assert sum(clock.slept) == pytest.approx(10 + MARGIN)


def test_an_answer_from_an_older_window_changes_nothing() -> None:
    clock = Clock(START)
    limiter = Limiter(clock=clock, sleep=clock.sleep)
    limiter.acquire()
    limiter.acquire()
    limiter.release(headers(3, START + 20))
    limiter.release(headers(0, START + 10))
    limiter.acquire()
    assert clock.slept == []


def test_what_another_app_takes_from_the_window_is_respected() -> None:
    clock = Clock(START)
    limiter = Limiter(clock=clock, sleep=clock.sleep)
    for left in (4, 1):
        limiter.acquire()
        limiter.release(headers(left, START + 10))
    limiter.acquire()
    assert clock.slept == []
    limiter.acquire()
    assert clock.slept == pytest.approx([10 + MARGIN])


def test_requests_in_flight_are_taken_off_a_window_just_learnt() -> None:
    clock = Clock(START)
    limiter = Limiter(clock=clock, sleep=clock.sleep)
    for _ in range(3):
        limiter.acquire()
    limiter.release(headers(3, START + 10))
    limiter.acquire()
    assert clock.slept == []
    limiter.acquire()
    assert len(clock.slept) == 1


def test_windows_that_passed_unused_are_skipped() -> None:
    clock = Clock(START)
    limiter = Limiter(clock=clock, sleep=clock.sleep)
    limiter.acquire()
    limiter.release(headers(0, START + 10, limit=1))
    clock.now = START + 47
    limiter.acquire()
    limiter.acquire()
    assert clock.slept == pytest.approx([3 + MARGIN])


def test_an_answer_that_never_came_teaches_nothing() -> None:
    clock = Clock(START)
    limiter = Limiter(clock=clock, sleep=clock.sleep)
    limiter.acquire()
    limiter.release({})
    limiter.acquire()
    assert clock.slept == []
