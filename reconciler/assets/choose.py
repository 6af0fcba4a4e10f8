"""Which place files are uploaded to. It comes from a flag or the environment, never from a file."""

from __future__ import annotations

from pathlib import Path

from reconciler.assets.branch import BranchPlace
from reconciler.assets.place import Place, PlaceError
from reconciler.ledger.branch import remote_of

WAYS = "write git:REMOTE, or s3://BUCKET/PREFIX?region=REGION"


def choose_place(place: str | None, *, to: str, root: Path, base_url: str = "") -> Place:
    """`place`: as given, or None for the default, which only a branch has: that of the remote.

    `to` and `base_url`: what the configuration says.
    """
    if place is None:
        remote = remote_of(root) if to == "branch" else None
        if remote is None:
            what = "nobody said to which store" if to == "store" else "there is no git remote"
            raise PlaceError(f"files are to be uploaded, and {what}",
                             hint=f"give --assets PLACE or RECONCILER_ASSETS: {WAYS}")  # fmt: skip
        return BranchPlace(root, remote, base_url=base_url)
    scheme, _, rest = place.partition(":")
    if scheme == "git" and rest and not rest.startswith("-"):
        return BranchPlace(root, rest, base_url=base_url)
    if "://" not in place:
        raise PlaceError(f"{place!a} is no place for files", hint=WAYS)
    from reconciler.assets.store import StorePlace  # noqa: PLC0415 - only where it is asked for

    return StorePlace(place, base_url=base_url)
