"""What is sent again, and after how long."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from reconciler.api.retry import PATIENCE, REFUSED_TRIES, TRIES, delay
from reconciler.errors import ApiError
from tests.api.fakes import Clock, http_over, ok, refused, scripted


def error(status: int, code: str = "", *, maybe_done: bool = False) -> ApiError:
    return ApiError("x", method="POST", path="/x", status=status, code=code, maybe_done=maybe_done)


@pytest.mark.parametrize(
    ("status", "code", "again"),
    [
        (500, "server_error", True),
        (503, "service_unavailable", True),
        (500, "", True),
        (502, "html", True),
        (408, "request_timeout", True),
        (400, "service_unavailable", True),
        (400, "rate_limit_exceeded", True),
        (200, "not_json", True),
        (0, "unreachable", True),
        (0, "timeout", True),
        (0, "tls", False),
        (0, "too_large", False),
        (200, "html", False),
        (400, "parameter_invalid", False),
        (500, "parameter_invalid", False),
        (503, "api_plan_restricted", False),
        (404, "not_found", False),
        (409, "conflict", False),
        (501, "", False),
        (520, "html", True),
        (524, "not_json", True),
        (404, "empty", False),
        (403, "not_json", False),
    ],
)
def test_the_code_decides_before_the_status(status: int, code: str, again: bool) -> None:
    assert (delay(1, error(status, code), repeatable=True, chance=0) is not None) is again


def test_the_waits_double_up_to_a_limit_and_are_spread() -> None:
    broken = error(500)
    waits = [delay(number, broken, repeatable=True, chance=1) for number in range(1, TRIES + 1)]
    assert waits == [0.5, 1.0, 2.0, 4.0, None]
    assert delay(1, broken, repeatable=True, chance=0) == 0.25


@pytest.mark.parametrize(("status", "code"), [(429, ""), (429, "rate_limit_exceeded"), (429, "x")])
def test_a_throttled_call_is_sent_again_a_few_times_even_if_it_creates(
    status: int, code: str
) -> None:
    slow = error(status, code)
    waits = [delay(one, slow, repeatable=False, chance=1) for one in range(1, REFUSED_TRIES + 1)]
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, None]


def test_a_server_may_ask_for_more_patience_up_to_a_limit() -> None:
    slow = error(503)
    slow.retry_after = 30.0
    assert delay(1, slow, repeatable=True, chance=1) == 30.0
    assert delay(1, slow, repeatable=True, chance=1, waited=PATIENCE - 30) == 30.0
    assert delay(1, slow, repeatable=True, chance=1, waited=PATIENCE - 29) is None


def test_a_server_that_asks_for_an_hour_is_not_waited_for_and_the_error_says_so() -> None:
    busy = refused(503, "service_unavailable", "maintenance")
    busy.headers["Retry-After"] = "3600"
    clock = Clock()
    server, asked = scripted(busy)
    with pytest.raises(ApiError) as caught:
        http_over(server, clock=clock).call("GET", "/me")
    assert caught.value.hint == "run it again after the 3600 s that it asks for"
    assert (len(asked), clock.slept) == (1, [])


def test_what_may_have_happened_is_repeated_only_where_that_is_harmless() -> None:
    unsure = error(0, "timeout", maybe_done=True)
    assert delay(1, unsure, repeatable=False, chance=0) is None
    assert delay(1, unsure, repeatable=True, chance=0) == 0.25


@pytest.mark.parametrize(
    ("first", "sent"),
    [
        (httpx.ConnectError("x"), 2),
        (refused(429, "rate_limit_exceeded", "Exceeded rate limit of 83 in 10_seconds"), 2),
        (httpx.ReadTimeout("x"), 1),
        (httpx.RemoteProtocolError("x"), 1),
        (refused(503, "service_unavailable", "x"), 1),
        (httpx.Response(200, content=b"{"), 1),
    ],
)
def test_a_create_is_sent_again_only_where_it_surely_did_not_arrive(first: Any, sent: int) -> None:
    server, asked = scripted(first, ok(id="1"))
    http = http_over(server)
    if sent == 1:
        with pytest.raises(ApiError):
            http.call("POST", "/articles", {}, repeatable=False)
    else:
        assert http.call("POST", "/articles", {}, repeatable=False) == {"id": "1"}
    assert len(asked) == sent


def test_a_repeatable_call_goes_through_after_trouble_and_every_try_is_counted() -> None:
    trouble = [httpx.ReadTimeout("x"), httpx.Response(502, text="<html>"), httpx.ConnectError("x")]
    clock = Clock()
    server, asked = scripted(*trouble, ok(id="1"), ok(id="2"))
    http = http_over(server, clock=clock)
    assert http.call("PUT", "/articles/1", {"title": "a"}) == {"id": "1"}
    assert http.call("GET", "/articles/1") == {"id": "2"}
    assert (http.reads, http.writes) == (1, 3), "what never left is not counted"
    assert clock.slept == [0.5, 1.0, 2.0]
    assert {one.content for one in asked[:4]} == {b'{"title": "a"}'}


@pytest.mark.parametrize("code", ["not_found", "tag_not_found"])
def test_a_delete_sent_again_that_finds_nothing_has_done_its_work(code: str) -> None:
    server, _ = scripted(httpx.ReadTimeout("x"), refused(404, code, "gone"))
    assert http_over(server).call("DELETE", "/tags/1") == {}


def test_the_first_delete_that_finds_nothing_says_so() -> None:
    server, _ = scripted(refused(404, "not_found", "gone"))
    with pytest.raises(ApiError, match="404 not_found"):
        http_over(server).call("DELETE", "/tags/1")


def test_a_404_that_does_not_mean_gone_stays_an_error_of_a_repeated_delete() -> None:
    server, _ = scripted(httpx.ReadTimeout("x"), refused(404, "parameter_invalid", "audience"))
    with pytest.raises(ApiError, match="audience"):
        http_over(server).call("DELETE", "/x/1")


@pytest.mark.parametrize("status", [520, 524])
def test_a_create_behind_a_gateway_that_gave_up_is_never_sent_blindly(status: int) -> None:
    server, seen = scripted(httpx.Response(status, text="error code"), ok(id="1"))
    with pytest.raises(ApiError) as caught:
        http_over(server).call("POST", "/articles", {"title": "x"}, repeatable=False)
    assert caught.value.maybe_done
    assert len(seen) == 1
