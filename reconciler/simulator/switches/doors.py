"""Switches: what holds for every request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Doors:
    wildcard_accept: bool = True
    """Is `Accept: */*` enough? [R] The official Python and Node SDKs send nothing else, and
    intercom-node#460 met the 406 only where the header was left out; otherwise [R, 2015]
    intercom-php#124: answered with 406."""

    per_page_over_maximum: Literal["clamp", "refuse"] = "clamp"
    """[I] Nothing says; live tools pass 150 to 250 to collections without noted errors."""

    one_page_is_null: bool = False
    """[R, Salto's replies] Is `pages` null where everything is on one page? Otherwise [D, every
    example] an object."""

    plan_without: frozenset[str] = frozenset()
    """[D] What the plan does not include is answered with 403 api_plan_restricted; whether a
    workspace has it, no request tells. Known: messages, whatsapp, metrics,
    conversations."""

    manages_content: bool = True
    """[D] Tagging content needs a permission of the teammate behind the token: 403 without."""
