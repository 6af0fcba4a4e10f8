"""Defects that an attacker and a new user found; each has the test that would catch it again."""

from typing import Any

import pytest

from reconciler.simulator import Observer
from tests.scenarios.test_teammates import article, edit
from tests.scenarios.workspace import FILES
from tests.world import World

HELLO = "articles/1-start/1-hello.md"


def observe(world: World, when: str, path: str, act: Any) -> None:
    """Once, just before the first such request is answered."""
    done: list[int] = []

    def before(_: int, method: str, asked: str) -> None:
        if method == when and asked.startswith(path) and not done:
            done.append(1)
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
    newest.write(
        {"c.yaml": "companies: {x: {company_id: x, name: Ours}}\n", "t.yaml": "tags: {a: }\n"}
    )
    observe(newest, "POST", "/tags", lambda: newest.simulator.store.create(
        "company", company_id="x", name="Theirs"))  # fmt: skip
    newest.apply(code=5)
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
