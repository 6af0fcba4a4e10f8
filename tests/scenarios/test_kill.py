"""Killed with SIGKILL at any request of an apply, the next apply converges without a duplicate.

The client runs in a process of its own; the simulator, here, kills it when a request comes in,
either before the work of that request (which is then not done) or after it (whose answer is
then lost).
"""

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from reconciler.simulator import Observer
from tests.world import World, open_world

PARTS = 8
CHILD = multiprocessing.get_context("forkserver")
CHILD.set_forkserver_preload(["reconciler.cli.apply", "reconciler.source", "reconciler.content",
                              "selectolax.lexbor", "markdown_it", "httpx", "tests.world"])  # fmt: skip


def forty() -> dict[str, str]:
    """8 tags, 4 attributes, 8 collections, 14 articles that link, 6 companies with tags."""
    files = {
        "tags.yaml": "tags:\n" + "".join(f"  tag-{number}:\n" for number in range(8)),
        "attributes.yaml": "data_attributes:\n"
        + "".join(
            f"  attr_{number}: {{model: company, data_type: string}}\n" for number in range(4)
        ),
        "companies.yaml": "companies:\n"
        + "".join(
            f"  c{number}: {{company_id: c{number}, name: C {number}, tags: [tag-{number}],"
            f" custom_attributes: {{attr_{number % 4}: x}}}}\n"
            for number in range(6)
        ),
    }
    for number in range(14):
        after = (number + 1) % 14
        target = f"../../top-{after % 4}/sub/page-{after}.md"
        text = f"# Article {number}\n\nSee [next]({target}).\n"
        files[f"articles/top-{number % 4}/sub/page-{number}.md"] = text
    return files


def _child(root: str, environment: dict[str, str], flags: tuple[str, ...]) -> None:
    """An apply in a process that may die at any moment."""
    from reconciler.cli.main import main  # noqa: PLC0415 - in the child

    os.environ.update(environment)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os._exit(main(["apply", "--yes", *flags, "-C", root]))


class Killer:
    """Kills the client at its request number `at`."""

    def __init__(self, world: World, at: int, *, before: bool) -> None:
        self.world, self.at, self.first = world, at, before
        self.pid = 0

    def before(self, number: int, method: str, path: str) -> None:
        if self.first and number == self.at:
            os.kill(self.pid, signal.SIGKILL)
            raise ConnectionAbortedError

    def after(self, number: int, *rest: Any) -> None:
        if not self.first and number == self.at:
            os.kill(self.pid, signal.SIGKILL)


def run_child(world: World, killer: Killer | None = None, *flags: str) -> int | None:
    environment = {**world.environment(), "CI": ""}
    child = CHILD.Process(target=_child, args=(str(world.root), environment, flags))
    if killer is None:
        child.start()
    else:
        with world.simulator.store.lock:
            child.start()
            killer.pid = child.pid or 0
            world.simulator.observers.append(Observer(killer.before, killer.after))
    child.join()
    world.simulator.observers.clear()
    return child.exitcode


def fresh(root: Path) -> Any:
    return open_world(root, "2.16")


KEYS = {"tag": ("name",), "data_attribute": ("name",), "collection": ("parent_id", "name"),
        "article": ("title",), "company": ("company_id",)}  # fmt: skip


def duplicates(world: World) -> list[str]:
    found = []
    for kind, key in KEYS.items():
        names = [tuple(one[name] for name in key) for one in world.simulator.store.rows(kind)]
        if len(names) != len(set(names)):
            found.append(kind)
    return found


def count(root: Path) -> int:
    """How many requests an undisturbed apply sends."""
    generator = fresh(root)
    world = next(generator)
    world.write(forty())
    assert run_child(world) == 0
    total = len(world.simulator.journal)
    assert sum(len(world.simulator.store.rows(kind))
               for kind in ("tag", "collection", "article", "company")) == 36  # fmt: skip
    generator.close()
    return total


@pytest.mark.parametrize("before", [True, False], ids=["before the work", "after the work"])
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_request_the_next_apply_converges(
    tmp_path: Path, part: int, before: bool
) -> None:
    total = count(tmp_path / "count")
    assert total > 60
    for at in range(1 + part, total + 1, PARTS):
        root = tmp_path / str(at)
        generator = fresh(root)
        world = next(generator)
        world.write(forty())
        code = run_child(world, Killer(world, at, before=before))
        assert code == -signal.SIGKILL, f"request {at}: {code}"
        world.apply()
        assert not duplicates(world), f"request {at}"
        world.settled()
        assert len(world.titles()) == 14
        generator.close()
