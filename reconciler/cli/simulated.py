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


def load(simulator: Simulator, file: str, config: Config) -> None:
    """The state of the file, if there is one; ReconcilerError with file and reason otherwise.

    Languages that were added to the configuration since are added to its help centers: who
    adds one in reconciler.yaml has added it in Intercom's settings.
    """
    try:
        if Path(file).exists():
            simulator.store.load(file)
    except SimulatorError as error:
        raise ReconcilerError(error.message, hint="remove the file to begin anew") from error
    for one in simulator.store.rows("help_center"):
        new = [locale for locale in config.locales if locale not in one["locales"]]
        if new:
            simulator.store.edit("help_center", one["id"], locales=[*one["locales"], *new])


def writable(file: str) -> None:
    """ReconcilerError where FILE can never be kept; better said before anything is done."""
    folder = Path(file).absolute().parent
    if Path(file).is_dir() or not folder.is_dir():
        why = f"{folder} is no folder" if not folder.is_dir() else "it is a folder"
        raise _unwritable(file, why)


def keep(simulator: Simulator, file: str) -> None:
    """The state into the file; ReconcilerError with file and reason where that fails."""
    try:
        simulator.store.dump(file)
    except OSError as error:
        raise _unwritable(file, error.strerror or str(error)) from error


def _unwritable(file: str, why: str) -> ReconcilerError:
    return ReconcilerError(
        f"the simulator's file {file} cannot be written: {why}",
        hint="name a file in a folder that exists and may be written",
    )


@contextmanager
def simulated(
    file: str, workspace: Workspace, config: Config
) -> Iterator[tuple[httpx.BaseTransport, str]]:
    """A transport that answers as Intercom would, and the token it takes."""
    simulator = fresh(workspace, config)
    if file != IN_MEMORY:
        writable(file)
        load(simulator, file, config)
    try:
        yield SimulatorTransport(simulator), TOKEN
    finally:
        if file != IN_MEMORY and any(method != "GET" for method, *_ in simulator.journal):
            keep(simulator, file)
