"""Translations that fell behind, and folders that say themselves what becomes of edits."""

import pytest

from tests.world import World

HI = "articles/help/hi.md"
FILES = {HI: "# Hi\n\nOne.\n", "articles/help/hi.fr.md": "# Salut\n\nUn.\n"}


def findings(world: World) -> list[tuple[str, str]]:
    return [(one["code"], one["file"]) for one in world.plan()["findings"]]


def test_a_stale_translation_is_said_until_it_is_translated_or_reviewed(world: World) -> None:
    world.write(FILES)
    world.apply()
    assert findings(world) == []
    stale = [("stale-translation", "specs/articles/help/hi.fr.md")]
    world.write({HI: "# Hi\n\nTwo.\n"})
    assert findings(world) == stale
    world.apply()
    assert findings(world) == stale
    world.write({HI: "---\nreviewed: {fr: 2026-11-22}\n---\n# Hi\n\nTwo.\n"})
    assert findings(world) == []
    world.apply()
    world.write({HI: "---\nreviewed: {fr: 2026-11-22}\n---\n# Hi\n\nThree.\n"})
    assert findings(world) == stale
    world.write({"articles/help/hi.fr.md": "# Salut\n\nTrois.\n"})
    assert findings(world) == []
    world.apply()
    world.settled()
    assert findings(world) == []


def test_it_can_be_refused(newest: World) -> None:
    newest.write(FILES)
    config = newest.root / "reconciler.yaml"
    config.write_text(
        config.read_text("utf-8").replace("locales:", "stale_translation: refuse, locales:"),
        "utf-8",
    )
    newest.apply()
    newest.file(f"specs/{HI}", "# Hi\n\nTwo.\n")
    assert [one["op"] for one in newest.plan()["changes"]] == ["refuse"]
    newest.apply(code=3)
    newest.file("specs/articles/help/hi.fr.md", "# Salut\n\nDeux.\n")
    newest.apply()
    newest.settled()


@pytest.mark.parametrize(
    ("policy", "ops"), [("keep", []), ("refuse", ["refuse"]), ("overwrite", ["update"])]
)
def test_a_folder_says_what_becomes_of_edits_in_it(
    newest: World, policy: str, ops: list[str]
) -> None:
    newest.write({**FILES, "articles/help/_collection.yaml": f"edited_in_intercom: {policy}\n"})
    newest.apply()
    (row,) = newest.simulator.store.rows("article")
    newest.simulator.store.edit("article", row["id"], title="Theirs")
    assert [one["op"] for one in newest.plan()["changes"]] == ops
    assert [one["op"] for one in newest.plan("--edited", "overwrite")["changes"]] == ["update"]
