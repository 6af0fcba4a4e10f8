"""Collections of the help center, nested to three levels.

Their order is the order of creation and cannot be changed, nor can the icon.
"""

from __future__ import annotations

from reconciler.kinds import codecs
from reconciler.model import KEEP, Call, Field, Keys, Kind, Listing, Removal, Twin

KIND = Kind(
    name="collection",
    plural="collections",
    key=("parent", "name"),
    fields=(
        Field("name", required=True, codec=codecs.ESCAPED),
        Field("description", codec=codecs.ESCAPED),
        Field("parent", wire="parent_id", ref="collection", doc="The collection it lies in."),
        Field(
            "translations",
            "map",
            wire="translated_content",
            keys=Keys("locale"),
            of=(Field("name", codec=codecs.ESCAPED), Field("description", codec=codecs.ESCAPED)),
        ),
    ),
    listing=Listing("/help_center/collections", pages=True, per_page=50),
    get="/help_center/collections/{id}",
    create=Call("POST", "/help_center/collections"),
    update=Call("PUT", "/help_center/collections/{id}"),
    delete=Call("DELETE", "/help_center/collections/{id}"),
    on_remove=(Removal("delete"), KEEP),
    parent="parent",
    depth=3,
    ordered="parent",
    twins=(Twin(("name",), "has the same name in another collection"),),
    doc="Only an empty collection is ever deleted.",
)
