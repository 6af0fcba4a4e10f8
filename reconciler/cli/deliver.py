"""`reconciler deliver`: sends what is due, to each once. A job of its own, never part of apply."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import click

from reconciler.apply import Stop
from reconciler.cli.connect import Connection, connect, locked
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, painter, say, show_findings
from reconciler.cli.plan import checked
from reconciler.cli.signals import stopping
from reconciler.core.delivered.rule import Event, Rule
from reconciler.core.planned.saved import finding_json
from reconciler.deliver import Sent
from reconciler.errors import SpecError
from reconciler.near import did_you_mean
from reconciler.render.deliveries import outcome, rate, uncertain
from reconciler.render.safe import plural, printable
from reconciler.workflow import Project
from reconciler.workflow.delivering import Report, carry_out, chosen

SELDOM = 10.0
"""Seconds between two lines about how it goes, where there is no terminal."""


@click.command("deliver", short_help="Send what is due, to each contact once.")
@online
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N",
              help="A rule may send so many in this run, whatever its own limit says.")  # fmt: skip
def command(common: Common, *, names: tuple[str, ...], dry_run: bool, limit: int | None) -> int:
    """Carry out the rules named, or all: messages, events and replies, each at most once for
    each recipient, ever. NAME is a rule or a folder of them.
    """
    project = checked(common, ())
    rules = selected(project, names)
    with connect(common, project, read_only=dry_run) as connection:
        if dry_run:
            report = run(common, project, connection, rules, limit=limit)
        else:
            with locked(common, connection) as lost:
                stop = Stop(lost)
                report = run(common, project, connection, rules, limit=limit, stop=stop)
    return close(common, report)


def selected(project: Project, names: Sequence[str]) -> Sequence[Rule]:
    """The rules with these names; a usage error for a name that is none."""
    rules, unknown = chosen(project, names)
    for name in unknown:
        known = [one.name for one in project.deliveries]
        hint = did_you_mean(name, known) or f"rules: {', '.join(known) or 'none'}"
        raise click.UsageError(f"there is no delivery {name!r}; {hint}")
    return rules


def run(
    common: Common,
    project: Project,
    connection: Connection,
    rules: Sequence[Rule],
    *,
    limit: int | None,
    stop: Stop | None = None,
) -> Report:
    """Without a `stop` it is a dry run."""
    dry, stop = stop is None, stop or Stop()
    try:
        with (
            Progress(quiet=common.as_json) as progress,
            stopping(stop, connection.client.stop),
        ):
            return carry_out(
                project, connection.client, connection.ledger, identity=connection.identity,
                rules=rules, limit=limit, dry=dry, stop=stop, progress=progress,
                begun=progress.begin,
            )  # fmt: skip
    except SpecError as error:
        error.root = common.directory
        raise


def close(common: Common, report: Report) -> int:
    """Shows what became of it; the exit code."""
    code = int(report.exit)
    if common.as_json:
        document(as_json(report))
        return code
    show(common, report)
    return code


def show(common: Common, report: Report) -> None:
    paint = painter()
    _show_named(report)
    for one in report.deliveries:
        refused = str(one.refused) if one.refused else ""
        if one.rule.to and not one.refused and not one.troubles:
            continue
        say(outcome(one.rule.ref, one.due, one.results, dry=report.dry, refused=refused))
        show_findings(one.troubles, common.directory)
        if one.refused:
            say(f"{painter(err=True)('error', 'error')}: {printable(refused)}", err=True)
            say(f"  help: {printable(one.refused.hint)}", err=True)
        if one.uncertain:
            say(uncertain(one.rule.ref, one.uncertain, paint), err=True)
    if not report.deliveries:
        say("No delivery is declared.")
    what = "Dry run: nothing was sent" if report.dry else f"{report.count('sent'):,} sent"
    say(paint("bold", f"{what}; {plural(report.reads, 'read')}, {plural(report.writes, 'write')} "
              f"in {report.seconds:.1f} s."))  # fmt: skip
    if report.interrupted is not None:
        say("Interrupted: what was in flight is finished or listed; run it again to go on.",
            err=True)  # fmt: skip


def _show_named(report: Report) -> None:
    """Events of contacts who are named are counted together: there is one for each row of data."""
    due: Counter[str] = Counter()
    results: dict[str, Counter[str]] = {}
    for one in report.deliveries:
        if one.rule.to and isinstance(one.rule.content, Event):
            name = f"event {one.rule.content.name}"
            due[name] += one.due
            results.setdefault(name, Counter()).update(one.results)
    for name, found in results.items():
        say(outcome(name, due[name], found, dry=report.dry))


def as_json(report: Report) -> dict[str, Any]:
    return {
        "dry_run": report.dry,
        "deliveries": [
            {
                "name": one.rule.ref,
                "due": one.due,
                "results": dict(one.results),
                "uncertain": list(one.uncertain),
                "refused": {"message": str(one.refused), "hint": one.refused.hint}
                if one.refused
                else None,
                "findings": [finding_json(each) for each in one.troubles],
            }
            for one in report.deliveries
        ],
        "requests": {"reads": report.reads, "writes": report.writes},
        "seconds": round(report.seconds, 3),
        "interrupted": report.interrupted is not None,
        "exit": int(report.exit),
    }


class Progress:
    """A bar on a terminal, a line now and then elsewhere, nothing with --json."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._total = self._done = 0
        self._ref = ""
        self._started = self._said = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stdout.isatty():
            from rich.progress import Progress as Bar  # noqa: PLC0415 - only on a terminal

            self._bar = Bar(transient=True)
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, rule: Rule, due: int) -> None:
        """One rule after the other."""
        self._ref, self._total, self._done = rule.ref, due, 0
        self._started = self._said = time.monotonic()
        if self._bar is not None:
            self._task = self._bar.add_task(printable(rule.ref), total=due)

    def __call__(self, one: Sent) -> None:
        if one.outcome == "unreachable" and not self._total:
            return
        self._done += 1
        now = time.monotonic()
        if self._bar is not None:
            text = rate(self._done, self._total, now - self._started)
            self._bar.update(self._task, completed=self._done,
                             description=f"{printable(self._ref)} {text}")  # fmt: skip
        elif not self._quiet and now - self._said >= SELDOM:
            self._said = now
            say(f"{printable(self._ref)}: {rate(self._done, self._total, now - self._started)}")
