"""What moves keeps its id, whatever refers to it or waits with it."""

from tests.world import World

FILES = {
    "articles/1-help/_collection.yaml": "name: Help\ntranslations: {fr: {name: Aide}}\n",
    "articles/1-help/1-hi.md": "---\ntags: [VIP]\n---\n# Hi\n\nSee [deep](2-in/deep.md).\n",
    "articles/1-help/1-hi.fr.md": "# Salut\n\nUn.\n",
    "articles/1-help/2-in/deep.md": "# Deep\n\nText.\n",
    "articles/2-more/page.md": "# Page\n\nText.\n",
    "articles/2-more/old.md": "# Old\n\nGoes.\n",
    "tags.yaml": "tags: {VIP: }\n",
    "redirects.yaml": "redirects:\n"
    "  a: {from_url: https://help.example.com/a, article: help/hi}\n"
    "  b: {from_url: https://help.example.com/b, collection: help/in}\n",
}


def ids(world: World) -> dict[str, str]:
    found = {}
    for kind, key in (("collection", "name"), ("article", "title"), ("redirect", "from_url")):
        found |= {str(row[key]): str(row["id"]) for row in world.simulator.store.rows(kind)}
    return found


def ready(world: World) -> dict[str, str]:
    center = world.simulator.store.rows("help_center")[0]["id"]
    world.simulator.store.edit("help_center", center, host="help.example.com")
    world.write(FILES)
    world.apply()
    return ids(world)


def test_what_refers_to_a_moved_page_follows_and_nothing_is_made_anew(newest: World) -> None:
    before = ready(newest)
    newest.ok("mv", "article/help/hi", "article/help/hello")
    newest.ok("mv", "collection/help/in", "collection/help/inner")
    text = (newest.root / "specs/redirects.yaml").read_text("utf-8")
    assert "article: help/hello" in text
    assert "collection: help/inner" in text
    ops = {one["ref"]: one["op"] for one in newest.plan()["changes"]}
    assert set(ops.values()) == {"move"}
    writes = newest.writes
    newest.apply()
    assert newest.writes == writes
    assert ids(newest) == before
    newest.settled()


def test_a_collection_moves_into_another_with_everything_below_it(newest: World) -> None:
    before = ready(newest)
    newest.ok("mv", "collection/help", "collection/more/help")
    newest.apply()
    assert ids(newest) == before
    rows = {row["name"]: row for row in newest.simulator.store.rows("collection")}
    assert rows["Help"]["parent_id"] == rows["More"]["id"]
    assert rows["In"]["parent_id"] == rows["Help"]["id"]
    newest.settled()


def test_a_removed_page_leads_to_where_its_target_moved(newest: World) -> None:
    before = ready(newest)
    newest.remove("articles/2-more/old.md")
    newest.write({"gone.yaml": "removed:\n"
                  "  - {ref: article/more/old, delete: true, redirect: article/more/page}\n"})  # fmt: skip
    newest.apply("--allow-deletes", "1")
    newest.ok("mv", "article/more/page", "article/more/sheet")
    assert {one["op"] for one in newest.plan()["changes"]} == {"move"}
    newest.apply()
    assert {key: one for key, one in ids(newest).items() if key in before} == {
        key: one for key, one in before.items() if key != "Old"}  # fmt: skip
    newest.settled()


def test_a_page_may_move_while_its_texts_wait(newest: World) -> None:
    before = ready(newest)
    newest.write({"articles/2-more/page.md": "# Page\n\nNext.\n"})
    newest.apply("--stage")
    newest.ok("mv", "article/more/page", "article/more/sheet")
    newest.apply()
    (row,) = [one for one in newest.simulator.store.rows("article") if one["title"] == "Page"]
    assert row["draft"]
    newest.apply("--publish")
    assert "Next." in row["body"] or "Next." in next(
        one["body"] for one in newest.simulator.store.rows("article") if one["title"] == "Page"
    )
    assert ids(newest) == before
    newest.settled()
