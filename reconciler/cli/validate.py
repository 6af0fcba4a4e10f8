"""`reconciler validate`: everything that can be known without a token."""

from __future__ import annotations

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import document, painter, say, show_findings
from reconciler.codes import failed
from reconciler.core.saved import finding_json
from reconciler.errors import Exit
from reconciler.render.findings import counts
from reconciler.render.safe import plural
from reconciler.workflow import open_project


@click.command("validate", short_help="Check the specs offline.")
@offline
def command(common: Common) -> int:
    """Check all specs: every mistake with its place, in one run. Sends nothing."""
    project = open_project(common.directory, workspace=common.workspace)
    code = Exit.INVALID if failed(project.findings) else Exit.DONE
    if common.as_json:
        document(
            {
                "valid": code is Exit.DONE,
                "resources": len(project.desired),
                "findings": [finding_json(one) for one in project.findings],
                "exit": int(code),
            }
        )
        return int(code)
    show_findings(project.findings, common.directory)
    found = counts(project.findings)
    if code is Exit.DONE:
        paint = painter()
        count = plural(len(project.desired), "resource")
        say(f"{paint('create', 'Valid')}: {count}{', ' + found if found else ''}.")
    else:
        say(f"{found}; nothing was sent.", err=True)
    return int(code)
