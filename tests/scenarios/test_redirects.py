"""Redirects, from 2.16: declared, replaced, and made where a page goes."""

from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.test_faults import fault
from tests.world import World, open_world

HOST = "https://help.example.com"
OLD, NEW = "articles/help/old.md", "articles/help/new.md"
FILES = {
    OLD: "# Old\n\nOne.\n",
    "articles/help/old.fr.md": "# Vieux\n\nUn.\n",
    NEW: "# New\n\nTwo.\n",
    "articles/help/new.fr.md": "# Neuf\n\nDeux.\n",
}
GONE = "removed:\n  - {ref: article/help/old, delete: true, redirect: article/help/new}\n"


def redirects(text: str) -> dict[str, str]:
    return {"redirects.yaml": f"redirects:\n{text}"}


def live(world: World) -> dict[str, tuple[str, str, str]]:
    """Address without host -> type, id and locale of what it leads to."""
    return {row["from_url"].removeprefix(HOST): (row["target_type"], row["target_id"], row["locale"])
            for row in world.simulator.store.rows("redirect")}  # fmt: skip


def ident(world: World, title: str) -> str:
    (row,) = [one for one in world.simulator.store.rows("article") if one["title"] == title]
    return str(row["id"])


def exact(world: World, report: Any, before: int, planned: Any) -> None:
    """The forecast of writes is the number of requests."""
    assert world.writes - before == report["requests"]["writes"] == planned["forecast"]["writes"]
    assert report["requests"]["reads"] <= planned["forecast"]["reads"]


@pytest.fixture
def made(newest: World) -> World:
    newest.simulator.store.edit("help_center", newest.simulator.store.rows("help_center")[0]["id"],
                                host="help.example.com")  # fmt: skip
    newest.write(FILES)
    newest.apply()
    return newest


def test_a_redirect_leads_to_an_article_or_a_collection(made: World) -> None:
    made.write(redirects(
        f"  a: {{from_url: {HOST}/a, article: help/new}}\n"
        f"  b: {{from_url: {HOST}/b, collection: help}}\n"
        f"  c: {{from_url: {HOST}/c, article: help/new, locale: fr}}\n"
    ))  # fmt: skip
    plan, before = made.plan(), made.writes
    assert [one["op"] for one in plan["changes"]] == ["create"] * 3
    exact(made, made.apply(), before, plan)
    box = made.simulator.store.rows("collection")[0]["id"]
    new = ident(made, "New")
    assert live(made) == {"/a": ("article", new, "en"), "/b": ("collection", box, "en"),
                          "/c": ("article", new, "fr")}  # fmt: skip
    made.settled()
    made.ledger.unlink()
    made.settled()


def test_a_locale_that_the_target_lacks_is_no_difference(made: World) -> None:
    made.write({"articles/help/solo.md": "# Solo\n\nText.\n",
                **redirects(f"  a: {{from_url: {HOST}/a, article: help/solo, locale: fr}}\n")})  # fmt: skip
    assert made.apply()["findings"] == []
    assert live(made)["/a"][2] == "en"
    made.settled()


def test_a_changed_redirect_is_replaced_delete_before_create(made: World) -> None:
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n"))
    made.apply()
    made.write(redirects(f"  a: {{from_url: {HOST}/a, collection: help}}\n"))
    plan, before = made.plan(), made.writes
    (change,) = plan["changes"]
    assert (change["op"], plan["summary"]["remove"], plan["forecast"]["writes"]) == (
        "replace",
        1,
        2,
    )
    made.apply(code=4)
    at = len(made.simulator.journal)
    exact(made, made.apply("--allow-deletes", "1"), before, plan)
    methods = [one[0] for one in made.simulator.journal[at:] if one[0] != "GET"]
    assert methods == ["DELETE", "POST"]
    assert live(made)["/a"][0] == "collection"
    made.settled()
    text = made.ok("plan").text
    assert "Nothing to write." in text


@pytest.mark.parametrize("moved", ["from_url: https://help.example.com/z, article: help/new",
                                   "from_url: https://help.example.com/a, article: help/old",
                                   "from_url: https://help.example.com/a, article: help/new, locale: fr"])  # fmt: skip
def test_whatever_changes_of_it_is_made_anew(made: World, moved: str) -> None:
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new, locale: en}}\n"))
    made.apply()
    made.write(redirects(f"  a: {{{moved}}}\n"))
    made.apply("--allow-deletes", "1")
    assert len(live(made)) == 1
    made.settled()


def test_a_redirect_that_is_no_longer_declared_is_deleted_and_others_stay(made: World) -> None:
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n"))
    made.apply()
    center = made.simulator.store.rows("help_center")[0]["id"]
    made.simulator.store.create("redirect", from_url=f"{HOST}/theirs", locale="en",
                                help_center_id=center, target_type="article",
                                target_id=ident(made, "New"))  # fmt: skip
    made.remove("redirects.yaml")
    plan = made.plan()
    assert [(one["op"], one["ref"]) for one in plan["changes"]] == [("delete", "redirect/a")]
    made.apply("--allow-deletes", "1")
    assert list(live(made)) == ["/theirs"]
    made.settled()


def test_one_that_is_there_and_leads_elsewhere_is_nobodys_to_replace(made: World) -> None:
    center = made.simulator.store.rows("help_center")[0]["id"]
    made.simulator.store.create("redirect", from_url=f"{HOST}/a", locale="en",
                                help_center_id=center, target_type="article",
                                target_id=ident(made, "Old"))  # fmt: skip
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n"))
    assert [one["op"] for one in made.plan()["changes"]] == ["refuse"]
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/old}}\n"))
    made.settled()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"  a: {{from_url: {HOST}/a}}\n", "to one of them"),
        (f"  a: {{from_url: {HOST}/a, article: help/new, collection: help}}\n", "to one of them"),
        ("  a: {from_url: /a, article: help/new}\n", "the whole address"),
        ("  a: {article: help/new}\n", "from_url is missing"),
        (f"  a: {{from_url: {HOST}/a, article: nope}}\n", "article/nope is not declared"),
        (f"  a: {{from_url: {HOST}/a, article: help/new}}\n  b: {{from_url: {HOST}/a, article: help/new}}\n",
         "both have the from_url"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_place(newest: World, text: str, says: str) -> None:
    newest.write({**FILES, **redirects(text)})
    ran = newest.run("validate")
    assert (ran.code, "specs/redirects.yaml:" in ran.text, says in ran.text) == (6, True, True)


def test_an_address_of_another_site_is_refused_by_intercom_in_its_words(made: World) -> None:
    made.write(redirects("  a: {from_url: https://other.example.com/a, article: help/new}\n"))
    report = made.apply(code=1)
    assert "within this help center's URL space" in report["findings"][0]["message"]


def test_before_2_16_there_are_none(tmp_path: Path) -> None:
    for world in open_world(tmp_path, "2.15"):
        world.write({**FILES, **redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n")})
        ran = world.run("validate")
        assert (ran.code, "API version 2.15 has no redirects" in ran.text) == (6, True)
        world.remove("redirects.yaml")
        world.remove(OLD)
        world.remove("articles/help/old.fr.md")
        world.write({"gone.yaml": GONE})
        ran = world.run("validate")
        assert (ran.code, "redirect needs API version 2.16" in ran.text) == (6, True)


def test_a_workspace_with_several_help_centers_says_which(made: World) -> None:
    other = made.simulator.store.create("help_center", identifier="second", host="two.example.com",
                                        display_name="Two", locales=["en"], default=False)  # fmt: skip
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n"))
    made.apply()
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n  b: {{from_url: "
                         "https://two.example.com/b, article: help/new, help_center: second}\n"))  # fmt: skip
    made.apply(code=1)  # [D] the target must be a member of the help center
    assert made.requests("POST", f"/help_centers/{other['id']}/redirects")
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n  b: {{from_url: "
                         "https://two.example.com/b, article: help/new, help_center: thrid}\n"))  # fmt: skip
    ran = made.run("plan")
    assert (ran.code, "no help_center of this workspace has the identifier thrid" in ran.text) == (6, True)  # fmt: skip


# ---------------------------------------------------------------- pages that go


def leave(world: World, entry: str = GONE) -> None:
    world.remove(OLD)
    world.remove("articles/help/old.fr.md")
    world.write({"gone.yaml": entry})


def test_a_page_that_goes_leads_on_in_every_language(made: World) -> None:
    old, new = ident(made, "Old"), ident(made, "New")
    leave(made)
    plan, before = made.plan(), made.writes
    assert [(one["op"], one["ref"], one["source"]) for one in plan["changes"]] == [
        ("create", "redirect/article/help/old@en", "specs/gone.yaml:2:11"),
        ("create", "redirect/article/help/old@fr", "specs/gone.yaml:2:11"),
        ("delete", "article/help/old", None),
    ]
    at = len(made.simulator.journal)
    exact(made, made.apply("--allow-deletes", "1"), before, plan)
    methods = [one[0] for one in made.simulator.journal[at:] if one[0] != "GET"]
    assert methods == ["POST", "POST", "DELETE"]
    assert live(made) == {
        f"/en/articles/{old}-old": ("article", new, "en"),
        f"/fr/articles/{old}-vieux": ("article", new, "fr"),
    }
    made.settled()


def test_it_stays_while_the_entry_does_and_follows_it(made: World) -> None:
    leave(made)
    made.apply("--allow-deletes", "1")
    made.write({"gone.yaml": GONE.replace("article/help/new", "collection/help")})
    assert [one["op"] for one in made.plan()["changes"]] == ["replace", "replace"]
    made.apply("--allow-deletes", "2")
    assert {kind for kind, *_ in live(made).values()} == {"collection"}
    made.settled()
    made.remove("gone.yaml")
    assert [one["op"] for one in made.plan()["changes"]] == ["delete", "delete"]
    made.apply("--allow-deletes", "2")
    assert live(made) == {}
    made.settled()


def test_an_unpublished_page_leads_on_too(made: World) -> None:
    leave(made, GONE.replace("delete: true, ", ""))
    assert [one["op"] for one in made.plan()["changes"]] == ["create", "create", "unpublish"]
    made.apply("--allow-deletes", "1")
    assert len(live(made)) == 2
    made.settled()


def test_a_collection_that_goes_leads_on(made: World) -> None:
    made.write({"boxes.yaml": "collections:\n  extra: {name: Extra}\n"})
    made.apply()
    made.remove("boxes.yaml")
    made.write({"gone.yaml": "removed:\n  - {ref: collection/extra, delete: true,"
                " redirect: collection/help}\n"})  # fmt: skip
    plan = made.plan()
    assert [one["op"] for one in plan["changes"]] == ["create", "delete"]
    made.apply("--allow-deletes", "1")
    made.settled()


def test_a_page_that_moves_keeps_its_id_and_needs_no_redirect(made: World) -> None:
    made.ok("mv", "article/help/old", "article/help/older")
    assert [one["op"] for one in made.plan()["changes"]] == ["move"]
    made.apply()
    assert live(made) == {}


@pytest.mark.parametrize("flag", ["--only", "--exclude"])
def test_a_selected_removal_takes_its_redirects_along(made: World, flag: str) -> None:
    leave(made)
    plan = made.plan(flag, "article/help/old")
    assert [one["op"] for one in plan["changes"]] == (
        ["create", "create", "delete"] if flag == "--only" else [])  # fmt: skip


def test_a_page_that_somebody_deleted_already_has_no_address_to_lead_on_from(made: World) -> None:
    made.simulator.store.remove("article", ident(made, "Old"))
    leave(made)
    assert [one["op"] for one in made.plan()["changes"]] == ["release"]
    made.apply()
    assert live(made) == {}


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_replacement_that_was_cut_in_two_is_finished(made: World, place: str) -> None:
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n"))
    made.apply()
    made.write(redirects(f"  a: {{from_url: {HOST}/a, collection: help}}\n"))
    fault(made, method="POST", path="/help_center/help_centers/*", nth=1, drop=place)
    made.apply("--allow-deletes", "1")
    assert [kind for kind, *_ in live(made).values()] == ["collection"]
    made.settled()


def test_a_replacement_waits_where_the_old_one_could_not_be_deleted(made: World) -> None:
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n"))
    made.apply()
    made.write(redirects(f"  a: {{from_url: {HOST}/a, collection: help}}\n"))
    fault(made, method="DELETE", path="/help_center/help_centers/*", nth=1, status=403)
    before = len(made.requests("POST", "/redirects"))
    assert made.run("apply", "--yes", "--allow-deletes", "1").code in (1, 5, 7)
    assert len(made.requests("POST", "/redirects")) == before
    assert [kind for kind, *_ in live(made).values()] == ["article"]


def test_what_stays_gets_no_redirect(made: World) -> None:
    made.write({OLD: "---\nprotect: true\n---\n# Old\n\nOne.\n"})
    made.apply()
    leave(made)
    assert [one["op"] for one in made.plan()["changes"]] == ["refuse"]


def test_a_refused_redirect_keeps_its_page(made: World) -> None:
    center = made.simulator.store.rows("help_center")[0]["id"]
    made.simulator.store.create("redirect", locale="en", help_center_id=center,
                                from_url=f"{HOST}/en/articles/{ident(made, 'Old')}-old",
                                target_type="article", target_id=ident(made, "Old"))  # fmt: skip
    leave(made)
    plan = made.plan()
    assert {one["ref"]: one["op"] for one in plan["changes"]} == {
        "article/help/old": "refuse", "redirect/article/help/old@en": "refuse"}  # fmt: skip


def test_a_failed_redirect_keeps_its_page(made: World) -> None:
    leave(made)
    fault(made, method="POST", path="/help_center/help_centers/*", nth=1, status=422)
    made.apply("--allow-deletes", "1", code=5)
    assert ident(made, "Old")
    made.apply("--allow-deletes", "1")
    assert len(live(made)) == 2
    made.settled()


def test_a_removal_is_not_done_without_its_redirect_being_approved(made: World) -> None:
    leave(made)
    made.ok("plan", "--out", str(made.root / "plan.json"))
    made.write({"gone.yaml": GONE.replace("article/help/new", "collection/help")})
    before = made.writes
    made.apply("--approved", str(made.root / "plan.json"), code=3)
    assert made.writes == before


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{ref: article/help/old, redirect: article/nope}", "article/nope is not declared"),
        ("{ref: article/help/old, release: true, redirect: article/help/new}", "keeps its address"),
        ("{ref: tag/x, redirect: article/help/new}", "no redirect leads from a tag"),
        ("{ref: article/help/old, redirect: tag/x}", "no redirect leads from a article to a tag"),
        ("{ref: article/help/old, redirect: new}", "is no kind/name"),
    ],
)
def test_a_mistake_about_a_redirect_has_its_place(made: World, entry: str, says: str) -> None:
    leave(made, f"removed:\n  - {entry}\n")
    ran = made.run("validate")
    assert (ran.code, "specs/gone.yaml:2:" in ran.text, says in ran.text) == (6, True, True)


def test_import_takes_redirects_to_what_is_managed_and_names_the_rest(made: World) -> None:
    center = made.simulator.store.rows("help_center")[0]["id"]
    for path, target in (("a", ident(made, "New")), ("b", "4711")):
        made.simulator.store.create("redirect", from_url=f"{HOST}/{path}", locale="en",
                                    help_center_id=center, target_type="article", target_id=target)  # fmt: skip
    text = made.ok("import").text
    assert f"{HOST}/b" in text
    assert live(made).keys() == {"/a", "/b"}
    assert f"{HOST}/a" in (made.root / "specs/redirects.yaml").read_text("utf-8")
    made.settled()


def test_they_are_explained_as_what_they_are(newest: World) -> None:
    assert newest.ok("explain", "redirect").out.startswith("redirects")
    assert "removed.redirect" in newest.ok("explain", "removed.redirect").out


def test_the_doctor_reads_redirects(made: World) -> None:
    made.write(redirects(f"  a: {{from_url: {HOST}/a, article: help/new}}\n"))
    assert "read redirects" in made.ok("doctor").text
