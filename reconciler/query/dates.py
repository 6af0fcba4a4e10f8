"""Dates in a query: a day, an instant, or a distance from now, and what each is in seconds.

[D] Contacts are searched by calendar day in the workspace's time zone, conversations by the
second. The words mean the same in both: "> 2026-11-01" is after that day, "<" before it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?")
DISTANCE = re.compile(r"(in +)?(\d{1,4}) +(minute|hour|day|week)s?( +ago)?", re.IGNORECASE)
TIMESTAMP = re.compile(r"\d{9,10}")
EARLIEST, LATEST = 1971, 2199
"""Years; seconds before and after them are no date of a workspace, on any computer."""
WANTED = "a date: 2026-11-01, 30 days ago, today, or seconds since 1970"


class Distance(NamedTuple):
    """So far from now; negative for the past."""

    amount: int
    unit: str

    def __str__(self) -> str:
        if not self.amount and self.unit == "day":
            return "today"
        text = f"{abs(self.amount)} {self.unit}{'' if abs(self.amount) == 1 else 's'}"
        return f"{text} ago" if self.amount <= 0 else f"in {text}"

    @property
    def whole(self) -> bool:
        """Counted in days, so that it means a whole one."""
        return self.unit in {"day", "week"}


class Instant(NamedTuple):
    """Seconds since 1970 as digits, or a wall clock's time in the zone of the workspace."""

    text: str

    def __str__(self) -> str:
        return self.text


When = date | Distance | Instant


def read(text: str) -> When | None:
    """The date that is written; None for none. ValueError for one that the calendar lacks."""
    if text.casefold() in DAYS:
        return Distance(DAYS[text.casefold()], "day")
    if TIMESTAMP.fullmatch(text):
        return Instant(text)
    if DAY.fullmatch(text):
        return _sound(date.fromisoformat(text))
    if found := INSTANT.fullmatch(text):
        clock = time.fromisoformat(found[2] + (found[3] or ""))
        _sound(date.fromisoformat(found[1]))
        return Instant(f"{found[1]} {clock.isoformat()}")
    found = DISTANCE.fullmatch(text)
    if found is None or bool(found[1]) is bool(found[4]):
        return None
    return Distance(int(found[2]) * (1 if found[1] else -1), found[3].casefold())


def _sound(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(f"the year is not between {EARLIEST} and {LATEST}")
    return day


def whole(when: When) -> bool:
    """Does it mean a day, and not an instant?"""
    return isinstance(when, date) or (isinstance(when, Distance) and when.whole)


def instant(when: When, now: int, zone: ZoneInfo) -> int:
    """In seconds since 1970; of a day its first."""
    if isinstance(when, Instant):
        if when.text.isdigit():
            return int(when.text)
        return int(datetime.fromisoformat(when.text).replace(tzinfo=zone).timestamp())
    if isinstance(when, Distance) and not when.whole:
        return now + when.amount * SECONDS[when.unit]
    return bounds(day(when, now, zone), zone)[0]


def day(when: When, now: int, zone: ZoneInfo) -> date:
    """The calendar day in the zone."""
    if isinstance(when, date):
        return when
    if isinstance(when, Distance) and when.whole:
        days = when.amount * (7 if when.unit == "week" else 1)
        return datetime.fromtimestamp(now, zone).date() + timedelta(days=days)
    return datetime.fromtimestamp(instant(when, now, zone), zone).date()


def bounds(one: date, zone: ZoneInfo) -> tuple[int, int]:
    """The first second of a day, and of the next."""
    return _midnight(one, zone), _midnight(one + timedelta(days=1), zone)


def noon(one: date, zone: ZoneInfo) -> int:
    """An instant of the day that no reading of the time zone moves into another."""
    return int(datetime.combine(one, time(12), zone).timestamp())


def shown(seconds: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M:%S")


def _midnight(one: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(one, time.min, zone).astimezone(UTC).timestamp())
