"""`reconciler translations`: which are missing, which fell behind, which only Intercom has."""

from __future__ import annotations

import click

from reconciler.cli.connect import connect, store_of
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, painter, say
from reconciler.cli.plan import checked
from reconciler.errors import LedgerError
from reconciler.ledger import open_ledger
from reconciler.model import Entry, Ref
from reconciler.render.translations import table, to_json
from reconciler.workflow import Identity, Project, plan
from reconciler.workflow.translations import Overview, chosen
from reconciler.workflow.translations import offline as of_files
from reconciler.workflow.translations import online as of_workspace


@click.command("translations", short_help="Show which translations are missing or fell behind.")
@online
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@click.option("--locale", "locales", multiple=True, metavar="LOCALE",
              help="This language alone; may be repeated.")  # fmt: skip
@click.option("--offline", is_flag=True, help="Ask Intercom nothing: files and ledger alone.")
def command(
    common: Common, *, selectors: tuple[str, ...], locales: tuple[str, ...], offline: bool
) -> int:
    """Show how each article and collection stands in each language. Sends no write.

    SELECTOR is KIND, KIND/GLOB or a file. What makes a missing one an error, and a stale one a
    refusal, is said in the specs: `missing_translation` and `stale_translation`.
    """
    project = checked(common, selectors)
    reads = 0
    if offline:
        overview = of_files(project, _remembered(common, project))
    else:
        overview, reads = _compared(common, project)
    found = chosen(project, overview, selectors, locales)
    if common.as_json:
        document({**to_json(found, overview.unknown), "requests": {"reads": reads, "writes": 0},
                  "exit": 0})  # fmt: skip
        return 0
    say(table(found, painter()) if found else "Nothing here is translated.")
    for one in overview.unknown:
        say(painter()("dim", f"{one[0].upper()}{one[1:]}."))
    return 0


def _compared(common: Common, project: Project) -> tuple[Overview, int]:
    with connect(common, project, read_only=True) as connection:
        planned = plan(project, connection.client, connection.ledger,
                       identity=connection.identity)  # fmt: skip
        return of_workspace(project, planned), connection.client.reads


def _remembered(common: Common, project: Project) -> dict[Ref, Entry]:
    """What the ledger holds; nothing where the workspace is not named or it cannot be read."""
    app_id = project.workspace.app_id
    if not app_id:
        return {}
    try:
        return dict(open_ledger(store_of(common, Identity(app_id, "")), app_id).entries)
    except LedgerError as error:
        say(f"the ledger is left out: {error}", err=True)
        return {}
