"""`reconciler simulate`: the built-in Intercom on a port, for trying and for tests."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import document, say
from reconciler.cli.simulated import TOKEN, fresh, keep, load, writable
from reconciler.errors import ReconcilerError
from reconciler.simulator import SimulatorError, seed, serve
from reconciler.workflow import open_project


@click.command("simulate", short_help="Run the built-in Intercom on a port.")
@offline
@click.option("--port", type=click.IntRange(0, 65535), default=8899, show_default=True,
              help="0 takes any free one.")  # fmt: skip
@click.option("--store", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Load the workspace from FILE, and keep it there at the end.")  # fmt: skip
@click.option("--seed", "seeded", type=click.IntRange(min=1), metavar="N",
              help="Begin with N articles and what belongs to them.")  # fmt: skip
def command(common: Common, *, port: int, store: Path | None, seeded: int | None) -> int:
    """Answer as Intercom would, until interrupted. Listens on this machine only."""
    project = open_project(common.directory, workspace=common.workspace)
    simulator = fresh(project.workspace, project.config)
    if store is not None:
        writable(str(store))
        load(simulator, str(store), project.config)
    if seeded is not None:
        seed(simulator, articles=seeded, collections=max(1, seeded // 15), tags=seeded // 5,
             companies=seeded, attributes=10, locales=project.config.locales)  # fmt: skip
    try:
        server = serve(simulator, port=port)
    except SimulatorError as error:
        raise ReconcilerError(error.message, hint="choose another --port, 0 for any") from error
    with server:
        _announce(common, server.url)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass
        finally:
            if store is not None:
                keep(simulator, str(store))
    return 0


def _announce(common: Common, url: str) -> None:
    if common.as_json:
        document({"url": url, "token": TOKEN})
        return
    say(f"Intercom is simulated at {url}; interrupt to end it. In another terminal:")
    say(f"  export INTERCOM_BASE_URL={url} INTERCOM_ACCESS_TOKEN={TOKEN}")
    say("  reconciler plan")
