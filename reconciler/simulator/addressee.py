"""Which contact a body or a query means, where messages and events name one.

[D examples] By Intercom's id, by one's own id for it, or by e-mail; the first that is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.simulator.errors import missing
from reconciler.simulator.resources import contacts
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call

KEYS = {"id": "id", "user_id": "external_id", "email": "email"}
IN_QUERY = {"intercom_user_id": "id", "user_id": "external_id", "email": "email"}


def addressee(
    call: Call, given: Mapping[str, Any], *, keys: Mapping[str, str] = KEYS, leads: bool = True
) -> Row:
    """`leads`: are they found by more than their id? RefusalError: 404, or 400 without a key."""
    key = next((one for one in keys if given.get(one) is not None), None)
    if key is None:
        raise missing(f"one of {', '.join(keys)} is required")
    if keys[key] == "id":
        return _reachable(call, contacts.referred(call, given[key]))
    roles = ("user", "lead") if leads else ("user",)
    for row in reversed(call.store.where("contact", keys[key], given[key])):
        if row["role"] in roles:
            return _reachable(call, row)
    raise contacts.missing()


def _reachable(call: Call, row: Row) -> Row:
    if contacts.hidden(row, call.switches) and not call.switches.hidden_contacts_reachable:
        raise contacts.missing()
    return row
