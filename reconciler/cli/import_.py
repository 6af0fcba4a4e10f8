"""`reconciler import`: what Intercom has, as specs and ledger; proven by an empty plan."""

from __future__ import annotations

import click

from reconciler.cli.connect import connect, locked
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, say
from reconciler.cli.refs import kind_named
from reconciler.codes import failed
from reconciler.errors import SpecError
from reconciler.kinds import KINDS
from reconciler.model import Kind
from reconciler.render.safe import plural, printable
from reconciler.workflow import open_project
from reconciler.workflow.importing import Imported, import_workspace


@click.command("import", short_help="Write what Intercom has into specs.")
@online
@click.argument("kinds", nargs=-1)
def command(common: Common, *, kinds: tuple[str, ...]) -> int:
    """Write all objects of KINDS that are not managed yet into specs, and own them.

    Existing files stay as they are. Sends no write. Ends by planning what it wrote: the plan
    is empty, or nothing is kept.
    """
    wanted = _wanted(kinds)
    project = open_project(common.directory, workspace=common.workspace)
    problems = [one for one in project.findings if one.code != "no-project"]
    if failed(problems):
        raise SpecError(problems, common.directory)
    with connect(common, project, read_only=True) as connection:
        with locked(common, connection):
            found = import_workspace(
                project, connection.client, connection.ledger, identity=connection.identity,
                wanted=wanted, workspace=project.workspace,
            )  # fmt: skip
        requests = (connection.client.reads, connection.client.writes)
    if common.as_json:
        document(_as_json(found, requests))
    else:
        _show(found, requests)
    return 0


def _wanted(names: tuple[str, ...]) -> list[Kind]:
    """The named kinds, all by default; articles bring the collections they lie in."""
    chosen = {kind_named(name).name for name in names} or set(KINDS)
    for kind in KINDS.values():
        if kind.name in chosen and kind.files:
            chosen.add(kind.files.folder_kind)
    return [kind for kind in KINDS.values() if kind.name in chosen and kind.create]


def _show(found: Imported, requests: tuple[int, int]) -> None:
    for name, count in found.counts.items():
        say(f"  {plural(count, KINDS[name].name, KINDS[name].plural)}")
    if found.ambiguous:
        say("Objects that share the key that names them; their files carry an id:")
        for ref in found.ambiguous:
            say(f"  {printable(str(ref))}")
    if found.html:
        say("Bodies that are written as HTML, because Markdown cannot carry them:")
        for one in found.html:
            say(f"  {printable(one)}")
    for one in found.skipped:
        say(f"  {printable(one)}")
    say(f"Imported {plural(sum(found.counts.values()), 'object')} "
        f"into {plural(len(found.files), 'file')}; the plan of them is empty.")  # fmt: skip
    say(f"{plural(requests[0], 'read')}, {plural(requests[1], 'write')} sent.")


def _as_json(found: Imported, requests: tuple[int, int]) -> dict[str, object]:
    return {
        "imported": dict(found.counts),
        "files": list(found.files),
        "ambiguous": [str(ref) for ref in found.ambiguous],
        "html": list(found.html),
        "skipped": list(found.skipped),
        "requests": {"reads": requests[0], "writes": requests[1]},
        "exit": 0,
    }
