"""`mv`, `rm`, `explain` and selectors: names on the command line."""

import os
from pathlib import Path

import pytest

from tests.scenarios.workspace import FILES
from tests.world import World


def files(root: Path) -> dict[str, bytes]:
    return {str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*")
            if one.is_file() and ".reconciler" not in one.parts}  # fmt: skip


def text(world: World, path: str) -> str:
    return (world.root / "specs" / path).read_text("utf-8")


def moves(world: World) -> dict[str, tuple[str, str, int]]:
    return {one["ref"]: (one["op"], one["previous"], len(one["fields"]))
            for one in world.plan()["changes"]}  # fmt: skip


def test_a_folder_is_renamed_with_all_that_names_it_and_nothing_changes(world: World) -> None:
    world.write(
        {**FILES, "articles/2-more/draft.md": "# Draft\n\n[hello](../1-start/1-hello.md#then)\n"}
    )
    world.apply()
    before = world.writes
    edited = world.ok("mv", "collections/start", "collection/begin", "--json").json["edited"]
    assert edited == [
        "specs/articles/1-start: renamed to specs/articles/1-begin",
        "specs/articles/2-more/draft.md:3: link to ../1-begin/1-hello.md#then",
        "specs/moved.yaml:1: moved: {from: collection/start, to: collection/begin}",
    ]
    assert moves(world) == {
        "collection/begin": ("move", "collection/start", 0),
        "article/begin/hello": ("move", "article/start/hello", 0),
        "article/begin/install": ("move", "article/start/install", 0),
    }
    world.apply()
    assert world.writes == before
    world.settled()


def test_a_folder_without_a_file_of_its_own_keeps_what_it_is_called(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    newest.ok("mv", "collection/more/deep", "collection/more/low")
    assert text(newest, "articles/2-more/low/_collection.yaml") == "name: Deep\n"
    assert {one: row[2] for one, row in moves(newest).items()} == {
        "collection/more/low": 0, "collection/more/low/deepest": 0,
        "article/more/low/deepest/page": 0,
    }  # fmt: skip


def test_an_article_goes_to_another_folder_with_its_translations_and_links(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    newest.ok("mv", "article/start/hello", "article/more/greeting")
    assert "[install](../1-start/2-install.md)" in text(newest, "articles/2-more/1-greeting.md")
    assert text(newest, "articles/2-more/1-greeting.fr.md").startswith("# Bonjour")
    assert "[hello](../2-more/1-greeting.md)" in text(newest, "articles/1-start/2-install.md")
    assert "code {{ here }}" in text(newest, "articles/1-start/2-install.md")
    assert moves(newest) == {"article/more/greeting": ("move", "article/start/hello", 1)}
    newest.apply()
    newest.settled()


def test_a_key_is_renamed_in_place_and_so_is_every_reference(newest: World) -> None:
    newest.write(
        {
            **FILES,
            "tags.yaml": "tags:\n  # important\n  VIP:   # yes\n  refund: {name: Refund request}\n",
        }
    )
    newest.apply()
    newest.ok("mv", "tag/VIP", "tag/key account")
    assert text(newest, "tags.yaml").startswith(
        "tags:\n  # important\n  key account: {name: VIP}   # yes\n  refund: {name: Refund request}\n"
    )
    assert "tags: [key account]" in text(newest, "companies.yaml")
    assert {one: row[2] for one, row in moves(newest).items()} == {"tag/key account": 0}
    newest.ok("mv", "tag/key account", "tag/VIP")
    assert text(newest, "moved.yaml") == "moved:\n  - {from: tag/key account, to: tag/VIP}\n"
    assert moves(newest) == {}
    newest.settled()


def test_a_pinned_name_is_changed_where_it_stands(newest: World) -> None:
    newest.write({"articles/a.md": "---\nname: pinned  # for ever\ntitle: A\n---\nText.\n"})
    newest.ok("mv", "article/pinned", "article/other")
    assert text(newest, "articles/a.md").startswith("---\nname: other  # for ever\n")


def test_files_renamed_by_hand_need_only_the_entry(newest: World) -> None:
    newest.write({"articles/a.md": "# A\n\nSame.\n"})
    newest.apply()
    newest.remove("articles/a.md")
    newest.write({"articles/b.md": "# B\n\nSame.\n"})
    assert [one["code"] for one in newest.plan()["findings"]] == ["move-proposed"]
    newest.ok("mv", "article/a", "article/b")
    assert newest.plan()["findings"] == []
    newest.apply()
    newest.settled()


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["mv", "tag/VIP", "tag/refund"], 64, "tag/refund is declared already"),
        (["mv", "tag/VIP", "article/x"], 64, "a move keeps the kind"),
        (["mv", "tag/Vip", "tag/x"], 64, "did you mean VIP?"),
        (["mv", "tagg/VIP", "tag/x"], 64, "did you mean tags?"),
        (["mv", "VIP", "tag/x"], 64, "is no kind/name"),
        (["mv", "article/more/draft", "article/start/2-install"], 64, "is there already"),
        (
            ["mv", "article/more/deep/deepest/page", "article/start/page"],
            64,
            "_collection.yaml first",
        ),
        (["mv", "article/more/draft", "article/../../../../x"], 64, "no path that a file can"),
        (["mv", "article/more/draft", "article/more/_x"], 64, "no path that a file can"),
        (["mv", "collection/start", "collection/a//b"], 64, "no path that a file can have"),
        (["rm", "tag/nobody"], 64, "tag/nobody is not declared"),
        (["rm", "tag/VIP"], 6, "tag/VIP is not declared"),
        (["rm", "collection/start"], 64, "holds article/start/hello"),
        (["rm", "data_attribute/nickname", "--delete"], 6, "cannot be removed by delete"),
    ],
)
def test_what_cannot_be_touches_nothing(
    newest: World, args: list[str], code: int, says: str
) -> None:
    newest.write(FILES)
    before = files(newest.root)
    ran = newest.run(*args)
    assert (ran.code, says in ran.text) == (code, True), ran.text
    assert files(newest.root) == before


@pytest.mark.parametrize(
    "args", [["mv", "collection/start", "collection/begin"], ["rm", "collection/start", "-r"]]
)
def test_a_dry_run_says_all_and_touches_nothing(newest: World, args: list[str]) -> None:
    newest.write(FILES)
    before = files(newest.root)
    ran = newest.ok(*args, "--dry-run")
    assert "Nothing was edited" in ran.out
    assert files(newest.root) == before


def test_rm_takes_out_and_the_plan_removes_with_every_guard(newest: World) -> None:
    newest.write(
        {**FILES, "tags.yaml": "tags:\n  VIP:\n  # old\n  refund: {name: Refund request}\n"}
    )
    newest.apply()
    newest.ok("rm", "tag/refund", "--release")
    newest.ok("rm", "collection/more", "-r", "--delete")
    assert text(newest, "tags.yaml") == "tags:\n  VIP:\n"
    assert not (newest.root / "specs/articles/2-more").exists()
    assert text(newest, "removed.yaml").splitlines()[1:3] == [
        "  - {ref: tag/refund, release: true}",
        "  - {ref: article/more/deep/deepest/page, delete: true}",
    ]
    ops = {one["ref"]: one["op"] for one in newest.plan()["changes"]}
    assert ops.pop("tag/refund") == "release"
    assert set(ops.values()) == {"delete"}
    assert newest.run("apply", "--yes").code == 4
    newest.apply("--allow-deletes", str(len(ops)))
    newest.settled()


def test_line_ends_and_byte_order_marks_stay(newest: World) -> None:
    newest.write({})
    path = newest.root / "specs/t.yaml"
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbftags:\r\n  a:   # x\r\nmoved: []\r\n")
    newest.ok("mv", "tag/a", "tag/b")
    assert path.read_bytes() == (
        b"\xef\xbb\xbftags:\r\n  b: {name: a}   # x\r\nmoved: [{from: tag/a, to: tag/b}]\r\n"
    )


# ---------------------------------------------------------------- explain, selectors


def test_explain_shows_kinds_fields_and_codes(newest: World) -> None:
    assert "articles" in newest.ok("explain").out
    assert (
        "company_id           text, required: Your own id of it."
        in newest.ok("explain", "company").out
    )
    assert newest.ok("explain", "articles.state").out.startswith("articles.state\n")
    assert newest.ok("explain", "article.state", "--json").json["choices"] == ["draft", "published"]
    assert "Moves lead back" in newest.ok("explain", "moved-cycle").out
    assert newest.ok("explain", "moved-cycle", "--json").json["severity"] == "error"
    for topic, says in (
        ("article.stat", "did you mean state?"),
        ("tag.x.y", "fields: name"),
        ("tagg", "did you mean tags?"),
    ):
        ran = newest.run("explain", topic)
        assert (ran.code, says in ran.text) == (64, True), ran.text


@pytest.mark.parametrize(
    "selector", ["articles/start/*", "article/start/*", "specs/articles/1-start", "article"]
)
def test_one_spelling_selects_in_every_command(newest: World, selector: str) -> None:
    newest.write(FILES)
    newest.apply("--only", selector)
    assert "Hello" in newest.titles()
    assert newest.titles("company", "name") == []
    assert [one["op"] for one in newest.plan("--only", selector)["changes"]] == []


def test_get_takes_a_glob_of_names_or_titles(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    for selector in ("articles/start/*", "article/*[ol]l*"):
        found = newest.ok("get", selector, "--json").json["articles"]
        assert "Hello" in [one["title"] for one in found]
        assert len(found) < 4
    assert 'title: "Hello"' in newest.ok("get", "article/start/hello").out
    assert newest.run("get", "articles/nothing*").code == 1


def test_the_project_may_be_any_folder(newest: World) -> None:
    newest.write(FILES)
    here = Path.cwd()
    os.chdir("/")
    try:
        newest.ok("mv", "tag/refund", "tag/refunds")
    finally:
        os.chdir(here)


def test_what_a_change_would_leave_behind_is_shown_as_it_would_be(newest: World) -> None:
    newest.write({"a.yaml": "tags:\n  VIP: {}\n  keep: {}\ncompanies:\n"
                            "  acme: {company_id: a, name: A, tags: [VIP]}\n"})  # fmt: skip
    ran = newest.run("rm", "tag/VIP")
    assert ran.code == 6, ran.text
    assert "specs/a.yaml:4:41: error[missing-reference]" in ran.text
    assert "    4 |   acme: {company_id: a, name: A, tags: [VIP]}\n" in ran.text
    assert "1 error; the edit would leave them behind and was not made" in ran.text
    (error,) = newest.run("rm", "tag/VIP", "--json").json["errors"]
    assert (error["message"].partition(":")[0], bool(error["hint"])) == ("1 finding", True)
    assert "VIP: {}" in text(newest, "a.yaml")


def test_a_file_is_selected_however_its_path_is_written(newest: World) -> None:
    newest.write({"a.yaml": "tags: {A: {}}\n", "b.yaml": "tags: {B: {}}\n"})
    for written in ("specs/a.yaml", "./specs/a.yaml", "./specs/../specs/a.yaml",
                    str(newest.root / "specs/a.yaml")):  # fmt: skip
        changes = newest.plan("--only", written)["changes"]
        assert [one["ref"] for one in changes] == ["tag/A"], written
    assert [one["ref"] for one in newest.plan("--exclude", "./specs/a.yaml")["changes"]] == [
        "tag/B"
    ]
    assert newest.run("plan", "--only", "/etc/passwd").code == 64


def test_explain_knows_the_keys_of_the_language(newest: World) -> None:
    assert "never removed" in newest.ok("explain", "protect").out
    assert newest.ok("explain", "company.protect").out == newest.ok("explain", "protect").out
    both = newest.ok("explain", "to", "--json").json["keys"]
    assert [one["key"] for one in both] == ["moved.to", "assets.to"]
    assert "for_each" in newest.ok("explain").out
