"""Windows of ten seconds: their headers, their phase, changes of the limit, another client."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulator_workspace import Workspace

from reconciler.simulator import LimitChange, Others, VirtualClock
from reconciler.simulator.limits import Window

START = 1_800_000_000.0


def told(window: Window) -> tuple[int, int, int]:
    """Limit, remaining and seconds to the reset, from the start of the epoch's ten."""
    names = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
    limit, remaining, reset = (int(window.headers()[name]) for name in names)
    return limit, remaining, reset - int(START)


def taken(window: Window, count: int) -> list[bool]:
    return [window.take() for _ in range(count)]


def test_a_window_allows_its_limit_and_no_more_until_the_next_begins() -> None:
    clock = VirtualClock(START + 9)
    window = Window(2, clock)
    assert taken(window, 3) == [True, True, False]
    assert told(window) == (2, 0, 10)
    clock.advance(1)
    assert taken(window, 1) == [True]
    assert told(window) == (2, 1, 20)


@pytest.mark.parametrize(("offset", "reset"), [(3, 3), (-3, 7), (2.5, 3), (0, 10)])
def test_windows_begin_where_the_offset_puts_them(offset: float, reset: int) -> None:
    window = Window(5, VirtualClock(START), offset=offset)
    window.take()
    assert told(window) == (5, 4, reset)


def test_a_window_with_an_offset_refills_at_its_own_time() -> None:
    clock = VirtualClock(START)
    window = Window(1, clock, offset=3)
    assert taken(window, 2) == [True, False]
    clock.advance(2.9)
    assert taken(window, 1) == [False]
    clock.advance(0.2)
    assert taken(window, 2) == [True, False]


def test_the_limit_changes_in_mid_run() -> None:
    window = Window(5, VirtualClock(START))
    window.follow([LimitChange(4, 3), LimitChange(2, 10)])
    limits = []
    for _ in range(5):
        allowed = window.take()
        limits.append((window.limit, allowed))
    assert limits == [(5, True), (10, True), (10, True), (3, False), (3, False)]


def test_changes_count_from_the_moment_they_are_told() -> None:
    window = Window(5, VirtualClock(START))
    taken(window, 2)
    window.follow([LimitChange(2, 9)])
    assert [told(window)[0] for _ in taken(window, 1)] == [5]
    assert [told(window)[0] for _ in taken(window, 1)] == [9]


def test_another_client_eats_its_share_evenly_over_the_window() -> None:
    clock = VirtualClock(START)
    window = Window(100, clock, others=Others(0.5))
    window.take()
    assert told(window)[1] == 99
    clock.advance(4)
    window.take()
    assert told(window)[1] == 100 - 2 - 20
    clock.advance(6)
    window.take()
    assert told(window)[1] == 99


def test_another_client_eats_its_share_at_the_start_of_the_window() -> None:
    window = Window(10, VirtualClock(START), others=Others(0.5, "start"))
    assert taken(window, 6) == [True] * 5 + [False]
    assert told(window)[1] == 0


@given(
    limit=st.integers(1, 200),
    share=st.floats(0, 1),
    spread=st.sampled_from(["even", "start"]),
    pauses=st.lists(st.floats(0, 3), max_size=60),
)
def test_what_is_left_only_shrinks_within_a_window_and_decides_what_is_allowed(
    limit: int, share: float, spread: Literal["even", "start"], pauses: list[float]
) -> None:
    clock = VirtualClock(START)
    window = Window(limit, clock, others=Others(share, spread))
    before: dict[int, int] = {}
    for pause in pauses:
        clock.advance(pause)
        allowed = window.take()
        _, remaining, reset = told(window)
        assert remaining <= max(before.get(reset, limit) - 1, 0)
        assert allowed or remaining == 0
        assert clock() < START + reset <= clock() + 10.001
        before[reset] = remaining


def test_headers_come_with_every_answer_but_to_a_wrong_token(workspace: Workspace) -> None:
    workspace.get("/me")
    assert "X-RateLimit-Limit" in workspace.headers
    workspace.get("/me", Authorization="Bearer other")
    assert workspace.status == 401
    assert not any(name.startswith("X-RateLimit") for name in workspace.headers)


def test_one_request_too_many_is_refused_in_intercoms_words(workspace: Workspace) -> None:
    workspace.sim.window.limit = 1
    workspace.get("/me")
    answer = workspace.get("/me")
    assert workspace.refused(answer) == (
        429, "rate_limit_exceeded", "Exceeded rate limit of 1 in 10_seconds",
    )  # fmt: skip
    assert workspace.headers["X-RateLimit-Remaining"] == "0"
