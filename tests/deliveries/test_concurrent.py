"""Two runs at once, and runs with different ledgers: nobody is sent to twice."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from reconciler.simulator import Observer, Switches
from tests.deliveries.audience import HELLO, at_most_once, indexed, people, received
from tests.world import World, open_world

CHILD = multiprocessing.get_context("forkserver")
CHILD.set_forkserver_preload(["reconciler.cli.deliver", "reconciler.source", "httpx",
                              "reconciler.workflow.composing", "reconciler.workflow.settling",
                              "selectolax.lexbor", "markdown_it", "jinja2", "tests.world"])  # fmt: skip


def child(root: str, environment: dict[str, str], *args: str) -> None:
    """A run in a process that may die at any moment."""
    from reconciler.cli.main import main  # noqa: PLC0415 - in the child

    os.environ.update(environment)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os._exit(main(["deliver", "-C", root, *args]))


def together(world: World, ledgers: list[str]) -> list[int | None]:
    """One process for each ledger, begun at once."""
    environment = {**world.environment(), "CI": ""}
    runs = [
        CHILD.Process(
            target=child, args=(str(world.root), environment | {"RECONCILER_LEDGER": one})
        )
        for one in ledgers
    ]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    return [one.exitcode for one in runs]


def test_two_runs_at_once_on_one_ledger(newest: World) -> None:
    people(newest, 200)
    newest.write({"a.yaml": HELLO})
    codes = together(newest, [f"file:{newest.ledger}"] * 2)
    assert 0 in codes
    assert at_most_once(newest)
    indexed(newest)
    newest.ok("deliver")
    assert len(received(newest)) == 200
    assert at_most_once(newest)


@pytest.mark.parametrize("lag", [0.0, 600.0], ids=["search at once", "search minutes behind"])
def test_two_runs_at_once_that_know_nothing_of_each_other(tmp_path: Path, lag: float) -> None:
    """Each marks its recipients before it reads them, so that one of two sees the other."""
    for world in open_world(tmp_path, switches=Switches(search_lag=lag)):
        people(world, 250)
        world.write({"a.yaml": HELLO})
        together(world, [f"file:{tmp_path}/one.jsonl", f"file:{tmp_path}/two.jsonl"])
        assert received(world)
        assert at_most_once(world)
        world.run("deliver")
        assert at_most_once(world)


def test_a_run_that_lost_its_lock_begins_nothing_more(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It slept, another one took over: what is claimed is left to that one."""
    from reconciler.ledger import FileStore  # noqa: PLC0415 - as below

    monkeypatch.setattr("reconciler.cli.connect.LOCK_SECONDS", 0.3)
    people(newest, 150)
    newest.write({"a.yaml": HELLO})

    def taken(*_: object) -> None:
        if len(received(newest)) == 20:
            store = FileStore(newest.ledger)
            store.unlock(None)
            store.lock("another run", 900)
            time.sleep(0.5)

    newest.simulator.observers.append(Observer(after=taken))
    ran = newest.run("deliver")
    newest.simulator.observers.clear()
    assert ran.code == 5, ran.text
    assert "not begun" in ran.text
    assert 20 <= len(received(newest)) < 150
    FileStore(newest.ledger).unlock("another run")
    indexed(newest)
    newest.run("deliver")
    assert at_most_once(newest)
    assert len(received(newest)) == 150
