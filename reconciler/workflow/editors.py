"""Who edited in Intercom what a plan leaves or refuses, and when: asked only for these objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reconciler.core.planned.plan import Planned
from reconciler.errors import ApiError
from reconciler.model import Change, Client, Editor, Id, Json, Kinds, Plan, Ref
from reconciler.parallel import WORKERS, at_once

MOST = 100
"""Objects that are asked about; of the others only the time of the last change is told."""
OURS = "api"


def editors(made: Plan, planned: Planned, client: Client, kinds: Kinds) -> dict[Ref, Editor]:
    """An answer that does not come leaves the name out and nothing else."""
    edited = [one for one in (*made.changes, *made.kept) if one.drift and one.live is not None]
    asked = edited[:MOST]
    found = at_once(lambda one: _editor(one, planned, client, kinds), asked, workers=WORKERS)
    known = zip(asked, found, strict=True)
    return {**{one.ref: _unnamed(one) for one in edited}, **{one.ref: who for one, who in known}}


def _unnamed(one: Change) -> Editor:
    return Editor(at=one.live.updated_at if one.live else None)


def _editor(one: Change, planned: Planned, client: Client, kinds: Kinds) -> Editor:
    versions = kinds[one.ref.kind].versions
    if versions is None or one.live is None:
        return _unnamed(one)
    try:
        found = client.versions(kinds[one.ref.kind], one.live.id)
    except ApiError:
        return _unnamed(one)
    newest = _by_hand(found)
    if newest is None:
        return _unnamed(one)
    who = planned.names.by_id.get(Id(versions.by, str(newest.get("created_by_id"))), "")
    return Editor(who, _whole(newest.get("created_at")), str(newest.get("created_via") or ""))


def _by_hand(found: Sequence[Json]) -> Json | None:
    """The newest that no program made; where only programs wrote, the newest."""
    return next((one for one in found if one.get("created_via") != OURS), next(iter(found), None))


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None
