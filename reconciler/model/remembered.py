"""What is remembered between runs, and the two sides that applying talks to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from reconciler.model.basics import Finding, Json, Leaves, Outcome, Path, Ref, nothing
from reconciler.model.calls import Request
from reconciler.model.decided import Step
from reconciler.model.kind import Kind

Pairs = Mapping[Path, tuple[Any, Any]]
"""Leaf -> what we meant (D0) and what came back (L0)."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What waits to be published: leaves as meant, nested, and stamps of the drafts they are in."""

    values: Json
    drafts: Mapping[str, int] = field(default_factory=dict)


CANON_VERSION = 1
"""Of the canonical form of bodies: grows with every change of what is equal."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What we own: every leaf we wrote, as we meant it, and as it came back where that differs.

    Both are nested as their paths say, so that a whole object is compared at once.
    """

    ref: Ref
    id: str
    meant: Mapping[str, Any] = field(default_factory=nothing)
    echoed: Mapping[str, Any] = field(default_factory=nothing)
    """Only leaves of which Intercom stored something else."""
    protected: bool = False
    canon_version: int = CANON_VERSION
    applied_at: str = ""
    translated: Mapping[str, tuple[str, str]] = field(default_factory=nothing)
    """Language -> digests of original and translation when the translation last changed."""
    staged: Staged | None = None

    @property
    def pairs(self) -> dict[Path, tuple[Any, Any]]:
        """Both sides of every leaf."""
        echoed = dict(flat(self.echoed))
        return {path: (meant, echoed.get(path, meant)) for path, meant in flat(self.meant)}

    def holding(self, pairs: Pairs) -> Entry:
        """The same with other leaves."""
        differ = {path: came for path, (meant, came) in pairs.items()
                  if came != meant or type(came) is not type(meant)}  # fmt: skip
        meant = {path: meant for path, (meant, _) in pairs.items()}
        return replace(self, meant=nested(meant), echoed=nested(differ))


def flat(values: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Leaves by their path; a mapping never is one."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from flat(value, (*path, name))
        else:
            yield (*path, name), value


def nested(leaves: Leaves) -> Json:
    """The other way round."""
    values: Json = {}
    for (*above, name), value in leaves.items():
        here = values
        for part in above:
            here = here.setdefault(part, {})
        here[name] = value
    return values


@dataclass(frozen=True, slots=True)
class Intent:
    """A create that is about to be sent: what it holds, and since when it may exist."""

    ref: Ref
    fields: Mapping[Path, Any]
    since: int


@dataclass(frozen=True, slots=True)
class StepResult:
    step: Step
    outcome: Outcome
    id: str | None = None
    error: Finding | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """All objects of a kind as answered. `total`: what Intercom said there are.

    `items` belongs to whoever asked, who may take it apart.
    """

    items: list[Json]
    total: int | None = None


class Client(Protocol):
    """What planning and applying need of the API."""

    @property
    def reads(self) -> int: ...
    @property
    def writes(self) -> int: ...
    def list(self, kind: Kind) -> Listed: ...
    def find(self, kind: Kind, values: Mapping[str, Any]) -> Json | None: ...
    def candidates(self, kind: Kind, values: Mapping[str, Any]) -> Sequence[Json]:
        """All objects with the values of a key; at most one where the API knows no more."""
        found = self.find(kind, values)
        return () if found is None else (found,)

    def sift(
        self, kind: Kind, keep: Callable[[Json], bool], *, below: int
    ) -> Sequence[Json] | None:
        """Those of a list that are wanted; None where it takes `below` requests or more."""
        found = self.list(kind).items
        return [one for one in found if keep(one)] if below > len(found) else None

    def versions(self, kind: Kind, id: str) -> Sequence[Json]: ...  # noqa: A002 - the API's own word
    def get(self, kind: Kind, id: str) -> Json | None: ...  # noqa: A002 - the API's own word
    def send(self, request: Request, *, repeatable: bool) -> Json: ...


class Ledger(Protocol):
    """What we own in one workspace, as remembered between runs."""

    entries: Mapping[Ref, Entry]
    intents: Mapping[Ref, Intent]

    def record(self, entries: Sequence[Entry]) -> None: ...
    def intend(self, intents: Sequence[Intent]) -> None: ...
    def forget(self, refs: Sequence[Ref]) -> None: ...
