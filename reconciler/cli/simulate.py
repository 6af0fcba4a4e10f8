"""`reconciler simulate`: the built-in Intercom on a port, for trying and for tests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from io import RawIOBase
from pathlib import Path
from typing import TypeVar

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import document, say
from reconciler.cli.resort import unhurried
from reconciler.cli.simulated import TOKEN, fresh, kept
from reconciler.codes import failed, finding
from reconciler.errors import ReconcilerError, SpecError, UsageError
from reconciler.model import Pos
from reconciler.simulator import Observer, Simulator, SimulatorError, Switches, listen, seed
from reconciler.simulator.switches.written import switched
from reconciler.source.config import PATH
from reconciler.workflow import Project, open_project

T = TypeVar("T")


@click.command("simulate", short_help="Run the built-in Intercom on a port.")
@offline
@click.option("--port", type=click.IntRange(0, 65535), default=8899, show_default=True,
              help="0 takes any free one.")  # fmt: skip
@click.option("--store", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Keep the workspace in this SQLite file, which survives restarts.")  # fmt: skip
@click.option("--load", "loaded", type=click.Path(path_type=Path, dir_okay=False),
              metavar="FILE",
              help="Begin with the workspace of a dump, in place of the store's.")  # fmt: skip
@click.option("--dump", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the whole workspace as JSON at the end.")  # fmt: skip
@click.option("--seed", "seeded", type=click.IntRange(min=1), metavar="N",
              help="Add N articles and what belongs to them, at each start.")  # fmt: skip
@click.option("--faults", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="A script of what goes wrong: docs/simulator.md.")  # fmt: skip
@click.option("--latency", type=click.IntRange(0, 60_000), default=0, metavar="MS",
              help="Milliseconds that every answer takes.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=1666, show_default=True,
              metavar="N", help="Requests in ten seconds.")  # fmt: skip
@click.option("--switch", "switches", multiple=True, metavar="NAME=VALUE",
              help="Another reading of what is not known, several times if need be: "
                   "docs/simulator.md.")  # fmt: skip
@click.option("--journal", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Append each request as a line of JSON, without bodies.")  # fmt: skip
def command(  # the options of the command line
    common: Common,
    *,
    port: int,
    store: Path | None,
    loaded: Path | None,
    dump: Path | None,
    seeded: int | None,
    faults: Path | None,
    latency: int,
    limit: int,
    switches: tuple[str, ...],
    journal: Path | None,
) -> int:
    """Answer as Intercom would, until interrupted. Listens on this machine only."""
    project = open_project(common.directory, workspace=common.workspace)
    _configured(project)
    readings = _switched(switches)
    simulator = fresh(project.workspace, project.config, switches=readings)
    simulator.window.limit, simulator.latency = limit, latency / 1000
    if faults is not None:
        _play(simulator, faults)
    server = _told(lambda: listen(simulator, port=port), hint="choose another --port, 0 for any")
    keeping = nullcontext() if store is None else kept(simulator, str(store), project.config)
    writing = nullcontext() if journal is None else _written(simulator, journal)
    dumping = nullcontext() if dump is None else _dumped(simulator, dump)
    with unhurried(), server, writing, keeping, dumping:
        if loaded is not None:
            _told(lambda: simulator.store.load(loaded), hint="name a file that --dump wrote")
        if seeded is not None:
            seed(simulator, articles=seeded, collections=max(1, seeded // 15), tags=seeded // 5,
                 companies=seeded, attributes=10, contacts=seeded,
                 locales=project.config.locales)  # fmt: skip
        with suppress(KeyboardInterrupt):
            server.start()
            _announce(common, server.url)
            threading.Event().wait()
    return 0


def _configured(project: Project) -> None:
    """SpecError where reconciler.yaml is wrong: it says which workspace this one stands for."""
    wrong = [one for one in project.findings if one.pos and one.pos.file == PATH]
    if failed(wrong):
        raise SpecError(wrong)


def _switched(switches: tuple[str, ...]) -> Switches:
    try:
        return switched(switches)
    except SimulatorError as error:
        raise UsageError(error.message, hint="docs/simulator.md lists the switches") from error


@contextmanager
def _dumped(simulator: Simulator, path: Path) -> Iterator[None]:
    """The workspace in the file at the end; that it can be is seen at the beginning."""
    dump, hint = simulator.store.dump, "name a place that may be written"
    if not path.exists():
        _told(lambda: dump(path), hint=hint)
    yield
    _told(lambda: dump(path), hint=hint)


def _told(work: Callable[[], T], *, hint: str) -> T:
    try:
        return work()
    except SimulatorError as error:
        raise ReconcilerError(error.message, hint=hint) from error


def _play(simulator: Simulator, file: Path) -> None:
    """SpecError with every mistake of the script."""
    from reconciler.simulator.script import load  # noqa: PLC0415 - start-up

    try:
        simulator.play(load(file, simulator.store.tables))
    except SimulatorError as error:
        raise SpecError(
            [finding("fault-script", one.reason, Pos(one.file, one.line, one.column), hint=one.hint)
             for one in error.mistakes],
            Path.cwd(),
        ) from error  # fmt: skip


@contextmanager
def _written(simulator: Simulator, path: Path) -> Iterator[None]:
    """Every request as a line of the file, as it is answered; ReconcilerError where one is lost."""
    lost: list[OSError] = []
    try:
        file = path.open("ab", buffering=0)
    except OSError as error:
        raise _unwritable(path, error) from error
    with file:
        simulator.observers.append(Observer(after=_line(simulator, file, lost=lost)))
        yield
    if lost:
        raise _unwritable(path, lost[0])


def _unwritable(path: Path, error: OSError) -> ReconcilerError:
    return ReconcilerError(
        f"the journal {path} cannot be written: {error.strerror}",
        hint="name a file in a folder that may be written, with room for it",
    )


def _line(
    simulator: Simulator, file: RawIOBase, *, lost: list[OSError]
) -> Callable[[int, str, str], None]:
    def write(number: int, method: str, path: str) -> None:
        status = simulator.journal[number - 1][2]
        entry = {"at": round(simulator.store.clock(), 3), "number": number,
                 "method": method, "path": path, "status": status}  # fmt: skip
        try:
            file.write(json.dumps(entry).encode() + b"\n")
        except OSError as error:  # a full disk is no reason not to answer
            lost.append(error)

    return write


def _announce(common: Common, url: str) -> None:
    if common.as_json:
        document({"url": url, "token": TOKEN})
        return
    say(f"Intercom is simulated at {url}; interrupt to end it. In another terminal:")
    say(f"  export INTERCOM_BASE_URL={url} INTERCOM_ACCESS_TOKEN={TOKEN}")
    say("  reconciler plan")
