"""`reconciler render`: every stage of a body; and what a changed partial plans."""

import pytest

from tests.world import World

FILES = {
    "_partials/sign.md": "Yours, {{ product }}.\n",
    "_partials/sign.fr.md": "Bien à vous, {{ product }}.\n",
    "_partials/help.md": "Ask us.\n",
    "articles/help/a.md": '# A\n\n## Hi\n\nSee [b](b.md).\n\n{% include "_partials/sign.md" %}\n',
    "articles/help/a.fr.md": '# A fr\n\nSalut.\n\n{% include "_partials/sign.md" %}\n',
    "articles/help/b.md": '# B\n\nText.\n\n{% include "_partials/help.md" %}\n',
    "articles/help/c.md": "# C\n\nNothing taken in.\n",
    "more.yaml": "articles:\n  d: {title: D, body: 'Of {{ product }}.'}\n",
}
VARS = "vars: {product: Lumen}"
SOURCE = ("render", "article/help/c", "--stage", "source")


@pytest.fixture
def made(newest: World) -> World:
    newest.write(FILES, extra=VARS)
    return newest


def stages(world: World, *args: str) -> dict[str, str | None]:
    found: dict[str, str | None] = world.ok("render", "--json", *args).json["stages"]
    return found


def test_every_stage_is_shown_without_a_workspace(made: World) -> None:
    found = stages(made, "article/help/a")
    assert found["source"] == FILES["articles/help/a.md"]
    assert "Yours, Lumen." in str(found["template"])
    assert str(found["blocks"]).splitlines()[0] == "heading 2: Hi"
    assert found["html"] == (
        '<h2>Hi</h2><p>See <a href="reconciler:article/help/b">b</a>.</p><p>Yours, Lumen.</p>')  # fmt: skip
    assert "[b](reconciler:article/help/b)" in str(found["markdown"])
    assert str(found["canonical"]).splitlines()[0] == "<h1>Hi</h1>"
    assert list(found) == ["source", "template", "blocks", "html", "markdown", "canonical"]
    assert made.simulator.journal == []
    text = made.ok("render", "article/help/a").out
    assert "== canonical of article/help/a (en)" in text


def test_a_translation_is_chosen_by_its_language_or_its_file(made: World) -> None:
    one = stages(made, "article/help/a", "--locale", "fr", "--stage", "html")
    assert one == {"html": "<p>Salut.</p><p>Bien à vous, Lumen.</p>"}
    assert stages(made, "specs/articles/help/a.fr.md", "--stage", "html") == one
    ran = made.run("render", "article/help/b", "--locale", "fr")
    assert (ran.code, "no translation to fr" in ran.text) == (64, True)


@pytest.mark.parametrize("name", ["article/nope", "tag/a", "nope.md"])
def test_what_is_no_article_is_a_usage_error(made: World, name: str) -> None:
    assert made.run("render", name).code == 64


def test_an_article_of_a_yaml_file_has_no_source_of_its_own(made: World) -> None:
    found = stages(made, "d")
    assert (found["source"], found["template"]) == (None, "Of Lumen.")
    assert "(not a file of its own)" in made.ok("render", "d").out


def test_with_the_workspace_it_shows_the_difference(made: World) -> None:
    asked = ("article/help/a", "--stage", "live", "--stage", "diff")
    assert stages(made, *asked) == {"live": None, "diff": None}
    assert "(not in Intercom)" in made.ok("render", *asked).out
    made.apply()
    found = stages(made, *asked)
    assert "<h1 id=" in str(found["live"])
    assert found["diff"] == ""
    assert "(no difference)" in made.ok("render", asked[0], "--stage", "diff").out
    (row,) = [one for one in made.simulator.store.rows("article") if one["title"] == "A"]
    made.simulator.store.edit("article", row["id"], body="<p>Theirs.</p>")
    before = made.writes
    lines = str(stages(made, *asked)["diff"]).splitlines()
    assert made.writes == before
    assert "-<p>Theirs.</p>" in lines
    assert "+<p>Yours, Lumen.</p>" in lines
    html = str(stages(made, "article/help/a", "--stage", "html", "--stage", "live")["html"])
    assert 'href="https://' in html


def test_one_stage_is_printed_bare_and_harmless(made: World) -> None:
    made.write({"articles/help/c.md": "# C\n\nOne \x1b[31m red.\n"}, extra=VARS)
    out = made.ok("render", "article/help/c", "--stage", "source").out
    assert "\x1b" not in out
    assert out.startswith("# C")


def test_one_stage_keeps_its_directives_but_is_no_command_to_the_log_of_a_build(
    made: World,
) -> None:
    made.write({"articles/help/c.md": "# C\n\n:::callout\nOne.\n:::\n\n::set-output::x\n"},
               extra=VARS)  # fmt: skip
    assert ":::callout\nOne.\n:::\n\n::set-output" in made.ok(*SOURCE).out
    made.env["CI"] = "true"
    logged = made.ok(*SOURCE).out.splitlines()
    assert "\\x3a:set-output::x" in logged
    assert not any(line.startswith("::") for line in logged)


def test_findings_of_the_article_are_shown_beside_it(made: World) -> None:
    made.write({"articles/help/c.md": "# C\n\n[x](gone.md)\n"}, extra=VARS)
    ran = made.ok("render", "article/help/c")
    assert "dead-link" in ran.err
    assert "dead-link" not in made.ok("render", "article/help/b").err


# ---------------------------------------------------------------- partials


def due(world: World) -> dict[str, list[list[str]]]:
    return {one["ref"]: [each["path"] for each in one["fields"]]
            for one in world.plan()["changes"]}  # fmt: skip


def test_a_changed_partial_plans_exactly_the_articles_that_use_it(world: World) -> None:
    world.write(FILES, extra=VARS)
    world.apply()
    world.settled()
    world.file("specs/_partials/sign.md", "Regards, {{ product }}.\n")
    assert due(world) == {"article/help/a": [["body"]]}
    world.file("specs/_partials/sign.fr.md", "Cordialement, {{ product }}.\n")
    assert due(world) == {"article/help/a": [["body"], ["translations", "fr", "body"]]}
    world.file("specs/_partials/help.md", "Write to us.\n")
    assert set(due(world)) == {"article/help/a", "article/help/b"}
    world.apply()
    world.settled()


def test_a_partial_in_a_language_of_its_own_changes_that_language_alone(newest: World) -> None:
    newest.write(FILES, extra=VARS)
    newest.apply()
    (newest.root / "specs/_partials/sign.fr.md").unlink()
    assert due(newest) == {"article/help/a": [["translations", "fr", "body"]]}
