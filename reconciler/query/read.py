"""From what is written to a checked query, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reconciler.codes import finding
from reconciler.model import Finding, Path, Pos, Quoted
from reconciler.near import did_you_mean
from reconciler.query import values
from reconciler.query.fields import Searchable, SearchField
from reconciler.query.query import Filter, Group, Node, Query, Value
from reconciler.query.text import DEEPEST, QuerySyntaxError, Raw, RawFilter, RawGroup
from reconciler.query.text import read as read_text

Place = Callable[[Path, int], Pos]
"""(keys and indexes of a text in what is written, offset in it) -> its place."""
TYPES = {"date": "is a date", "tag": "is the id of a tag", "integer": "is a whole number",
         "float": "is a number", "boolean": "is true or false"}  # fmt: skip
WORDS: Mapping[str, Literal["AND", "OR"]] = {"all": "AND", "any": "OR"}


def parse(
    written: object, table: Searchable, *, place: Place, reserved: int = 0
) -> Query | tuple[Finding, ...]:
    """The query of a text, of a list of texts that must all hold, or of mappings `any: [..]` and
    `all: [..]` of such; else every mistake, with its place.

    reserved: filters that somebody adds to those that must all hold, and that count.
    """
    reading = _Reading(table, place)
    raw = list(reading.raw(written, (), depth=0))
    query = Query(table, _group("AND", [node for one in raw if (node := reading.checked(one))]))
    if not reading.findings:
        reading.measured(query, reserved)
    return tuple(reading.findings) or query


@dataclass
class _Reading:
    table: Searchable
    place: Place
    findings: list[Finding] = field(default_factory=list)

    def raw(self, written: object, path: Path, *, depth: int) -> Iterator[Raw]:
        if depth > DEEPEST:
            self._problem("query-limit", "too many lists in each other", self.place(path, 0))
        elif isinstance(written, str):
            shift = 1 if isinstance(written, Quoted) else 0
            try:
                yield read_text(written, lambda offset: self.place(path, offset + shift))
            except QuerySyntaxError as problem:
                self._problem("query-syntax", problem.message, problem.pos, problem.hint)
        elif depth and not written:
            self._problem("query-syntax", "this holds no filter", self.place(path, 0),
                          "name at least one, or take it away")  # fmt: skip
        elif isinstance(written, Mapping):
            yield from self._nested(written, path, depth)
        elif isinstance(written, Sequence):
            for number, one in enumerate(written):
                yield from self.raw(one, (*path, str(number)), depth=depth + 1)
        else:
            self._problem("query-syntax", "a filter is a text: role = user", self.place(path, 0))

    def _nested(self, written: Mapping[str, object], path: Path, depth: int) -> Iterator[Raw]:
        for key, inner in written.items():
            here = (*path, key)
            if key not in WORDS:
                hint = did_you_mean(key, WORDS) or "any: [..] or all: [..]"
                self._problem("query-syntax", f"{key} is neither any nor all",
                              self.place(here, 0), hint)  # fmt: skip
                continue
            parts = tuple(self.raw(inner, here, depth=depth + 1))
            if parts:
                yield RawGroup(WORDS[key], parts, self.place(here, 0))

    def checked(self, raw: Raw) -> Node | None:
        if isinstance(raw, RawGroup):
            parts = [node for one in raw.parts if (node := self.checked(one))]
            return _group(raw.operator, parts)
        found = self.table.field(raw.field)
        if found is None:
            self._problem("query-field", f"{self.table.name} cannot be searched by {raw.field}",
                          raw.pos, self._way_to(raw.field))  # fmt: skip
            return None
        if raw.sign not in self.table.allowed(found):
            self._problem("query-operator", f"{raw.field} {_type(found)} and cannot be searched "
                          f"with {raw.sign}", raw.sign_pos,
                          f"use {', '.join(self.table.allowed(found))}")  # fmt: skip
            return None
        wanted = self._values(raw, found)
        return Filter(found, raw.sign, wanted) if len(wanted) == len(raw.values) else None

    def _values(self, raw: RawFilter, found: SearchField) -> tuple[Value, ...]:
        read: list[Value] = []
        for one in raw.values:
            try:
                read.append(values.read(one, found, raw.sign, self.table))
            except ValueError as problem:
                self._problem("query-value", f"{raw.field}: {problem}", one.pos)
        return tuple(read)

    def _way_to(self, name: str) -> str:
        near = did_you_mean(name, self.table.known)
        return near or "docs/queries.md lists what can be searched"

    def measured(self, query: Query, reserved: int) -> None:
        """[D] So many filters in a group, and so many groups in each other."""
        root = query.root
        joined = isinstance(root, Group) and root.operator == "AND"
        deep = 1 if reserved and isinstance(root, Group) and not joined else 0
        most, deepest = self.table.most, self.table.deepest
        for node, depth in _groups(root, 1 + deep):
            count = len(node.parts) + (reserved if joined and depth == 1 else 0)
            own = ", one of them ours" if count > len(node.parts) else ""
            if count > most:
                self._problem("query-limit", f"{count} filters in one group{own}; Intercom takes "
                              f"{most}", self.place((), 0),
                              "`in (..)` counts as one")  # fmt: skip
            if depth == deepest + 1:
                self._problem("query-limit", f"groups in groups in groups; Intercom takes "
                              f"{deepest} in each other: {node.text():.80}", self.place((), 0),
                              "write out what the innermost group says")  # fmt: skip

    def _problem(self, code: str, message: str, pos: Pos, hint: str = "") -> None:
        self.findings.append(finding(code, message, pos, hint=hint))


def _group(operator: Literal["AND", "OR"], nodes: Sequence[Node]) -> Node | None:
    """A group without groups of its own operator; of one part only that; None of none."""
    parts: list[Node] = []
    for one in nodes:
        same = isinstance(one, Group) and one.operator == operator
        parts += one.parts if same and isinstance(one, Group) else [one]
    return Group(operator, tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def _groups(node: Node | None, depth: int) -> Iterator[tuple[Group, int]]:
    if isinstance(node, Group):
        yield node, depth
        for one in node.parts:
            yield from _groups(one, depth + 1)


def _type(found: SearchField) -> str:
    if found.ref:
        return "is the e-mail of a teammate" if found.ref == "admin" else f"names a {found.ref}"
    return TYPES.get(found.type, "is text")
