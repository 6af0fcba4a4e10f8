"""`removed:`: what is taken out of the specs on purpose, and how; every guard stays."""

from tests.world import World

PAGES = {"articles/a.md": "# A\n\nFirst.\n", "articles/b.md": "# B\n\nSecond.\n"}


def test_delete_is_stronger_than_on_remove_and_needs_its_number(newest: World) -> None:
    newest.write(PAGES, extra="on_remove: {articles: keep}")
    newest.apply()
    newest.remove("articles/b.md")
    newest.file("specs/removed.yaml", "removed:\n  - {ref: article/b, delete: true}\n")
    assert [(one["op"], one["ref"]) for one in newest.plan()["changes"]] == [
        ("delete", "article/b")
    ]
    before = newest.writes
    assert newest.run("apply", "--yes").code == 4
    assert newest.writes == before
    newest.apply("--allow-deletes", "1")
    assert newest.titles() == ["A"]
    newest.settled()


def test_release_leaves_it_as_it_is(newest: World) -> None:
    newest.write(PAGES, extra="on_remove: {articles: delete}")
    newest.apply()
    newest.remove("articles/b.md")
    newest.file("specs/removed.yaml", "removed:\n  - {ref: article/b, release: true}\n")
    assert [(one["op"], one["ref"]) for one in newest.plan()["changes"]] == [
        ("release", "article/b")
    ]
    before = newest.writes
    newest.apply()
    assert newest.writes == before
    assert newest.titles() == ["A", "B"]
    newest.settled()


def test_what_is_still_declared_is_a_mistake_at_its_place(newest: World) -> None:
    newest.write({**PAGES, "removed.yaml": "removed:\n  - {ref: article/b, delete: true}\n"})
    (found,) = newest.run("validate", "--json").json["findings"]
    assert (found["code"], found["file"], found["line"], found["column"]) == (
        "removed-declared", "specs/removed.yaml", 2, 11,
    )  # fmt: skip


def test_a_collection_that_holds_articles_of_others_is_not_deleted_either(newest: World) -> None:
    newest.write({"c.yaml": "collections: {a: {name: A}}\ntags: {t: }\n"})
    newest.apply()
    (row,) = newest.simulator.store.rows("collection")
    newest.simulator.store.create("article", title="Theirs", parent_id=int(row["id"]),
                                  state="draft")  # fmt: skip
    newest.write({"c.yaml": "tags: {t: }\nremoved: [{ref: collection/a, delete: true}]\n"})
    assert [one["op"] for one in newest.plan()["changes"]] == ["refuse"]
