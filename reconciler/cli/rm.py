"""`reconciler rm`: resources out of the specs, with a word on what becomes of their objects."""

from __future__ import annotations

import click

from reconciler.cli.mv import report
from reconciler.cli.options import Common, offline
from reconciler.cli.refs import named_ref
from reconciler.workflow import open_project
from reconciler.workflow.removing import remove


@click.command("rm", short_help="Take a resource out of the specs.")
@offline
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@click.option("--delete", "verb", flag_value="delete",
              help="Delete it in Intercom, whatever on_remove says.")  # fmt: skip
@click.option("--release", "verb", flag_value="release", help="Leave it in Intercom as it is.")
@click.option("-r", "--recursive", is_flag=True, help="With everything that lies in it.")
@click.option("--dry-run", is_flag=True, help="Say what would be edited, and edit nothing.")
def command(
    common: Common, *, refs: tuple[str, ...], verb: str | None, recursive: bool, dry_run: bool
) -> int:
    """Take each REF (kind/name) out of the specs and write it down under `removed:`.

    Nothing happens in Intercom before the next apply, and there only with every guard.
    """
    project = open_project(common.directory, workspace=common.workspace)
    wanted = [named_ref(one) for one in refs]
    report(common, remove(project, wanted, verb=verb or "", inside=recursive, dry=dry_run),
           dry=dry_run)  # fmt: skip
    return 0
