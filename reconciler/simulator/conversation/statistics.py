"""What a conversation's statistics become by an event, by the descriptions of their fields.

Pure. Times in seconds; office hours are not subtracted: the simulator has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Held = dict[str, Any]

NULLS = ("time_to_assignment", "time_to_admin_reply", "time_to_first_close", "time_to_last_close",
         "median_time_to_reply", "first_contact_reply_at", "first_assignment_at",
         "first_admin_reply_at", "first_close_at", "last_assignment_at",
         "last_assignment_admin_reply_at", "last_contact_reply_at", "last_admin_reply_at",
         "last_close_at", "last_closed_by_id")  # fmt: skip
UNSET = {**dict.fromkeys(NULLS), "count_reopens": 0, "count_assignments": 0}
"""What is shown of a conversation to which nothing happened yet."""


def contact(held: Held, at: int, _by: str) -> Held:
    return {"first_contact_reply_at": at, **held, "last_contact_reply_at": at}


def admin(held: Held, at: int, _by: str) -> Held:
    found = {**held, "last_admin_reply_at": at}
    if (since := _since(held, at)) is not None and "first_admin_reply_at" not in held:
        found |= {"first_admin_reply_at": at, "time_to_admin_reply": since}
    if "last_assignment_at" in held:
        found = {"last_assignment_admin_reply_at": at, **found}
    return found


def assigned(held: Held, at: int, _by: str) -> Held:
    """[D] All of them "after first_contact_reply_at"."""
    if (since := _since(held, at)) is None:
        return held
    found = {"first_assignment_at": at, **held, "last_assignment_at": at}
    found["count_assignments"] = held.get("count_assignments", 0) + 1
    found.pop("last_assignment_admin_reply_at", None)
    if "first_admin_reply_at" not in held:
        found["time_to_assignment"] = since
    return found


def closed(held: Held, at: int, by: str) -> Held:
    found = {**held, "last_close_at": at, "last_closed_by_id": by}
    if (since := _since(held, at)) is not None:
        found["time_to_last_close"] = since
        found = {"first_close_at": at, "time_to_first_close": since, **found}
    return found


def reopened(held: Held, at: int, _by: str) -> Held:
    if _since(held, at) is None:
        return held
    return {**held, "count_reopens": held.get("count_reopens", 0) + 1}


EVENTS: Mapping[str, Callable[[Held, int, str], Held]] = {
    one.__name__: one for one in (contact, admin, assigned, closed, reopened)
}


def after(held: Held, events: tuple[str, ...], *, at: int, by: str) -> Held:
    """`by`: the id of who did it."""
    for one in events:
        held = EVENTS[one](held, at, by)
    return held


def _since(held: Held, at: int) -> int | None:
    """Seconds since the contact's first words; None while there are none."""
    first = held.get("first_contact_reply_at")
    return None if first is None else max(at - first, 0)
