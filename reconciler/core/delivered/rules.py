"""Written rules to checked ones: every value by its type, every rule of delivering held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reconciler.core.delivered.contents import (
    EVENT,
    MESSAGE,
    REPLY,
    event_of,
    message_of,
    reply_of,
)
from reconciler.core.delivered.reading import Reading
from reconciler.core.delivered.rule import RUN, Limit, Rule, Written
from reconciler.model import Finding
from reconciler.query import CONTACTS, CONVERSATIONS, Query, parse

AUDIENCE = ("where", "everyone", "since", "limit", "from")
DATED = ("day_0", "day", "grace")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "message": (*AUDIENCE, *DATED, "language", *MESSAGE),
    "event": (*AUDIENCE, *DATED, "to", *EVENT),
    "reply": (*AUDIENCE, *REPLY),
}
ONE_BY_ONE = frozenset({"subject", "body", "translations"})
"""What a series cannot say for its steps."""
GRACE = 3
TO = ("external_id", "email")
LIMIT = ("run", "day")


def rules(
    written: Sequence[Written], attributes: Mapping[str, str]
) -> tuple[list[Rule], list[Finding]]:
    """`attributes`: declared custom attributes of contacts, name -> data type.

    A rule that is wrong is left out, and its findings say why.
    """
    found: list[Rule] = []
    findings: list[Finding] = []
    for one in written:
        reading = Reading(one)
        rule = _rule(reading, attributes)
        findings += reading.findings
        if rule is not None:
            found.append(rule)
    return found, findings


def _rule(reading: Reading, attributes: Mapping[str, str]) -> Rule | None:
    one = reading.written
    names = FIELDS[one.what]
    reading.known(names, [name for name in names if name not in ONE_BY_ONE])
    reader = {"message": message_of, "event": event_of, "reply": reply_of}[one.what]
    content = reader(reading)
    query = _query(reading, attributes)
    rule = _scheduled(reading, query) if query is not None else None
    return replace(rule, content=content) if rule and content and not _failed(reading) else None


def _failed(reading: Reading) -> bool:
    return any(one.severity == "error" for one in reading.findings)


def _scheduled(reading: Reading, query: Query) -> Rule:
    """All but the content, which is a placeholder here."""
    one = reading.written
    rule = Rule(
        one.what, one.name, one.spec, content=None, query=query,  # type: ignore[arg-type] # as said
        everyone=reading.flag("everyone"), since=reading.day("since"), day=reading.whole("day"),
        limit=_limit(reading), sender=reading.text("from"), language=reading.text("language"),
        to=_to(reading),
        at={name: reading.where(name).pos(name, value=True) for name in ("from", "where")},
    )  # fmt: skip
    grace, day_0 = reading.days("grace"), reading.text("day_0")
    rule = replace(rule, grace=GRACE if grace is None else grace, day_0=day_0 or rule.day_0)
    _check_audience(reading, rule, day_0)
    return rule


def _check_audience(reading: Reading, rule: Rule, day_0: str) -> None:
    if reading.raw("to") is not None:
        for name in ("where", "since", "everyone", "day", "day_0"):
            if reading.raw(name) is not None:
                reading.problem("invalid-field", f"{name} says nothing beside to", name,
                                hint="leave one of them out")  # fmt: skip
        return
    if not rule.everyone and rule.since is None and reading.raw("since") is None:
        reading.problem(
            "everybody", "says neither since nor everyone: it would reach those of years ago too",
            hint="write since: DAY for who comes from that day on, or everyone: true")  # fmt: skip
    elif rule.query.everything and not rule.everyone:
        reading.problem("everybody", "has no where, so that everybody matches",
                        hint="write where: [..], or everyone: true if that is meant")  # fmt: skip
    if rule.day is not None and not day_0:
        reading.problem("missing-field", "day counts from a date, and day_0 is missing", "day",
                        hint="write day_0: signed_up_at, or another date of contacts")  # fmt: skip
    if day_0 and not _is_date(rule.query, day_0):
        reading.problem("invalid-field", f"day_0: {day_0} is no date of contacts", "day_0",
                        hint="signed_up_at, created_at, custom_attributes.NAME, ..")  # fmt: skip


def _is_date(query: Query, name: str) -> bool:
    found = query.table.field(name)
    return found is not None and found.type in ("date", "any")


def _query(reading: Reading, attributes: Mapping[str, str]) -> Query | None:
    one = reading.written
    table = CONVERSATIONS if one.what == "reply" else CONTACTS.knowing(attributes, complete=False)
    raw = reading.raw("where")
    reserved = 1 + 2 * (reading.raw("day") is not None or reading.raw("since") is not None)
    read = parse(raw if raw is not None else [], table, place=reading.spot("where"),
                 reserved=reserved)  # fmt: skip
    if isinstance(read, Query):
        return read
    reading.findings += [replace(each, message=f"{one.spec.ref}: {each.message}") for each in read]
    return None


def _limit(reading: Reading) -> Limit:
    reading.map("limit", LIMIT)
    run, day = reading.whole("limit", "run"), reading.whole("limit", "day")
    return Limit(RUN if run is None else run, day)


def _to(reading: Reading) -> tuple[str, str] | None:
    if reading.raw("to") is None:
        return None
    found = reading.map("to", TO)
    if len(found) != 1:
        reading.problem("missing-field", f"to names one of {' and '.join(TO)}", "to")
        return None
    key, value = next(iter(found.items()))
    read = reading.read("text", value, "to", key)
    return (key, read) if read else None
