"""Answers of the API as errors: what is wrong, for a person, with the way out.

Pure: knows statuses, codes and bodies, nothing of sockets. Whatever a server wrote is
escaped and shortened before it is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, Literal, NamedTuple

from reconciler.api.retry import THROTTLED, TOO_MANY, failing
from reconciler.errors import ApiError, CredentialsError
from reconciler.model import Json

BODILESS = frozenset({202, 204})
"""A write that is answered with another status answers with the object."""
Failure = Literal["unreachable", "tls", "timeout", "broken", "too_large", "stopped"]
LONGEST = 500
READ = "GET"
SEARCHES = frozenset({"/contacts/search", "/conversations/search"})
"""What is asked by POST and changes nothing."""

GIVEN = re.compile(r"(/find_by_external_id/)[^?]+")
CREDENTIALS = frozenset({
    "unauthorized", "token_unauthorized", "token_revoked", "token_expired", "token_blocked",
    "token_not_found", "token_suspended", "missing_authorization", "forbidden",
    "action_forbidden",
})  # fmt: skip
HINTS = {
    "forbidden": "give the app of the token the scope or permission that is missing",
    "action_forbidden": "give the app of the token the scope or permission that is missing",
    "api_plan_restricted": "the plan of the workspace does not include this part of the API",
    "intercom_version_invalid": "set api_version of the workspace to one that has this endpoint",
    "tag_has_dependent_objects": "take the tag out of the objects named here first",
    "contact_merged": "the contact was merged into another one",
    "conflict": "somebody else was faster; plan again",
    "resource_conflict": "it exists already; plan again",
    "custom_data_limit_reached": "archive data attributes that are no longer used",
}
CHECK_TOKEN = "check that the token belongs to this workspace, and the region of the workspace"  # noqa: S105 - a hint
BETWEEN = "something between here and Intercom answered: look at proxies and the API's address"
PAGE_LIMIT = "page limit reached"
SILENCE: dict[Failure, tuple[str, str]] = {
    "unreachable": ("cannot be reached", "check the network, the proxy and the API's address"),
    "tls": (
        "gives no encrypted connection that can be trusted",
        "check the certificates that this machine trusts",
    ),
    "timeout": ("did not answer in time", "run it again"),
    "broken": ("broke off in the middle of the answer", "run it again"),
    "too_large": ("answered more than is ever read", "check the API's address"),
    "stopped": ("was not asked any more, for the run was stopped", "run it again"),
}


def reads(method: str, path: str) -> bool:
    """Does a call leave everything as it is?"""
    return method == READ or (method == "POST" and path in SEARCHES)


def shown_path(path: str) -> str:
    """A path as it may be shown: without the name that somebody gave a person."""
    return GIVEN.sub(r"\1…", path)


class Answer(NamedTuple):
    """What came back; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def printable(text: object) -> str:
    """Text of a server, safe for a terminal: control characters escaped, at most 500 long."""
    whole = str(text)
    shown = whole if len(whole) <= LONGEST else whole[:LONGEST] + "…"
    return "".join(one if one.isprintable() else _escaped(one) for one in shown)


def _escaped(one: str) -> str:
    return one.encode("unicode_escape").decode("ascii")


def content(method: str, path: str, answer: Answer) -> Json:
    """The object of a good answer, {} for one that may be empty; ApiError otherwise."""
    if not answer.body.strip() and (method == "DELETE" or answer.status in BODILESS):
        return {}
    found = _parsed(answer.body)
    if isinstance(found, dict):
        return found
    code, message = _unreadable(answer.body, found)
    raise ApiError(
        message, method=method, path=shown_path(path), status=answer.status, code=code,
        request_id=_request_id(answer, None), maybe_done=not reads(method, path), hint=BETWEEN,
    )  # fmt: skip


def refusal(
    method: str, path: str, answer: Answer, *, hide: Callable[[str], str] = str
) -> ApiError:
    """The error that an answer of 300 and above is. `hide` takes the secret out of a text.

    Only after the JSON is read, which has more than one way to write the same text.
    """
    body = _without(_parsed(answer.body), hide)
    first, message = _envelope(body)
    code = printable(first.get("code") or first.get("type") or "")
    hint = HINTS.get(code, "")
    if not message:
        code, message, hint = _without_envelope(answer, body, code)
    known = code in CREDENTIALS or answer.status == 401  # noqa: PLR2004 - Unauthorized
    return (CredentialsError if known else ApiError)(
        message, method=method, path=shown_path(path), status=answer.status, code=code,
        request_id=_request_id(answer, body),
        maybe_done=not reads(method, path) and failing(answer.status) and code not in THROTTLED,
        hint=hint or _hint(answer.status, message),
    )  # fmt: skip


def silence(
    failure: Failure, method: str, path: str, *, host: str, reason: str, sent: bool
) -> ApiError:
    """The error where no whole answer came. `sent`: the request may have arrived."""
    what, hint = SILENCE[failure]
    why = f": {reason}" if reason and failure in {"unreachable", "tls"} else ""
    return ApiError(
        printable(f"{host} {what}{why}"), method=method, path=shown_path(path), code=failure,
        maybe_done=sent and not reads(method, path), hint=hint,
    )  # fmt: skip


def coded(answer: Answer) -> str:
    """The code of an error as it was answered, empty where there is none."""
    body = _parsed(answer.body) if answer.status >= 300 else None  # noqa: PLR2004 - the bad ones
    return printable(_envelope(_without(body, str))[0].get("code", ""))


def gone(error: ApiError) -> bool:
    """The object is not there. Not every 404 says so: an unknown audience answers one too."""
    if error.status not in {404, 410}:
        return False
    return error.code.endswith("not_found") or error.code == "contact_merged"


def _parsed(body: bytes) -> Any:
    """The JSON of a body; the body itself where it is none.

    NaN and numbers beyond all stay text: they equal nothing and could not be written again.
    """
    try:
        return json.loads(body, parse_constant=str, parse_float=_finite)
    except (ValueError, RecursionError):
        return body


def _finite(text: str) -> float | str:
    return value if isfinite(value := float(text)) else text


def _without(body: Any, hide: Callable[[str], str]) -> Any:
    """The parts of a parsed body that messages are made of, as texts without the secret."""
    if not isinstance(body, dict):
        return body
    errors = body.get("errors")
    found = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    kept = ("code", "type", "message", "field")
    return {
        "request_id": hide(_text(body.get("request_id"))),
        "errors": [{name: hide(_text(one.get(name))) for name in kept} for one in found],
    }


def _text(value: Any) -> str:
    """Only what is no container, which may be nested as deep as it can be read."""
    return str(value) if value and isinstance(value, str | int) else ""


def _envelope(body: Any) -> tuple[Mapping[str, Any], str]:
    """The first error of an error list, and the messages of all of them."""
    found = body["errors"] if isinstance(body, dict) else []
    if not found:
        return {}, ""
    return found[0], printable("; ".join(_message(one) for one in found))


def _message(one: Mapping[str, Any]) -> str:
    text = one["message"] or one["code"] or one["type"] or "no reason given"
    return f"{text} (field {one['field']})" if one["field"] else text


def _without_envelope(answer: Answer, body: Any, code: str) -> tuple[str, str, str]:
    if 300 <= answer.status < 400:  # noqa: PLR2004 - redirects
        to = printable(answer.headers.get("location", "nowhere"))
        return "redirect", f"redirected to {to}", "a redirect is never followed with the token"
    if isinstance(body, dict):
        return code, f"answered {answer.status} without a reason", ""
    found, message = _unreadable(answer.body, body)
    return found, message, BETWEEN


def _unreadable(body: bytes, found: Any) -> tuple[str, str]:
    start = body.lstrip()[:15].lower()
    if not start:
        return "empty", "the answer is empty"
    if start.startswith((b"<!doctype html", b"<html", b"<head")):
        return "html", "the answer is a web page, not JSON"
    if found is None:
        return "null", "the answer is null"
    if isinstance(found, bytes):
        return "not_json", "the answer is not JSON, or cut off"
    return "not_object", "the answer is JSON, but no object"


def _request_id(answer: Answer, body: Any) -> str | None:
    named = body.get("request_id") if isinstance(body, dict) else None
    found = named or answer.headers.get("x-request-id")
    return printable(found) if found else None


def _hint(status: int, message: str) -> str:
    if PAGE_LIMIT in message:
        return "Intercom lists at most 10,000 of these"
    if status == 401:  # noqa: PLR2004 - Unauthorized
        return CHECK_TOKEN
    if status == TOO_MANY:
        return "other apps use the workspace's budget too; run it again later"
    return "Intercom failed; run it again later" if failing(status) else ""
