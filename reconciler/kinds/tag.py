"""Tags of contacts, companies, conversations and articles: one namespace, no case."""

from __future__ import annotations

from reconciler.model import KEEP, Call, Field, Kind, Listing, Removal

KIND = Kind(
    name="tag",
    plural="tags",
    key=("name",),
    unique=("name",),
    named_by="name",
    fields=(
        Field("name", required=True, caseless=True, doc="What teammates see; case is ignored."),
    ),
    listing=Listing("/tags"),
    get="/tags/{id}",
    create=Call("POST", "/tags"),
    update=Call("POST", "/tags", id_in="id"),
    delete=Call("DELETE", "/tags/{id}"),
    on_remove=(Removal("delete"), KEEP),
    upsert=True,
    doc="Deleting a tag takes it off everything; Intercom refuses while a segment uses it.",
)
