"""Who is due today: what is asked of a search, and whether one object really is.

[D] Contacts are searched by calendar day in the workspace's time zone; so a step of day 3 is due
from the third day after the first one on, whatever the hour, until `grace` days later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from reconciler.core.delivered.rule import Message, Rule
from reconciler.model import Json
from reconciler.query import Reference, dates

ANYBODY: Json = {"field": "role", "operator": "IN", "value": ["user", "lead"]}
ANY_CONVERSATION: Json = {"field": "created_at", "operator": ">", "value": 1}


class Due(NamedTuple):
    """A rule and how many its search finds now; None where that could not be asked."""

    rule: Rule
    found: int | None
    query: str
    problem: str = ""
    label: str = ""
    """Instead of the rule's name, where several are one line."""


@dataclass(frozen=True, slots=True)
class Today:
    """Seconds since 1970, the workspace's time zone, and the ids of what queries name."""

    now: int
    zone: ZoneInfo
    ids: Mapping[Reference, str]

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.now, self.zone).date()

    @property
    def midnight(self) -> int:
        return dates.bounds(self.day, self.zone)[0]


def window(rule: Rule, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of `day_0` of those who are due."""
    if rule.day is None:
        return rule.since, None
    last = today - timedelta(days=rule.day)
    first = last - timedelta(days=rule.grace)
    return max(first, rule.since) if rule.since else first, last


def search(rule: Rule, today: Today, tag: str) -> Json:
    """The query of those who lack the tag (an id, or "" while there is none) and may be due."""
    more = [*_tag(rule, tag), *_dates(rule, today)]
    if rule.query.everything and not more:
        more = [ANY_CONVERSATION if rule.of_conversations else ANYBODY]
    return rule.query.to_search(today.now, today.zone, ids=today.ids, also=more)


def holders(rule: Rule, tag: str) -> Json:
    """The query of those who have a tag."""
    field = "tag_ids" if rule.of_conversations else "tag_id"
    return {"field": field, "operator": "=", "value": tag}


def _tag(rule: Rule, tag: str) -> list[Json]:
    return [{**holders(rule, tag), "operator": "!="}] if tag else []


def _dates(rule: Rule, today: Today) -> list[Json]:
    first, last = window(rule, today.day)
    if rule.of_conversations:  # by the second, and > holds for the value itself
        since = first and dates.bounds(first, today.zone)[0]
        return [{"field": rule.day_0, "operator": ">", "value": since}] if since else []
    found = []
    if first is not None:
        found.append(_by_day(rule, ">", first - timedelta(days=1), today.zone))
    if last is not None:
        found.append(_by_day(rule, "<", last + timedelta(days=1), today.zone))
    return found


def _by_day(rule: Rule, sign: str, day: date, zone: ZoneInfo) -> Json:
    return {"field": rule.day_0, "operator": sign, "value": dates.noon(day, zone)}


def is_due(rule: Rule, found: Mapping[str, Any], today: Today) -> bool:
    """Of an object as it is now. What its answer does not tell, the search said."""
    if rule.dated and not _in_window(rule, found, today):
        return False
    return rule.query.matches(found, today.now, today.zone, ids=today.ids) is not False


def _in_window(rule: Rule, found: Mapping[str, Any], today: Today) -> bool:
    value: Any = found
    for part in rule.day_0.split(".", 1):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        day = datetime.fromtimestamp(value, today.zone).date()
    except (OverflowError, OSError, ValueError):
        return False
    first, last = window(rule, today.day)
    return (first is None or first <= day) and (last is None or day <= last)


def unreachable(rule: Rule, contact: Mapping[str, Any]) -> str:
    """Why an e-mail would not arrive; empty where it might."""
    if not isinstance(rule.content, Message) or rule.content.channel != "email":
        return ""
    if not contact.get("email"):
        return "no e-mail address"
    flags = {"unsubscribed_from_emails": "unsubscribed", "has_hard_bounced": "bounced",
             "marked_email_as_spam": "marked as spam"}  # fmt: skip
    return next((why for name, why in flags.items() if contact.get(name) is True), "")


def language_of(rule: Rule, contact: Mapping[str, Any], known: Sequence[str]) -> str:
    """Which of the texts: the contact's own language, else its base, else the first."""
    value: Any = contact
    for part in rule.language.split(".", 1) if rule.language else ():
        value = value.get(part) if isinstance(value, Mapping) else None
    wanted = str(value).replace("_", "-").casefold() if isinstance(value, str) else ""
    folded = {one.casefold(): one for one in known}
    return folded.get(wanted) or folded.get(wanted.partition("-")[0]) or known[0]
