"""Rules of a project, carried out in a workspace; and the report of it."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reconciler.core.delivered.due import Today
from reconciler.core.delivered.requests import Targets
from reconciler.core.delivered.rule import Rule
from reconciler.deliver import Run, Sent, Tags, addressed, deliver, prepared, reach_of
from reconciler.errors import (
    ApiError,
    CredentialsError,
    Exit,
    GuardError,
    ReconcilerError,
    SpecError,
    TerminatedError,
)
from reconciler.model import Finding
from reconciler.model.delivered import Record
from reconciler.parallel import WORKERS, at_once
from reconciler.workflow.declaring import composer_of
from reconciler.workflow.naming import Named, named

if TYPE_CHECKING:
    from reconciler.apply import Stop
    from reconciler.workflow.naming import Lists
    from reconciler.workflow.project import Identity, Project


@dataclass(slots=True)
class Delivery:
    """What became of one rule. `due`: after everything that was left out before the first send."""

    rule: Rule
    due: int = 0
    results: Counter[str] = field(default_factory=Counter)
    troubles: list[Finding] = field(default_factory=list)
    refused: ReconcilerError | None = None
    uncertain: tuple[str, ...] = ()
    """Everybody of whom nobody knows it, of earlier runs too."""


@dataclass(slots=True)
class Report:
    deliveries: list[Delivery] = field(default_factory=list)
    dry: bool = False
    interrupted: KeyboardInterrupt | None = None
    reads: int = 0
    writes: int = 0
    seconds: float = 0.0

    def count(self, *outcomes: str) -> int:
        return sum(one.results[name] for one in self.deliveries for name in outcomes)

    @property
    def exit(self) -> Exit:
        """The highest of what applies."""
        if self.interrupted is not None:
            ended = isinstance(self.interrupted, TerminatedError)
            return Exit.TERMINATED if ended else Exit.INTERRUPTED
        codes = [Exit.DONE, *(one.refused.exit for one in self.deliveries if one.refused)]
        if self.count("failed", "template", "uncertain", "stopped", "unclaimed"):
            codes.append(Exit.PARTIAL if self.count("sent") else Exit.FAILED)
        return max(codes)


def carry_out(  # everything that a run depends on, by name
    project: Project,
    client: Lists,
    record: Record,
    *,
    identity: Identity,
    rules: Sequence[Rule],
    limit: int | None = None,
    dry: bool = False,
    stop: Stop,
    clock: Callable[[], float] = time.time,
    progress: Callable[[Sent], None] = lambda _: None,
    begun: Callable[[Rule, int], None] = lambda _rule, _due: None,
    workers: int = WORKERS,
) -> Report:
    """Each rule in declared order; one that is refused keeps no other from being sent.

    SpecError, before anything is sent, where a rule names what the workspace does not have.
    """
    started, reads, writes = clock(), client.reads, client.writes
    report = Report(dry=dry)
    found = named(rules, client, identity)
    if found.findings:
        raise SpecError([*project.findings, *found.findings])
    composer = composer_of(project.root, project.config, project.workspace)
    runs = Runs(client, record, Tags(client), composer, found, stop, clock, dry, workers, progress)
    try:
        zone = zone_of(identity.timezone)
        by_name = [rule for rule in rules if rule.to]
        report.deliveries += at_once(lambda rule: _one(runs, rule, zone, limit, begun), by_name,
                                     workers=workers)  # fmt: skip
        for rule in (one for one in rules if not one.to):
            if stop.event.is_set():
                break
            report.deliveries.append(_one(runs, rule, zone, limit, begun))
    finally:
        composer.close()
    report.interrupted = stop.cause
    report.reads, report.writes = client.reads - reads, client.writes - writes
    report.seconds = clock() - started
    return report


@dataclass(frozen=True, slots=True)
class Runs:
    """What the deliveries of one run share."""

    client: Lists
    record: Record
    tags: Tags
    composer: Callable[..., object]
    named: Named
    stop: Stop
    clock: Callable[[], float]
    dry: bool = False
    workers: int = WORKERS
    progress: Callable[[Sent], None] = lambda _: None

    def of(self, rule: Rule, zone: ZoneInfo) -> Run:
        return Run(
            rule, self.client, self.record, self.tags, reach_of(rule),
            Today(int(self.clock()), zone, self.named.ids), self.composer,  # type: ignore[arg-type] # of that shape
            self.named.targets.get(rule.ref, Targets("0")), self.stop, self.clock,
            secrets.token_hex(4), self.progress, self.workers, dry=self.dry,
        )  # fmt: skip


def _one(
    runs: Runs, rule: Rule, zone: ZoneInfo, limit: int | None, begun: Callable[[Rule, int], None]
) -> Delivery:
    run, made = runs.of(rule, zone), Delivery(rule)
    try:
        if rule.to:
            addressed(run)
        else:
            prepared(run, limit)
            begun(rule, len(run.due))
            if not runs.dry:
                deliver(run)
    except CredentialsError:
        raise
    except (GuardError, ApiError) as error:
        if isinstance(error, ApiError) and runs.stop.event.is_set():
            pass  # it was stopped; the report says so
        else:
            made.refused = error
    made.due = len(run.due)
    made.results, made.troubles = run.results, run.troubles
    made.uncertain = tuple(sorted(run.known.of("uncertain", "intended")))
    return made


def zone_of(name: str) -> ZoneInfo:
    """ReconcilerError where nobody here knows the workspace's time zone."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ReconcilerError(
            f"the workspace's time zone {name!a} is not known here, and days depend on it",
            hint="install the tzdata package, or choose a zone with a city in Intercom's settings",
        ) from error


def chosen(project: Project, names: Iterable[str]) -> tuple[Sequence[Rule], list[str]]:
    """The rules with these names (all without any), and the names that are none.

    A name is a rule's own, with or without its kind, or a folder of them.
    """
    wanted = list(names)
    if not wanted:
        return project.deliveries, []
    found: dict[str, Rule] = {}
    unknown = []
    for name in wanted:
        short = name.rstrip("/")
        mine = [one for one in project.deliveries
                if short in (one.name, one.ref) or one.name.startswith(f"{short}/")
                or one.ref.startswith(f"{short}/")]  # fmt: skip
        found |= {one.ref: one for one in mine}
        if not mine:
            unknown.append(name)
    return [one for one in project.deliveries if one.ref in found], unknown
