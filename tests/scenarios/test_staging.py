"""`apply --stage`: texts wait in drafts. `apply --publish`: what waited is what readers see."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.world import World, open_world

HI, INSTALL = "articles/help/1-hi.md", "articles/help/2-install.md"
FILES = {
    HI: "# Hi\n\nOne.\n",
    "articles/help/1-hi.fr.md": "# Salut\n\nUn.\n",
    INSTALL: "# Install\n\nText.\n",
}


def row(world: World, title: str) -> Any:
    (found,) = [one for one in world.simulator.store.rows("article") if one["title"] == title]
    return found


def seen(world: World, title: str) -> tuple[str, str]:
    """The body that readers see, and its state."""
    found = row(world, title)
    return str(found["body"]).replace('<p class="no-margin">', "<p>"), found["state"]


def ops(plan: Any) -> dict[str, str]:
    return {one["ref"]: one["op"] for one in plan["changes"]}


def codes(plan: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in plan["findings"]:
        found.setdefault(one["code"], []).append(one["message"].partition(":")[0])
    return found


def run(world: World, *flags: str, code: int = 0) -> Any:
    """An apply whose forecast is the number of requests."""
    plan = world.plan(*[one for one in flags if one in ("--stage", "--publish")])
    before = world.writes
    report = world.apply(*flags, code=code)
    if code == 0:
        assert world.writes - before == report["requests"]["writes"] == plan["forecast"]["writes"]
        assert report["requests"]["reads"] <= plan["forecast"]["reads"]
    return report


def quiet(world: World, *flags: str) -> Any:
    """Nothing is due and nothing is sent."""
    plan = world.plan("--detailed-exitcode", *flags)
    assert (plan["changes"], plan["exit"]) == ([], 0)
    before = world.writes
    world.apply(*flags)
    assert world.writes == before
    return plan


@pytest.fixture
def made(newest: World) -> World:
    newest.write(FILES)
    newest.apply()
    return newest


def test_texts_wait_in_a_draft_until_they_are_published(made: World) -> None:
    made.write({HI: "# Hi\n\nTwo.\n", "articles/help/1-hi.fr.md": "# Salut\n\nDeux.\n"})
    plan = made.plan("--stage")
    assert ops(plan) == {"article/help/hi": "stage"}
    run(made, "--stage")
    assert seen(made, "Hi") == ("<p>One.</p>", "published")
    assert row(made, "Hi")["draft"]["body"].count("Two.") == 1
    for flags in ((), ("--stage",)):
        assert codes(quiet(made, *flags)) == {"staged": ["article/help/hi"]}
    assert ops(made.plan("--publish")) == {"article/help/hi": "publish"}
    run(made, "--publish")
    assert seen(made, "Hi") == ("<p>Two.</p>", "published")
    assert "Deux." in row(made, "Hi")["translations"]["fr"]["body"]
    made.settled()
    assert quiet(made, "--publish")["findings"] == []


def test_what_is_staged_again_is_what_is_published(made: World) -> None:
    made.write({HI: "# Hi\n\nTwo.\n"})
    run(made, "--stage")
    made.write({HI: "# Hi\n\nThree.\n"})
    assert ops(made.plan()) == ops(made.plan("--publish")) == {"article/help/hi": "refuse"}
    assert "the files changed since" in str(made.plan()["findings"])
    made.apply("--publish", code=3)
    assert seen(made, "Hi")[0] == "<p>One.</p>"
    run(made, "--stage")
    run(made, "--publish")
    assert seen(made, "Hi")[0] == "<p>Three.</p>"
    made.settled()


def test_files_that_went_back_are_staged_too_and_nothing_else_is_published(made: World) -> None:
    made.write({HI: "# Hi\n\nTwo.\n"})
    run(made, "--stage")
    made.write(FILES)
    assert codes(quiet(made)) == {"staged": ["article/help/hi"]}
    assert codes(quiet(made, "--publish")) == {"staged": ["article/help/hi"]}
    assert seen(made, "Hi")[0] == "<p>One.</p>"
    run(made, "--stage")
    run(made, "--publish")
    assert seen(made, "Hi")[0] == "<p>One.</p>"
    assert row(made, "Hi")["draft"] is None
    made.settled()


def test_a_new_article_is_created_unpublished_and_published_in_the_burst(made: World) -> None:
    made.write({"articles/help/3-new.md": "# New\n\nText.\n",
                "articles/help/3-new.fr.md": "# Neuf\n\nTexte.\n"})  # fmt: skip
    assert ops(made.plan("--stage")) == {"article/help/new": "create"}
    run(made, "--stage")
    assert seen(made, "New")[1] == "draft"
    assert row(made, "New")["translations"]["fr"]["state"] == "draft"
    for flags in ((), ("--stage",)):
        assert codes(quiet(made, *flags)) == {"staged": ["article/help/new"]}
    run(made, "--publish")
    assert seen(made, "New")[1] == "published"
    assert row(made, "New")["translations"]["fr"]["state"] == "published"
    made.settled()


def test_a_new_article_that_says_itself_that_it_is_public_waits_too(made: World) -> None:
    made.write({"articles/help/3-new.md": "---\nstate: published\n---\n# New\n\nText.\n"})
    run(made, "--stage")
    assert seen(made, "New")[1] == "draft"
    assert codes(quiet(made)) == {"staged": ["article/help/new"]}
    made.write({"articles/help/3-new.md": "---\nstate: published\n---\n# New\n\nMore.\n"})
    run(made, "--stage")
    assert seen(made, "New") == ("<p>More.</p>", "draft")
    run(made, "--publish")
    assert seen(made, "New") == ("<p>More.</p>", "published")
    made.settled()


def test_links_to_a_new_article_come_when_it_has_its_address(made: World) -> None:
    made.write({"articles/help/3-new.md": "# New\n\nText.\n",
                HI: "# Hi\n\nSee [new](3-new.md).\n"})  # fmt: skip
    run(made, "--stage")
    assert {"staged", "draft-link"} <= set(codes(quiet(made)))
    run(made, "--publish")
    assert f"/articles/{row(made, 'New')['id']}-new" in seen(made, "Hi")[0]
    made.settled()


def test_a_new_language_is_staged_and_published(made: World) -> None:
    made.write({"articles/help/2-install.fr.md": "# Installer\n\nTexte.\n"})
    run(made, "--stage")
    assert "fr" not in row(made, "Install")["translations"]
    assert codes(quiet(made)) == {"staged": ["article/help/install"]}
    run(made, "--publish")
    assert row(made, "Install")["translations"]["fr"]["state"] == "published"
    made.settled()


def test_what_has_no_draft_is_held_back_and_done_with_the_rest(made: World) -> None:
    made.remove("articles/help/1-hi.fr.md")
    made.remove(HI)
    made.write({INSTALL: "---\nparent: other\ntags: [VIP]\n---\n# Install\n\nMore.\n",
                "more.yaml": "tags: {VIP: }\ncollections: {other: {name: Other}}\n"})  # fmt: skip
    plan = made.plan("--stage")
    assert ops(plan) == {"tag/VIP": "create", "collection/other": "create",
                         "article/help/install": "stage"}  # fmt: skip
    assert sorted(codes(plan)["held-back"]) == ["article/help/hi", "article/help/install"]
    run(made, "--stage")
    before = dict(row(made, "Install"))
    assert (before["tags"], seen(made, "Hi")[1]) == ([], "published")
    assert ops(made.plan()) == {"article/help/install": "refuse", "article/help/hi": "unpublish"}
    run(made, "--publish", "--allow-deletes", "1")
    after = row(made, "Install")
    assert (len(after["tags"]), after["parent_id"] != before["parent_id"]) == (1, True)
    assert "More." in after["body"]
    assert seen(made, "Hi")[1] == "draft"
    made.settled()


def test_an_unpublished_article_is_written_and_stays_unpublished(made: World) -> None:
    made.write({"articles/help/4-draft.md": "---\nstate: draft\n---\n# D\n\nOne.\n"})
    made.apply()
    made.write({"articles/help/4-draft.md": "---\nstate: published\n---\n# D\n\nTwo.\n"})
    plan = made.plan("--stage")
    assert (ops(plan), codes(plan)) == ({"article/help/draft": "update"},
                                        {"held-back": ["article/help/draft"]})  # fmt: skip
    run(made, "--stage")
    assert seen(made, "D") == ("<p>Two.</p>", "draft")
    run(made, "--publish")
    assert seen(made, "D") == ("<p>Two.</p>", "published")
    made.settled()


def test_files_that_say_draft_by_now_have_nothing_that_waits(made: World) -> None:
    made.write({"articles/help/3-new.md": "# New\n\nText.\n"})
    run(made, "--stage")
    made.write({"articles/help/3-new.md": "---\nstate: draft\n---\n# New\n\nText.\n"})
    for flags in ((), ("--stage",), ("--publish",)):
        assert codes(quiet(made, *flags)) == {}
    assert seen(made, "New")[1] == "draft"


# ---------------------------------------------------------------- other people


def stage(world: World) -> None:
    world.write({HI: "# Hi\n\nTwo.\n"})
    run(world, "--stage")


def test_a_draft_that_somebody_edited_since_is_theirs(made: World) -> None:
    stage(made)
    found = row(made, "Hi")
    draft = {**found["draft"], "title": "Theirs", "updated_at": found["draft"]["updated_at"] + 60}
    made.simulator.store.set("article", found["id"], draft=draft)
    for flags in ((), ("--stage",), ("--publish",)):
        assert ops(made.plan(*flags)) == {"article/help/hi": "refuse"}
        assert "busy" in codes(made.plan(*flags))
    made.apply("--publish", code=3)
    assert row(made, "Hi")["draft"]["title"] == "Theirs"


def test_a_draft_edited_in_the_same_second_is_not_published(made: World) -> None:
    stage(made)
    found = row(made, "Hi")
    made.simulator.store.set(
        "article", found["id"], draft={**found["draft"], "body": "<p>Theirs</p>"}
    )
    report = made.apply("--publish", code=3)
    assert "edited in Intercom after it was staged" in str(report["results"])
    assert seen(made, "Hi")[0] == "<p>One.</p>"


@pytest.mark.parametrize("published", [True, False])
def test_a_teammate_publishes_or_discards_what_we_staged(made: World, published: bool) -> None:
    stage(made)
    found = row(made, "Hi")
    text = {"body": found["draft"]["body"]} if published else {}
    made.simulator.store.edit("article", found["id"], draft=None, **text)
    if published:
        made.settled()
    else:
        assert ops(made.plan()) == {"article/help/hi": "update"}
        run(made)
        made.settled()
    assert seen(made, "Hi")[0] == "<p>Two.</p>"


def test_a_schedule_is_refused_as_ever(made: World) -> None:
    stage(made)
    made.simulator.store.set("article", row(made, "Hi")["id"], scheduled_unpublish_at=2_000_000_000)
    made.write({HI: "# Hi\n\nThree.\n"})
    assert ops(made.plan("--stage")) == {"article/help/hi": "refuse"}
    assert "scheduled" in str(made.plan("--stage")["findings"])


def test_a_conflict_is_one_under_stage_too(made: World) -> None:
    found = row(made, "Hi")
    made.simulator.store.edit("article", found["id"], body="<p>Theirs.</p>")
    made.write({HI: "# Hi\n\nTwo.\n"})
    assert ops(made.plan("--stage")) == {"article/help/hi": "refuse"}
    made.write(FILES)
    assert made.plan("--stage")["kept"]


def test_an_article_that_is_not_ours_yet_is_not_staged(made: World) -> None:
    made.ledger.unlink()
    made.write({HI: "# Hi\n\nTwo.\n"})
    plan = made.plan("--stage")
    assert (plan["changes"], codes(plan)["held-back"]) == ([], ["article/help/hi"])


def died(world: World, ref: str, fields: Any) -> None:
    """The ledger as a run leaves it that died between the answer and writing it down."""
    lines = [json.loads(one) for one in world.ledger.read_text("utf-8").splitlines()]
    for one in lines:
        if one.get("entry") == ref:
            one.pop("staged", None)
    lines.append({"intent": ref, "fields": fields, "since": 0})
    world.ledger.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")


def test_a_draft_that_holds_what_a_dead_run_set_out_to_stage_is_ours(made: World) -> None:
    stage(made)
    died(made, "article/help/hi", {"body": "<p>Two.</p>"})
    assert codes(quiet(made))["staged"] == ["article/help/hi"]
    run(made, "--publish")
    made.settled()


def test_a_draft_that_holds_something_else_is_not(made: World) -> None:
    stage(made)
    died(made, "article/help/hi", {"body": "<p>Another.</p>"})
    assert ops(made.plan("--publish")) == {"article/help/hi": "refuse"}
    assert "busy" in codes(made.plan("--stage"))


def test_a_run_that_died_before_it_staged_anything_begins_again(made: World) -> None:
    made.write({HI: "# Hi\n\nTwo.\n"})
    died(made, "article/help/hi", {"body": "<p>Two.</p>"})
    assert ops(made.plan("--stage")) == {"article/help/hi": "stage"}
    run(made, "--stage")
    run(made, "--publish")
    made.settled()


def test_a_draft_in_a_new_language_that_somebody_else_began_is_theirs(made: World) -> None:
    made.write({"articles/help/2-install.fr.md": "# Installer\n\nTexte.\n"})
    run(made, "--stage")
    found = row(made, "Install")
    made.simulator.store.set("article", found["id"], draft={**found["draft"], "updated_at": 9})
    assert ops(made.plan("--publish")) == {"article/help/install": "refuse"}


def test_a_change_of_nothing_but_tags_is_held_back(made: World) -> None:
    made.write({INSTALL: "---\ntags: [VIP]\n---\n# Install\n\nText.\n",
                "more.yaml": "tags: {VIP: }\n"})  # fmt: skip
    plan = made.plan("--stage")
    assert ops(plan) == {"tag/VIP": "create"}
    assert codes(plan) == {"held-back": ["article/help/install"]}


# ---------------------------------------------------------------- flags


def test_a_plan_for_staging_approves_staging_alone(made: World) -> None:
    made.write({HI: "# Hi\n\nTwo.\n"})
    file = str(made.root / "plan.json")
    made.ok("plan", "--stage", "--out", file)
    before = made.writes
    made.apply("--approved", file, "--publish", code=3)
    assert made.writes == before
    made.apply("--approved", file)
    assert row(made, "Hi")["draft"]
    made.ok("plan", "--publish", "--out", file)
    made.apply("--approved", file)
    made.settled()


def test_staging_and_publishing_exclude_each_other(made: World) -> None:
    assert made.run("apply", "--stage", "--publish").code == 64


@pytest.mark.parametrize("flag", ["--stage", "--publish"])
def test_before_2_16_there_are_no_drafts(tmp_path: Path, flag: str) -> None:
    for world in open_world(tmp_path, "2.15"):
        world.write(FILES)
        ran = world.run("apply", flag, "--yes")
        assert (ran.code, "needs API version 2.16" in ran.text) == (64, True)


def test_the_plan_shows_it_to_people(made: World) -> None:
    made.write({HI: "# Hi\n\nTwo.\n"})
    assert "~ stage     article/help/hi" in made.ok("plan", "--stage").text
    made.apply("--stage")
    assert "^ publish   article/help/hi" in made.ok("plan", "--publish").text
