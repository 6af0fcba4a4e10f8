"""The contacts of a conversation, under the old name of customers: joined and removed.

The answer holds `customers` alone, as in the official examples; its schema says conversation.
"""

from __future__ import annotations

from reconciler.simulator import checks
from reconciler.simulator.addressee import IN_QUERY, addressee
from reconciler.simulator.conversation import people
from reconciler.simulator.errors import RefusalError
from reconciler.simulator.resources import contacts
from reconciler.simulator.resources.conversations import found
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

LAST = "Removing the last customer is not allowed"


def attach(call: Call) -> Json:
    row = found(call, call.id)
    customer = checks.mapping(call.body, "customer")
    inviter = checks.mapping(customer, "customer")
    if "admin_id" in call.body or not inviter:
        people.acting(call)
    else:
        addressee(call, inviter, keys=IN_QUERY)
    joining = _joining(call, customer)
    kept = list(dict.fromkeys([*row["contacts"], joining["id"]]))
    return _shown(call, call.store.edit("conversation", row["id"], contacts=kept))


def _joining(call: Call, customer: Json) -> Row:
    """[D] An e-mail that nobody has makes a lead."""
    email = customer.get("email")
    others = any(customer.get(key) is not None for key in IN_QUERY if key != "email")
    if isinstance(email, str) and email and not others and not _taken(call, email):
        return call.store.create("contact", role="lead", email=email)
    return addressee(call, customer, keys=IN_QUERY)


def _taken(call: Call, email: str) -> bool:
    return bool(call.store.where("contact", "email", email))


def detach(call: Call) -> Json:
    row = found(call, call.id)
    people.acting(call)
    key = call.arguments[1]
    if key not in row["contacts"]:
        raise contacts.missing()
    kept = [one for one in row["contacts"] if one != key]
    if not kept:
        raise RefusalError(422, "parameter_invalid", message=LAST)
    return _shown(call, call.store.edit("conversation", row["id"], contacts=kept))


def _shown(call: Call, row: Row) -> Json:
    rows = (call.store.find("contact", key) for key in row["contacts"])
    return {"customers": [{"type": one["role"], "id": one["id"]} for one in rows if one]}


ROUTES = (
    Route("POST", "/conversations/{}/customers", attach),
    Route("DELETE", "/conversations/{}/customers/{}", detach),
)
