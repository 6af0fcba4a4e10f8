"""The tags that record deliveries are nobody's to declare, remove or take off."""

from reconciler.simulator import Row
from tests.world import World

NAME = "reconciler/message/hello"


def reserved(world: World) -> Row:
    return world.simulator.store.create("tag", name=NAME)


def test_a_reserved_tag_cannot_be_declared_in_any_case(newest: World) -> None:
    newest.write({"tags.yaml": "tags:\n  Reconciler/x:\n  ours: {name: RECONCILER/y}\n"})
    ran = newest.run("validate")
    assert ran.code == 6
    assert "2 errors" in ran.text
    assert "record deliveries" in ran.text


def test_a_reserved_tag_is_not_among_what_nobody_manages(newest: World) -> None:
    reserved(newest)
    newest.write({"tags.yaml": "tags:\n  VIP:\n"})
    assert newest.plan()["unmanaged"].get("tag", 0) == 0
    newest.apply()
    newest.settled()
    assert newest.titles("tag", "name") == ["VIP", NAME]


def test_exactly_these_tags_leaves_a_reserved_one_on_a_company(newest: World) -> None:
    row = reserved(newest)
    newest.write({"a.yaml": "tags:\n  VIP:\ncompanies:\n  acme: {company_id: c1, tags: [VIP]}\n"})
    newest.apply()
    (company,) = newest.simulator.store.rows("company")
    other = newest.simulator.store.create("tag", name="other")
    tags = [*company["tags"], row["id"], other["id"]]
    newest.simulator.store.edit("company", company["id"], tags=tags)
    exactly = "companies:\n  acme: {company_id: c1, tags: {exactly: [VIP]}}\n"
    newest.write({"a.yaml": "tags:\n  VIP:\n" + exactly})
    newest.apply()
    newest.settled()
    (company,) = newest.simulator.store.rows("company")
    assert company["tags"] == [tags[0], row["id"]]
