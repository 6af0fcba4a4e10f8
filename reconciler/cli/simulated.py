"""A simulator in this process, in memory or kept in a file between runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.options import IN_MEMORY
from reconciler.errors import ReconcilerError
from reconciler.model import Config, Workspace
from reconciler.simulator import Simulator, SimulatorError, SimulatorTransport

if TYPE_CHECKING:
    import httpx

TOKEN = "simulator"  # noqa: S105 - the simulator's own, of no service
APP_ID = "sim00000"


def fresh(workspace: Workspace, config: Config, *, token: str = TOKEN) -> Simulator:
    """An empty Intercom that is the workspace that the specs are meant for."""
    return Simulator(
        token=token,
        version=workspace.api_version,
        locales=config.locales,
        app_id=workspace.app_id or APP_ID,
        region=workspace.region.upper(),
    )


def load(simulator: Simulator, file: str) -> None:
    """The state of the file, if there is one; ReconcilerError with file and reason otherwise."""
    try:
        if Path(file).exists():
            simulator.store.load(file)
    except SimulatorError as error:
        raise ReconcilerError(error.message, hint="remove the file to begin anew") from error


@contextmanager
def simulated(
    file: str, workspace: Workspace, config: Config
) -> Iterator[tuple[httpx.BaseTransport, str]]:
    """A transport that answers as Intercom would, and the token it takes."""
    simulator = fresh(workspace, config)
    if file != IN_MEMORY:
        load(simulator, file)
    try:
        yield SimulatorTransport(simulator), TOKEN
    finally:
        if file != IN_MEMORY and any(method != "GET" for method, *_ in simulator.journal):
            simulator.store.dump(file)
