"""A plan that may run, run; and the report of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reconciler.apply import Certificate, Run, Served, Stop, certify
from reconciler.apply import apply as steps
from reconciler.codes import finding
from reconciler.core.planned.plan import Planned
from reconciler.errors import ApiError, Exit, TerminatedError
from reconciler.kinds import KINDS
from reconciler.model import Client, Finding, Kinds, Ledger, StepResult
from reconciler.parallel import WORKERS
from reconciler.workflow.serving import already_served


@dataclass(frozen=True, slots=True)
class Report:
    """What an apply did. The outcomes of all steps add up to their number."""

    planned: Planned
    results: tuple[StepResult, ...]
    deviations: tuple[Finding, ...] = ()
    checked: int = 0
    certified: bool = False
    """What was touched was read again; not so where the run was interrupted or that failed."""
    findings: tuple[Finding, ...] = ()
    stale: int = 0
    interrupted: KeyboardInterrupt | None = None
    reads: int = 0
    writes: int = 0
    seconds: float = 0.0

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.results)

    @property
    def exit(self) -> Exit:
        """The highest of what applies, as the table of exit codes has it."""
        if self.interrupted is not None:
            ended = isinstance(self.interrupted, TerminatedError)
            return Exit.TERMINATED if ended else Exit.INTERRUPTED
        codes = [Exit.DONE]
        if any(one.error and one.error.code == "credentials" for one in self.results):
            return Exit.PARTIAL if self.count("done") else Exit.CREDENTIALS
        unfinished = len(self.results) - self.count("done") - self.count("unchanged")
        if unfinished:
            codes.append(Exit.PARTIAL if self.count("done") else Exit.FAILED)
        if self.stale or any(one.op == "refuse" for one in self.planned.plan.changes):
            codes.append(Exit.CONFLICT)
        if any(one.error and one.error.code == "moved-on" for one in self.results):
            codes.append(Exit.CONFLICT)
        if not self.certified:
            codes.append(Exit.FAILED)
        if self.deviations:
            codes.append(Exit.NOT_EMPTY)
        return max(codes)


def apply(
    planned: Planned,
    client: Client,
    ledger: Ledger,
    *,
    kinds: Kinds = KINDS,
    workers: int = WORKERS,
    clock: Callable[[], float] = time.time,
    progress: Callable[[StepResult], None] = lambda _: None,
    stop: Stop | None = None,
    served: Served | None = None,
) -> Report:
    """Runs the steps, then reads again what was touched. Approvals were checked before.

    `served`: the addresses of the project's files; by default where they are served already.
    `stop` may be set at any time, from a signal handler too; every step has its result then.
    """
    started, reads, writes = clock(), client.reads, client.writes
    run = Run(
        planned,
        kinds,
        client,
        ledger,
        clock,
        workers,
        stop=stop or Stop(),
        served=served or already_served(planned),
    )
    results = []
    for result in steps(run):
        results.append(result)
        progress(result)
    certificate = _certificate(run, results)
    return Report(
        planned,
        tuple(results),
        deviations=certificate.deviations if certificate else (),
        checked=certificate.checked if certificate else 0,
        certified=certificate is not None,
        findings=tuple(run.dropped),
        interrupted=run.stop.cause,
        reads=client.reads - reads,
        writes=client.writes - writes,
        seconds=clock() - started,
    )


def _certificate(run: Run, results: Sequence[StepResult]) -> Certificate | None:
    """None where nothing was read again: what was done is reported all the same."""
    if run.stop.event.is_set():
        return None
    try:
        return certify(run, results)
    except ApiError as error:
        if not run.stop.event.is_set():
            message = f"what was written could not be read again, and is not checked: {error}"
            run.dropped.append(finding("api-refused", message, hint=error.hint))
        return None
