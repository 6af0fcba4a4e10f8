"""Help centers: read only; redirects live in them."""

from __future__ import annotations

from reconciler.model import Field, Kind, Listing, Mode

KIND = Kind(
    name="help_center",
    plural="help_centers",
    key=("identifier",),
    named_by="identifier",
    fields=(
        Field("identifier", mode=Mode.READ),
        Field("url", mode=Mode.READ),
        Field("default", "boolean", mode=Mode.READ, since="2.16"),
    ),
    listing=Listing("/help_center/help_centers"),
    get="/help_center/help_centers/{id}",
    doc="Help centers cannot be created or changed by the API; refer to them by identifier.",
)
