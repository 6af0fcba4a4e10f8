"""`reconciler mv`: another name for a resource, in its files and in `moved:`."""

from __future__ import annotations

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import document, say
from reconciler.cli.refs import named_ref
from reconciler.workflow import open_project
from reconciler.workflow.renaming import move


@click.command("mv", short_help="Give a resource another name.")
@offline
@click.argument("old", metavar="FROM")
@click.argument("new", metavar="TO")
@click.option("--dry-run", is_flag=True, help="Say what would be edited, and edit nothing.")
def command(common: Common, *, old: str, new: str, dry_run: bool) -> int:
    """Rename FROM to TO (kind/name both) in the specs; its object in Intercom stays as it is.

    Files, translations and folders are renamed, references and links follow, and `moved:`
    remembers it. Where the files were renamed by hand already, only `moved:` is written.
    """
    project = open_project(common.directory, workspace=common.workspace)
    said = move(project, named_ref(old), named_ref(new), dry=dry_run)
    report(common, said, dry=dry_run)
    return 0


def report(common: Common, said: list[str], *, dry: bool) -> None:
    """A line for each edit, with its place."""
    if common.as_json:
        document({"edited": said, "dry_run": dry, "exit": 0})
        return
    for one in said:
        say(one)
    say("Nothing was edited: this was a dry run." if dry else "Plan it with `reconciler plan`.")
