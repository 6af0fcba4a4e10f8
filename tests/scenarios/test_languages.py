"""`reconciler translations`, policies of folders, and languages that are removed on purpose."""

from typing import Any

import pytest

from tests.world import Ran, World

HI, ZWEI = "articles/help/1-hi.md", "articles/help/2-two.md"
FILES = {
    "articles/help/_collection.yaml": "name: Help\ntranslations: {fr: {name: Aide}}\n",
    HI: "# Hi\n\nOne.\n",
    "articles/help/1-hi.fr.md": "# Salut\n\nUn.\n",
    ZWEI: "# Two\n\nTwo.\n",
}


def rows(ran: Ran) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in ran.json["translations"]:
        found.setdefault(one["ref"], {})[one["locale"]] = one["state"]
    return found


def states(world: World, *args: str) -> dict[str, dict[str, str]]:
    before = world.writes
    ran = world.ok("translations", "--json", *args)
    assert world.writes == before
    return rows(ran)


def french(world: World, title: str) -> dict[str, Any]:
    (row,) = [one for one in world.simulator.store.rows("article") if one["title"] == title]
    found: dict[str, Any] = row["translations"]["fr"]
    return found


def test_each_translation_stands_somewhere(world: World) -> None:
    world.write(FILES)
    assert states(world) == {
        "collection/help": {"fr": "unknown"},
        "article/help/hi": {"fr": "unknown"},
        "article/help/two": {"fr": "missing"},
    }
    world.apply()
    world.write({HI: "# Hi\n\nOne and a half.\n"})
    (row,) = [one for one in world.simulator.store.rows("article") if one["title"] == "Two"]
    theirs = {"fr": {"title": "Deux", "body": "<p>Deux.</p>", "state": "draft"}}
    world.simulator.store.edit("article", row["id"], translations=theirs)
    assert states(world) == {
        "collection/help": {"fr": "fresh"},
        "article/help/hi": {"fr": "stale"},
        "article/help/two": {"fr": "left"},
    }
    offline = {**states(world), "article/help/two": {"fr": "missing"}}
    asked = len(world.simulator.journal)
    assert states(world, "--offline") == offline
    assert len(world.simulator.journal) == asked
    assert states(world, "article/help/hi") == {"article/help/hi": {"fr": "stale"}}
    assert states(world, "collections", "--locale", "de") == {}
    text = world.ok("translations", "articles").out
    assert "article/help/two  in Intercom only" in text
    assert "fr: 0 missing, 1 stale, 0 fresh, 0 unknown, 1 in Intercom only" in text


def test_offline_says_what_it_cannot_know(newest: World) -> None:
    newest.write(FILES)
    ran = newest.ok("translations", "--offline")
    assert "fr: 1 missing, 0 stale, 0 fresh, 2 unknown" in ran.out
    assert "Without a ledger it is not known which translations fell behind." in ran.out
    assert "Without Intercom it is not known what only it has." in ran.out
    newest.ledger.parent.mkdir()
    newest.ledger.write_text("nonsense\n")
    ran = newest.ok("translations", "--offline")
    assert "the ledger is left out" in ran.err
    assert "Without a ledger" in ran.out


def test_a_project_without_languages_has_no_table(newest: World) -> None:
    newest.write({"tags.yaml": "tags: {a: }\n"})
    assert "Nothing here is translated." in newest.ok("translations").out


def test_a_mistake_in_the_specs_comes_first(newest: World) -> None:
    newest.write({HI: "no title\n"})
    assert newest.run("translations").code == 6
    newest.write({HI: "# Hi\n\nText.\n"})
    assert newest.run("translations", "tagz").code == 64


def set_policy(world: World, missing: str) -> None:
    path = world.root / "reconciler.yaml"
    path.write_text(path.read_text("utf-8").replace("missing_translation: ignore", missing))


@pytest.mark.parametrize(
    ("word", "code", "says"), [("ignore", 0, ""), ("warn", 0, "warning"), ("error", 6, "error")]
)
def test_a_folder_says_what_a_missing_language_is_in_it(
    newest: World, word: str, code: int, says: str
) -> None:
    newest.write({**FILES, "articles/other/page.md": "# P\n\nText.\n"})
    set_policy(newest, "missing_translation: ignore")
    newest.write({"articles/help/_collection.yaml": f"name: Help\nmissing_translation: {word}\n"
                  "translations: {fr: {name: Aide}}\n"})  # fmt: skip
    ran = newest.run("validate", "--json")
    assert ran.code == code
    found = [(one["severity"], one["file"]) for one in ran.json["findings"]]
    assert found == ([(says, f"specs/{ZWEI}")] if says else [])


def test_the_nearest_word_decides_about_a_missing_language(newest: World) -> None:
    newest.write({
        "boxes.yaml": "collections:\n  legal: {name: Legal, missing_translation: error,"
        " translations: {fr: {name: Droit}}}\n",
        "articles/loose.md": "---\nparent: legal\nmissing_translation: warn\n---\n# L\n\nText.\n",
    })  # fmt: skip
    ran = newest.run("validate", "--json")
    assert [(one["code"], one["severity"]) for one in ran.json["findings"]] == [
        ("missing-translation", "warning")
    ]


def test_a_folder_says_that_a_stale_translation_holds_back(newest: World) -> None:
    held = "name: Help\nstale_translation: refuse\ntranslations: {fr: {name: Aide}}\n"
    newest.write({**FILES, "articles/help/_collection.yaml": held})
    newest.apply()
    newest.write({HI: "# Hi\n\nTwo.\n"})
    assert [one["op"] for one in newest.plan()["changes"]] == ["refuse"]
    newest.write({"articles/help/_collection.yaml": held.replace("refuse", "ignore")})
    plan = newest.plan()
    assert ([one["op"] for one in plan["changes"]], plan["findings"]) == (["update"], [])


# ---------------------------------------------------------------- removed on purpose


def test_a_translation_that_is_only_gone_from_the_files_stays_and_is_said(world: World) -> None:
    world.write(FILES)
    world.apply()
    world.remove("articles/help/1-hi.fr.md")
    plan = world.plan()
    assert [one["op"] for one in plan["changes"]] == ["release"]
    (said,) = plan["findings"]
    assert said["code"] == "translation-left"
    assert "{ref: article/help/hi, locale: fr}" in said["hint"]
    world.apply()
    assert french(world, "Hi")["state"] == "published"
    world.settled()
    assert world.plan()["findings"] == []


@pytest.mark.parametrize("released_before", [False, True])
def test_a_language_removed_on_purpose_is_unpublished_and_counted(
    world: World, released_before: bool
) -> None:
    world.write(FILES)
    world.apply()
    world.remove("articles/help/1-hi.fr.md")
    if released_before:
        world.apply()
    world.write({"gone.yaml": "removed:\n  - {ref: article/help/hi, locale: fr}\n"})
    plan = world.plan()
    (change,) = plan["changes"]
    assert (change["op"], plan["summary"]["remove"]) == ("unpublish", 1)
    assert [one["path"] for one in change["fields"]] == [["translations", "fr", "state"]]
    before = world.writes
    world.apply(code=4)
    world.apply("--allow-deletes", "2", code=4)
    assert world.writes == before
    report = world.apply("--allow-deletes", "1")
    assert world.writes == before + report["requests"]["writes"] == before + 1
    assert french(world, "Hi") | {"state": "draft", "title": "Salut"} == french(world, "Hi")
    (row,) = [one for one in world.simulator.store.rows("article") if one["title"] == "Hi"]
    assert (row["state"], row["author_id"]) == ("published", french(world, "Hi")["author_id"])
    world.settled()


def test_a_language_that_is_dropped_is_removed_everywhere_at_once(newest: World) -> None:
    newest.write({**FILES, "articles/help/2-two.fr.md": "# Deux\n\nDeux.\n"})
    newest.apply()
    for name in ("1-hi.fr.md", "2-two.fr.md"):
        newest.remove(f"articles/help/{name}")
    newest.write({"articles/help/_collection.yaml": "name: Help\n",
                  "gone.yaml": "removed:\n  - {locale: fr}\n"})  # fmt: skip
    path = newest.root / "reconciler.yaml"
    path.write_text(path.read_text("utf-8").replace("[en, fr]", "[en]"))
    plan = newest.plan()
    assert {one["ref"]: one["op"] for one in plan["changes"]} == {
        "article/help/hi": "unpublish", "article/help/two": "unpublish",
        "collection/help": "release"}  # fmt: skip
    assert [one["code"] for one in plan["findings"]] == ["translation-left"]
    newest.apply("--allow-deletes", "2")
    assert {french(newest, one)["state"] for one in ("Hi", "Two")} == {"draft"}
    newest.settled()


def test_a_translation_made_a_draft_counts_as_a_removal(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    newest.write({"articles/help/1-hi.fr.md": "---\nstate: draft\n---\n# Salut\n\nUn.\n"})
    assert [one["op"] for one in newest.plan()["changes"]] == ["unpublish"]
    newest.apply(code=4)
    newest.apply("--allow-deletes", "1")
    newest.settled()


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{ref: article/help/hi, locale: fr}", "article/help/hi is still declared in fr"),
        ("{locale: fr}", "is still declared in fr"),
        ("{locale: en}", "en is the default language"),
        ("{ref: collection/help, locale: it}", "cannot take back one language of a collection"),
        ("{ref: article/help/hi, locale: it, delete: true}", "cannot be removed by delete"),
        ("{ref: article/help/hi, locale: [it]}", "is no language"),
        ("{ref: hi, locale: it}", "is no kind/name"),
    ],
)
def test_a_mistake_about_a_language_has_its_place(newest: World, entry: str, says: str) -> None:
    newest.write({**FILES, "gone.yaml": f"removed:\n  - {entry}\n"})
    ran = newest.run("validate")
    assert (ran.code, "specs/gone.yaml:2:" in ran.text) == (6, True)
    assert says in ran.text


def test_an_entry_about_a_language_that_is_nowhere_does_nothing(newest: World) -> None:
    newest.write({**FILES, "gone.yaml": "removed:\n  - {ref: article/help/two, locale: fr}\n"
                  "  - {ref: article/gone, locale: fr}\n  - {locale: it}\n"})  # fmt: skip
    newest.apply()
    newest.settled()


def test_a_translation_published_again_in_intercom_is_an_edit_that_stays(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    newest.remove("articles/help/1-hi.fr.md")
    newest.write({"gone.yaml": "removed:\n  - {ref: article/help/hi, locale: fr}\n"})
    newest.apply("--allow-deletes", "1")
    (row,) = [one for one in newest.simulator.store.rows("article") if one["title"] == "Hi"]
    again = {"fr": {**row["translations"]["fr"], "state": "published"}}
    newest.simulator.store.edit("article", row["id"], translations=again)
    plan = newest.plan()
    assert (plan["changes"], len(plan["kept"])) == ([], 1)
