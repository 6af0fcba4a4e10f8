"""Who works with a ledger: owner, start and expiry, for people to read. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import NamedTuple

from reconciler.errors import LedgerError

LAST = 253_402_300_800
"""Epoch seconds after which a date has five digits of a year."""


class Lock(NamedTuple):
    """Times in epoch seconds."""

    owner: str
    since: float
    until: float


def taken(found: Lock | None, owner: str, seconds: float, *, now: float, where: str) -> Lock:
    """The new lock; one's own is renewed, an expired one taken over. Else a LedgerError."""
    if found is None or found.owner == owner or found.until <= now:
        since = found.since if found and found.owner == owner else now
        return Lock(owner, since, now + seconds)
    times = f"since {stamp(found.since)} until {stamp(found.until)}"
    raise LedgerError(
        f"{where}: locked by {shown(found.owner)} {times}",
        hint="wait for that run; if it is dead, break its lock with `reconciler ledger unlock`",
    )


def stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def shown(text: str) -> str:
    """Text that another machine wrote, safe for a terminal."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


def encode_lock(lock: Lock) -> bytes:
    return json.dumps(lock._asdict()).encode() + b"\n"


def decode_lock(data: bytes | None, where: str) -> Lock | None:
    if data is None:
        return None
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    match found:
        case {"owner": str(owner), "since": since, "until": until}:
            if _is_time(since) and _is_time(until):
                return Lock(owner, float(since), float(until))
    raise LedgerError(
        f"{where}: not readable as a lock", hint="if no run is alive: `reconciler ledger unlock`"
    )


def _is_time(found: object) -> bool:
    return isinstance(found, int | float) and 0 <= found < LAST
