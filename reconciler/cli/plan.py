"""`reconciler plan`: what would change, why, at what cost. Writes nothing to Intercom."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reconciler.cli.connect import Connection, connect
from reconciler.cli.options import Common, edits, modes, online, selection
from reconciler.cli.output import document, painter, say, show_findings
from reconciler.core.planned.plan import Planned
from reconciler.core.planned.saved import to_json
from reconciler.core.planned.select import is_known
from reconciler.core.planned.situation import Mode
from reconciler.errors import Exit, ReconcilerError, SpecError, UsageError
from reconciler.model import Plan
from reconciler.render import terminal
from reconciler.render.safe import plural, printable
from reconciler.workflow import Project, open_project, plan, valid

if TYPE_CHECKING:
    from reconciler.core.delivered.due import Due


@click.command("plan", short_help="Show what would change in Intercom.")
@online
@selection
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Save the plan, to have it approved and applied.")  # fmt: skip
@click.option("--show-personal-data", "people", is_flag=True,
              help="Show what changes of contacts too; on a terminal only.")  # fmt: skip
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 where changes are due.")
@edits
@modes
def command(
    common: Common,
    *,
    only: tuple[str, ...],
    exclude: tuple[str, ...],
    out: Path | None,
    detailed_exitcode: bool,
    edited: Any,
    mode: Mode | None,
    people: bool,
) -> int:
    """Compare the specs with Intercom and show every change. Sends no write."""
    if people and (common.as_json or not sys.stdout.isatty()):
        raise UsageError("--show-personal-data works on a terminal only",
                         hint="what is written elsewhere is kept, and read by others")  # fmt: skip
    project = checked(common, only + exclude)
    with connect(common, project, read_only=True) as connection:
        client = connection.client
        planned = plan(
            project, client, connection.ledger, identity=connection.identity,
            only=only, exclude=exclude, policy=edited, mode=staging(project, mode),
        )  # fmt: skip
        waiting = _deliveries(project, connection)
        requests = (client.reads, client.writes)
    if out is not None:
        _save(planned.plan, out)
    due = bool([one for one in planned.plan.changes if one.op != "release"])
    code = Exit.PENDING if detailed_exitcode and due else Exit.DONE
    if common.as_json:
        shown = to_json(planned.plan)
        shown["requests"] = {"reads": requests[0], "writes": requests[1]}
        if waiting:
            shown["deliveries"] = [
                {"name": one.label or one.rule.ref, "due": one.found} for one in waiting
            ]
        document(shown | {"exit": int(code)})
    else:
        show(common, project, planned, connection, waiting, people=people)
        if out is not None:
            say(f"Saved to {out}; its digest is {planned.plan.digest[:12]}.")
    return int(code)


def checked(common: Common, selectors: tuple[str, ...]) -> Project:
    """The valid project; SpecError with all findings, usage error for a selector of nothing."""
    project = open_project(common.directory, workspace=common.workspace)
    try:
        valid(project)
    except SpecError as error:
        error.root = common.directory
        raise
    files = {one.spec.file for one in project.desired.values()}
    for one in selectors:
        if not is_known(one, project.kinds, files):
            raise click.UsageError(f"{one!r} is no kind, KIND/GLOB or spec file")
    return project


def staging(project: Project, mode: Mode | None) -> Mode:
    """The mode that the flags ask for; UsageError where the workspace's version has no drafts."""
    if mode is not None and not any(kind.drafts for kind in project.kinds.values()):
        version = project.workspace.api_version
        raise UsageError(f"--{mode} needs API version 2.16; this workspace is at {version}",
                         hint="set api_version in reconciler.yaml")  # fmt: skip
    return mode or "apply"


def asked(project: Project, mode: Mode | None, approved: str) -> Mode:
    """The mode of the flags, else the one in which the approved plan was made."""
    known: tuple[Mode, ...] = ("stage", "publish")
    return staging(project, mode or next((one for one in known if one == approved), None))


def _save(one: Plan, file: Path) -> None:
    try:
        file.write_text(json.dumps(to_json(one), indent=2, sort_keys=True) + "\n", "utf-8")
    except OSError as error:
        raise ReconcilerError(f"the plan cannot be saved to {file}: {error.strerror or error}",
                              hint="name another file with --out") from error  # fmt: skip


def _deliveries(project: Project, connection: Connection) -> Sequence[Due]:
    """What is due of what apply never sends."""
    if not project.deliveries:
        return ()
    from reconciler.workflow.settling import due  # noqa: PLC0415 - start-up

    return due(project, connection.client, connection.ledger, connection.identity)


def show(
    common: Common,
    project: Project,
    planned: Planned,
    connection: Connection,
    waiting: Sequence[Due] = (),
    *,
    people: bool = False,
) -> None:
    """The plan as text, findings first."""
    show_findings(planned.plan.findings, common.directory)
    workspace = project.workspace
    title = f"Plan for {workspace.name} ({planned.plan.workspace}), API {workspace.api_version}"
    say(terminal.plan(planned.plan, painter(), title=title, people=people))
    if waiting:
        from reconciler.render.deliveries import due as section  # noqa: PLC0415 - start-up

        say(section(waiting, painter()) + "\n")
    say(cost(planned.plan, (connection.client.reads, connection.client.writes)))
    if common.ledger is not None or common.simulator is None:
        say(painter()("dim", f"Ledger: {printable(connection.store.where)}"))


def cost(plan: Plan, requests: tuple[int, int]) -> str:
    sent = f"{plural(requests[0], 'read')}, {plural(requests[1], 'write')} sent."
    line = f"{terminal.forecast_line(plan)} So far: {sent}"
    return f"{line} {terminal.looked_up_line(plan)}".rstrip()
