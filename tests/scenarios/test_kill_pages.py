"""Killed with SIGKILL at any request of staging, of publishing, and of a removal with redirects."""

import signal
from pathlib import Path

import pytest

from tests.scenarios.test_kill import Killer, fresh, run_child
from tests.world import World

BASE = {
    "articles/help/a.md": "# A\n\nOne.\n",
    "articles/help/a.fr.md": "# A fr\n\nUn.\n",
    "articles/help/b.md": "# B\n\nText.\n",
    "articles/help/c.md": "# C\n\nGoes.\n",
    "articles/help/c.fr.md": "# C fr\n\nPart.\n",
}
NEXT = {
    "articles/help/a.md": "# A\n\nTwo. See [new](new.md).\n",
    "articles/help/a.fr.md": "# A fr\n\nDeux.\n",
    "articles/help/b.fr.md": "# B fr\n\nTexte.\n",
    "articles/help/new.md": "# New\n\nText.\n",
}
GONE = "removed:\n  - {ref: article/help/c, delete: true, redirect: article/help/b}\n"
STEPS = {"stage": ("--stage",), "publish": ("--publish",), "remove": ("--allow-deletes", "2")}


def before(world: World, step: str) -> None:
    """The world just before the step that is killed."""
    world.write(BASE)
    world.apply()
    if step == "remove":
        for name in ("c.md", "c.fr.md"):
            world.remove(f"articles/help/{name}")
        world.write({"gone.yaml": GONE + "  - {ref: article/help/a, locale: fr}\n"})
        world.remove("articles/help/a.fr.md")
        return
    world.write(NEXT)
    if step == "publish":
        world.apply("--stage")


def after(world: World, step: str) -> None:
    """Again, and as if nobody had been killed."""
    if step == "remove":
        left = world.plan()["summary"]["remove"]
        world.apply(*(["--allow-deletes", str(left)] if left else []))
        assert len(world.simulator.store.rows("redirect")) == 2
        assert world.titles() == ["A", "B"]
        world.settled()
        return
    if step == "stage":
        world.apply("--stage")
        assert [one["body"] for one in world.simulator.store.rows("article")
                if "Two." in one["body"]] == []  # fmt: skip
    world.apply("--publish")
    found = {one["title"]: one for one in world.simulator.store.rows("article")}
    assert sorted(found) == ["A", "B", "C", "New"]
    assert "/articles/" in found["A"]["body"]
    assert "Deux." in found["A"]["translations"]["fr"]["body"]
    states = {one["state"] for one in found.values()}
    states |= {one["state"] for row in found.values() for one in row["translations"].values()}
    assert states == {"published"}
    assert not any(one["draft"] for one in found.values())
    world.settled()


def count(root: Path, step: str) -> int:
    generator = fresh(root)
    world = next(generator)
    before(world, step)
    at = len(world.simulator.journal)
    assert run_child(world, None, *STEPS[step]) == 0
    total = len(world.simulator.journal) - at
    after(world, step)
    generator.close()
    return total


@pytest.mark.parametrize("early", [True, False], ids=["before the work", "after the work"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_request_the_next_run_converges(
    tmp_path: Path, step: str, early: bool
) -> None:
    total = count(tmp_path / "count", step)
    assert total > 8
    for number in range(1, total + 1):
        generator = fresh(tmp_path / str(number))
        world = next(generator)
        before(world, step)
        at = len(world.simulator.journal) + number
        code = run_child(world, Killer(world, at, before=early), *STEPS[step])
        assert code == -signal.SIGKILL, f"request {number}: {code}"
        after(world, step)
        generator.close()
