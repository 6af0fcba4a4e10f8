"""`{exactly: [..]}`: what a teammate attached is taken off, declared or not."""

from tests.world import World

SPECS = """tags: {VIP: }
companies:
  acme: {company_id: c-1, name: Acme, tags: %s}
"""


def names(world: World) -> list[str]:
    (company,) = world.simulator.store.rows("company")
    tags = {one["id"]: one["name"] for one in world.simulator.store.rows("tag")}
    return sorted(str(tags[one]) for one in company["tags"])


def test_exactly_takes_off_the_tags_of_others(world: World) -> None:
    world.write({"a.yaml": SPECS % "[VIP]"})
    world.apply()
    (row,) = world.simulator.store.rows("company")
    tag = world.simulator.store.create("tag", name="theirs")
    world.simulator.store.edit("company", row["id"], tags=[*row["tags"], tag["id"]])
    assert names(world) == ["VIP", "theirs"]
    world.settled()
    world.write({"a.yaml": SPECS % "{exactly: [VIP]}"})
    (change,) = world.plan()["changes"]
    assert [each["path"] for each in change["fields"]] == [["tags", "theirs"]]
    world.apply()
    assert names(world) == ["VIP"]
    assert world.titles("tag", "name") == ["VIP", "theirs"]
    world.settled()


def test_exactly_nothing_needs_no_tag_declared(newest: World) -> None:
    newest.write({"a.yaml": "companies: {acme: {company_id: c-1, name: Acme}}\n"})
    newest.apply()
    (row,) = newest.simulator.store.rows("company")
    tag = newest.simulator.store.create("tag", name="theirs")
    newest.simulator.store.edit("company", row["id"], tags=[tag["id"]])
    newest.write(
        {"a.yaml": "companies: {acme: {company_id: c-1, name: Acme, tags: {exactly: []}}}\n"}
    )
    newest.apply()
    assert names(newest) == []
    newest.settled()
