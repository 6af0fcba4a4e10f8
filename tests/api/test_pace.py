"""The windows of Intercom used in full and never beyond, whatever clocks and networks do.

Each property runs a client against a server on a clock of its own; nothing sleeps.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.api.pace import FEWEST, MARGIN, MOST, PATIENCE, WINDOW, Pace, Ticket, Told
from tests.api.windows import World

LIMITS = (83, 167, 1666)
LATENCIES = (0.0, 0.05, 0.2)
SEEDS = st.integers(0, 2**32)
LIMIT = st.sampled_from([5, 40, 83, 167, 500])
PHASE = st.floats(0, WINDOW)


def about(latency: float) -> Any:
    """Latencies around a mean, some of them several times as long."""
    return lambda chance: latency * (0.2 + chance.expovariate(1.25))


def fixed(value: int) -> Any:
    return lambda _: value


def ticket(leave: Ticket | float) -> Ticket:
    assert isinstance(leave, Ticket)
    return leave


# ------------------------------------------------------------------ alone


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("latency", LATENCIES)
def test_alone_every_window_is_used_in_full_and_nothing_is_refused(
    limit: int, latency: float
) -> None:
    for seed in range(4):
        chance = random.Random(seed)
        world = World(limit=fixed(limit), latency=about(latency), seed=seed, end=45.0,
                      phase=chance.uniform(0, 10), start=chance.uniform(0, 10)).run()  # fmt: skip
        assert world.refused == 0
        assert world.share() >= 0.97


@given(
    SEEDS,
    LIMIT,
    st.floats(0, 0.4),
    PHASE,
    st.floats(0, WINDOW),
    st.floats(-1e6, 1e6),
    st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_no_window_ever_gets_more_than_its_limit(  # noqa: PLR0917 - each is drawn on its own
    seed: int, limit: int, latency: float, phase: float, start: float, skew: float, dates: bool
) -> None:
    world = World(limit=fixed(limit), latency=about(latency), phase=phase, start=start, skew=skew,
                  dates=dates, seed=seed, end=35.0).run()  # fmt: skip
    assert world.refused == 0
    assert world.done >= limit
    assert world.peak <= MOST


@given(SEEDS, LIMIT, st.floats(0, 0.3), PHASE, st.floats(0, 0.3))
@settings(max_examples=25, deadline=None)
def test_answers_that_are_lost_or_say_nothing_never_lead_beyond_the_limit(
    seed: int, limit: int, latency: float, phase: float, lost: float
) -> None:
    world = World(limit=fixed(limit), latency=about(latency), phase=phase, lost=lost,
                  untold=lost / 2, seed=seed, end=35.0).run()  # fmt: skip
    assert world.refused == 0
    assert sum(world.ours.values()) >= limit


@pytest.mark.parametrize("jobs", [1, 500])
@given(SEEDS, LIMIT, st.floats(0, 0.2), st.floats(0, 0.2))
@settings(max_examples=8, deadline=None)
def test_every_job_is_done_at_last(
    jobs: int, seed: int, limit: int, latency: float, lost: float
) -> None:
    world = World(limit=fixed(limit), latency=about(latency), lost=lost, jobs=jobs, seed=seed,
                  end=5000.0).run()  # fmt: skip
    assert world.done == jobs


# ------------------------------------------------------------------ with others


def evenly(limit: int) -> Iterator[tuple[float, int]]:
    return ((one * 20 / limit, 1) for one in range(limit * 4))


def in_bursts(limit: int, seed: int) -> Iterator[tuple[float, int]]:
    chance = random.Random(seed)
    for window in range(7):
        yield from ((window * 10 + chance.uniform(0, 10), limit // 10) for _ in range(5))


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("latency", [0.001, 0.05, 0.2])
@pytest.mark.parametrize("how", ["evenly", "in bursts", "at the start"])
def test_of_what_another_app_leaves_all_is_used_and_one_in_a_hundred_refused(
    limit: int, latency: float, how: str
) -> None:
    refused = used = 0
    seeds = 3 if limit > 1000 else 12
    for seed in range(seeds):
        others = {"evenly": evenly(limit), "in bursts": in_bursts(limit, seed),
                  "at the start": ((one * 10.0, limit // 2) for one in range(7))}[how]  # fmt: skip
        world = World(limit=fixed(limit), latency=about(latency), others=others, seed=seed,
                      start=random.Random(seed).uniform(0, 9)).run()  # fmt: skip
        assert world.share() >= 0.97
        refused += world.refused
        used += sum(world.ours.values())
    assert refused <= 0.01 * used


@pytest.mark.parametrize(("reserve", "mine"), [(0.0, 83), (0.25, 62), (0.5, 41), (0.9, 8)])
def test_a_reserve_is_left_to_others_in_every_window(reserve: float, mine: int) -> None:
    world = World(reserve=reserve, phase=3.0, end=45.0).run()
    assert world.refused == 0
    assert [world.ours[one] for one in range(4)] == [mine] * 4


def test_a_reserve_that_rounds_to_nothing_still_lets_one_request_through() -> None:
    world = World(limit=fixed(5), reserve=0.9, end=45.0).run()
    assert [world.ours[one] for one in range(4)] == [1] * 4


# ------------------------------------------------------------------ change


@pytest.mark.parametrize(("before", "after"), [(1666, 83), (83, 1666), (167, 83)])
def test_a_limit_that_changes_with_a_window_is_followed_at_once(before: int, after: int) -> None:
    world = World(limit=lambda now: before if now < 20 else after, latency=about(0.05), end=55.0)
    world.run()
    assert world.refused == 0
    assert [world.ours[one] for one in range(5)] == [before, before, after, after, after]


def test_a_limit_that_falls_in_mid_window_costs_at_most_what_is_in_flight() -> None:
    world = World(limit=lambda now: 1666 if now < 21 else 83, latency=about(0.05), end=55.0).run()
    assert world.refused <= MOST
    assert [world.ours[one] for one in (3, 4)] == [83, 83]


@given(SEEDS, st.floats(-1e5, 1e5), PHASE)
@settings(max_examples=30, deadline=None)
def test_a_server_whose_clock_is_set_anew_costs_a_few_requests_at_most(
    seed: int, step: float, phase: float
) -> None:
    world = World(latency=about(0.05), phase=phase, seed=seed, end=95.0)
    world.shift = lambda now: step if now > 33 else 0.0
    world.run()
    assert world.refused <= FEWEST
    assert world.done >= 83 * 6


def test_windows_that_begin_with_the_first_request_are_found_out() -> None:
    """Their Reset has no constant fraction: learnt from what went too early, at a small price."""
    world = World(latency=about(0.1), rolling=True, end=300.0, phase=0.37).run()
    assert world.refused <= 5
    assert world.done >= 83 * 26


# ------------------------------------------------------------------ one answer at a time


def test_nothing_is_known_at_first_so_one_goes_ahead() -> None:
    pace = Pace()
    first = ticket(pace.ask(0.0))
    assert pace.ask(0.0) == PATIENCE
    assert isinstance(pace.ask(PATIENCE), Ticket), "the first one takes too long"
    pace.answer(first, 2.0, Told(100, 90, 1000), status=200)
    assert isinstance(pace.ask(2.0), Ticket)


def test_remaining_counts_nothing_that_is_on_its_way() -> None:
    pace = Pace()
    first = ticket(pace.ask(0.0))
    second = ticket(pace.ask(PATIENCE))
    pace.answer(first, 1.5, Told(4, 2, 1000), status=200)
    assert isinstance(pace.ask(1.5), Ticket), "one of the two left may be the second's"
    assert not isinstance(pace.ask(1.5), Ticket)
    pace.answer(second, 1.6, Told(4, 1, 1000), status=200)
    assert not isinstance(pace.ask(1.6), Ticket)


def test_a_request_that_never_left_gives_its_place_back() -> None:
    pace = Pace()
    pace.unsent(ticket(pace.ask(0.0)))
    assert isinstance(pace.ask(0.0), Ticket)


def test_an_answer_from_an_older_window_changes_nothing() -> None:
    pace = Pace()
    old, new = ticket(pace.ask(0.0)), ticket(pace.ask(PATIENCE))
    pace.answer(new, 2.0, Told(10, 5, 1010), status=200)
    opens = pace.opens()
    pace.answer(old, 2.1, Told(10, 0, 1000), status=429)
    assert pace.opens() == opens
    assert isinstance(pace.ask(2.1), Ticket)


def test_a_window_still_open_when_it_was_taken_for_closed_makes_us_more_careful() -> None:
    pace = Pace()
    told = Told(10, 0, 1000, date=995.0)
    pace.answer(ticket(pace.ask(100.0)), 100.0, told, status=200)
    assert pace.opens() == pytest.approx(100 + 5 + 1 + MARGIN), "by the server's date"
    early = ticket(pace.ask(106.5))
    pace.answer(early, 106.5, told, status=429)
    assert pace.opens() == pytest.approx(110 + MARGIN + 0.5), "the date is not believed any more"


def test_a_server_that_refuses_again_and_again_is_asked_less_and_less() -> None:
    pace, now, asked = Pace(), 0.0, []
    while now < 60:
        leave = pace.ask(now)
        if isinstance(leave, Ticket):
            asked.append(now)
            pace.answer(leave, now, Told(10, 0, 1000), status=429)
        else:
            assert leave < inf
            now += leave
    waits = [after - before for before, after in pairwise(asked)]
    assert waits == pytest.approx([10.1, 0.1, 0.2, 0.4, 0.2, 1, 2, 4, 8, 10, 10, 10], abs=0.01)


def test_the_width_follows_limit_and_latency() -> None:
    def width(limit: int, latency: float) -> int:
        pace = Pace()
        pace.answer(ticket(pace.ask(0.0)), latency, Told(limit, limit - 1, 1000), status=200)
        return pace.width

    found = [width(limit, latency) for limit in LIMITS for latency in LATENCIES]
    assert found == [9, 9, 9, 9, 9, 9, 9, 14, 56]
    assert width(1666, 2.0) == MOST
