"""Killed with SIGKILL at any request and started again, any number of times: at most one each.

The full sizes (every position for 60 recipients, random ones for 2,000) are those of
benchmarks/deliveries.py.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reconciler.api.pace import MOST
from reconciler.deliver.run import BATCH
from reconciler.simulator import Observer
from tests.deliveries.audience import HELLO, at_most_once, delivered, indexed, people, received
from tests.deliveries.test_concurrent import CHILD, child
from tests.world import World, open_world


class Killer:
    """Kills the client at its request number `at`, before or after its work."""

    def __init__(self, at: int, *, before: bool) -> None:
        self.at, self.first, self.pid = at, before, 0

    def before(self, number: int, method: str, path: str) -> None:
        if self.first and number == self.at:
            os.kill(self.pid, signal.SIGKILL)
            raise ConnectionAbortedError

    def after(self, number: int, *_rest: Any) -> None:
        if not self.first and number == self.at:
            os.kill(self.pid, signal.SIGKILL)


def killed(world: World, at: int, *, before: bool) -> int | None:
    """A run that dies at a request, counted from now; its exit code."""
    killer = Killer(len(world.simulator.journal) + at, before=before)
    environment = {**world.environment(), "CI": ""}
    run = CHILD.Process(target=child, args=(str(world.root), environment))
    with world.simulator.store.lock:
        run.start()
        killer.pid = run.pid or 0
        world.simulator.observers.append(Observer(killer.before, killer.after))
    run.join()
    world.simulator.observers.clear()
    return run.exitcode


def requests(root: Path, count: int) -> int:
    """How many an undisturbed run sends."""
    for world in open_world(root):
        people(world, count)
        world.write({"a.yaml": HELLO})
        delivered(world)
        return len(world.simulator.journal)
    raise AssertionError


def scene(root: Path, count: int, lost: Callable[[World], None], *ats: int, before: bool) -> int:
    """Killed at each of these requests, then run to the end; how many are uncertain."""
    for world in open_world(root):
        rows = people(world, count)
        world.write({"a.yaml": HELLO})
        for at in ats:
            killed(world, at, before=before)
            lost(world)
            assert at_most_once(world)
        report = delivered(world)
        indexed(world)
        report = delivered(world)
        assert at_most_once(world)
        unsure = report["deliveries"][0]["uncertain"]
        left = {row["id"] for row in rows} - set(received(world))
        assert left <= set(unsure), f"{ats}: neither sent nor uncertain"
        return len(unsure)
    raise AssertionError


def nothing(_world: World) -> None:
    """The ledger survives."""


def ledger_lost(world: World) -> None:
    """Another machine: neither ledger nor lock."""
    for file in world.ledger.parent.glob("*.jsonl*"):
        file.unlink()


COUNT = 60
FEW = 9
"""Positions that are tried here, spread over the run."""


@pytest.mark.parametrize("before", [True, False], ids=["before the work", "after the work"])
def test_killed_at_any_request_each_gets_one_or_is_uncertain(tmp_path: Path, before: bool) -> None:
    total = requests(tmp_path / "count", COUNT)
    assert total > 2 * COUNT
    for at in range(1 + before, total + 1, total // FEW):
        unsure = scene(tmp_path / str(at), COUNT, nothing, at, before=before)
        assert unsure <= MOST, f"request {at}"


@pytest.mark.parametrize("before", [True, False], ids=["before the work", "after the work"])
def test_killed_and_the_ledger_lost_at_most_a_batch_is_uncertain(
    tmp_path: Path, before: bool
) -> None:
    total = requests(tmp_path / "count", COUNT)
    for at in range(3 + before, total + 1, total // 5):
        unsure = scene(tmp_path / str(at), COUNT, ledger_lost, at, before=before)
        assert unsure <= BATCH, f"request {at}"


def test_killed_again_and_again(tmp_path: Path) -> None:
    random = Random(7)
    ats = [random.randrange(1, 90) for _ in range(6)]
    assert scene(tmp_path, COUNT, nothing, *ats, before=False) <= MOST * len(ats)
