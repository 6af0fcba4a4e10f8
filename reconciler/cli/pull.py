"""`reconciler pull`: what teammates edited in Intercom, taken into the files."""

from __future__ import annotations

import click

from reconciler.cli.connect import connect
from reconciler.cli.options import Common, as_written, online
from reconciler.cli.output import document, painter, say, show_findings
from reconciler.cli.plan import checked
from reconciler.core.planned.saved import finding_json
from reconciler.errors import Exit
from reconciler.render.patch import patch
from reconciler.render.safe import plural, printable
from reconciler.workflow.pulling import Pulled, pull


@click.command("pull", short_help="Take edits made in Intercom into the files.")
@online
@click.argument("selectors", metavar="[SELECTOR]...", nargs=-1)
@click.option("--all", "everything", is_flag=True,
              help="Add what the files do not declare, too.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show the difference, and edit nothing.")
@click.option("--force", is_flag=True, help="Edit files with uncommitted changes too.")
def command(
    common: Common, *, selectors: tuple[str, ...], everything: bool, dry_run: bool, force: bool
) -> int:
    """Take what teammates edited in Intercom into the files, in the lines where it is written.

    SELECTOR is a KIND, KIND/GLOB or a file. Nothing is written to Intercom. What both sides
    edited is marked in the file like a conflict of git, and has to be resolved there.
    """
    selectors = as_written(selectors, common.directory)
    project = checked(common, selectors)
    with connect(common, project, read_only=True) as connection:
        done = pull(project, connection.client, connection.ledger, identity=connection.identity,
                    only=selectors, everything=everything, dry=dry_run, force=force)  # fmt: skip
        requests = {"reads": connection.client.reads, "writes": connection.client.writes}
    code = Exit.CONFLICT if done.conflicts or done.refused else Exit.DONE
    if common.as_json:
        document({
            "taken": [{"ref": str(one.ref), "field": one.what, "file": one.file,
                       "conflict": one.conflict} for one in done.taken],
            "files": sorted(done.files), "findings": [finding_json(one) for one in done.refused],
            "dry_run": dry_run, "requests": requests, "exit": int(code),
        })  # fmt: skip
    else:
        show_findings(done.refused, common.directory)
        _say(done, dry=dry_run)
    return int(code)


def _say(done: Pulled, *, dry: bool) -> None:
    if dry:
        for path, (before, after) in done.files.items():
            for line in patch(path, before, after, painter()):
                say(line)
    for one in done.said:
        say(printable(one))
    taken = plural(len(done.taken) - done.conflicts, "edit")
    parts = [f"Pulled: {taken} taken over, {plural(done.conflicts, 'conflict')}"]
    parts += [f"{plural(len(done.refused), 'resource')} left"] if done.refused else []
    say(painter()("bold", ", ".join(parts) + "."))
    if dry:
        say("Nothing was edited: this was a dry run.")
    elif done.conflicts:
        say("Decide between the markers <<<<<<< and >>>>>>>, then plan.")
