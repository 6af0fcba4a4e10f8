"""Tags of articles, from 2.16: attached and detached one by one, those of others left alone."""

from pathlib import Path

import pytest

from tests.scenarios.test_faults import fault
from tests.scenarios.workspace import FILES
from tests.world import World, open_world

TAGS = "tags:\n  VIP:\n  beta:\n"
HI = "articles/help/hi.md"


def page(tags: str) -> dict[str, str]:
    return {"tags.yaml": TAGS, HI: f"---\ntags: {tags}\n---\n# Hi\n\nOne.\n"}


def names(world: World) -> list[str]:
    (row,) = world.simulator.store.rows("article")
    tags = {one["id"]: one["name"] for one in world.simulator.store.rows("tag")}
    return sorted(str(tags[one]) for one in row["tags"])


def test_tags_are_attached_and_detached_and_those_of_others_stay(newest: World) -> None:
    newest.write(page("[VIP, beta]"))
    assert newest.apply()["requests"]["writes"] == newest.writes == 2 + 1 + 1 + 2
    assert names(newest) == ["VIP", "beta"]
    newest.settled()
    (row,) = newest.simulator.store.rows("article")
    theirs = newest.simulator.store.create("tag", name="theirs")
    newest.simulator.store.edit("article", row["id"], tags=[*row["tags"], theirs["id"]])
    newest.settled()
    newest.write(page("[VIP]"))
    (change,) = newest.plan()["changes"]
    assert (change["op"], [each["path"] for each in change["fields"]]) == (
        "update", [["tags", "beta"]])  # fmt: skip
    before = newest.writes
    newest.apply()
    assert newest.requests("DELETE", "/tags/")
    assert newest.writes == before + 1
    assert names(newest) == ["VIP", "theirs"]
    newest.settled()


def test_exactly_takes_off_what_others_attached(newest: World) -> None:
    newest.write(page("[VIP]"))
    newest.apply()
    (row,) = newest.simulator.store.rows("article")
    theirs = newest.simulator.store.create("tag", name="theirs")
    newest.simulator.store.edit("article", row["id"], tags=[*row["tags"], theirs["id"]])
    newest.write(page("{exactly: [beta]}"))
    newest.apply()
    assert names(newest) == ["beta"]
    newest.settled()


@pytest.mark.parametrize("version", ["2.11", "2.15"])
def test_before_2_16_it_is_a_finding_with_its_place(tmp_path: Path, version: str) -> None:
    for world in open_world(tmp_path, version):
        world.write(page("[VIP]"))
        ran = world.run("validate")
        assert ran.code == 6
        assert f"specs/{HI}:2:1" in ran.text
        assert "tags needs API version 2.16" in ran.text


def test_a_detach_whose_answer_was_lost_is_done(newest: World) -> None:
    newest.write(page("[VIP]"))
    newest.apply()
    newest.write(page("[]"))
    fault(newest, method="DELETE", path="/articles/*", nth=1, drop="after")
    newest.apply()
    assert names(newest) == []
    newest.settled()


@pytest.mark.parametrize("version", ["2.15", "2.16"])
def test_import_writes_tags_where_they_can_be_written(tmp_path: Path, version: str) -> None:
    for world in open_world(tmp_path, version):
        world.write(FILES)
        world.apply()
        article = world.simulator.store.rows("article")[0]
        tag = next(iter(world.simulator.store.rows("tag")))
        world.simulator.store.edit("article", article["id"], tags=[tag["id"]])
        for file in sorted((world.root / "specs").rglob("*"), reverse=True):
            file.unlink() if file.is_file() else file.rmdir()
        world.ledger.unlink()
        world.ok("import")
        texts = [one.read_text("utf-8") for one in (world.root / "specs/articles").rglob("*.md")]
        assert any("tags:" in text for text in texts) is (version == "2.16")
        world.settled()
