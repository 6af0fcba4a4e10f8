"""Files of the project that a plan is about to show: where each is served, before it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from reconciler.apply import Served
from reconciler.core.compared.links import File, files
from reconciler.core.planned.plan import Planned
from reconciler.model import Step


def needed(steps: Iterable[Step]) -> list[File]:
    """Every file that the requests of a plan name, once."""
    found = (one for step in steps for one in _in(step.request.body))
    return list(dict.fromkeys(found))


def _in(value: Any) -> Iterator[File]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _in(inner)
    elif isinstance(value, str):
        yield from files(value)


def already_served(planned: Planned) -> Served:
    """By their paths, below the address that the configuration names."""
    base = planned.assets.base_url
    if not base or planned.assets.to:
        return Served()
    return Served({one: f"{base}/{quote(one.path)}" for one in needed(planned.plan.steps)})
