"""May this one be sent to? Decided from the object as it is now, read by its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from reconciler.core.delivered.due import Today, is_due, unreachable
from reconciler.core.delivered.rule import Rule

Verdict = Literal["send", "gone", "had", "foreign", "unclaimed", "changed", "unreachable"]
"""send         ours alone, and due
gone         not there any more
had          has the delivery's tag: somebody sent it
foreign      another run has it in hand, or had it when it died
unclaimed    our own mark is not on it
changed      does not match any more
unreachable  an e-mail would not arrive
"""


def verdict(  # all that it depends on
    rule: Rule,
    found: Mapping[str, Any] | None,
    tags: Mapping[str, str],
    today: Today,
    *,
    done: str,
    claim: str,
) -> Verdict:
    """`tags`: id -> name of all tags that the object has; `done`, `claim`: ids of our own.

    Every run writes its claim first and reads then: of two that meet at one object, at least
    one sees the other, so never do both go on.
    """
    if found is None:
        return "gone"
    if done in tags:
        return "had"
    others = [name for id_, name in tags.items() if id_ != claim]
    if not rule.repeatable and any(_claims(rule, name) for name in others):
        return "foreign"
    if claim not in tags:
        return "unclaimed"
    if not is_due(rule, found, today):
        return "changed"
    return "unreachable" if unreachable(rule, found) else "send"


def _claims(rule: Rule, name: str) -> bool:
    return name.casefold().startswith(rule.claims.casefold())
