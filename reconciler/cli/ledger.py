"""`reconciler ledger`: what a person does with the ledger by hand."""

from __future__ import annotations

import click

from reconciler.cli.connect import connect
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, say
from reconciler.workflow import open_project


@click.group("ledger", short_help="Look after the ledger.")
def command() -> None:
    """What reconciler remembers of a workspace between runs."""


@command.command("unlock")
@online
def unlock(common: Common) -> int:
    """Break the lock of a run that died. Make sure that it did."""
    project = open_project(common.directory, workspace=common.workspace)
    with connect(common, project, read_only=True) as connection:
        held = connection.store.held()
        connection.store.unlock(None)
    if common.as_json:
        owner = held.owner if held else None
        document({"was_locked": held is not None, "owner": owner, "exit": 0})
    elif held is None:
        say("The ledger was not locked.")
    else:
        say(f"The lock of {held.owner} is broken.")
    return 0
