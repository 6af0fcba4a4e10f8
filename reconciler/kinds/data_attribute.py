"""Custom data attributes of contacts and companies.

Intercom never deletes one: removal archives it, and an archived one is brought back
rather than created again. Name, model and type are fixed at creation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reconciler.kinds import codecs
from reconciler.model import KEEP, Call, Field, Kind, Listing, Mode, Removal

TYPES = ("string", "integer", "float", "boolean", "datetime", "date", "options")
REFUSED_IN_NAMES = re.compile(r"[.$]")


def check(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    problems = []
    options, is_list = fields.get("options"), fields.get("data_type") == "options"
    if is_list and len(options or ()) < 2:  # noqa: PLR2004 - Intercom's own rule
        problems.append(("options", "an options attribute needs at least two options"))
    if options is not None and not is_list:
        problems.append(("options", "only an attribute of data_type options has options"))
    if REFUSED_IN_NAMES.search(str(fields.get("name", ""))):
        problems.append(("name", "the name of an attribute has no dots and no dollar signs"))
    return problems


KIND = Kind(
    name="data_attribute",
    plural="data_attributes",
    key=("model", "name"),
    unique=("name",),
    named_by="name",
    fields=(
        Field("name", required=True, mode=Mode.CREATE, doc="The key in custom_attributes."),
        Field("model", required=True, mode=Mode.CREATE, choices=("contact", "company")),
        Field("data_type", required=True, mode=Mode.CREATE, choices=TYPES, codec=codecs.DATA_TYPE),
        Field("description"),
        Field("options", "list", codec=codecs.OPTIONS, doc="The choices of an options attribute."),
        Field("messenger_writable", "boolean", doc="May the Messenger change it?"),
    ),
    listing=Listing("/data_attributes", query={"include_archived": "true"}),
    create=Call("POST", "/data_attributes"),
    update=Call("PUT", "/data_attributes/{id}"),
    on_remove=(Removal("archive", {"archived": True}), KEEP),
    archived="archived",
    check=check,
    skip=lambda wire: not wire.get("custom"),
    doc="At most 250 per workspace; one name serves contacts or companies, never both.",
)
