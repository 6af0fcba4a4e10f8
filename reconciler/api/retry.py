"""Whether a failed call is sent again, and after how long.

The error's code decides before its status: the same condition has different statuses by
the age of an endpoint. A call that may have had its effect is only repeated where that is
harmless.
"""

from __future__ import annotations

from reconciler.errors import ApiError

TRIES = 5
THROTTLED_TRIES = 30
FIRST = 0.5
LONGEST = 8.0

TOO_MANY = 429
"""Refused for its pace alone: the call had no effect."""
THROTTLED = frozenset({"rate_limit_exceeded", "too_many_requests"})
TRANSIENT = THROTTLED | frozenset({
    "request_timeout", "server_error", "service_unavailable", "internal_error", "retry_after",
    "unreachable", "timeout", "broken", "not_json", "null", "empty",
})  # fmt: skip
LASTING = frozenset({
    "parameter_invalid", "parameter_not_found", "bad_request", "data_invalid", "validation_error",
    "type_mismatch", "unprocessable_entity", "conflict", "resource_conflict", "not_found",
    "api_plan_restricted", "custom_data_limit_reached", "intercom_version_invalid",
})  # fmt: skip
STATUSES = frozenset({408, 500, 502, 503, 504})


def transient(error: ApiError) -> bool:
    if error.code in TRANSIENT:
        return True
    return error.status in STATUSES and error.code not in LASTING


def delay(attempt: int, error: ApiError, *, repeatable: bool, chance: float) -> float | None:
    """Seconds to wait after the failed attempt (the first is 1); None: give up.

    `chance` from 0 to 1 spreads clients that failed together. After a 429 there is nothing
    to wait for here: the limiter knows when the next window opens.
    """
    if error.status == TOO_MANY:
        return 0.0 if attempt < THROTTLED_TRIES else None
    if not transient(error) or (error.maybe_done and not repeatable) or attempt >= TRIES:
        return None
    return min(FIRST * 2.0 ** (attempt - 1), LONGEST) * (0.5 + chance / 2)
