"""Tags of contacts, companies, conversations and articles: one namespace, no case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.model import (
    KEEP,
    RESERVED_TAGS,
    Call,
    Field,
    Kind,
    Listing,
    Removal,
    reserved,
)


def _check(fields: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    if not reserved(str(fields.get("name", ""))):
        return ()
    return [
        ("name", f"tags that begin with {RESERVED_TAGS} record deliveries; choose another name")
    ]


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
    check=_check,
    skip=lambda wire: reserved(str(wire.get("name", ""))),
    doc="Deleting a tag takes it off everything; Intercom refuses while a segment uses it.",
)
