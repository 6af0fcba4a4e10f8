"""`reconciler apply`: plans again, then runs what was approved, and certifies the result."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from reconciler.cli.connect import Connection, connect, locked
from reconciler.cli.options import Common, edits, modes, online, selection
from reconciler.cli.output import document, painter, say, show_findings
from reconciler.cli.plan import asked, checked, show
from reconciler.cli.progress import Progress
from reconciler.cli.serving import served
from reconciler.cli.signals import stopping
from reconciler.core.planned.guard import Allowed, approved, check_removals, removals
from reconciler.core.planned.plan import Planned
from reconciler.core.planned.saved import Approval, approval, to_json
from reconciler.core.planned.situation import Mode
from reconciler.errors import Exit, GuardError
from reconciler.render.report import closing, report_json
from reconciler.workflow import Project, Report, Stop, apply, plan


@click.command("apply", short_help="Make Intercom as declared, exactly as approved.")
@online
@selection
@click.option("--approved", "approved_file", metavar="FILE",
              type=click.Path(path_type=Path, dir_okay=False),
              help="Run only the changes that a saved plan approves.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option("--yes", is_flag=True, help="Approve what takes nothing away.")
@click.option("--deliver", is_flag=True, help="Afterwards send what is due, as `deliver` does.")
@click.option("--allow-deletes", type=click.IntRange(min=0), metavar="N",
              help="Approve as many removals; N has to be the plan's.")  # fmt: skip
@edits
@modes
def command(
    common: Common,
    *,
    approved_file: Path | None,
    dry_run: bool,
    only: tuple[str, ...],
    exclude: tuple[str, ...],
    edited: Any,
    mode: Mode | None,
    yes: bool,
    allow_deletes: int | None,
    deliver: bool,
) -> int:
    """Plan again, ask or check the approval, write, and read again what was written."""
    project = checked(common, only + exclude)
    allowance = _approval(approved_file)
    choice = Choice(
        only,
        exclude,
        edited,
        yes,
        allow_deletes,
        asked(project, mode, allowance.mode if allowance else "apply"),
    )
    with connect(common, project, read_only=dry_run) as connection:
        if dry_run:
            allowed = _plan(common, project, connection, choice, allowance)
            return _dry(common, allowed, connection)
        with locked(common, connection) as lost:
            allowed = _plan(common, project, connection, choice, allowance)
            if allowance is None:
                _confirm(common, allowed.planned, choice)
            code = _apply(common, project, connection, allowed)
            return _delivered(common, project, connection, code, Stop(lost)) if deliver else code


def _delivered(
    common: Common, project: Project, connection: Connection, code: int, stop: Stop
) -> int:
    """Only after an apply in which nothing was left open; the same lock holds."""
    from reconciler.cli.deliver import run, show  # noqa: PLC0415 - start-up

    if code != Exit.DONE:
        say("Nothing is delivered, because the apply left something open.", err=True)
        return code
    report = run(common, project, connection, project.deliveries, limit=None, stop=stop)
    if not common.as_json:
        show(common, report)
    return int(report.exit)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the flags say about which changes may run."""

    only: tuple[str, ...]
    exclude: tuple[str, ...]
    edited: Any
    yes: bool
    allow_deletes: int | None
    mode: Mode


def _approval(file: Path | None) -> Approval | None:
    if file is None:
        return None
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GuardError(f"the approved plan {file} cannot be read: {error}",
                         hint="save one with plan --out FILE") from error  # fmt: skip
    return approval(text, file=str(file))


def _plan(
    common: Common,
    project: Project,
    connection: Connection,
    choice: Choice,
    allowance: Approval | None,
) -> Allowed:
    """The plan as it is due now, cut down to what was approved, and shown."""
    planned = plan(project, connection.client, connection.ledger, identity=connection.identity,
                   only=choice.only, exclude=choice.exclude, mode=choice.mode,
                   policy=choice.edited or (allowance.policy if allowance else None))  # fmt: skip
    allowed = Allowed(planned, (), 0)
    if allowance is not None:
        allowed = approved(planned, allowance, project.kinds)
    if not common.as_json:
        show(common, project, allowed.planned, connection)
        show_findings(allowed.findings, common.directory)
    return allowed


def _apply(common: Common, project: Project, connection: Connection, allowed: Allowed) -> int:
    planned = allowed.planned
    files = served(common, project, planned)
    stop = Stop()
    with (
        Progress(len(planned.plan.steps), quiet=common.as_json) as progress,
        stopping(stop, connection.client.stop),
    ):
        report = apply(planned, connection.client, connection.ledger, kinds=project.kinds,
                       progress=progress, stop=stop, served=files)  # fmt: skip
    return _close(common, report, allowed)


def _dry(common: Common, allowed: Allowed, connection: Connection) -> int:
    client, code = connection.client, Exit.CONFLICT if allowed.stale else Exit.DONE
    if common.as_json:
        shown = to_json(allowed.planned.plan)
        shown["requests"] = {"reads": client.reads, "writes": client.writes}
        document(shown | {"dry_run": True, "exit": int(code)})
    else:
        say(f"Dry run: {client.writes} writes were sent.")
    return int(code)


def _confirm(common: Common, planned: Planned, choice: Choice) -> None:
    """Asks on a terminal; elsewhere the flags have to say it. GuardError for a no."""
    if not planned.plan.steps:
        return
    count = len(removals(planned.plan))
    asking = sys.stdin.isatty() and not os.environ.get("CI") and not common.as_json
    if count and choice.allow_deletes is None and asking:
        answer = _asked(f"This takes {count} away. Type that number to go on")
        if answer != str(count):
            raise GuardError("not approved; nothing was written")
    else:
        check_removals(planned.plan, choice.allow_deletes)
    if choice.yes or (count and asking and choice.allow_deletes is None):
        return
    if not asking:
        raise GuardError("nobody was asked; nothing was written",
                         hint="add --yes, or apply a saved plan with --approved FILE")  # fmt: skip
    if _asked("Type yes to apply") != "yes":
        raise GuardError("not approved; nothing was written")


def _asked(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False)).strip()


def _close(common: Common, report: Report, allowed: Allowed) -> int:
    """Shows the report; the exit code is the highest of what went wrong."""
    code = max(report.exit, Exit.CONFLICT if allowed.stale else Exit.DONE)
    plan_ = report.planned.plan
    failures = [one.error for one in report.results if one.error]
    findings = [*allowed.findings, *failures, *report.findings]
    requests = (report.reads, report.writes)
    if common.as_json:
        shown = report_json(plan_, report.results, deviations=report.deviations,
                            findings=findings, requests=requests,
                            certified=report.certified)  # fmt: skip
        document(shown | {"exit": int(code)})
        return int(code)
    show_findings([*failures, *report.findings, *report.deviations], common.directory)
    say(closing(
        plan_, report.results, deviations=len(report.deviations), checked=report.checked,
        requests=requests, seconds=report.seconds, interrupted=report.interrupted is not None,
        paint=painter(),
    ))  # fmt: skip
    return int(code)
