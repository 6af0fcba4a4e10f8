"""Defects that an attacker and a new user found; each has the test that would catch it again."""

from typing import Any

import pytest

from reconciler.simulator import Observer
from tests.scenarios.test_teammates import article, edit
from tests.scenarios.workspace import FILES
from tests.world import World

HELLO = "articles/1-start/1-hello.md"


def observe(world: World, when: str, path: str, act: Any, *, nth: int = 1) -> None:
    """Once, just before the nth such request is answered."""
    seen: list[str] = []

    def before(_: int, method: str, asked: str) -> None:
        if method == when and asked.startswith(path):
            seen.append(asked)
            if len(seen) == nth:
                act()

    world.simulator.observers.append(Observer(before=before))


@pytest.mark.parametrize("field", ["state", "author_id"])
def test_what_travels_with_an_update_carries_a_kept_edit(newest: World, field: str) -> None:
    newest.write(
        {
            HELLO: FILES[HELLO].replace(
                "---\n#", "author: ada@example.com\nstate: published\n---\n#"
            ),
            "articles/1-start/2-install.md": "# Install\n",
        }
    )
    newest.apply()
    ben = next(one["id"] for one in newest.simulator.store.rows("admin") if "ben" in one["email"])
    value = "draft" if field == "state" else int(ben)
    edit(newest, "Hello", **{field: value})
    newest.write({HELLO: (newest.root / "specs" / HELLO).read_text().replace("- two", "- three")})
    newest.apply()
    assert article(newest, "Hello")[field] == value


def test_an_edit_between_create_and_second_write_is_not_overwritten(newest: World) -> None:
    newest.write({"articles/a.md": "# A\n\n[b](b.md)\n", "articles/b.md": "# B\n\n[a](a.md)\n"})
    observe(newest, "GET", "/articles/", lambda: edit(newest, "A", body="<p>Theirs</p>"))
    newest.apply(code=5)
    newest.simulator.observers.clear()
    assert article(newest, "A")["body"] == "<p>Theirs</p>"


def test_an_approved_delete_covers_nothing_that_was_written_since(newest: World) -> None:
    newest.write(
        {"articles/a.md": "# A\n", "articles/b.md": "# B\n"}, extra="on_remove: {articles: delete}"
    )
    newest.apply()
    newest.remove("articles/b.md")
    plan = str(newest.root / "plan.json")
    newest.ok("plan", "--out", plan)
    edit(newest, "B", body="<p>Rewritten by a teammate</p>")
    assert newest.run("apply", "--approved", plan).code == 3
    assert newest.titles() == ["A", "B"]
    (change,) = newest.plan()["changes"]
    assert change["why"] == "no longer declared; edited in Intercom since the last apply"


def test_a_company_that_somebody_creates_meanwhile_is_not_overwritten(newest: World) -> None:
    newest.write({"c.yaml": "companies: {x: {company_id: x, name: Ours}}\n"})
    store = newest.simulator.store
    act = lambda: store.create("company", company_id="x", name="Theirs")  # noqa: E731 - one line
    observe(newest, "GET", "/companies", act, nth=2)
    newest.apply(code=3)
    newest.simulator.observers.clear()
    assert newest.titles("company", "name") == ["Theirs"]


def test_a_tag_renamed_before_it_is_attached_is_said(newest: World) -> None:
    newest.write(
        {"c.yaml": "companies: {x: {company_id: x, tags: [VIP]}}\n", "t.yaml": "tags: {VIP: }\n"}
    )
    newest.apply("--only", "tags")

    def rename() -> None:
        tag = newest.simulator.store.rows("tag")[0]
        newest.simulator.store.edit("tag", tag["id"], name="VIP (old)")

    observe(newest, "POST", "/tags", rename)
    report = newest.apply(code=5)
    newest.simulator.observers.clear()
    (failed,) = [one for one in report["results"] if one["outcome"] == "failed"]
    assert "renamed in Intercom" in failed["error"]["message"]


def test_a_link_to_a_refused_article_is_not_stripped(newest: World) -> None:
    newest.write(
        {"articles/a.md": "# A\n\nSee [b](b.md).\n", "articles/b.md": "# B\n\nText of b.\n"}
    )
    newest.apply()
    newest.ledger.unlink()
    newest.write({"articles/b.md": "# Another title\n\nText of b.\n"})
    plan = newest.plan()
    assert {one["ref"]: one["op"] for one in plan["changes"]} == {
        "article/a": "refuse", "article/b": "refuse",
    }  # fmt: skip
    newest.apply(code=3)
    assert "/articles/" in str(article(newest, "A")["body"])


def test_a_changed_company_id_is_refused_and_makes_no_second_company(newest: World) -> None:
    newest.write({"c.yaml": "companies: {x: {company_id: one, name: A}}\n"})
    newest.apply()
    newest.write({"c.yaml": "companies: {x: {company_id: two, name: A}}\n"})
    plan = newest.plan()
    assert [(one["op"], one["fields"][0]["path"]) for one in plan["changes"]] == [
        ("refuse", ["company_id"])
    ]
    assert plan["findings"][0]["code"] == "immutable"


def test_values_typed_by_a_refused_attribute_are_not_written(newest: World) -> None:
    attributes = "data_attributes: {{seats: {{model: company, data_type: {}}}}}\n"
    company = "companies: {x: {company_id: x, custom_attributes: {seats: 3}}}\n"
    newest.write({"a.yaml": attributes.format("integer"), "c.yaml": company})
    newest.apply()
    newest.write({"a.yaml": attributes.format("string"), "c.yaml": company})
    assert {one["op"] for one in newest.plan()["changes"]} == {"refuse"}


def test_an_import_beside_declared_objects_takes_only_the_others(newest: World) -> None:
    for name in ("Beta", "Gamma"):
        newest.simulator.store.create("tag", name=name)
    newest.write({"t.yaml": "tags: {b: {name: Beta}}\n"})
    newest.simulator.store.create("company", company_id="c", name="C", user_count=1,
                                  tags=[one["id"] for one in newest.simulator.store.rows("tag")])  # fmt: skip
    assert newest.ok("import", "--json").json["imported"] == {"tag": 1, "company": 1}
    newest.settled()


def test_a_moved_article_keeps_its_id(newest: World) -> None:
    newest.write({"articles/x/_collection.yaml": "name: X\n", "articles/y/_collection.yaml": "name: Y\n",
                  "articles/x/a.md": "# A\n\nThe text of a.\n", "articles/x/b.md": "# B\n\nThe text of b.\n"})  # fmt: skip
    newest.apply()
    before = {one["title"]: one["id"] for one in newest.simulator.store.rows("article")}
    newest.remove("articles/x/b.md")
    newest.remove("articles/x/a.md")
    newest.write({"articles/y/b.md": "# B\n\nThe text of b.\n",
                  "articles/y/renamed.md": "# Retitled\n\nThe text of a.\n"})  # fmt: skip
    plan = newest.plan()
    assert {one["ref"]: (one["op"], one["previous"]) for one in plan["changes"]} == {
        "article/y/b": ("move", "article/x/b"), "article/y/renamed": ("move", "article/x/a"),
    }  # fmt: skip
    newest.apply()
    newest.settled()
    after = {one["title"]: one["id"] for one in newest.simulator.store.rows("article")}
    assert after == {"B": before["B"], "Retitled": before["A"]}


def test_a_selector_that_selects_nothing_is_said(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: }\n"})
    plan = newest.plan("--only", "article/nothing*")
    assert [one["message"] for one in plan["findings"]] == [
        "--only article/nothing* selects nothing"
    ]


def test_dropped_fields_are_said_beside_an_update(newest: World) -> None:
    newest.write({"c.yaml": "companies: {x: {company_id: x, name: A, plan: Pro}}\n"})
    newest.apply()
    newest.write({"c.yaml": "companies: {x: {company_id: x, name: B}}\n"})
    (change,) = newest.plan()["changes"]
    assert change["why"] == "changed here; no longer declared, left as is: plan"
    newest.apply()
    newest.settled()


@pytest.mark.parametrize("field", ["state", "author_id"])
def test_an_edit_of_what_travels_undeclared_is_noticed_before_the_write(
    newest: World, field: str
) -> None:
    newest.write({"articles/a.md": "# A\n\nOne.\n"})
    newest.apply()
    identity = article(newest, "A")["id"]
    newest.write({"articles/a.md": "# A\n\nTwo.\n"})
    ben = next(
        int(one["id"]) for one in newest.simulator.store.rows("admin") if "ben" in one["email"]
    )
    value = "draft" if field == "state" else ben
    observe(newest, "GET", f"/articles/{identity}", lambda: edit(newest, "A", **{field: value}))
    newest.apply(code=3)
    newest.simulator.observers.clear()
    assert article(newest, "A")[field] == value


def test_the_candidate_of_a_question_is_not_removed(newest: World) -> None:
    newest.write({"articles/a.md": "# A\n\nText.\n", "t.yaml": "tags: {x: }\n"})
    newest.apply()
    newest.remove("articles/a.md")
    newest.write({"articles/n.md": "# A\n\nText.\n", "articles/n2.md": "# A\n\nText.\n"})
    assert {one["op"] for one in newest.plan()["changes"]} == {"refuse"}


def test_swapped_and_shifted_names_are_asked_about(newest: World) -> None:
    texts = {name: f"# {name}\n\nThe text of {name}.\n" for name in ("One", "Two", "Three")}
    newest.write({"articles/a.md": texts["One"], "articles/b.md": texts["Two"]})
    newest.apply()
    newest.write({"articles/a.md": texts["Two"], "articles/b.md": texts["One"]})
    assert {one["ref"]: one["op"] for one in newest.plan()["changes"]} == {
        "article/a": "refuse", "article/b": "refuse",
    }  # fmt: skip
    newest.remove("articles/a.md")
    newest.write({"articles/b.md": texts["One"], "articles/c.md": texts["Two"]})
    assert {one["ref"]: one["op"] for one in newest.plan()["changes"]} == {
        "article/a": "refuse", "article/b": "refuse", "article/c": "refuse",
    }  # fmt: skip
    newest.write({"articles/b.md": "# Two\n\nRewritten.\n", "articles/c.md": texts["Three"]})
    assert {one["ref"]: one["op"] for one in newest.plan()["changes"]} == {
        "article/a": "unpublish", "article/b": "update", "article/c": "create",
    }  # fmt: skip


def test_an_import_finds_folders_that_carry_numbers_and_collections_in_yaml(newest: World) -> None:
    newest.write({"articles/1-start/_collection.yaml": "name: Start\n", "articles/1-start/1-a.md": "# A\n\nText.\n",
                  "c.yaml": "collections: {flat: {name: Flat}}\n"})  # fmt: skip
    newest.apply()
    rows = {one["name"]: int(one["id"]) for one in newest.simulator.store.rows("collection")}
    for name, parent in (("New in start", rows["Start"]), ("New in flat", rows["Flat"])):
        newest.simulator.store.create("article", title=name, body="<p>x</p>", state="published",
                                      parent_id=parent, author_id=int(newest.simulator.store.rows("admin")[0]["id"]))  # fmt: skip
    assert newest.ok("import", "--json").json["imported"] == {"article": 2}
    assert (newest.root / "specs/articles/1-start/new-in-start.md").exists()
    assert (newest.root / "specs/articles/new-in-flat.md").exists()
    newest.settled()


def test_a_body_that_cannot_be_written_back_is_named_and_the_rest_imported(newest: World) -> None:
    author = int(newest.simulator.store.rows("admin")[0]["id"])
    for title, body in (("Odd", '<iframe src="https://y.z/"></iframe>'), ("Good", "<p>x</p>")):
        newest.simulator.store.create(
            "article", title=title, body=body, state="draft", author_id=author
        )
    found = newest.ok("import", "articles", "--json").json
    assert found["imported"] == {"article": 2}
    assert found["skipped"][0].startswith(
        "specs/articles/odd.md: block 1 (iframe of https://y.z/) cannot be written"
    )
    newest.settled()
    assert "iframe" in str(article(newest, "Odd")["body"])


def test_an_import_names_the_languages_it_leaves_out(newest: World) -> None:
    newest.write({"articles/a.md": "# A\n\nText.\n", "articles/a.fr.md": "# F\n\nTexte.\n"})
    newest.apply()
    newest.remove("articles/a.md")
    newest.remove("articles/a.fr.md")
    newest.ledger.unlink()
    config = (newest.root / "reconciler.yaml").read_text().replace("[en, fr]", "[en]")
    newest.file("reconciler.yaml", config)
    found = newest.ok("import", "--json").json
    assert found["skipped"][0].startswith("fr: 1 translations of articles are left out")
