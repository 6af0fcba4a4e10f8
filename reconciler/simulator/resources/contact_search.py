"""POST /contacts/search: by the index that is behind, dates by day in the workspace's zone.

Shows what the index holds: a contact is found, and looks, as it was some seconds ago.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.cursors import cursor
from reconciler.simulator.errors import RefusalError, invalid
from reconciler.simulator.resources import contacts, data_attributes
from reconciler.simulator.search import Field, attributes, column, compiled, of_contacts
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

SIZE, MOST = 50, 150
ORDERS = ("ascending", "descending")
CHECKED_SINCE = (2, 16)
DATES = ("created_at", "updated_at", *contacts.TIMES)
TEXTS = ("id", "role", "name", "avatar", "owner_id", "email", "phone", "external_id")
FLAGS = ("unsubscribed_from_emails", "marked_email_as_spam", "has_hard_bounced")


def _learned(name: str) -> Callable[[Row], Any]:
    return lambda row: row["device"].get(name)


def _domain(row: Row) -> str | None:
    return (row["email"] or "").partition("@")[2] or None


FIELDS: Mapping[str, Field] = {
    **{name: column("string", name) for name in TEXTS},
    **{name: column("date", name) for name in DATES},
    **{name: column("boolean", name) for name in FLAGS},
    **{name: Field("date" if name.endswith("_at") else "string", _learned(name))
       for name in (*contacts.LEARNED, "location.country", "location.region", "location.city")},
    "email_domain": Field("string", _domain),
    "formatted_phone": column("string", "phone"),
    "segment_id": column("string", "segments", many=True),
    "tag_id": column("tag", "tags", many=True),
}  # fmt: skip


def search(call: Call) -> Json:
    fields = _fields(call)
    rules = of_contacts(call.switches, timezone=call.store.app["timezone"])
    test = compiled(call.body.get("query"), fields=fields, rules=rules)
    by, descending = _order(call, fields)
    indexed = contacts.visible(call.store.indexed("contact"), call.switches)
    rows = [row for row in indexed if test(row)]
    show = lambda row: contacts.shown(row, call)  # noqa: E731 - one argument of the next line
    return cursor(call, rows, show=show, size=SIZE, most=MOST, by=by, descending=descending)


def _fields(call: Call) -> Mapping[str, Field]:
    known = data_attributes.custom(call.store, "contact")
    return {**FIELDS, **attributes({name: row["data_type"] for name, row in known.items()})}


def _order(call: Call, fields: Mapping[str, Field]) -> tuple[Callable[[Row], Any], bool]:
    """[D] Descending unless told; before 2.16 an unknown order was taken without a word."""
    sort = checks.mapping(call.body, "sort")
    order, name = sort.get("order", "descending"), sort.get("field", "created_at")
    if call.version >= CHECKED_SINCE and order not in ORDERS:
        message = f"Invalid sort order '{order}'. Must be one of: {', '.join(ORDERS)}"
        raise RefusalError(400, "invalid_sort_order", message=message)
    if not isinstance(name, str) or name not in fields or fields[name].many:
        raise invalid(f"sort: there is no field {name!r:.100} to sort by", field="sort")
    return fields[name].read, order != "ascending"


ROUTES = (Route("POST", "/contacts/search", search),)
