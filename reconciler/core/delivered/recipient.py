"""What a text may say of its recipient: the object as answered, less what is not set.

An invented one stands for all where there is no recipient, or nobody may see one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reconciler.core.delivered.rule import Rule
from reconciler.model.held import OURS
from reconciler.query import CONTACTS
from reconciler.query.fields import PREFIX

LACKS = re.compile(r"(\w+) of ((?:contact|conversation)[\w.]*)")
"""What the engine says of a field that is not there."""
OWN: Mapping[str, Any] = {
    "id": "5f7f0d217289f8d2f4262080", "role": "user", "external_id": "user_1",
    "email": "ada.example@example.com", "name": "Ada Example", "phone": "+15550100",
    "owner_id": "1", "created_at": 1_764_547_200, "signed_up_at": 1_764_547_200,
    "updated_at": 1_764_547_200, "last_seen_at": 1_764_547_200, "language_override": "en",
    "location": {"country": "Ireland", "region": "Dublin", "city": "Dublin"},
}  # fmt: skip
CONVERSATION: Mapping[str, Any] = {
    "id": "215470000000001", "title": "A question", "state": "open", "created_at": 1_764_547_200,
    "updated_at": 1_764_547_200, "priority": "none",
    "source": {"subject": "A question", "author": {"name": "Ada Example", "id": OWN["id"],
                                                   "email": OWN["email"]}},
}  # fmt: skip
SAMPLES: Mapping[str, Any] = {
    "integer": 3, "float": 2.5, "boolean": True, "date": 1_764_547_200, "datetime": 1_764_547_200,
}  # fmt: skip
KNOWN = frozenset({*OWN, *(name.partition(".")[0] for name in CONTACTS.fields)})


def called(rule: Rule) -> str:
    """How templates call whom they are rendered for."""
    return "conversation" if rule.of_conversations else "contact"


def seen(found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that have a value; null and "" are as good as not there, so a default steps in."""
    shown = {name: _seen(one) for name, one in found.items()}
    return {name: one for name, one in shown.items() if one not in (None, "", {})
            and not isinstance(one, list)}  # fmt: skip


def _seen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return seen(value)
    return OURS.sub("", value) if isinstance(value, str) else value


def invented(rule: Rule, attributes: Mapping[str, str], language: str = "") -> dict[str, Any]:
    """`attributes`: declared custom attributes of contacts, name -> data type."""
    if rule.of_conversations:
        return dict(CONVERSATION)
    custom = {name: SAMPLES.get(kind, name) for name, kind in attributes.items()}
    made = {**OWN, PREFIX: custom}
    head, _, name = rule.language.partition(".")
    if name and language:
        made[head] = {**made.get(head, {}), name: language}
    return made


def lacking(message: str) -> str:
    """The field that the engine missed, as templates write it; "" for any other failure."""
    found = LACKS.fullmatch(message)
    return f"{found[2]}.{found[1]}" if found else ""


def exists(path: str) -> bool:
    """May there be such a field? Custom attributes that nobody declared may."""
    head, _, rest = path.partition(".")
    if head == "conversation":
        return rest.partition(".")[0] in CONVERSATION
    return rest.startswith(f"{PREFIX}.") or rest.partition(".")[0] in KNOWN


def with_field(found: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The invented one with one field more, of text."""
    head, _, rest = path.partition(".")
    inner = found.get(head, {})
    if not rest:
        return {**found, head: head}
    return {**found, head: with_field(inner if isinstance(inner, Mapping) else {}, rest)}
