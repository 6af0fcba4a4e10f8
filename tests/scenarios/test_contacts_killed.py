"""Killed with SIGKILL at any request of an apply of contacts, the next one makes no second of any."""

import signal
from pathlib import Path

import pytest

from reconciler.simulator import Switches
from tests.scenarios.test_kill import Killer, run_child
from tests.world import World, open_world

PARTS = 4


def people() -> dict[str, str]:
    """A tag, a company, an attribute, eight contacts: half by external id, half by e-mail."""
    rows = "".join(
        f"  c{number}: {{{f'external_id: u-{number}' if number % 2 else f'email: p{number}@acme.com'},"
        f" name: Person {number}, tags: [VIP], companies: [acme],"
        f" custom_attributes: {{nick: n{number}}}}}\n"
        for number in range(8)
    )  # fmt: skip
    return {
        "tags.yaml": "tags:\n  VIP:\n",
        "attributes.yaml": "data_attributes:\n  nick: {model: contact, data_type: string}\n",
        "companies.yaml": "companies:\n  acme: {company_id: c-1, name: Acme}\n",
        "people.yaml": f"contacts:\n{rows}",
    }


def count(root: Path) -> int:
    generator = open_world(root, "2.16")
    world = next(generator)
    world.write(people())
    assert run_child(world) == 0
    total = len(world.simulator.journal)
    generator.close()
    return total


def keys(world: World) -> list[tuple[object, object]]:
    return [(one["external_id"], one["email"]) for one in world.simulator.store.rows("contact")]


@pytest.mark.parametrize("before", [True, False], ids=["before the work", "after the work"])
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_request_there_is_one_contact_of_each(
    tmp_path: Path, part: int, before: bool
) -> None:
    total = count(tmp_path / "count")
    assert total > 40
    for at in range(1 + part, total + 1, PARTS):
        root = tmp_path / str(at)
        generator = open_world(root, "2.16", switches=Switches())
        world = next(generator)
        world.write(people())
        code = run_child(world, Killer(world, at, before=before))
        assert code == -signal.SIGKILL, f"request {at}: {code}"
        world.apply()
        assert len(keys(world)) == 8, f"request {at}"
        assert len(set(keys(world))) == 8
        world.settled()
        generator.close()
