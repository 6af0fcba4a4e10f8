"""Whether a failed call is sent again, and after how long.

The error's code decides before its status: the same condition has different statuses by
the age of an endpoint. A call that may have had its effect is only repeated where that is
harmless.
"""

from __future__ import annotations

from reconciler.errors import ApiError

TRIES = 5
REFUSED_TRIES = 8
"""More than TRIES: with a window each, they outlast another app's rush; few, as asked for."""
FIRST = 0.5
LONGEST = 8.0
PATIENCE = 120.0
"""Seconds that one call waits at most between its attempts, also where the server asks."""

TOO_MANY = 429
"""Refused for its pace alone: the call had no effect."""
THROTTLED = frozenset({"rate_limit_exceeded", "too_many_requests"})
TRANSIENT = THROTTLED | frozenset({
    "request_timeout", "server_error", "service_unavailable", "internal_error", "retry_after",
    "unreachable", "timeout", "broken",
})  # fmt: skip
UNREADABLE = frozenset({"not_json", "null", "empty"})
"""An answer that was lost on its way, unless its status says that it is a refusal."""
LASTING = frozenset({
    "parameter_invalid", "parameter_not_found", "bad_request", "data_invalid", "validation_error",
    "type_mismatch", "unprocessable_entity", "conflict", "resource_conflict", "not_found",
    "api_plan_restricted", "custom_data_limit_reached", "intercom_version_invalid",
})  # fmt: skip
NEVER = frozenset({501, 505})
"""Not implemented, by whatever answered: the next time neither."""


def transient(error: ApiError) -> bool:
    if error.code in TRANSIENT:
        return True
    if error.status < 300 and error.code in UNREADABLE:  # noqa: PLR2004 - the good ones
        return True
    return failing(error.status) and error.code not in LASTING


def failing(status: int) -> bool:
    """The server, or a gateway before it, failed: the work may be done or not.

    Gateways have numbers of their own (520 to 530), so all from 500 on.
    """
    return status == 408 or (status >= 500 and status not in NEVER)  # noqa: PLR2004 - Time-out


def delay(
    attempt: int, error: ApiError, *, repeatable: bool, chance: float, waited: float = 0.0
) -> float | None:
    """Seconds to wait after the failed attempt (the first is 1); None: give up.

    `chance` from 0 to 1 spreads clients that failed together; `waited`: seconds that this call
    has waited so far. After a 429 of the rate limit the limiter makes it wait for the next
    window as well.
    """
    refused = error.status == TOO_MANY
    if not refused and (not transient(error) or (error.maybe_done and not repeatable)):
        return None
    if attempt >= (REFUSED_TRIES if refused else TRIES):
        return None
    own = min(FIRST * 2.0 ** (attempt - 1), LONGEST) * (0.5 + chance / 2)
    seconds = max(own, error.retry_after or 0.0)
    return seconds if waited + seconds <= PATIENCE else None
