"""Names that change: the object stays, in this workspace and in every other, whenever it is told."""

from pathlib import Path

import pytest

from tests.scenarios.workspace import FILES
from tests.world import World

HELLO = "articles/1-start/1-hello.md"
MOVED = {"moved.yaml": "moved:\n  - {from: collection/start, to: collection/begin}\n"}


def renamed(files: dict[str, str]) -> dict[str, str]:
    """The first folder under another name, and every text in it another one."""
    return {path.replace("1-start", "1-begin"): text.replace("Lumen", "Luna").replace("# ", "# The ")
            if "1-start" in path else text for path, text in files.items()}  # fmt: skip


def ids(world: World, kind: str) -> list[int]:
    return sorted(one["id"] for one in world.simulator.store.rows(kind))


def test_a_folder_moves_with_all_of_its_articles_and_every_text_may_change(world: World) -> None:
    world.write(FILES)
    world.apply()
    before = ids(world, "collection"), ids(world, "article")
    for path in FILES:
        world.remove(path)
    world.write({**renamed(FILES), **MOVED})
    plan = world.plan()
    assert {one["ref"]: (one["op"], one["previous"]) for one in plan["changes"]} == {
        "collection/begin": ("move", "collection/start"),
        "article/begin/hello": ("move", "article/start/hello"),
        "article/begin/install": ("move", "article/start/install"),
    }  # fmt: skip
    assert plan["findings"] == []
    assert world.apply()["second_plan_empty"]
    assert (ids(world, "collection"), ids(world, "article")) == before
    assert "The Install" in world.titles()
    world.settled()
    remembered = world.ledger.read_text("utf-8")
    assert '"start"' not in remembered
    assert "/start" not in remembered


def test_an_entry_may_stay_for_ever_also_without_the_ledger(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    for path in FILES:
        newest.remove(path)
    newest.write({**renamed(FILES), **MOVED})
    newest.apply()
    newest.settled()
    newest.ledger.unlink()
    newest.settled()


def test_a_workspace_that_was_left_behind_follows_the_whole_chain(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: {name: Kept}}\n"})
    newest.apply()
    before = newest.simulator.store.rows("tag")
    newest.write({"t.yaml": "tags: {c: {name: Renamed}}\nmoved:\n  - {from: tag/a, to: tag/b}\n"
                            "  - {from: tag/b, to: tag/c}\n"})  # fmt: skip
    (change,) = newest.plan()["changes"]
    assert (change["op"], change["previous"]) == ("move", "tag/a")
    newest.apply()
    newest.settled()
    assert [one["id"] for one in newest.simulator.store.rows("tag")] == [
        one["id"] for one in before
    ]
    assert newest.titles("tag", "name") == ["Renamed"]


def test_a_move_that_was_not_approved_is_left_for_later(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: {name: A}, x: {name: X}}\n"})
    newest.apply()
    newest.write(
        {"t.yaml": "tags: {b: {name: B}, x: {name: Y}}\nmoved: [{from: tag/a, to: tag/b}]\n"}
    )
    newest.apply("--only", "tag/x")
    assert [one["previous"] for one in newest.plan()["changes"]] == ["tag/a"]
    newest.apply()
    newest.settled()


def test_a_conflict_keeps_what_is_remembered_under_the_old_name(newest: World) -> None:
    newest.write({HELLO: "# Hello\n\nOurs.\n"})
    newest.apply()
    (row,) = newest.simulator.store.rows("article")
    newest.simulator.store.edit("article", row["id"], title="Theirs")
    newest.remove(HELLO)
    newest.write({"articles/1-start/1-hi.md": "# Mine\n\nOurs.\n",
                  "m.yaml": "moved: [{from: article/start/hello, to: article/start/hi}]\n"})  # fmt: skip
    assert [one["op"] for one in newest.plan()["changes"]] == ["refuse"]
    newest.apply(code=3)
    (change,) = newest.plan()["changes"]
    assert (change["op"], change["previous"]) == ("refuse", "article/start/hello")
    newest.apply("--edited", "overwrite")
    newest.settled()
    assert newest.titles() == ["Mine"]


def test_a_mistake_in_a_move_sends_nothing(newest: World) -> None:
    newest.write({"t.yaml": "tags: {b: }\nmoved: [{from: tag/a, to: tag/c}]\n"})
    ran = newest.run("plan", "--json")
    assert ran.code == 6
    (found,) = ran.json["findings"]
    assert (found["code"], found["line"], found["column"]) == ("moved-nowhere", 2, 16)
    assert newest.simulator.journal == []


@pytest.mark.parametrize("order", [("tag/a", "tag/b"), ("tag/b", "tag/a")])
def test_what_two_names_became_is_asked_about(newest: World, order: tuple[str, str]) -> None:
    newest.write({"t.yaml": "tags: {a: , b: }\n"})
    newest.apply()
    rows = "".join(f"  - {{from: {one}, to: tag/c}}\n" for one in order)
    newest.write({"t.yaml": f"tags: {{c: }}\nmoved:\n{rows}"})
    plan = newest.plan()
    assert {one["ref"]: one["op"] for one in plan["changes"]} == {
        "tag/a": "refuse", "tag/b": "refuse", "tag/c": "refuse",
    }  # fmt: skip
    assert Path(newest.root / "specs/t.yaml").exists()
