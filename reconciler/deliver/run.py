"""One delivery of one run: whom it works with, and what is known so far."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from reconciler.core.delivered.due import Today
from reconciler.core.delivered.requests import Made, Targets, Trouble
from reconciler.core.delivered.rule import Rule
from reconciler.deliver.tags import Intercom, Reach, Tags
from reconciler.model import Finding, Json
from reconciler.model.delivered import NO_TAG, Delivered, Noted, Phase, Record, TagId
from reconciler.parallel import WORKERS

BATCH = 100
"""Recipients that are claimed together: what is uncertain where the ledger is lost."""
Outcome = Literal[
    "sent", "uncertain", "failed", "template", "gone", "had", "foreign", "unclaimed", "changed",
    "unreachable", "stopped",
]  # fmt: skip


class Compose(Protocol):
    """The texts of recipients, in their order; what is wrong with one is its Trouble."""

    def __call__(self, rule: Rule, found: Sequence[Json]) -> Sequence[Made | Trouble]: ...


class Stopping(Protocol):
    """Set from outside: nothing new is begun."""

    @property
    def event(self) -> threading.Event: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one recipient. `why`: for people."""

    rule: Rule
    id: str
    outcome: Outcome
    why: str = ""


@dataclass(slots=True)
class Run:
    """One delivery of one run: its collaborators, and what is known so far.

    name  of this run, part of the names of its claims
    tag   the delivery's own; empty while there is none
    """

    rule: Rule
    client: Intercom
    record: Record
    tags: Tags
    reach: Reach
    today: Today
    compose: Compose
    targets: Targets
    stop: Stopping
    clock: Callable[[], float]
    name: str
    progress: Callable[[Sent], None] = lambda _: None
    workers: int = WORKERS
    batch: int = BATCH
    dry: bool = False
    tag: TagId = NO_TAG
    due: list[Json] = field(default_factory=list)
    results: Counter[str] = field(default_factory=Counter)
    troubles: list[Finding] = field(default_factory=list)
    marked: str = ""
    """The first who has the tag by this run's doing, to see whether it stays there."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def known(self) -> Delivered:
        return self.record.deliveries.get(self.rule.ref) or Delivered()

    def note(self, what: Phase | Literal["tag", "free", "again"], ids: Sequence[str] = (),
             tag: TagId = NO_TAG) -> None:  # fmt: skip
        """Durable when it returns."""
        now = int(self.clock())
        self.record.note([Noted(self.rule.ref, what, dict.fromkeys(ids, now), tag)])

    def ended(self, id_: str, outcome: Outcome, why: str = "") -> Sent:
        """Counted, and told to who shows progress."""
        one = Sent(self.rule, id_, outcome, why)
        with self.lock:
            self.results[outcome] += 1
        self.progress(one)
        return one

    def read(self, id_: str) -> Mapping[str, Any] | None:
        return self.client.read(f"{self.reach.one}/{id_}")
