"""Companies, found by their company_id, which never changes.

A company without users appears in no list: declared ones are looked up one by one. Updates
go by POST, which finds the company by its company_id: before 2.14 PUT describes no body.
"""

from __future__ import annotations

from typing import Any

from reconciler.kinds import codecs
from reconciler.model import (
    KEEP,
    Call,
    Field,
    Keys,
    Kind,
    Later,
    Listing,
    Mode,
    Ref,
    Removal,
    Request,
)  # fmt: skip


def expand(company: Ref, tag: Ref, wanted: bool) -> Request:
    """Tags of a company have no endpoint of their own; the tag is named, not its id."""
    entry: dict[str, Any] = {"id": Later(company)}
    if not wanted:
        entry["untag"] = True
    return Request("POST", "/tags", {"name": Later(tag, "name"), "companies": [entry]})


KIND = Kind(
    name="company",
    plural="companies",
    key=("company_id",),
    unique=("company_id",),
    fields=(
        Field("company_id", required=True, mode=Mode.CREATE, always=True, doc="Your own id of it."),
        Field("name"),
        Field("plan", codec=codecs.PLAN),
        Field("size", "integer", codec=codecs.WHOLE),
        Field("website"),
        Field("industry"),
        Field("monthly_spend", "number", codec=codecs.WHOLE_OR_ZERO, doc="Cut to a whole number."),
        Field(
            "custom_attributes",
            "map",
            keys=Keys("data_attribute", {"model": "company"}, type="data_type", choices="options"),
        ),
        Field("tags", "list", ref="tag", relation=True, codec=codecs.EMBEDDED),
    ),
    listing=Listing("/companies", pages=True, per_page=60, scroll="/companies/scroll"),
    get="/companies/{id}",
    find="/companies?company_id={company_id}",
    create=Call("POST", "/companies"),
    update=Call("POST", "/companies"),
    delete=Call("DELETE", "/companies/{id}"),
    on_remove=(KEEP, Removal("delete")),
    upsert=True,
    lingers=True,
    expand=expand,
    doc="Created companies stay invisible in Intercom until a user is attached to them.",
)
