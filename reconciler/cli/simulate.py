"""`reconciler simulate`: the built-in Intercom on a port, for trying and for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TypeVar

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import document, say
from reconciler.cli.simulated import TOKEN, fresh, kept
from reconciler.errors import ReconcilerError
from reconciler.simulator import SimulatorError, seed, serve
from reconciler.workflow import open_project

T = TypeVar("T")


@click.command("simulate", short_help="Run the built-in Intercom on a port.")
@offline
@click.option("--port", type=click.IntRange(0, 65535), default=8899, show_default=True,
              help="0 takes any free one.")  # fmt: skip
@click.option("--store", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Keep the workspace in this SQLite file, which survives restarts.")  # fmt: skip
@click.option("--load", "loaded", type=click.Path(path_type=Path, dir_okay=False),
              metavar="FILE", help="Begin with the workspace of a dump.")  # fmt: skip
@click.option("--dump", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the whole workspace as JSON at the end.")  # fmt: skip
@click.option("--seed", "seeded", type=click.IntRange(min=1), metavar="N",
              help="Begin with N articles and what belongs to them.")  # fmt: skip
def command(  # the options of the command line
    common: Common,
    *,
    port: int,
    store: Path | None,
    loaded: Path | None,
    dump: Path | None,
    seeded: int | None,
) -> int:
    """Answer as Intercom would, until interrupted. Listens on this machine only."""
    project = open_project(common.directory, workspace=common.workspace)
    simulator = fresh(project.workspace, project.config)
    keeping = nullcontext() if store is None else kept(simulator, str(store), project.config)
    with keeping:
        if loaded is not None:
            _told(lambda: simulator.store.load(loaded), hint="name a file that --dump wrote")
        if seeded is not None:
            seed(simulator, articles=seeded, collections=max(1, seeded // 15), tags=seeded // 5,
                 companies=seeded, attributes=10, locales=project.config.locales)  # fmt: skip
        server = _told(lambda: serve(simulator, port=port), hint="choose another --port, 0 for any")
        with server, suppress(KeyboardInterrupt):
            _announce(common, server.url)
            threading.Event().wait()
        if dump is not None:
            _told(lambda: simulator.store.dump(dump), hint="name a place that may be written")
    return 0


def _told(work: Callable[[], T], *, hint: str) -> T:
    try:
        return work()
    except SimulatorError as error:
        raise ReconcilerError(error.message, hint=hint) from error


def _announce(common: Common, url: str) -> None:
    if common.as_json:
        document({"url": url, "token": TOKEN})
        return
    say(f"Intercom is simulated at {url}; interrupt to end it. In another terminal:")
    say(f"  export INTERCOM_BASE_URL={url} INTERCOM_ACCESS_TOKEN={TOKEN}")
    say("  reconciler plan")
