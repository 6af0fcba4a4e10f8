"""Layouts of six documentation tools, small and with their odd corners, from files to Intercom."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reconciler.render.groups import grouped
from reconciler.workflow import open_project
from tests.world import CONFIG, World

LAYOUTS = Path(__file__).parent.parent / "layouts"
FOLDERS = {
    "plain": "en: docs/en, fr: docs/fr",
    "docusaurus": "en: website/docs",
    "mkdocs": "en: docs",
    "hugo": "en: content/en/docs",
    "intercom-github": "en: intercom/articles",
    "intercom-help-sync": "en: help-docs/articles/en",
}
PAGES = {
    "plain": ["article/start/install", "article/start/rooms", "article/start/schedules",
              "article/more/a/b/c/deep", "article/more/draft", "article/more/lamps",
              "article/more/no-title", "article/README"],
    "docusaurus": ["article/intro", "article/tour", "article/basics/first-lamp",
                   "article/basics/rooms", "article/basics/schedules", "article/advanced/README",
                   "article/advanced/1-notes", "article/advanced/bridge"],
    "mkdocs": ["article/index", "article/guide/install", "article/guide/rooms",
               "article/guide/schedules/weekly", "article/guide/schedules/once",
               "article/guide/schedules/holidays", "article/reference/commands", "article/about",
               "article/license"],
    "hugo": ["article/_index", "article/guide/install/index", "article/guide/rooms",
             "article/guide/attic", "article/guide/schedules", "article/reference/_index",
             "article/reference/commands", "article/reference/files", "article/a/b/c/d/deep"],
    "intercom-github": ["article/uncategorized/by-hand-15627697", "article/getting-started/first-lamp",
                        "article/rooms/name-a-room", "article/rooms/name-a-room/deep/below"],
    "intercom-help-sync": ["article/uncategorized/article-77", "article/getting-started/Your-first-lamp",
                           "article/rooms/Name-a-room"],
}  # fmt: skip
COLLECTIONS = {
    "plain": ["A", "And more", "B", "Start"],
    "docusaurus": ["Going further", "The basics"],
    "mkdocs": ["About us", "Reference", "Schedules", "Using Lumen"],
    "hugo": ["A", "B", "C", "Guide", "Reference"],
    "intercom-github": ["Deep", "Getting Started", "Name a room", "Rooms"],
    "intercom-help-sync": ["Getting started", "Rooms"],
}
MOST = 10


@pytest.fixture
def laid_out(newest: World) -> Callable[[str], World]:
    def lay(preset: str) -> World:
        shutil.copytree(LAYOUTS / preset, newest.root, dirs_exist_ok=True)
        extra = f"sources: {{articles: {{{FOLDERS[preset]}, preset: {preset}}}}}\n"
        extra += "assets: {base_url: https://files.example.com}\n"
        newest.file("reconciler.yaml", CONFIG.format(version=newest.version, extra=extra))
        return newest

    return lay


@pytest.mark.parametrize("preset", FOLDERS)
def test_a_layout_is_planned_applied_and_then_nothing_is_due(
    laid_out: Callable[[str], World], preset: str
) -> None:
    world = laid_out(preset)
    assert world.run("validate").code == 0
    found = grouped(open_project(world.root).findings)
    assert len(found) <= MOST
    assert [one.first.message for one in found if one.first.severity == "error"] == []
    plan = world.plan()
    pages = [one["ref"] for one in plan["changes"] if one["ref"].startswith("article/")]
    assert pages == PAGES[preset]
    report = world.apply()
    assert report["second_plan_empty"], report["deviations"]
    assert world.titles("collection", "name") == COLLECTIONS[preset]
    world.settled()


def test_what_a_tool_says_arrives_in_intercom(laid_out: Callable[[str], World]) -> None:
    world = laid_out("docusaurus")
    world.apply()
    (lamp,) = (one for one in world.simulator.store.rows("article")
               if one["title"] == "Your first lamp")  # fmt: skip
    assert lamp["body"].count('class="intercom-interblocks-callout"') == 2
    assert "<b>Hot</b>" in lamp["body"]
    assert lamp["translations"]["fr"]["title"] == "Votre première lampe"
    (basics,) = (one for one in world.simulator.store.rows("collection")
                 if one["name"] == "The basics")  # fmt: skip
    assert basics["description"] == "Lamps, rooms and schedules."
    assert basics["translations"]["fr"]["name"] == "Les bases"


def test_what_is_lost_is_said_once_for_each_kind_with_its_first_place(
    laid_out: Callable[[str], World],
) -> None:
    world = laid_out("mkdocs")
    found = world.run("validate", "--json").json["findings"]
    said = {(one["message"], one["file"], one["line"])
            for one in found if one["code"].startswith("foreign-")}  # fmt: skip
    assert said == {
        ("content tabs are shown one below the other (2 times)", "docs/guide/install.md", 11),
        ("icons are left out: :material-check:", "docs/guide/install.md", 20),
        ("attribute lists are left out (2 times)", "docs/guide/rooms.md", 5),
        ("snippets of other files are left out", "docs/guide/schedules/weekly.md", 3),
        ("nav entries lead to no page of the folder: reference/gone.md", "mkdocs.yml", 15),
        ("front matter of another tool is left alone: authors, date, hide and 1 more, 4 times",
         "docs/guide/rooms.md", 2),
    }  # fmt: skip


def test_an_article_that_intercoms_own_sync_wrote_is_adopted_by_its_number(
    laid_out: Callable[[str], World],
) -> None:
    world = laid_out("intercom-github")
    world.apply()
    number = next(one["id"] for one in world.simulator.store.rows("article")
                  if one["title"] == "Your first lamp")  # fmt: skip
    meta = world.root / "intercom/articles/getting-started/first-lamp/meta.yaml"
    meta.write_text(meta.read_text("utf-8").replace("id:\n", f"id: art_{number}\n"), "utf-8")
    text = meta.with_name("en.md")
    text.write_text(text.read_text("utf-8").replace("Your first lamp", "The first lamp"), "utf-8")
    room = world.root / "intercom/articles/rooms/name-a-room/en.md"
    link = f'[the lamp](https://elsewhere.example "intercom:article:{number}")'
    room.write_text(f"{room.read_text('utf-8')}\nSee {link}.\n", "utf-8")
    world.ledger.unlink()
    plan = world.plan()
    assert {one["ref"]: one["op"] for one in plan["changes"]} == {
        "article/getting-started/first-lamp": "adopt", "article/rooms/name-a-room": "adopt",
    }  # fmt: skip
    world.apply()
    world.settled()
    (body,) = (
        one["body"]
        for one in world.simulator.store.rows("article")
        if one["title"] == "Name a room"
    )
    assert f"/articles/{number}-" in body


def test_languages_find_their_article_by_its_number_or_by_the_original(
    laid_out: Callable[[str], World],
) -> None:
    world = laid_out("intercom-help-sync")
    world.apply()
    lamp = next(
        one for one in world.simulator.store.rows("article") if one["title"] == "Your first lamp"
    )
    assert lamp["translations"]["fr"]["title"] == "Votre première lampe"
    assert lamp["body"].count("intercom-align-center") == 2
    assert "callout-yellow" not in lamp["body"]
    assert "<pre><code>```callout-red" not in lamp["body"]
    found = world.run("validate", "--json").json["findings"]
    assert [one["code"] for one in found if "perdu" in one["file"]] == ["translation-source"]
