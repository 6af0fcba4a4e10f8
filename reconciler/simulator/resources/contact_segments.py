"""The segments that a contact or a company is in, as its row says."""

from __future__ import annotations

from reconciler.simulator import pages
from reconciler.simulator.resources import companies, contacts
from reconciler.simulator.wire import Call, Json, Route


def of_contact(call: Call) -> Json:
    return pages.whole_list(companies.segments_of(call.store, contacts.readable(call, call.id)))


def of_company(call: Call) -> Json:
    row = companies.readable(call, call.store.find("company", call.id))
    return pages.whole_list(companies.segments_of(call.store, row))


ROUTES = (
    Route("GET", "/contacts/{}/segments", of_contact),
    Route("GET", "/companies/{}/segments", of_company),
)
