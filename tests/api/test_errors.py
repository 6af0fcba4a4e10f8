"""Each way to fail says what happened, where, and what to do."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from reconciler.errors import ApiError, CredentialsError, Exit
from tests.api.fakes import http_over, ok, refused, scripted

HTML = httpx.Response(502, text="<!DOCTYPE html><html><body>Bad gateway</body></html>")


def failure(*replies: Any, method: str = "GET", path: str = "/tags", **more: Any) -> ApiError:
    server, _ = scripted(*replies)
    with pytest.raises(ApiError) as caught:
        http_over(server).call(method, path, **more)
    return caught.value


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "unauthorized"), (401, "token_unauthorized"), (401, "token_revoked"), (401, "odd"),
     (403, "token_expired"), (403, "token_suspended"), (401, "missing_authorization"),
     (403, "forbidden"), (403, "action_forbidden")],
)  # fmt: skip
def test_a_token_that_is_refused_is_a_credentials_error(status: int, code: str) -> None:
    error = failure(refused(status, code, "Access Token Invalid"))
    assert isinstance(error, CredentialsError)
    assert error.exit is Exit.CREDENTIALS
    assert str(error) == f"GET /tags: {status} {code}: Access Token Invalid (request id req-1)"
    assert error.hint or status == 403


@pytest.mark.parametrize(
    ("status", "code", "hint"),
    [
        (400, "parameter_invalid", ""),
        (400, "tag_has_dependent_objects", "take the tag out"),
        (400, "intercom_version_invalid", "set api_version"),
        (403, "api_plan_restricted", "plan of the workspace"),
        (404, "not_found", ""),
        (409, "conflict", "plan again"),
        (422, "data_invalid", ""),
        (410, "contact_merged", "merged into another"),
    ],
)
def test_what_intercom_refuses_is_one_call_and_one_message(
    status: int, code: str, hint: str
) -> None:
    error = failure(refused(status, code, "No."))
    assert not isinstance(error, CredentialsError)
    assert (error.status, error.code, error.message) == (status, code, "No.")
    assert (error.method, error.path, error.request_id) == ("GET", "/tags", "req-1")
    assert hint in error.hint
    assert bool(hint) == bool(error.hint)
    assert not error.maybe_done


def test_several_errors_and_their_fields_are_all_shown() -> None:
    errors = [{"code": "parameter_invalid", "message": "bad", "field": "state"}, {"code": "b"}, 7]
    error = failure(httpx.Response(400, json={"errors": errors, "request_id": None}))
    assert error.message == "bad (field state); b"
    assert error.code == "parameter_invalid"
    assert error.request_id is None


def test_old_servers_that_call_the_code_type_are_understood() -> None:
    error = failure(httpx.Response(404, json={"errors": [{"type": "not_found"}]}))
    assert (error.code, error.message) == ("not_found", "not_found")


def test_an_error_without_any_words_says_so() -> None:
    assert failure(httpx.Response(400, json={"errors": [{}]})).message == "no reason given"
    assert failure(httpx.Response(400, json={})).message == "answered 400 without a reason"
    assert failure(httpx.Response(400, json={"errors": "x"})).message.startswith("answered 400")


def test_the_request_id_comes_from_the_header_where_the_body_has_none() -> None:
    reply = httpx.Response(400, json={"errors": []}, headers={"X-Request-Id": "abc"})
    assert failure(reply).request_id == "abc"


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ("<html>", "html", "the answer is a web page, not JSON"),
        ("", "empty", "the answer is empty"),
        ("null", "null", "the answer is null"),
        ('{"type": "li', "not_json", "the answer is not JSON, or cut off"),
        ("[" * 100_000, "not_json", "the answer is not JSON, or cut off"),
        ("[]", "not_object", "the answer is JSON, but no object"),
        ("\xff\xfe", "not_json", "the answer is not JSON, or cut off"),
    ],
)
def test_a_good_status_with_an_unreadable_body_is_an_error(
    body: str, code: str, message: str
) -> None:
    error = failure(*[httpx.Response(200, content=body.encode("latin-1"))] * 5)
    assert (error.status, error.code, error.message) == (200, code, message)
    assert "proxies" in error.hint


def test_a_web_page_as_an_error_is_tried_again_and_named() -> None:
    error = failure(*[HTML] * 5)
    assert (error.status, error.code) == (502, "html")
    assert "proxies" in error.hint


def test_a_web_page_with_401_is_about_the_token_and_with_403_is_not() -> None:
    assert isinstance(failure(httpx.Response(401, text="<html>")), CredentialsError)
    assert not isinstance(failure(httpx.Response(403, text="<html>")), CredentialsError)


def test_a_redirect_is_named_and_never_followed() -> None:
    server, asked = scripted(httpx.Response(302, headers={"Location": "https://evil.example/"}))
    with pytest.raises(ApiError, match=r"redirected to https://evil.example/") as caught:
        http_over(server).call("GET", "/tags")
    assert caught.value.code == "redirect"
    assert len(asked) == 1
    assert failure(httpx.Response(301)).message == "redirected to nowhere"


def test_a_server_error_after_all_tries_asks_to_come_back_later() -> None:
    error = failure(*[refused(500, "server_error", "Oops")] * 5)
    assert (error.message, error.hint) == ("Oops", "Intercom failed; run it again later")


def test_the_end_of_the_company_list_is_explained() -> None:
    error = failure(refused(400, "client_error", "page limit reached, please use scroll API"))
    assert "10,000" in error.hint


@pytest.mark.parametrize(
    ("raised", "code", "message"),
    [
        (httpx.ConnectError("refused"), "unreachable", "api.intercom.io cannot be reached"),
        (httpx.ConnectTimeout("slow"), "timeout", "api.intercom.io did not answer in time"),
        (httpx.ReadTimeout("slow"), "timeout", "api.intercom.io did not answer in time"),
        (httpx.ReadError("reset"), "broken", "api.intercom.io broke off"),
        (httpx.RemoteProtocolError("cut"), "broken", "api.intercom.io broke off"),
        (httpx.ProxyError("no"), "unreachable", "api.intercom.io cannot be reached"),
    ],
)
def test_silence_is_named_by_its_cause(raised: Exception, code: str, message: str) -> None:
    error = failure(*[raised] * 5)
    assert (error.status, error.code) == (0, code)
    assert error.message.startswith(message)
    assert error.hint
    assert str(error).startswith(f"GET /tags: {code}: ")


def test_control_characters_and_endless_text_of_a_server_never_reach_the_terminal() -> None:
    text = "\x1b[2J\u202enasty\r\n" + "x" * 10_000
    error = failure(refused(400, "a\x07b", text, request_id="r\x1b"))
    assert error.message.startswith("\\x1b[2J\\u202enasty\\r\\nxxx")
    assert error.message.endswith("x…")
    assert len(error.message) < 600
    assert (error.code, error.request_id) == ("a\\x07b", "r\\x1b")
    assert str(error).isprintable()


@pytest.mark.parametrize(
    ("reply", "unknown"),
    [
        (refused(500, "server_error", "x"), True),
        (httpx.Response(504, text="<html>"), True),
        (httpx.Response(520, text="error code: 520"), True),
        (httpx.Response(404), False),
        (refused(408, "request_timeout", "x"), True),
        (httpx.Response(200, content=b'{"id": '), True),
        (httpx.ReadTimeout("x"), True),
        (httpx.WriteError("x"), True),
        (httpx.ConnectError("x"), False),
        (refused(400, "parameter_invalid", "x"), False),
        (refused(409, "conflict", "x"), False),
        (refused(503, "too_many_requests", "x"), False),
        (httpx.Response(302), False),
    ],
)
def test_a_create_that_may_have_happened_says_so(reply: Any, unknown: bool) -> None:
    error = failure(*[reply] * 5, method="POST", path="/articles", body={}, repeatable=False)
    assert error.maybe_done is unknown


def test_an_earlier_try_that_may_have_happened_is_not_forgotten() -> None:
    replies = httpx.ReadTimeout("x"), refused(422, "data_invalid", "x")
    assert failure(*replies, method="PUT", path="/articles/1", body={}).maybe_done


def test_a_read_is_never_in_doubt() -> None:
    assert not failure(*[httpx.ReadTimeout("x")] * 5).maybe_done


def test_an_empty_answer_to_a_write_is_an_empty_object() -> None:
    server, _ = scripted(httpx.Response(200), httpx.Response(204))
    http = http_over(server)
    assert http.call("DELETE", "/tags/1") == {}
    assert http.call("POST", "/x", {}) == {}


def test_a_good_answer_is_its_object() -> None:
    server, _ = scripted(ok(id="1"))
    assert http_over(server).call("GET", "/tags/1") == json.loads('{"id": "1"}')


def test_numbers_that_are_none_are_read_as_text() -> None:
    """They equal nothing, not even themselves, and no document could hold them again."""
    server, _ = scripted(httpx.Response(200, content=b'{"a":NaN,"b":[-Infinity,1e400],"c":1.5}'))
    found = http_over(server).call("GET", "/me")
    assert found == {"a": "NaN", "b": ["-Infinity", "1e400"], "c": 1.5}


@pytest.mark.parametrize(
    ("errors", "message"),
    [
        ([{"message": ["x"], "code": "odd"}], "odd"),
        ([{"message": {"a": 1}}], "no reason given"),
        ([{"message": None, "code": 7, "field": [1]}], "7"),
        ([{"message": False, "code": 0, "type": "odd"}], "odd"),
        ([3], "answered 422 without a reason"),
        ("x", "answered 422 without a reason"),
    ],
)
def test_an_error_list_of_another_form_is_still_one_message(errors: Any, message: str) -> None:
    error = failure(httpx.Response(422, json={"errors": errors, "request_id": {"a": 1}}))
    assert (error.message, error.request_id) == (message, None)
