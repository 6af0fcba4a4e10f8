"""Identity, places and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Self

Json = dict[str, Any]
Path = tuple[str, ...]
IdTypes = tuple[type, type]
Leaves = Mapping[Path, Any]
"""Comparable values by path; a missing path and None are the same."""
Severity = Literal["error", "warning", "note"]
Type = Literal["text", "integer", "number", "boolean", "list", "map"]
Op = Literal[
    "create", "update", "move", "replace", "unpublish", "archive", "delete",
    "adopt", "keep", "refuse", "release", "stage", "publish",
]  # fmt: skip
Outcome = Literal["done", "unchanged", "failed", "blocked", "skipped"]
Policy = Literal["keep", "refuse", "overwrite"]

NOTHING: Mapping[Any, Any] = MappingProxyType({})


def nothing() -> Mapping[Any, Any]:
    """One empty mapping for all: of those that nearly every resource has, 100,000 cost."""
    return NOTHING


REMOVALS: frozenset[str] = frozenset({"unpublish", "archive", "delete", "replace"})
"""The operations that take something away from somebody; each needs its number approved."""


class Ref(NamedTuple):
    """The identity of a thing everywhere: its kind and the name it has in the specs."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        kind, _, name = text.partition("/")
        return cls(kind, name)


class Target(NamedTuple):
    """Where a link leads: a resource, and in which language; "" for the default one."""

    ref: Ref
    locale: str = ""


class Pos(NamedTuple):
    """A place in a file; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part)

    @property
    def via(self) -> str:
        """The other place that it comes from; see RowPos."""
        return ""


class RowPos(Pos):
    """A place where a row of data fills a template: in either of them, `via` the other."""

    def __new__(cls, pos: Pos, via: object) -> Self:
        made = super().__new__(cls, *pos)
        made._via = str(via)
        return made

    _via: str

    @property
    def via(self) -> str:
        return self._via


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, as a value. `path` is the field it is about, `hint` the way out."""

    code: str
    severity: Severity
    message: str
    pos: Pos | None = None
    path: str = ""
    hint: str = ""


RESERVED_TAGS = "reconciler/"
"""What the names of our own tags begin with, in any case: they hold who received what already.

Nothing but a delivery attaches, detaches, renames or deletes one.
"""


def reserved(tag: str) -> bool:
    """Whether the name of a tag is one of ours, which no spec may touch."""
    return tag.casefold().startswith(RESERVED_TAGS)
