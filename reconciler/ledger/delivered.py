"""Notes about deliveries as lines of the ledger. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from reconciler.model import Json
from reconciler.model.delivered import Noted, Phase, TagId

WORDS = frozenset({*get_args(Phase), "tag", "free", "again", "forget"})


def written(one: Noted) -> Json:
    """`to` is short for one moment: most notes are about one."""
    times = set(one.to.values())
    line: Json = {"delivery": one.delivery, "what": one.what}
    if one.to:
        line["to"] = sorted(one.to)
        line["at"] = times.pop() if len(times) == 1 else [one.to[id_] for id_ in line["to"]]
    if any(one.tag):
        line["tag"] = [*one.tag]
    return line


def read(found: Mapping[str, Any]) -> Noted:
    """ValueError where the line is no note."""
    what: Any = found.get("what")
    tag = found.get("tag", ["", ""])
    if str(what) not in WORDS or not _texts(tag) or len(tag) != 2:  # noqa: PLR2004 - id and name
        raise ValueError("the line about a delivery is none that is known")
    return Noted(str(found["delivery"]), what, _times(found), TagId(*tag))


def _times(found: Mapping[str, Any]) -> dict[str, int]:
    ids, at = found.get("to", []), found.get("at", 0)
    if not _texts(ids):
        raise ValueError("`to` is not a list of ids")
    moments = at if isinstance(at, list) else [at] * len(ids)
    if len(moments) != len(ids) or {*map(type, moments)} - {int}:
        raise ValueError("`at` is not the seconds of each id")
    return dict(zip(ids, moments, strict=True))


def _texts(found: Any) -> bool:
    return isinstance(found, list) and not {*map(type, found)} - {str}
