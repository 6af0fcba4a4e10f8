"""Teammates edit in Intercom while we work: nothing is overwritten silently, nothing doubles."""

import pytest

from reconciler.simulator import Observer, Simulator
from tests.scenarios.workspace import FILES
from tests.world import TOKEN, World

HELLO = "Hello"


def article(world: World, title: str) -> dict[str, object]:
    return next(one for one in world.simulator.store.rows("article") if one["title"] == title)


def edit(world: World, title: str, /, **fields: object) -> None:
    world.simulator.store.edit("article", article(world, title)["id"], **fields)


def test_an_unrelated_edit_changes_no_plan(world: World) -> None:
    world.write(FILES)
    world.apply()
    edit(world, "Page", description="A teammate's words")
    world.settled()
    assert article(world, "Page")["description"] == "A teammate's words"


def test_an_edit_of_a_managed_field_is_kept_and_said(world: World) -> None:
    world.write(FILES)
    world.apply()
    edit(world, HELLO, description="Theirs")
    plan = world.plan("--detailed-exitcode")
    assert plan["changes"] == []
    assert [(one["ref"], [each["path"] for each in one["edited_in_intercom"]])
            for one in plan["kept"]] == [("article/start/hello", [["description"]])]  # fmt: skip
    world.apply()
    assert article(world, HELLO)["description"] == "Theirs"
    text = world.ok("plan").out
    assert "Edited in Intercom, left as it is there" in text


def test_both_edited_is_a_conflict_for_that_object_only(world: World) -> None:
    world.write(FILES)
    world.apply()
    edit(world, HELLO, description="Theirs")
    world.write({
        "articles/1-start/1-hello.md": FILES["articles/1-start/1-hello.md"].replace("Say hello", "Ours"),
        "tags.yaml": FILES["tags.yaml"] + "  new:\n",
    })  # fmt: skip
    report = world.apply(code=3)
    assert article(world, HELLO)["description"] == "Theirs"
    assert "new" in world.titles("tag", "name")
    assert [one["code"] for one in report["plan"]["findings"]] == ["conflict"]
    world.apply("--edited", "overwrite")
    assert article(world, HELLO)["description"] == "Ours"
    world.settled()


def test_the_same_edit_on_both_sides_is_nothing_to_do(world: World) -> None:
    world.write(FILES)
    world.apply()
    edit(world, HELLO, description="Same")
    world.write(
        {
            "articles/1-start/1-hello.md": FILES["articles/1-start/1-hello.md"].replace(
                "Say hello", "Same"
            )
        }
    )
    assert world.plan()["changes"] == []
    world.settled()


def test_a_file_that_holds_their_edit_besides_its_own_is_an_update(world: World) -> None:
    world.write(FILES)
    world.apply()
    body = article(world, HELLO)["body"]
    edit(world, HELLO, body=str(body).replace("Welcome", "Hi"))
    path, text = "articles/1-start/1-hello.md", FILES["articles/1-start/1-hello.md"]
    world.write({path: text.replace("- two", "- two\n- three")})
    assert [one["op"] for one in world.plan()["changes"]] == ["refuse"]
    world.write({path: text.replace("- two", "- two\n- three").replace("Welcome", "Hi")})
    (change,) = world.plan()["changes"]
    assert (change["op"], change["why"]) == ("update", "changed here")
    world.apply()
    assert "Hi" in str(article(world, HELLO)["body"])
    world.settled()


def test_a_deleted_article_is_created_again_as_planned(world: World) -> None:
    world.write(FILES)
    world.apply()
    world.simulator.store.remove("article", article(world, "Page")["id"])
    plan = world.plan()
    assert [(one["op"], one["why"]) for one in plan["changes"]] == [
        ("create", "deleted in Intercom since the last apply, created again")
    ]
    world.apply()
    world.settled()


def test_an_edit_between_plan_and_write_skips_that_object(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    newest.write({"articles/1-start/1-hello.md": FILES["articles/1-start/1-hello.md"].replace("Say hello", "Ours"),
                  "tags.yaml": FILES["tags.yaml"] + "  new:\n"})  # fmt: skip
    identity = article(newest, HELLO)["id"]

    def teammate(number: int, method: str, path: str) -> None:
        if method == "GET" and path.startswith(f"/articles/{identity}"):
            newest.simulator.store.edit("article", identity, description="In between")

    newest.simulator.observers.append(Observer(before=teammate))
    report = newest.apply(code=5)
    newest.simulator.observers.clear()
    assert article(newest, HELLO)["description"] == "In between"
    assert "new" in newest.titles("tag", "name")
    errors = [one["error"]["code"] for one in report["results"] if one["error"]]
    assert errors == ["moved-on"]


def test_a_pending_draft_is_refused_and_named(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    pend(newest.simulator, article(newest, HELLO)["id"])
    newest.write(
        {
            "articles/1-start/1-hello.md": FILES["articles/1-start/1-hello.md"].replace(
                "Say hello", "Ours"
            )
        }
    )
    report = newest.apply(code=3)
    assert [one["code"] for one in report["plan"]["findings"]] == ["busy"]
    assert article(newest, HELLO)["description"] == "Say hello"


def test_a_pending_draft_of_one_language_is_refused_too(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    store = newest.simulator.store
    (hello,) = (row for row in store.rows("article") if row["title"] == "Hello")
    french = {"title": "Brouillon", "updated_at": store.now()}
    draft = {"translations": {"fr": french}, "updated_at": store.now()}
    store.edit("article", hello["id"], draft=draft)
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    shown = newest.simulator.handle("GET", f"/articles/{hello['id']}", {}, headers, b"").json()
    assert not shown["has_unpublished_changes"]
    newest.file("specs/articles/1-start/1-hello.md", "# Hello\n\nOther words.\n")
    plan = newest.plan()
    assert [(one["ref"], one["op"]) for one in plan["changes"]] == [
        ("article/start/hello", "refuse")
    ]


def pend(simulator: Simulator, identity: object) -> None:
    draft = {"title": "Pending", "translations": {}, "updated_at": simulator.store.now()}
    simulator.store.edit("article", identity, draft=draft)


@pytest.mark.parametrize("how", ["deleted", "half", "unrelated", "same field"])
def test_whatever_happened_before_there_is_never_a_duplicate(world: World, how: str) -> None:
    world.write(FILES)
    if how == "half":
        world.apply("--only", "tags", "--only", "article/start/*")
        world.ledger.unlink()
    else:
        world.apply()
    if how == "deleted":
        world.ledger.unlink()
    if how == "unrelated":
        edit(world, "Page", description="x")
    if how == "same field":
        edit(world, HELLO, description="x")
    world.apply()
    for kind, key in (("article", "title"), ("tag", "name"), ("company", "company_id"),
                      ("data_attribute", "name"), ("collection", "name")):  # fmt: skip
        names = world.titles(kind, key)
        assert len(names) == len(set(names)), kind
    plan = world.plan()
    assert plan["changes"] == []
    assert len(plan["kept"]) == (how == "same field")
