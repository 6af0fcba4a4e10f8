"""Two sequences side by side: whole, in order, the longest common part, within a bound."""

import time
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.align import BUDGET, _anchored, _Budget, matches, spans

ITEMS = st.lists(st.sampled_from("abcd"), max_size=14)


def longest(old: list[str], new: list[str]) -> int:
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old):
        for k, other in enumerate(new):
            better = max(table[i][k + 1], table[i + 1][k])
            table[i + 1][k + 1] = table[i][k] + 1 if one == other else better
    return table[-1][-1]


@given(ITEMS, ITEMS)
def test_spans_cover_both_sides_and_share_as_much_as_can_be(old: list[str], new: list[str]) -> None:
    found = spans(old, new)
    assert [one for span in found for one in old[span.i : span.j]] == old
    assert [one for span in found for one in new[span.k : span.m]] == new
    assert all(old[one.i : one.j] == new[one.k : one.m] for one in found if one.same)
    assert all(one.same != other.same for one, other in pairwise(found))
    assert sum(one.size for one in matches(old, new)) == longest(old, new)


@given(ITEMS, ITEMS)
def test_anchors_alone_never_cross_and_never_lie(old: list[str], new: list[str]) -> None:
    end = (0, 0)
    for one in _anchored(old, new, _Budget(BUDGET)):
        assert end[0] <= one.old
        assert end[1] <= one.new
        assert old[one.old : one.old + one.size] == new[one.new : one.new + one.size]
        end = (one.old + one.size, one.new + one.size)


def test_texts_with_many_differences_still_share_what_is_unique() -> None:
    new = [number for number in range(3000) if number % 2]
    assert sum(one.size for one in matches(list(range(3000)), new)) == len(new)


@pytest.mark.parametrize("how", ["few symbols", "backwards", "two symbols"])
def test_the_work_stays_in_proportion_to_the_length(how: str) -> None:
    random = Random(1)
    old: list[int] = [random.randrange(50) for _ in range(200_000)]
    new = [random.randrange(50) for _ in range(200_000)]
    if how == "backwards":
        old, new = list(range(200_000)), list(range(200_000))[::-1]
    if how == "two symbols":
        old, new = [1, 2] * 100_000, [2, 1, 1] * 66_000
    started = time.process_time()
    matches(old, new)
    assert time.process_time() - started < 5
