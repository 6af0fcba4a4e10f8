"""Contacts in a simulated workspace, a rule that some of them match, and who received what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from reconciler.simulator import Row
from tests.world import World

DAY = 86_400
HELLO = """messages:
  hello:
    where: ["role = user", "custom_attributes.onboarded != true"]
    everyone: true
    limit: {run: 5000}
    channel: in_app
    body: "Hello {{ contact.name | default('there') }}"
"""
ATTRIBUTES = """data_attributes:
  onboarded: {model: contact, data_type: boolean}
  language: {model: contact, data_type: string}
"""


def people(world: World, count: int, *, matching: int | None = None, **fields: Any) -> list[Row]:
    """Users who signed up ten days ago; all but the first `matching` are onboarded."""
    store = world.simulator.store
    matching = count if matching is None else matching
    if not store.rows("data_attribute"):
        store.create("data_attribute", name="onboarded", model="contact", data_type="boolean")
        store.create("data_attribute", name="language", model="contact", data_type="string")
    began = store.now() - 10 * DAY
    rows = []
    with store.work():
        for number in range(len(store.rows("contact")), len(store.rows("contact")) + count):
            custom = {"onboarded": len(rows) >= matching}
            made = {"role": "user", "external_id": f"u{number}", "name": f"Person {number}",
                    "email": f"u{number}@example.com", "created_at": began,
                    "signed_up_at": began, "custom_attributes": custom, **fields}  # fmt: skip
            rows.append(store.create("contact", **made))
    indexed(world)
    return rows


def indexed(world: World) -> None:
    """The search knows everything."""
    for one in world.simulator.store._lagging.values():
        one.catch_up()


def received(world: World) -> Counter[str]:
    """By contact, how many messages."""
    return Counter(row["contact_id"] for row in world.simulator.store.rows("delivery"))


def once_each(world: World, rows: Iterable[Row]) -> bool:
    return received(world) == Counter(row["id"] for row in rows)


def at_most_once(world: World) -> bool:
    return max(received(world).values(), default=0) <= 1


def the_tag(world: World, name: str = "reconciler/message/hello") -> Row:
    (found,) = [row for row in world.simulator.store.rows("tag") if row["name"] == name]
    return found


def delivered(world: World, *args: str, code: int = 0) -> Any:
    """The report of a run, as JSON."""
    ran = world.run("deliver", "--json", *args)
    assert ran.code == code, ran.text
    return ran.json


def results(report: Any, name: str = "message/hello") -> dict[str, int]:
    (found,) = [one for one in report["deliveries"] if one["name"] == name]
    counts: dict[str, int] = found["results"]
    return counts


def refused(world: World, *args: str) -> str:
    """Why a run sent nothing."""
    before = sum(received(world).values())
    report = delivered(world, *args, code=4)
    assert sum(received(world).values()) == before
    (why,) = [one["refused"]["message"] for one in report["deliveries"] if one["refused"]]
    return str(why)
