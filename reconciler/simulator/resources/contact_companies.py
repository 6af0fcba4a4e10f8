"""Which companies a contact belongs to; attaching the first contact makes a company visible.

Companies go by Intercom's id here, never by company_id [D].
"""

from __future__ import annotations

from reconciler.simulator import pages
from reconciler.simulator.errors import RefusalError, missing
from reconciler.simulator.resources import companies, contacts
from reconciler.simulator.resources.contact_archive import counted
from reconciler.simulator.wire import Call, Json, Route

SIZE, MOST = 50, 60
LIMIT = 1000
FULL = f"Contact has reached the maximum of {LIMIT} company associations"


def attach(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    if not call.body.get("id"):
        raise missing("company not specified")
    company = companies.alive(call, call.body["id"])
    if company["id"] in row["companies"]:
        return companies.shown(company, call)
    if len(row["companies"]) >= LIMIT:
        raise RefusalError(400, "contact_company_limit_exceeded", message=FULL)
    call.store.edit("contact", row["id"], companies=[*row["companies"], company["id"]])
    companies.attached(call.store, [company["id"]], by=1)
    return companies.shown(company, call)


def detach(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    company = companies.alive(call, call.arguments[1])
    if company["id"] not in row["companies"]:
        if call.switches.detaching_needs_link:
            raise companies.unknown()
        return companies.shown(company, call)
    left = [one for one in row["companies"] if one != company["id"]]
    call.store.edit("contact", row["id"], companies=left)
    companies.attached(call.store, [company["id"]], by=-1)
    return companies.shown(company, call)


def of_contact(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    rows = contacts.linked(call.store, "company", row["companies"])
    show = lambda one: companies.shown(one, call)  # noqa: E731 - one argument of the next line
    return pages.page(call, rows, show=show, size=SIZE, most=MOST, null_at_end=True)


def of_company(call: Call) -> Json:
    company = companies.readable(call, call.store.find("company", call.id))
    rows = [row for row in call.store.rows("contact")
            if company["id"] in row["companies"] and counted(call, row)]  # fmt: skip
    show = lambda row: contacts.shown(row, call)  # noqa: E731 - one argument of the next line
    return pages.page(call, rows, show=show, size=SIZE, most=MOST)


ROUTES = (
    Route("GET", "/contacts/{}/companies", of_contact),
    Route("POST", "/contacts/{}/companies", attach),
    Route("DELETE", "/contacts/{}/companies/{}", detach),
    Route("GET", "/companies/{}/contacts", of_company),
)
