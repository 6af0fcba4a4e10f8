"""The main job: plan, apply, second plan empty; update, remove, adopt; whatever came before."""

import pytest

from tests.scenarios.workspace import COMPANIES, FILES, WRITES
from tests.world import World


def test_a_workspace_is_planned_applied_and_then_empty(world: World) -> None:
    world.write(FILES)
    plan = world.plan("--detailed-exitcode")
    assert plan["summary"]["create"] == 15
    assert plan["forecast"]["writes"] == WRITES
    report = world.apply()
    assert (report["requests"]["writes"], world.writes) == (WRITES, WRITES)
    assert report["requests"]["reads"] + plan["requests"]["reads"] <= plan["forecast"]["reads"] + 1
    assert report["second_plan_empty"]
    assert report["deviations"] == report["findings"] == []
    world.settled()


def test_what_was_declared_is_what_intercom_has(world: World) -> None:
    world.write(FILES)
    world.apply()
    store = world.simulator.store
    assert world.titles() == ["Draft", "Hello", "Install", "Page"]
    by_title = {one["title"]: one for one in store.rows("article")}
    assert by_title["Draft"]["state"] == "draft"
    assert by_title["Hello"]["state"] == "published"
    hello = world.ok("get", "article", "Hello", "--json").json["articles"][0]
    assert f"/articles/{by_title['Install']['id']}" in hello["body"]
    assert hello["translated_content"]["fr"]["title"] == "Bonjour"
    company = next(one for one in store.rows("company") if one["company_id"] == "00042")
    assert company["name"] == "Tiny"


def test_siblings_are_created_in_declared_order(world: World) -> None:
    """Numbers sort as numbers, and the order of creation is the order readers see."""
    names = {1: "Zebra", 2: "Apple", 3: "Mango", 10: "Bread"}
    world.write({f"articles/{number}-{name}.md": f"# {name}\n\nText.\n"
                 for number, name in reversed(names.items())}
                | {f"articles/{number}-c{name}/_collection.yaml": f"name: {name}\n"
                   for number, name in reversed(names.items())})  # fmt: skip
    world.apply()
    for kind, key in (("article", "title"), ("collection", "name")):
        created = [one[key] for one in world.simulator.store.rows(kind)]
        assert created == list(names.values())


def test_applying_twice_writes_nothing_the_second_time(world: World) -> None:
    world.write(FILES)
    world.apply()
    before = world.writes
    report = world.apply()
    assert (world.writes, report["results"]) == (before, [])


def test_a_lost_ledger_is_found_again_by_natural_keys(world: World) -> None:
    world.write(FILES)
    world.apply()
    world.ledger.unlink()
    before = world.writes
    plan = world.plan()
    assert plan["changes"] == []
    world.apply()
    assert world.writes == before
    assert world.ledger.exists()
    world.settled()


def test_each_kind_is_updated_and_only_what_changed_is_sent(world: World) -> None:
    world.write(FILES)
    world.apply()
    before = world.writes
    world.write({
        "tags.yaml": "tags:\n  VIP:\n  refund: {name: Refunds}\n",
        "companies.yaml": COMPANIES.replace("size: 12", "size: 13").replace("[VIP]", "[refund]"),
        "articles/1-start/_collection.yaml": "name: Start\n",
        "articles/1-start/1-hello.fr.md": "# Salut\n\nBienvenue chez **Lumen**.\n",
    })  # fmt: skip
    plan = world.plan()
    assert {one["ref"]: one["op"] for one in plan["changes"]} == {
        "tag/refund": "update", "collection/start": "update", "article/start/hello": "update",
        "company/acme": "update",
    }  # fmt: skip
    changed = {one["ref"]: [each["path"] for each in one["fields"]] for one in plan["changes"]}
    assert changed["article/start/hello"] == [["translations", "fr", "title"]]
    assert changed["company/acme"] == [["size"], ["tags", "VIP"], ["tags", "refund"]]
    report = world.apply()
    assert report["second_plan_empty"]
    assert world.writes - before == 6
    world.settled()


def test_what_is_no_longer_declared_is_taken_out_of_use_by_its_number(world: World) -> None:
    world.write(FILES, extra="on_remove: {collections: delete, companies: delete}")
    world.apply()
    for path in ("tags.yaml", "attributes.yaml", "companies.yaml"):
        world.remove(path)
    world.remove("articles/2-more/draft.md")
    world.remove("articles/1-start/2-install.md")
    plan = world.plan()
    removed = {one["ref"]: one["op"] for one in plan["changes"] if one["op"] != "update"}
    assert removed == {
        "tag/VIP": "delete", "tag/refund": "delete", "company/acme": "delete",
        "company/tiny": "delete", "data_attribute/nickname": "archive",
        "data_attribute/plan_tier": "archive", "data_attribute/seats": "archive",
        "article/start/install": "unpublish", "article/more/draft": "release",
    }  # fmt: skip
    before = world.writes
    assert world.run("apply", "--yes").code == 4
    assert world.run("apply", "--yes", "--allow-deletes", "7").code == 4
    assert world.writes == before
    world.apply("--allow-deletes", "8")
    world.settled()
    assert world.titles("tag", "name") == []


def test_an_archived_attribute_is_brought_back_instead_of_doubled(world: World) -> None:
    world.write(FILES)
    world.apply()
    world.write(
        {
            "attributes.yaml": FILES["attributes.yaml"].replace(
                "  nickname: {model: contact, data_type: string}\n", ""
            )
        }
    )
    world.apply("--allow-deletes", "1")
    world.write(FILES)
    plan = world.plan()
    assert [(one["op"], one["fields"]) for one in plan["changes"]] == [
        ("adopt", [{"path": ["archived"], "before": True, "after": False}])
    ]
    world.apply()
    world.settled()
    names = [one["name"] for one in world.simulator.store.rows("data_attribute")]
    assert len(names) == len(set(names))


def test_what_exists_already_is_adopted_only_when_approved(world: World) -> None:
    world.simulator.store.create("tag", name="vip")
    world.write({"attributes.yaml": "data_attributes:\n  seats: {model: company, data_type: integer, description: Ours}\n",
                 "tags.yaml": "tags: {VIP: }\n"})  # fmt: skip
    world.simulator.store.create("data_attribute", name="seats", model="company",
                                 data_type="integer", description="Theirs")  # fmt: skip
    plan = world.plan()
    assert {one["ref"]: one["op"] for one in plan["changes"]} == {"data_attribute/seats": "adopt"}
    world.apply()
    world.settled()
    assert len(world.simulator.store.rows("tag")) == 1


def test_approved_is_what_runs(world: World) -> None:
    world.write({"tags.yaml": "tags: {a: , b: }\n"})
    world.ok("plan", "--out", str(world.root / "plan.json"))
    world.write({"tags.yaml": "tags: {a: , c: }\n"})
    ran = world.run("apply", "--json", "--approved", str(world.root / "plan.json"))
    assert ran.code == 0, ran.text
    assert world.titles("tag", "name") == ["a"]
    assert [one["code"] for one in ran.json["findings"]] == ["not-approved"]


def test_an_approved_plan_carries_its_removals(world: World) -> None:
    world.write({"tags.yaml": "tags: {a: , b: }\n"})
    world.apply()
    world.write({"tags.yaml": "tags: {a: }\n"})
    world.ok("plan", "--out", str(world.root / "plan.json"))
    assert world.run("apply", "--approved", str(world.root / "plan.json")).code == 0
    assert world.titles("tag", "name") == ["a"]
    world.settled()


def test_a_change_that_is_not_due_as_approved_does_not_run(world: World) -> None:
    world.write({"c.yaml": "companies: {x: {company_id: x, name: One}}\n"})
    world.apply()
    world.write({"c.yaml": "companies: {x: {company_id: x, name: Two}}\n"})
    world.ok("plan", "--out", str(world.root / "plan.json"))
    world.write({"c.yaml": "companies: {x: {company_id: x, name: Three}}\n"})
    before = world.writes
    ran = world.run("apply", "--json", "--approved", str(world.root / "plan.json"))
    assert (ran.code, world.writes) == (3, before)


@pytest.mark.parametrize("args", [("apply", "--dry-run"), ("plan",), ("get", "tags"),
                                  ("get", "article", "Hello"), ("import",), ("validate",),
                                  ("schema",), ("apply", "--dry-run", "--allow-deletes", "1")])  # fmt: skip
def test_reading_commands_send_no_write(newest: World, args: tuple[str, ...]) -> None:
    newest.write(FILES)
    newest.apply("--only", "tags", "--only", "collections")
    before = newest.writes
    newest.run(*args, *(["--json"] if args != ("schema",) else []))
    ran = newest.run(*args)
    assert newest.writes == before
    if args[0] not in ("validate", "schema"):
        assert "0 writes" in ran.text


def test_an_apply_that_nobody_approved_writes_nothing(newest: World) -> None:
    newest.write(FILES)
    ran = newest.run("apply")
    assert (ran.code, newest.writes) == (4, 0)
    assert "--yes" in ran.err


def test_parts_are_applied_by_selectors_and_the_rest_is_said(newest: World) -> None:
    newest.write(FILES)
    report = newest.apply("--only", "article/start/*")
    assert newest.titles() == ["Hello", "Install"]
    assert len(report["plan"]["left_out"]) == 12
    assert newest.run("plan", "--only", "artikel").code == 64
    newest.apply()
    newest.settled()


def test_a_protected_tag_is_not_removed_until_that_was_applied(newest: World) -> None:
    newest.write({"t.yaml": "tags: {keep: {protect: true}, other: }\n"})
    newest.apply()
    newest.write({"t.yaml": "tags: {other: }\n"})
    plan = newest.plan()
    assert [(one["op"], one["ref"]) for one in plan["changes"]] == [("refuse", "tag/keep")]
    newest.write({"t.yaml": "tags: {keep: {protect: false}, other: }\n"})
    newest.apply()
    newest.write({"t.yaml": "tags: {other: }\n"})
    newest.apply("--allow-deletes", "1")
    newest.settled()


def test_a_renamed_file_keeps_its_article(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    before = newest.titles()
    newest.remove("articles/1-start/2-install.md")
    newest.write({"articles/1-start/2-setup.md": FILES["articles/1-start/2-install.md"],
                  "articles/1-start/1-hello.md": FILES["articles/1-start/1-hello.md"].replace("2-install", "2-setup")})  # fmt: skip
    plan = newest.plan()
    assert {one["ref"]: (one["op"], one["previous"]) for one in plan["changes"]} == {
        "article/start/setup": ("move", "article/start/install")
    }
    newest.apply()
    newest.settled()
    assert newest.titles() == before
