"""Contacts, found by their external_id, else by their e-mail. Personal data: see Field.personal.

No upsert: a create is refused with 409 where somebody has the same details, an archived contact
too, which is then brought back. [D] Inline companies of a create are ignored, so tags and
companies are attached one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.kinds import codecs
from reconciler.model import KEEP, Call, Field, Keys, Kind, Later, Listing, Ref, Removal, Request


def _check(fields: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    if fields.get("external_id") or fields.get("email"):
        return ()
    return [("external_id", "a contact needs an external_id or an email to be found again")]


def _expand(contact: Ref, item: Ref, wanted: bool) -> Request:
    path = f"/contacts/{{id}}/{'tags' if item.kind == 'tag' else 'companies'}"
    if wanted:
        return Request("POST", path, {"id": Later(item)}, ref=contact)
    return Request("DELETE", f"{path}/{{item}}", ref=contact, at={"item": item})


KIND = Kind(
    name="contact",
    plural="contacts",
    key=("external_id",),
    otherwise=("email",),
    fields=(
        Field("external_id", personal=True, doc="Your own id of the person."),
        Field("email", personal=True, codec=codecs.LOWER, caseless=True),
        Field("role", choices=("user", "lead"), doc="A bare e-mail makes a user."),
        Field("name", personal=True),
        Field("phone", personal=True, doc="As Intercom shows it: +15550100."),
        Field("avatar", personal=True, codec=codecs.AVATAR, doc="The address of an image."),
        Field("owner", wire="owner_id", ref="admin", ids_before=("2.16", (int, int)),
              doc="E-mail of a teammate."),
        Field("signed_up_at", "integer", personal=True, doc="Seconds since 1970."),
        Field("unsubscribed_from_emails", "boolean", personal=True),
        Field("custom_attributes", "map", personal=True,
              keys=Keys("data_attribute", {"model": "contact"}, type="data_type",
                        choices="options")),
        Field("tags", "list", ref="tag", relation=True, codec=codecs.ADDRESSED),
        Field("companies", "list", ref="company", relation=True, codec=codecs.ADDRESSED),
    ),
    listing=Listing("/contacts", per_page=150),
    get="/contacts/{id}", find="/contacts/find_by_external_id/{external_id}", find_since="2.13",
    search="/contacts/search",
    create=Call("POST", "/contacts"), update=Call("PUT", "/contacts/{id}"),
    delete=Call("DELETE", "/contacts/{id}"), archive=Call("POST", "/contacts/{id}/archive"),
    revive=Call("POST", "/contacts/{id}/unarchive"),
    on_remove=(KEEP, Removal("archive"), Removal("delete")),
    lingers=True, check=_check, expand=_expand,
    doc="People; their data stands in no plan, ledger or log.",
)  # fmt: skip
