"""What a contact explicitly opted in to or out of [D]; what is left at its default is not listed.

Attaching an opt-out type means opting out of it.
"""

from __future__ import annotations

from reconciler.simulator import checks, pages
from reconciler.simulator.errors import invalid, not_found
from reconciler.simulator.resources import contacts, subscription_types
from reconciler.simulator.wire import Call, Json, Route

CONSENTS = ("opt_out", "opt_in")


def every(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    found = contacts.linked(call.store, "subscription_type", row["subscriptions"])
    return pages.whole_list([subscription_types.shown(one) for one in found])


def attach(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    type_ = subscription_types.found(call.store, call.body.get("id"))
    consent = checks.choice(call.body, "consent_type", choices=CONSENTS)
    if consent != type_["consent_type"] and call.switches.consent_type_must_match:
        raise invalid(f"This subscription type is {type_['consent_type']}", field="consent_type")
    held = row["subscriptions"] | {type_["id"]: type_["consent_type"]}
    call.store.edit("contact", row["id"], subscriptions=held)
    return subscription_types.shown(type_)


def detach(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    type_ = subscription_types.found(call.store, call.arguments[1])
    if type_["id"] not in row["subscriptions"] and call.switches.detaching_needs_link:
        raise not_found()
    held = {key: one for key, one in row["subscriptions"].items() if key != type_["id"]}
    call.store.edit("contact", row["id"], subscriptions=held)
    return subscription_types.shown(type_)


ROUTES = (
    Route("GET", "/contacts/{}/subscriptions", every),
    Route("POST", "/contacts/{}/subscriptions", attach),
    Route("DELETE", "/contacts/{}/subscriptions/{}", detach),
)
