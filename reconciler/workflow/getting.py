"""Reading what Intercom has, for whoever looks at it: all, some, or one, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, Protocol
from urllib.parse import quote
from zoneinfo import ZoneInfo

from reconciler.core.declared.versions import number
from reconciler.model import Entry, Json, Listing, Pos, Ref
from reconciler.query import Query, parse
from reconciler.query.text import quoted
from reconciler.workflow.readable import READABLE, Readable

ID = re.compile(r"[0-9a-f]{24}|[0-9]{1,20}")
"""What Intercom gives as an id."""


class Reads(Protocol):
    """What looking needs of a client; pages have `items` and `total`."""

    def stream(self, listing: Listing) -> Iterator[Any]: ...
    def search(self, path: str, items: str, query: Json) -> Iterator[Any]: ...
    def read(self, path: str) -> Json | None: ...


@dataclass(frozen=True, slots=True)
class Looking:
    """One look at a resource. `now` in seconds, `zone` of the workspace."""

    reads: Reads
    row: Readable
    entries: Mapping[Ref, Entry]
    version: str
    now: int
    zone: ZoneInfo

    def every(self) -> Iterator[Any]:
        return self.reads.stream(self.row.listing)

    def found(self, query: Query, ids: Mapping[Any, str] | None = None) -> Iterator[Any]:
        """What a query finds."""
        if query.everything:
            return self.every()
        search = query.to_search(self.now, self.zone, ids=ids)
        return self.reads.search(query.table.path, self.row.listing.items, search)

    def matching(self, glob: str) -> Iterator[Any]:
        """Those whose names match, or whose name in the specs does."""
        ours = {entry.id for ref, entry in self.entries.items()
                if ref.kind == self.row.name and fnmatchcase(ref.name, glob)}  # fmt: skip
        for page in self.every():
            yield page._replace(items=[
                one for one in page.items if str(one.get("id", "")) in ours
                or any(fnmatchcase(label, glob) for label in self._labels(one))
            ], total=None)  # fmt: skip

    def one(self, name: str) -> list[Json]:
        """By id, by a key, by a name that it has, else by the one that plans print."""
        row, owned = self.row, self._owned(name)
        if row.get and ID.fullmatch(name) and (known := self._by_id(name)):
            return [known]
        if found := self._looked_up(name):
            return found
        if (row.find or row.search) and owned and (known := self._by_id(owned)):
            return [known]
        return self._searched(name) if row.search else self._scanned(name, owned)

    def of(self, parent: str) -> Looking | None:
        """The same resource of one other, such as the events of a contact; None without it."""
        above = replace(self, row=READABLE[self.row.of])
        found = above.one(parent)
        if not found:
            return None
        query = {**self.row.listing.query, "intercom_user_id": str(found[0]["id"])}
        return replace(self, row=replace(self.row, listing=replace(self.row.listing, query=query)))

    def label(self, one: Json) -> Any:
        """What it is known by: the first of its names that is set."""
        values = (dotted(one, name) for name in self.row.named)
        return next((value for value in values if value), None)

    def declared(self) -> Mapping[str, Ref]:
        """Ids of this resource -> what they are called in the specs."""
        return {entry.id: ref for ref, entry in self.entries.items() if ref.kind == self.row.name}

    def _owned(self, name: str) -> str | None:
        entry = self.entries.get(Ref(self.row.name, name.removeprefix(f"{self.row.name}/")))
        return entry.id if entry else None

    def _by_id(self, name: str) -> Json | None:
        return self.reads.read(self.row.get.replace("{id}", quote(name, safe="")))

    def _looked_up(self, name: str) -> list[Json]:
        if self.row.find is None or number(self.version) < number(self.row.find_since):
            return []
        field, path = self.row.find
        answer = self.reads.read(path.replace("{value}", quote(name, safe="")))
        found = answer.get(self.row.listing.items, [answer]) if answer else ()
        return [one for one in found if isinstance(one, dict) and str(one.get(field)) == name]

    def _searched(self, name: str) -> list[Json]:
        """Exactly so named; a search does not say whether it minds upper and lower case."""
        table = self.row.search
        names = [field for field in self.row.named if table and table.field(field)]
        text = " or ".join(f"{field} = {quoted(name)}" for field in names)
        query = parse(text, table, place=lambda _, offset: Pos("", 1, offset)) if table else ()
        if not names or not isinstance(query, Query):
            return []
        return [one for page in self.found(query) for one in page.items]

    def _scanned(self, name: str, owned: str | None) -> list[Json]:
        wanted, named, ours = name.casefold(), [], []
        for page in self.every():
            for one in page.items:
                if wanted in {label.casefold() for label in self._labels(one)}:
                    named.append(one)
                elif owned is not None and str(one.get("id")) == owned:
                    ours.append(one)
        if named or ours or owned is None or not self.row.get:
            return named or ours
        known = self._by_id(owned)
        return [known] if known else []

    def _labels(self, one: Json) -> set[str]:
        values = (dotted(one, name) for name in ("id", *self.row.named))
        return {str(value) for value in values if isinstance(value, str | int) and value != ""}


def dotted(one: Any, path: str) -> Any:
    """The value at a dotted path; of a list that of each item; None where there is none.

    The longest key wins, so that a custom attribute may have dots in its name.
    """
    if not path:
        return one
    if isinstance(one, list):
        return [dotted(item, path) for item in one]
    if not isinstance(one, Mapping):
        return None
    if path in one:
        return one[path]
    first, dot, rest = path.partition(".")
    return dotted(one[first], rest) if dot and first in one else None
