"""Contacts by id, by external id and in a list with a cursor.

[R] A deleted one is listed for some more seconds (ruby#257), but no GET finds it.
"""

from __future__ import annotations

from itertools import takewhile

from reconciler.simulator.cursors import cursor
from reconciler.simulator.errors import RefusalError
from reconciler.simulator.resources import contacts
from reconciler.simulator.store import Row, Store
from reconciler.simulator.wire import Call, Json, Route

SIZE, MOST = 10, 150
TOLD_SINCE = (2, 16)
HOPS = 3
MERGED = "This contact has been merged. See the 'Link' header for the canonical contact."


def every(call: Call) -> Json:
    gone = _lingering(call)
    rows = contacts.visible([*call.store.oldest("contact"), *gone], call.switches)
    show = lambda row: contacts.shown(row, call)  # noqa: E731 - one argument of the next line
    return cursor(call, rows, show=show, size=SIZE, most=MOST, ordered=not gone)


def _lingering(call: Call) -> list[Row]:
    if not call.switches.deleted_contacts_linger:
        return []
    lost = lambda row: call.store.find("contact", row["id"]) is None  # noqa: E731 - one argument
    return list(takewhile(lost, reversed(call.store.indexed("contact"))))


def one(call: Call) -> Json:
    gone = call.store.find("gone_contact", call.id)
    if gone is not None and gone["into"] and call.version >= TOLD_SINCE:
        raise _merged(call.store, gone)
    return contacts.shown(contacts.readable(call, call.id), call)


def by_external_id(call: Call) -> Json:
    """[D] Users only."""
    for row in call.store.where("contact", "external_id", call.id):
        if row["role"] == "user" and not contacts.hidden(row, call.switches):
            return contacts.shown(row, call)
    for gone in reversed(call.store.where("gone_contact", "external_id", call.id)):
        if gone["into"] and call.version >= TOLD_SINCE:
            raise _merged(call.store, gone)
    raise contacts.missing()


def _merged(store: Store, gone: Row) -> RefusalError:
    """[D] The link is to the end of the chain, up to three merges away."""
    into = gone["into"]
    for _ in range(HOPS - 1):
        following = store.find("gone_contact", into)
        into = (following and following["into"]) or into
    link = f'</contacts/{into}>; rel="canonical"'
    return RefusalError(410, "contact_merged", message=MERGED, headers={"Link": link})


ROUTES = (
    Route("GET", "/contacts", every),
    Route("GET", "/contacts/find_by_external_id/{}", by_external_id, since=(2, 13)),
    Route("GET", "/contacts/{}", one),
)
