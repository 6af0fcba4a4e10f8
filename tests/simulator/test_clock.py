"""Clocks that tests move."""

import threading
from collections.abc import Callable

import pytest

from reconciler.simulator import ShiftedClock, VirtualClock

START = 1_800_000_000.0


def in_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_a_virtual_clock_stands_still_until_somebody_sleeps() -> None:
    clock = VirtualClock(START)
    assert (clock(), clock()) == (START, START)
    clock.sleep(2.5)
    assert clock() == START + 2.5
    clock.advance(60)
    assert clock() == START + 62.5


def test_sleeps_that_began_at_the_same_time_end_at_the_same_time() -> None:
    clock = VirtualClock(START)
    both_read = threading.Barrier(2)

    def wait() -> None:
        clock()
        both_read.wait()
        clock.sleep(5)

    threads = [threading.Thread(target=wait) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert clock() == START + 5


def test_sleeps_of_one_thread_add_up_though_it_never_reads_the_clock() -> None:
    clock = VirtualClock(START)
    clock.sleep(1)
    clock.sleep(1)
    in_thread(lambda: clock.sleep(3))
    assert clock() == START + 5


def test_a_sleep_shorter_than_that_of_another_thread_moves_nothing() -> None:
    clock = VirtualClock(START)
    clock()
    in_thread(lambda: clock.sleep(10))
    clock.sleep(3)
    assert clock() == START + 10


def test_a_sleep_of_less_than_nothing_moves_nothing() -> None:
    clock = VirtualClock(START)
    clock.sleep(-1)
    assert clock() == START


def test_a_shifted_clock_runs_with_the_real_one() -> None:
    real = VirtualClock(START)
    clock = ShiftedClock(real)
    clock.advance(100)
    real.advance(7)
    assert clock() == START + 107


@pytest.mark.parametrize("clock", [VirtualClock(), ShiftedClock()])
@pytest.mark.parametrize("seconds", [-1, float("nan")])
def test_no_clock_goes_back(clock: VirtualClock, seconds: float) -> None:
    with pytest.raises(ValueError, match="only goes forward"):
        clock.advance(seconds)
