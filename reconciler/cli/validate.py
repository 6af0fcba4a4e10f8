"""`reconciler validate`: everything that can be known without a token."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import annotate, document, painter, say, show_findings
from reconciler.cli.progress import counting
from reconciler.codes import failed
from reconciler.core.planned.saved import finding_json
from reconciler.errors import Exit
from reconciler.render.annotations import commands
from reconciler.render.findings import counts
from reconciler.render.safe import plural
from reconciler.workflow import Project, open_project


@click.command("validate", short_help="Check the specs offline.")
@offline
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    show_default=True,
    help="github: the text, and annotations for GitHub Actions.",
)
@click.option(
    "--check-links",
    is_flag=True,
    help="Also ask whether links and images on the web answer; no private address is asked.",
)
def command(common: Common, *, form: str, check_links: bool) -> int:
    """Check all specs: every mistake with its place, in one run. Sends nothing to Intercom."""
    project = open_project(common.directory, workspace=common.workspace)
    if check_links:
        project = _with_checked_links(project, common)
    code = Exit.INVALID if failed(project.findings) else Exit.DONE
    if common.as_json:
        document(_json(project, code))
        return int(code)
    if form == "github":
        annotate(commands(project.findings, prefix=_prefix(common.directory)))
    show_findings(project.findings, common.directory)
    found = counts(project.findings)
    if code is Exit.DONE:
        paint = painter()
        count = plural(len(project.desired), "resource")
        ignored = f"{len(project.ignored):,} ignored" if project.ignored else ""
        say(", ".join(filter(None, (f"{paint('create', 'Valid')}: {count}", found, ignored))) + ".")
    else:
        say(f"{found}; nothing was sent.", err=True)
    return int(code)


def _with_checked_links(project: Project, common: Common) -> Project:
    from reconciler.web import Cache, Web, cache_file, checked  # noqa: PLC0415 - only on request
    from reconciler.workflow.checking import with_checked_links  # noqa: PLC0415 - as above

    places = {url for one in project.desired.values() for url, _ in one.outside}
    cache = Cache(cache_file(os.environ, Path.home(), sys.platform))
    with counting("Asking addresses", len(places), quiet=common.as_json) as progress:
        return with_checked_links(
            project, lambda urls: checked(urls, Web(), cache, progress=progress)
        )


def _json(project: Project, code: Exit) -> dict[str, object]:
    return {
        "valid": code is Exit.DONE,
        "resources": len(project.desired),
        "findings": [finding_json(one) for one in project.findings],
        "ignored": [finding_json(one) | {"because": comment.reason, "by": str(comment.pos)}
                    for one, comment in project.ignored],
        "exit": int(code),
    }  # fmt: skip


def _prefix(directory: Path) -> str:
    """From the root of the repository to the project, as annotations want it."""
    root = os.environ.get("GITHUB_WORKSPACE") or Path.cwd()
    inside = os.path.relpath(directory.resolve(), Path(root).resolve())
    return "" if inside == "." else f"{inside}/"
