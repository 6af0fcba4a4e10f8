"""Shape B: pages by a cursor that names a place and not a number."""

from typing import Any

import pytest

from reconciler.simulator import Simulator, Switches
from reconciler.simulator.cursors import cursor
from reconciler.simulator.errors import RefusalError
from reconciler.simulator.wire import Call

ROWS = [{"id": str(number), "created_at": 100 + number // 2} for number in range(7)]


def call(method: str, *, query: Any = None, body: Any = None, **switches: Any) -> Call:
    simulator = Simulator(switches=Switches(**switches))
    return Call(simulator.store, simulator.switches, (2, 16), method, "/rows", (), query or {},
                body or {}, "https://api.intercom.io")  # fmt: skip


def read(rows: Any = ROWS, *, method: str = "GET", **options: Any) -> list[list[str]]:
    """The ids of each page, following the cursor to the end."""
    found, after = [], None
    while True:
        asked = {"per_page": "3" if method == "GET" else 3}
        asked |= {"starting_after": after} if after else {}
        sent = {"query": asked} if method == "GET" else {"body": {"pagination": asked}}
        answer = cursor(call(method, **sent), rows, show=dict, size=5, most=50, **options)
        assert answer["pages"]["page"] == len(found) + 1
        found.append([one["id"] for one in answer["data"]])
        following = answer["pages"].get("next")
        if not following:
            return found
        assert following["per_page"] == 3
        after = following["starting_after"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_follow_each_other_to_the_end(method: str) -> None:
    assert read(method=method) == [["0", "1", "2"], ["3", "4", "5"], ["6"]]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_rows_in_their_order_have_the_same_pages(method: str) -> None:
    assert read(method=method, ordered=True) == read(ROWS[::-1], method=method)


def test_an_ordered_list_of_nothing_is_one_empty_page() -> None:
    assert read([], ordered=True) == [[]]


def test_an_order_may_descend() -> None:
    assert read(descending=True) == [["6", "5", "4"], ["3", "2", "1"], ["0"]]


def test_nothing_comes_before_numbers_and_numbers_before_texts() -> None:
    rows = [{"id": "1", "by": "text"}, {"id": "2", "by": 3}, {"id": "3", "by": None}]
    assert read(rows, by=lambda row: row["by"]) == [["3", "2", "1"]]


def test_a_row_that_goes_leaves_the_place_of_the_cursor() -> None:
    first = cursor(call("GET", query={"per_page": "3"}), ROWS, show=dict, size=5, most=50)
    after = first["pages"]["next"]["starting_after"]
    query = {"per_page": "3", "starting_after": after}
    rest = cursor(call("GET", query=query), ROWS[:1] + ROWS[3:], show=dict, size=5, most=50)
    assert [one["id"] for one in rest["data"]] == ["3", "4", "5"]


def test_a_full_last_page_has_no_next() -> None:
    answer = cursor(call("GET", query={"per_page": "7"}), ROWS, show=dict, size=5, most=50)
    assert "next" not in answer["pages"]
    assert answer["pages"]["total_pages"] == 1


def test_a_page_is_as_large_as_it_may_be() -> None:
    asked = call("POST", body={"pagination": {"per_page": 60}})
    answer = cursor(asked, ROWS, show=dict, size=5, most=6)
    assert len(answer["data"]) == 6


@pytest.mark.parametrize("odd", ["x", "e30=", "W10=", "WzEsMiwzXQ==", "W3t9LCJhIiwxXQ==", 5, ["a"]])
def test_an_odd_cursor_is_refused(odd: Any) -> None:
    asked = call("POST", body={"pagination": {"starting_after": odd}})
    with pytest.raises(RefusalError) as caught:
        cursor(asked, ROWS, show=dict, size=5, most=50)
    assert (caught.value.status, caught.value.field) == (400, "starting_after")


@pytest.mark.parametrize("odd", [{"per_page": 0}, {"per_page": "x"}, {"per_page": True}, [1]])
def test_an_odd_pagination_is_refused(odd: Any) -> None:
    with pytest.raises(RefusalError):
        cursor(call("POST", body={"pagination": odd}), ROWS, show=dict, size=5, most=50)
