"""What differs between the searches: operators of each kind of field, and how dates compare.

[D] of the texts of POST /contacts/search and POST /conversations/search; what they leave open
comes from the switches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from reconciler.simulator.search.fields import Kind
from reconciler.simulator.switches import Switches

EQUAL = ("=", "!=", "IN", "NIN")
TEXTUAL = (*EQUAL, "~", "!~", "^", "$")
NUMBERS = (*EQUAL, "<", ">", "<=", ">=")
BOUNDS = (*EQUAL, "<", ">")
CONTACTS: Mapping[Kind, tuple[str, ...]] = {
    "string": TEXTUAL, "boolean": EQUAL, "integer": NUMBERS, "float": NUMBERS,
    "date": ("=", "<", ">"), "tag": ("=", "!="),
}  # fmt: skip
CONVERSATIONS: Mapping[Kind, tuple[str, ...]] = {
    "string": TEXTUAL, "boolean": EQUAL, "integer": BOUNDS, "float": BOUNDS, "date": BOUNDS,
    "tag": TEXTUAL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """`zone`: dates are compared by calendar day there; None: by the second."""

    operators: Mapping[Kind, tuple[str, ...]]
    zone: ZoneInfo | None = None
    inclusive: bool = False
    """Do > and < hold for the value itself?"""
    ignores_case: bool = False
    converts: bool = True
    """Digits for a number, a number for a string, "true" for a boolean."""
    unset_differs: bool = True
    """Does a row without any value match != and NIN and !~?"""


def of_contacts(switches: Switches, *, timezone: str) -> Rules:
    """`timezone`: the workspace's, whose midnight bounds the days."""
    return replace(_rules(CONTACTS, switches), zone=ZoneInfo(timezone))


def of_conversations(switches: Switches) -> Rules:
    inclusive = switches.conversation_search_inclusive
    return replace(_rules(CONVERSATIONS, switches), inclusive=inclusive)


def _rules(operators: Mapping[Kind, tuple[str, ...]], switches: Switches) -> Rules:
    return Rules(
        operators,
        ignores_case=switches.search_ignores_case,
        converts=switches.search_values_converted,
        unset_differs=switches.search_unset_differs,
    )
