"""A version that compares bodies otherwise: one group of re-renders, never a hundred conflicts."""

import json
from collections.abc import Callable

from tests.world import World

COUNT = 100


def published(world: World) -> None:
    world.write(
        {
            f"articles/page-{n:03}.md": f"# Page {n}\n\nOne **bold** word, {n}.\n"
            for n in range(COUNT)
        }
    )
    world.apply()
    world.settled()


def remembered_by_an_earlier_version(world: World, form: Callable[[str], str]) -> None:
    """The ledger as a version left it that made other forms of bodies."""
    lines = [json.loads(line) for line in world.ledger.read_text("utf-8").splitlines()]
    for one in lines:
        if one.get("entry", "").startswith("article/"):
            one["canon"] = 0
            for side in (one["meant"], one.get("echoed", {})):
                if "body" in side:
                    side["body"] = form(side["body"])
    world.ledger.write_text("".join(f"{json.dumps(one)}\n" for one in lines), "utf-8")


def canons(world: World) -> set[int]:
    lines = map(json.loads, world.ledger.read_text("utf-8").splitlines())
    found = {one["entry"]: one["canon"] for one in lines if "entry" in one}
    return set(found.values())


def edited(world: World, number: int, body: str) -> None:
    rows = world.simulator.store.rows("article")
    one = next(row for row in rows if row["title"] == f"Page {number}")
    world.simulator.store.edit("article", one["id"], body=body)


def test_another_spelling_of_the_same_body_is_no_change_and_is_remembered_anew(
    world: World,
) -> None:
    published(world)
    remembered_by_an_earlier_version(
        world,
        lambda body: f"<div>{body.replace('<b>', '<strong>').replace('</b>', '</strong>')}</div>",
    )
    plan = world.plan()
    assert (plan["changes"], plan["kept"]) == ([], [])
    assert canons(world) == {0}
    world.apply()
    assert canons(world) == {1}
    world.settled()


def test_what_an_earlier_version_did_not_tell_apart_is_one_group(world: World) -> None:
    """It knew no bold, and so did not see that Intercom had dropped it, everywhere."""
    published(world)
    for number in range(COUNT):
        edited(world, number, f'<p class="no-margin">One bold word, {number}.</p>')
    remembered_by_an_earlier_version(
        world, lambda body: body.replace("<b>", "").replace("</b>", "")
    )
    plan = world.plan()
    assert {one["op"] for one in plan["changes"]} == {"update"}
    assert (len(plan["changes"]), plan["kept"]) == (COUNT, [])
    text = world.ok("plan").out
    assert text.count("~ update") == 1
    assert (
        "100 together, rendered anew: this version of reconciler compares bodies otherwise" in text
    )
    assert "article/page-000, article/page-001, article/page-002, and 97 more" in text
    world.apply()
    assert canons(world) == {1}
    world.settled()


def test_both_sides_told_apart_anew_are_no_conflict_and_an_edit_in_intercom_stays(
    world: World,
) -> None:
    published(world)
    edited(world, 7, '<p class="no-margin">A teammate wrote this.</p>')
    edited(world, 8, '<p class="no-margin"><i>One</i> bold word, 8.</p>')
    world.file("specs/articles/page-008.md", "# Page 8\n\nOne word more.\n")
    remembered_by_an_earlier_version(world, lambda body: body)
    plan = world.plan()
    assert [(one["ref"], one["op"]) for one in plan["changes"]] == [("article/page-008", "update")]
    assert [one["ref"] for one in plan["kept"]] == ["article/page-007"]
    assert "1 together, rendered anew" in world.ok("plan").out


def test_what_differs_only_in_where_images_are_served_stays_as_it_is(world: World) -> None:
    world.file("specs/articles/a.md", "# A\n\n**b**\n\n![c](https://cdn.example.com/c.png)\n")
    world.write({})
    world.apply()
    world.settled()
    remembered_by_an_earlier_version(
        world, lambda body: body.replace("<b>", "").replace("</b>", "")
    )
    world.settled()
    world.apply()
    assert canons(world) == {1}
