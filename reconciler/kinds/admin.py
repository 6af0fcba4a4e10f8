"""Teammates: read only, named by e-mail; authors of articles refer to them."""

from __future__ import annotations

from reconciler.model import Field, Kind, Listing, Mode

KIND = Kind(
    name="admin",
    plural="admins",
    key=("email",),
    named_by="email",
    fields=(
        Field("email", mode=Mode.READ, caseless=True),
        Field("name", mode=Mode.READ),
    ),
    listing=Listing("/admins", items="admins"),
    get="/admins/{id}",
    doc="Teammates cannot be created or changed by the API; refer to them by e-mail.",
)
