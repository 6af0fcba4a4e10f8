"""What is remembered between runs, and the two sides that applying talks to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from reconciler.model.basics import Finding, Json, Outcome, Path, Ref
from reconciler.model.decided import Step
from reconciler.model.kind import Kind, Request


@dataclass(frozen=True, slots=True)
class Entry:
    """What we own: for every leaf we wrote, what we meant (D0) and what came back (L0)."""

    ref: Ref
    id: str
    fields: Mapping[Path, tuple[Any, Any]]
    protected: bool = False
    canon_version: int = 1
    applied_at: str = ""
    translated: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Language -> digests of original and translation when the translation last changed."""


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
