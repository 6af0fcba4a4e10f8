"""Redirects of a help center, from 2.16: an address that leads to an article or a collection.

There is no update: a change deletes the redirect and creates it again. The locale of an answer
is that of the text it leads to, which need not be the one that was sent, so it is not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.kinds import codecs
from reconciler.model import (
    KEEP,
    LANGUAGE,
    OWN,
    Call,
    Field,
    Kind,
    Listing,
    Mode,
    Removal,
)  # fmt: skip

ALL = "/help_center/help_centers/{help_center}/redirects"
TARGETS = ("article", "collection")


def check(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    problems = []
    if sum(fields.get(one) is not None for one in TARGETS) != 1:
        why = "a redirect leads to an article or to a collection, to one of them"
        problems.append(("article", why))
    if not str(fields.get("from_url", "https://")).startswith(("https://", "http://")):
        problems.append(("from_url", "the whole address, such as https://help.example.com/old"))
    return problems


KIND = Kind(
    name="redirect",
    plural="redirects",
    key=("from_url",),
    unique=("from_url",),
    fields=(
        Field("from_url", required=True, mode=Mode.CREATE, doc="An address of the help center."),
        *(Field(one, wire="target_id", ref=one, codec=codecs.target(one), mode=Mode.CREATE,
                beside={"target_type": one}, doc=f"The {one} that it leads to.")
          for one in TARGETS),
        Field("locale", mode=Mode.WRITE, default=LANGUAGE, doc="The language that it leads to."),
        Field("help_center", wire="help_center_id", ref="help_center", mode=Mode.CREATE,
              default=OWN, doc="Its identifier, where there are several."),
    ),
    listing=Listing(ALL, pages=True, per_page=250, each=Listing("/help_center/help_centers")),
    create=Call("POST", ALL),
    delete=Call("DELETE", f"{ALL}/{{id}}"),
    on_remove=(Removal("delete"), KEEP),
    forwards="from_url",
    since="2.16",
    check=check,
    doc="An address that leads to something else. Where a page goes, `removed:` makes them.",
)  # fmt: skip
