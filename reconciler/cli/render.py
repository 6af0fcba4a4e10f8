"""`reconciler render`: what becomes of an article's body, from its file to Intercom."""

from __future__ import annotations

import click

from reconciler.cli.connect import connect
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, painter, say, show_findings
from reconciler.core.planned.saved import finding_json
from reconciler.model import Ref
from reconciler.render.safe import printable
from reconciler.workflow import Project, open_project, plan
from reconciler.workflow.rendering import (
    OFFLINE,
    ONLINE,
    STAGES,
    Stages,
    article,
    findings_of,
    locale_of,
    stages,
)


@click.command("render", short_help="Show an article's body on its way to Intercom.")
@online
@click.argument("name", metavar="ARTICLE")
@click.option("--locale", metavar="LOCALE", help="The language; the default one without it.")
@click.option("--stage", "chosen", multiple=True, type=click.Choice(STAGES),
              help="This stage alone; may be repeated. live and diff ask Intercom.")  # fmt: skip
def command(common: Common, *, name: str, locale: str | None, chosen: tuple[str, ...]) -> int:
    """Show every stage of ARTICLE, which is article/NAME or a file. Sends no write.

    source as it lies there, template filled in, blocks, the html that is sent, Intercom's own
    Markdown, the canonical form that is compared; and what Intercom has, with the difference.
    """
    project = open_project(common.directory, workspace=common.workspace)
    ref = article(project, name)
    language = locale_of(project, ref, name, locale)
    wanted = chosen or OFFLINE
    if set(ONLINE).isdisjoint(wanted):
        found = stages(project, ref, language)
    else:
        found = _with_workspace(common, project, ref, language)
    if common.as_json:
        shown = {one: found[one] for one in STAGES if one in wanted}
        said = [finding_json(one) for one in findings_of(project, ref)]
        document({"ref": str(ref), "locale": language, "stages": shown, "findings": said,
                  "exit": 0})  # fmt: skip
        return 0
    _show(project, ref, language, {one: found[one] for one in STAGES if one in wanted}, common)
    return 0


def _with_workspace(common: Common, project: Project, ref: Ref, locale: str) -> Stages:
    with connect(common, project, read_only=True) as connection:
        planned = plan(project, connection.client, connection.ledger,
                       identity=connection.identity)  # fmt: skip
        return stages(project, ref, locale, planned)


NOTHING = {
    "source": "(not a file of its own)",
    "markdown": "(Intercom's Markdown has no form for this body; it is sent as HTML)",
    "live": "(not in Intercom)",
    "diff": "(not in Intercom)",
}


def _show(project: Project, ref: Ref, locale: str, found: Stages, common: Common) -> None:
    """One stage is printed bare, so that it can be piped; several under their names."""
    show_findings(findings_of(project, ref), common.directory)
    paint = painter()
    for stage, text in found.items():
        if len(found) > 1:
            say(paint("bold", f"== {stage} of {printable(str(ref))} ({printable(locale)})"))
        shown = NOTHING.get(stage, "(nothing)") if text is None else text or "(no difference)" * (
            stage == "diff")  # fmt: skip
        lines = (printable(line) for line in shown.split("\n"))
        say("\n".join(lines).rstrip("\n"), exact=True)
        if len(found) > 1:
            say("")
