"""The calendar day of a timestamp in a time zone, as bounds in seconds.

[D] Contacts are searched by day in the workspace's time zone, conversations by the second.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day(timestamp: int, zone: ZoneInfo) -> tuple[int, int]:
    """The first second of its day and of the next; OverflowError, OSError or ValueError where
    the calendar does not reach.
    """
    found = datetime.fromtimestamp(timestamp, zone).date()
    return _midnight(found, zone), _midnight(found + timedelta(days=1), zone)


def _midnight(found: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(found, time.min, zone).timestamp())
