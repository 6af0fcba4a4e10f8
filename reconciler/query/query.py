"""A checked query: what is sent, what people read, and the text that it can be read from again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from reconciler.model import Json
from reconciler.query import dates
from reconciler.query.dates import Distance, Instant, When
from reconciler.query.fields import Searchable, SearchField
from reconciler.query.text import field_text, quoted

SPELLED = {"IN": "in", "NIN": "not in"}
PLAIN_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.@+/:")
RESERVED_WORDS = frozenset({"and", "or", "null", "true", "false"})


class Reference(NamedTuple):
    """Something that is written by name (a teammate by e-mail) and searched by id."""

    kind: str
    name: str


Scalar = str | int | float | bool | None
Value = Scalar | When | Reference
Ids = Mapping[Reference, str]


class Asked(NamedTuple):
    """When and where a query is asked: seconds since 1970, the workspace's time zone, the ids of
    what is written by name.
    """

    table: Searchable
    now: int
    zone: ZoneInfo
    ids: Ids


@dataclass(frozen=True, slots=True)
class Filter:
    """`values` has one value unless the sign is IN or NIN."""

    field: SearchField
    sign: str
    values: tuple[Value, ...]

    @property
    def several(self) -> bool:
        return self.sign in SPELLED

    def text(self) -> str:
        shown = [value_text(one, self.field) for one in self.values]
        value = f"({', '.join(shown)})" if self.several else shown[0]
        return f"{field_text(self.field.name)} {SPELLED.get(self.sign, self.sign)} {value}"


@dataclass(frozen=True, slots=True)
class Group:
    operator: Literal["AND", "OR"]
    parts: tuple[Filter | Group, ...]

    def text(self, *, inside: bool = False) -> str:
        word = f" {self.operator.lower()} "
        text = word.join(one.text(inside=True) if isinstance(one, Group) else one.text()
                         for one in self.parts)  # fmt: skip
        return f"({text})" if inside else text


Node = Filter | Group


@dataclass(frozen=True, slots=True)
class Query:
    """A query over one resource. `root` is None where nothing is asked: everything matches."""

    table: Searchable
    root: Node | None = None

    @property
    def filters(self) -> tuple[Filter, ...]:
        """All of them, in the order in which they are written."""
        return tuple(_filters(self.root))

    @property
    def everything(self) -> bool:
        """Does it ask for nothing, so that everybody matches?"""
        return self.root is None

    @property
    def references(self) -> tuple[Reference, ...]:
        """What has to be looked up before it can be sent; each once."""
        found = (value for one in self.filters for value in one.values)
        return tuple(dict.fromkeys(one for one in found if isinstance(one, Reference)))

    def text(self) -> str:
        """One text that `parse` reads as an equal query; "" for everything."""
        return self.root.text() if self.root else ""

    def to_search(
        self, now: int, zone: ZoneInfo, *, ids: Ids | None = None, also: Sequence[Json] = ()
    ) -> Json:
        """The `query` of a search. `now`: seconds; `zone`: the workspace's; `also`: more filters
        as they are sent, for which `parse` was told to reserve a place.

        KeyError for a reference that `ids` lacks, ValueError where nothing is asked for at all.
        """
        nodes = [] if self.root is None else [self.root]
        if also and isinstance(self.root, Group) and self.root.operator == "AND":
            nodes = list(self.root.parts)
        parts = [*(_sent(one, Asked(self.table, now, zone, ids or {})) for one in nodes), *also]
        if not parts:
            raise ValueError("an empty query cannot be searched; list everything instead")
        return parts[0] if len(parts) == 1 else {"operator": "AND", "value": parts}

    def describe(self, now: int, zone: ZoneInfo) -> str:
        """The text for people, with what each relative date means now."""
        text = self.text() or f"all {self.table.name}"
        found = [value for one in self.filters for value in one.values]
        meant = {str(one): _resolved(one, self.table, now, zone) for one in found
                 if isinstance(one, Distance | Instant)}  # fmt: skip
        notes = [f"{written} is {day}" for written, day in meant.items() if written != day]
        return f"{text} ({'; '.join(notes)}; {zone.key})" if notes else text

    def matches(
        self, found: Mapping[str, object], now: int, zone: ZoneInfo, *, ids: Ids | None = None
    ) -> bool | None:
        """Does an object that was read by its id match? None where its answer does not tell, or
        where nobody knows how Intercom compares (case, values that are not set).
        """
        from reconciler.query.matching import matches  # noqa: PLC0415 - it needs these types

        asked = Asked(self.table, now, zone, ids or {})
        return True if self.root is None else matches(self.root, found, asked)


def _filters(node: Node | None) -> Iterator[Filter]:
    if isinstance(node, Filter):
        yield node
    elif node is not None:
        for one in node.parts:
            yield from _filters(one)


def _sent(node: Node, asked: Asked) -> Json:
    if isinstance(node, Group):
        return {"operator": node.operator, "value": [_sent(one, asked) for one in node.parts]}
    values = [wire_value(one, node, asked) for one in node.values]
    value = values if node.several else values[0]
    return {"field": node.field.on_wire, "operator": node.sign, "value": value}


def wire_value(value: Value, one: Filter, asked: Asked) -> Scalar:
    """A value as a search takes it.

    A day is sent as its noon where days are compared, which no reading of the time zone moves;
    else as the last second that is not meant, because > and < hold for the value itself.
    """
    if isinstance(value, Reference):
        found = asked.ids[value]
        return int(found) if one.field.type == "integer" and found.isdigit() else found
    if not isinstance(value, date | Distance | Instant):
        return value
    if asked.table.by_day:
        return dates.noon(dates.day(value, asked.now, asked.zone), asked.zone)
    if not dates.whole(value):
        return dates.instant(value, asked.now, asked.zone)
    start, following = dates.bounds(dates.day(value, asked.now, asked.zone), asked.zone)
    return following if one.sign == ">" else start - 1


def value_text(value: Value, field: SearchField) -> str:
    """A value as it can be read again; in quotes where it would be read as something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Reference):
        value = value.name
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if not isinstance(value, str):
        return str(value)
    bare = value and PLAIN_WORD.issuperset(value) and value.casefold() not in RESERVED_WORDS
    return value if bare and field.type != "any" else quoted(value)


def _resolved(when: When, table: Searchable, now: int, zone: ZoneInfo) -> str:
    if table.by_day or dates.whole(when):
        return dates.day(when, now, zone).isoformat()
    return dates.shown(dates.instant(when, now, zone), zone)
