"""A simulator in this process, in memory or kept in a file between runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from reconciler.cli.options import IN_MEMORY
from reconciler.errors import ReconcilerError
from reconciler.model import Config, Workspace
from reconciler.simulator import (
    ShiftedClock,
    Simulator,
    SimulatorError,
    SimulatorTransport,
    Switches,
)
from reconciler.simulator.database import Database, is_database

if TYPE_CHECKING:
    import httpx

TOKEN = "simulator"  # noqa: S105 - the simulator's own, of no service
APP_ID = "sim00000"


def fresh(
    workspace: Workspace,
    config: Config,
    *,
    token: str = TOKEN,
    switches: Switches | None = None,
) -> Simulator:
    """An empty Intercom that is the workspace that the specs are meant for."""
    return Simulator(
        token=token,
        switches=switches,
        version=workspace.api_version,
        locales=config.locales,
        app_id=workspace.app_id or APP_ID,
        region=workspace.region.upper(),
        clock=ShiftedClock(),
    )


@contextmanager
def kept(simulator: Simulator, file: str, config: Config) -> Iterator[None]:
    """The workspace lives in the SQLite file meanwhile; a new one is made from what is there.

    Languages that were added to the configuration since are added to its help centers: who
    adds one in reconciler.yaml has added it in Intercom's settings.
    """
    with _opened(simulator, file):
        with simulator.store.work():
            for one in simulator.store.rows("help_center"):
                new = [locale for locale in config.locales if locale not in one["locales"]]
                if new:
                    locales = [*one["locales"], *new]
                    simulator.store.edit("help_center", one["id"], locales=locales)
        yield


def _opened(simulator: Simulator, file: str) -> Database:
    try:
        if is_database(file):
            return Database(file, simulator.store)
    except SimulatorError as error:
        raise ReconcilerError(error.message, hint=error.hint) from error
    raise ReconcilerError(
        f"{file}: not a workspace of the simulator",
        hint="a dumped one goes into a new file: reconciler simulate --store NEW --load FILE",
    )


@contextmanager
def simulated(
    file: str, workspace: Workspace, config: Config
) -> Iterator[tuple[httpx.BaseTransport, str]]:
    """A transport that answers as Intercom would, and the token it takes."""
    simulator = fresh(workspace, config)
    with nullcontext() if file == IN_MEMORY else kept(simulator, file, config):
        try:
            yield SimulatorTransport(simulator), TOKEN
        except SimulatorError as error:
            raise ReconcilerError(error.message, hint=error.hint) from error
