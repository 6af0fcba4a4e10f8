"""What is remembered between runs, and the two sides that applying talks to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from reconciler.model.basics import Finding, Json, Outcome, Path, Ref
from reconciler.model.decided import Step
from reconciler.model.kind import Kind, Request

Pairs = Mapping[Path, tuple[Any, Any]]
"""Leaf -> what we meant (D0) and what came back (L0)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What we own: every leaf we wrote, as we meant it, and as it came back where that differs."""

    ref: Ref
    id: str
    meant: Mapping[Path, Any] = field(default_factory=dict)
    echoed: Mapping[Path, Any] = field(default_factory=dict)
    """Only leaves of which Intercom stored something else."""
    protected: bool = False
    canon_version: int = 1
    applied_at: str = ""
    translated: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Language -> digests of original and translation when the translation last changed."""

    @property
    def pairs(self) -> dict[Path, tuple[Any, Any]]:
        """Both sides of every leaf."""
        return {path: (meant, self.echoed.get(path, meant)) for path, meant in self.meant.items()}

    def echo(self, path: Path) -> Any:
        """What came back of a leaf; None where nothing is remembered of it."""
        return self.echoed.get(path, self.meant.get(path))

    def holding(self, pairs: Pairs) -> Entry:
        """The same with other leaves."""
        differ = {path: came for path, (meant, came) in pairs.items()
                  if came != meant or type(came) is not type(meant)}  # fmt: skip
        return replace(self, meant={path: meant for path, (meant, _) in pairs.items()},
                       echoed=differ)  # fmt: skip


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
    def get(self, kind: Kind, id: str) -> Json | None: ...  # noqa: A002 - the API's own word
    def send(self, request: Request, *, repeatable: bool) -> Json: ...


class Ledger(Protocol):
    """What we own in one workspace, as remembered between runs."""

    entries: Mapping[Ref, Entry]
    intents: Mapping[Ref, Intent]

    def record(self, entries: Sequence[Entry]) -> None: ...
    def intend(self, intents: Sequence[Intent]) -> None: ...
    def forget(self, refs: Sequence[Ref]) -> None: ...
