"""Seven shapes of pages, each read in ceil(N / page size) requests and not one more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from reconciler.errors import ApiError
from reconciler.model import Kind, Listing
from tests.api.fakes import client_over, ok, refused, scripted

SIZE = 4
COUNTS = [0, 1, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE, 3 * SIZE + 1]
Json = dict[str, Any]
Shape = Callable[[list[Json], httpx.Request], Json]


def numbers(request: httpx.Request) -> int:
    return int(request.url.params.get("page", 1))


def cut(rows: list[Json], start: int) -> list[Json]:
    return rows[start : start + SIZE]


def page_numbers(rows: list[Json], request: httpx.Request) -> Json:
    """A: GET /articles."""
    number, last = numbers(request), max(-(-len(rows) // SIZE), 1)
    pages: Json = {"type": "pages", "page": number, "per_page": SIZE, "total_pages": last}
    if number < last:
        pages["next"] = f"https://elsewhere.example/articles?page={number + 1}"
    data = cut(rows, (number - 1) * SIZE)
    return {"type": "list", "data": data, "total_count": len(rows), "pages": pages}


def cursor(rows: list[Json], request: httpx.Request) -> Json:
    """B: GET /contacts."""
    start = int(request.url.params.get("starting_after", 0))
    end = start + SIZE
    following = {"page": 9, "per_page": SIZE, "starting_after": str(end)}
    pages = {"page": end // SIZE, "per_page": SIZE, "total_pages": -(-len(rows) // SIZE),
             "next": following if end < len(rows) else None}  # fmt: skip
    return {"data": cut(rows, start), "total_count": len(rows), "pages": pages}


def cursor_only(rows: list[Json], request: httpx.Request) -> Json:
    """C: GET /macros."""
    start = int(request.url.params.get("starting_after", 0))
    end = start + SIZE
    following = {"starting_after": str(end)} if end < len(rows) else None
    pages = {"type": "pages", "per_page": SIZE, "next": following}
    return {"data": cut(rows, start), "pages": pages}


def cursor_in_a_url(rows: list[Json], request: httpx.Request) -> Json:
    """GET /events: a URL and nothing else."""
    start = int(request.url.params.get("before", 0))
    end = start + SIZE
    pages = {"next": f"https://elsewhere.example/events?before={end}"} if end < len(rows) else {}
    return {"data": cut(rows, start), "pages": pages}


def flat(rows: list[Json], request: httpx.Request) -> Json:
    """D: GET /content_snippets."""
    number = numbers(request)
    data = cut(rows, (number - 1) * SIZE)
    return {"data": data, "page": number, "per_page": SIZE, "total_count": len(rows),
            "total_pages": -(-len(rows) // SIZE)}  # fmt: skip


def next_cursor(rows: list[Json], request: httpx.Request) -> Json:
    """G: GET /contacts/{id}/merge_history."""
    start = int(request.url.params.get("cursor", 0))
    end = start + SIZE
    more = end < len(rows)
    return {"data": cut(rows, start), "next_cursor": str(end) if more else None, "has_more": more}


SHAPES: list[tuple[Shape, bool]] = [
    (page_numbers, True), (page_numbers, False), (cursor, False), (cursor_only, False),
    (cursor_in_a_url, False), (flat, True), (flat, False), (next_cursor, False),
]  # fmt: skip


def over(shape: Shape, *, pages: bool, count: int) -> tuple[Any, Kind, list[httpx.Request]]:
    rows = [{"id": str(number)} for number in range(count)]
    asked: list[httpx.Request] = []
    lock = threading.Lock()

    def serve(request: httpx.Request) -> httpx.Response:
        with lock:
            asked.append(request)
        return httpx.Response(200, json=shape(rows, request))

    kind = Kind("thing", "things", (), (), Listing("/things", pages=pages, per_page=SIZE))
    return client_over(serve), kind, asked


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(
    ("shape", "pages"), SHAPES, ids=lambda one: getattr(one, "__name__", str(one))
)
def test_n_objects_take_n_over_the_page_size_requests(
    shape: Shape, pages: bool, count: int
) -> None:
    client, kind, asked = over(shape, pages=pages, count=count)
    found = client.list(kind)
    assert [one["id"] for one in found.items] == [str(number) for number in range(count)]
    assert len(asked) == client.reads == max(-(-count // SIZE), 1)
    assert {one.url.host for one in asked} == {"api.intercom.io"}
    assert {one.url.path for one in asked} == {"/things"}
    assert {one.url.params["per_page"] for one in asked} == {str(SIZE)}


@pytest.mark.parametrize("count", COUNTS)
def test_a_list_without_pages_is_one_request(count: int) -> None:
    client, kind, asked = over(lambda rows, _: {"data": rows}, pages=False, count=count)
    assert len(client.list(kind).items) == count
    assert len(asked) == 1


def test_a_next_page_that_is_no_address_at_all_ends_the_list() -> None:
    server, asked = scripted(ok(data=[{"id": "1"}], pages={"next": "http://[oops"}))
    kind = Kind("thing", "things", (), (), Listing("/things"))
    with pytest.raises(IndexError):
        client_over(server).list(kind)
    assert [str(one.url) for one in asked] == [
        "https://api.intercom.io/things", "https://api.intercom.io/things?page=2",
    ]  # fmt: skip


def test_an_empty_page_ends_a_list_whose_cursor_goes_on() -> None:
    server, asked = scripted(
        ok(data=[{"id": "1"}], pages={"next": {"starting_after": "a"}}),
        ok(data=[], pages={"next": {"starting_after": "b"}}),
    )
    kind = Kind("thing", "things", (), (), Listing("/things"))
    assert len(client_over(server).list(kind).items) == 1
    assert len(asked) == 2


def test_a_cursor_that_leads_back_to_itself_is_an_error_and_no_endless_loop() -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        return ok(data=[{"id": "1"}], pages={"next": {"starting_after": "again"}})

    kind = Kind("thing", "things", (), (), Listing("/things"))
    with pytest.raises(ApiError, match="leads in a circle"):
        client_over(serve).list(kind)


def test_a_cursor_without_end_is_an_error_and_never_half_a_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reconciler.api.listing.MOST", 3)
    page = iter(range(100))

    def serve(request: httpx.Request) -> httpx.Response:
        number = next(page)
        return ok(data=[{"id": number}], pages={"next": {"starting_after": str(number)}})

    kind = Kind("thing", "things", (), (), Listing("/things"))
    with pytest.raises(ApiError, match="leads in a circle"):
        client_over(serve).list(kind)
    assert next(page) == 5


def test_what_an_answer_repeats_is_read_once_and_the_list_is_read_again() -> None:
    twice = [
        ok(data=[{"id": "1"}], pages={"next": {"starting_after": "a"}}),
        ok(data=[{"id": "1"}]),
    ]
    whole = [
        ok(data=[{"id": "1"}], pages={"next": {"starting_after": "a"}}),
        ok(data=[{"id": "2"}]),
    ]
    server, asked = scripted(*twice, *whole)
    kind = Kind("thing", "things", (), (), Listing("/things"))
    assert client_over(server).list(kind).items == [{"id": "1"}, {"id": "2"}]
    assert len(asked) == 4


def test_a_refused_page_size_is_left_out_and_that_is_remembered() -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        if "per_page" in request.url.params:
            return refused(400, "parameter_invalid", "per_page must be at most 3")
        return httpx.Response(200, json=page_numbers([{"id": str(n)} for n in range(9)], request))

    kind = Kind("thing", "things", (), (), Listing("/things", pages=True, per_page=50))
    client = client_over(serve)
    assert len(client.list(kind).items) == 9
    assert client.reads == 1 + 3
    assert len(client.list(kind).items) == 9
    assert client.reads == 1 + 3 + 3


@pytest.mark.parametrize("reply", [refused(400, "parameter_invalid", "no such list"),
                                   refused(403, "forbidden", "per_page")])  # fmt: skip
def test_any_other_refusal_of_the_first_page_ends_the_list(reply: httpx.Response) -> None:
    server, asked = scripted(reply)
    kind = Kind("thing", "things", (), (), Listing("/things", pages=True, per_page=50))
    with pytest.raises(ApiError):
        client_over(server).list(kind)
    assert len(asked) == 1
