"""What Intercom cannot order is said once, and is never a difference."""

from tests.world import World


def order(world: World) -> list[str]:
    return [one["message"] for one in world.plan()["findings"] if one["code"] == "order"]


def pages(*names: str) -> dict[str, str]:
    return {f"articles/{name}.md": f"# {name}\n\nText.\n" for name in names}


def test_declared_order_is_that_of_creation_and_nothing_is_said(world: World) -> None:
    world.write(pages("1-b/2-x", "1-b/1-y", "2-a/p", "2-a/q"))
    assert order(world) == []
    world.apply()
    assert order(world) == []
    world.settled()


def test_another_order_is_said_with_both_and_stays_no_change(world: World) -> None:
    world.write(pages("1-b/1-x", "1-b/2-y", "2-a/p"))
    world.apply()
    root = world.root / "specs/articles"
    (root / "1-b/1-x.md").rename(root / "1-b/3-x.md")
    (root / "1-b").rename(root / "3-b")
    assert order(world) == [
        "collections at the top stand in the order of their creation: b, a; declared: a, b",
        "articles in b stand in the order of their creation: x, y; declared: y, x",
    ]
    world.settled()


def test_what_is_created_between_others_will_be_last(newest: World) -> None:
    newest.write(pages("1-x", "3-z"))
    newest.apply()
    newest.write(pages("2-y"))
    said = ["articles at the top stand in the order of their creation: x, z, y; declared: x, y, z"]
    assert order(newest) == said
    newest.apply()
    assert order(newest) == said
    newest.settled()


def test_several_places_are_one_note(newest: World) -> None:
    newest.write(pages(*(f"{box}/{one}" for box in "ab" for one in ("1-x", "2-y"))))
    newest.apply()
    for box in "ab":
        path = newest.root / f"specs/articles/{box}"
        (path / "1-x.md").rename(path / "3-x.md")
    (said,) = order(newest)
    assert "in a " in said
    assert said.endswith("; so it is in 1 more places")
    assert "note[order]" in newest.ok("plan").text


def test_files_without_numbers_and_lists_in_yaml(newest: World) -> None:
    newest.write(pages("c", "b"))
    newest.apply()
    newest.write({**pages("a"), "boxes.yaml": "collections:\n  y: {name: Y}\n  z: {name: Z}\n"})
    assert order(newest) == []
    newest.apply()
    newest.write({"boxes.yaml": "collections:\n  z: {name: Z}\n  y: {name: Y}\n"})
    (said,) = order(newest)
    assert said.endswith("order of their creation: y, z; declared: z, y")


def test_a_folder_with_a_data_file_is_placed_by_its_number(newest: World) -> None:
    newest.write({**pages("1-a/p", "2-b/q"), "articles/1-a/_collection.yaml": "name: A\n"})
    newest.apply()
    root = newest.root / "specs/articles"
    (root / "1-a").rename(root / "3-a")
    assert [one.partition(" ")[0] for one in order(newest)] == ["collections"]
