"""Contacts: found again, brought back, attached, and nowhere to be read."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from reconciler.core.planned.digest import foreign, hidden
from reconciler.model import RESERVED_TAGS
from reconciler.simulator import Fault
from tests.world import World

PEOPLE = """contacts:
  ann:
    external_id: u-1
    email: Ann.Canary@acme.com
    name: Ann Canary
    phone: "+15550101"
    role: user
    owner: ada@example.com
    custom_attributes: {nick: Canarybird}
    tags: [VIP]
    companies: [acme]
  bob: {email: bob.canary@acme.com, name: Bob Canary, role: lead}
"""
FILES = {
    "tags.yaml": "tags:\n  VIP:\n",
    "attributes.yaml": "data_attributes:\n  nick: {model: contact, data_type: string}\n",
    "companies.yaml": "companies:\n  acme: {company_id: c-1, name: Acme}\n",
    "people.yaml": PEOPLE,
}


def contacts(world: World) -> list[Any]:
    return list(world.simulator.store.rows("contact"))


def named(world: World, name: str) -> Any:
    return next(one for one in contacts(world) if one["name"] == name)


def test_contacts_are_made_attached_and_then_as_declared(world: World) -> None:
    world.write(FILES)
    world.apply()
    ann = named(world, "Ann Canary")
    store = world.simulator.store
    assert ann["email"] == "ann.canary@acme.com"
    assert ann["custom_attributes"] == {"nick": "Canarybird"}
    assert [store.find("tag", one)["name"] for one in ann["tags"]] == ["VIP"]
    assert [store.find("company", one)["company_id"] for one in ann["companies"]] == ["c-1"]
    assert store.find("admin", ann["owner_id"])["email"] == "ada@example.com"
    world.settled()
    assert not world.requests("GET", "/contacts?"), "a million is not listed for two"
    assert len(contacts(world)) == 2


def test_without_the_ledger_they_are_found_again(world: World) -> None:
    world.write(FILES)
    world.apply()
    world.simulator.store.settle()
    world.ledger.unlink()
    world.settled()
    assert len(contacts(world)) == 2


def test_a_plan_says_how_many_are_looked_up_one_by_one(world: World) -> None:
    world.write(FILES)
    said = world.run("plan").text
    assert "reads, 0 writes sent. Looked up one by one: companies (1), contacts (2)." in said
    for name in ("companies.yaml", "people.yaml"):
        (world.root / "specs" / name).unlink()
    assert "Looked up" not in world.run("plan").text


def test_those_of_a_list_are_not_counted_as_looked_up(world: World) -> None:
    store = world.simulator.store
    rows = [f"u-{number}" for number in range(160)]
    for one in rows[:-1]:
        store.create("contact", external_id=one, role="user")
    people = "contacts:\n" + "".join(f"  {one}: {{external_id: {one}}}\n" for one in rows)
    world.write({"people.yaml": people})
    assert "Looked up one by one: contacts (1)." in world.run("plan").text


def test_changes_reach_them_and_edits_in_intercom_are_kept(world: World) -> None:
    world.write(FILES)
    world.apply()
    store = world.simulator.store
    store.edit("contact", named(world, "Bob Canary")["id"], name="Robert")
    world.write({**FILES, "people.yaml": PEOPLE.replace("+15550101", "+15550102")})
    plan = world.plan()
    assert [one["ref"] for one in plan["changes"]] == ["contact/ann"]
    assert [one["ref"] for one in plan["kept"]] == ["contact/bob"]
    world.apply()
    assert named(world, "Ann Canary")["phone"] == "+15550102"
    assert named(world, "Robert")


def test_an_attribute_is_cleared_and_a_tag_of_others_stays(world: World) -> None:
    world.write(FILES)
    world.apply()
    store = world.simulator.store
    other, reserved = (
        store.create("tag", name=name)["id"] for name in ("Theirs", f"{RESERVED_TAGS}welcome")
    )
    ann = named(world, "Ann Canary")
    store.edit("contact", ann["id"], tags=[*ann["tags"], other, reserved])
    world.write({**FILES, "people.yaml": PEOPLE.replace("tags: [VIP]", "tags: []")})
    world.apply()
    assert named(world, "Ann Canary")["tags"] == [other, reserved]
    world.write({**FILES, "people.yaml": PEOPLE.replace("tags: [VIP]", "tags: {exactly: [VIP]}")})
    world.apply()
    tags = named(world, "Ann Canary")["tags"]
    assert reserved in tags
    assert other not in tags
    world.settled()


def test_more_than_ten_tags_are_read_to_the_end(world: World) -> None:
    names = [f"t{number}" for number in range(14)]
    tags = "tags:\n" + "".join(f"  {name}:\n" for name in names)
    people = f"contacts:\n  ann: {{external_id: u-1, tags: [{', '.join(names)}]}}\n"
    world.write({"tags.yaml": tags, "people.yaml": people})
    world.apply()
    world.settled()
    assert len(contacts(world)[0]["tags"]) == 14


def test_a_twin_that_search_does_not_show_yet_is_taken_where_it_contradicts_nothing(
    world: World,
) -> None:
    world.write({**FILES, "people.yaml": "contacts:\n  b1: {email: bob@acme.com, name: Bob}\n"})
    world.simulator.store.create("contact", role="user", email="bob@acme.com", name=None)
    assert [one["op"] for one in world.plan()["changes"]][-1:] == ["create"]
    world.apply()
    assert len(contacts(world)) == 1
    assert contacts(world)[0]["name"] == "Bob"
    world.settled()


def test_a_twin_that_holds_something_else_is_asked_about(world: World) -> None:
    world.write({**FILES, "people.yaml": "contacts:\n  b1: {email: bob@acme.com, name: Bob}\n"})
    store = world.simulator.store
    there = store.create("contact", role="user", email="bob@acme.com", name="Robert")
    report = world.apply(code=5)
    said = json.dumps(report)
    assert f"write id: {there['id']} to take it over" in said
    assert "Robert" not in said
    assert contacts(world)[0]["name"] == "Robert"


def test_an_archived_twin_is_brought_back_and_made_as_declared(world: World) -> None:
    world.write(
        {"people.yaml": "contacts:\n  b9: {external_id: u-9, email: bob@acme.com, name: Bob}\n"}
    )
    there = world.simulator.store.create(
        "contact", role="user", external_id="u-9", email="bob@acme.com", name="Old", archived=True
    )
    world.apply()
    (found,) = contacts(world)
    assert (found["id"], found["archived"], found["name"]) == (there["id"], False, "Bob")
    world.settled()


@pytest.mark.parametrize(
    ("verb", "archived", "count"), [("keep", False, 1), ("archive", True, 1), ("delete", None, 0)]
)
def test_what_is_no_longer_declared_stays_unless_asked(
    world: World, verb: str, archived: bool | None, count: int
) -> None:
    extra = "" if verb == "keep" else f"on_remove: {{contacts: {verb}}}"
    people = "contacts:\n  a1: {external_id: u-1, name: Ann}\n"
    world.write({"people.yaml": people}, extra=extra)
    world.apply()
    world.write({"people.yaml": "contacts: {}\n", "tags.yaml": "tags: {x: }\n"}, extra=extra)
    world.apply(*(() if verb == "keep" else ("--allow-deletes", "1")))
    assert len(contacts(world)) == count
    assert not count or contacts(world)[0]["archived"] is archived


def test_several_with_one_email_are_asked_about(world: World) -> None:
    store = world.simulator.store
    for name in ("One", "Two"):
        store.create("contact", role="lead", email="bob@acme.com", name=name)
    store.settle()
    world.write({"people.yaml": "contacts:\n  bob: {email: bob@acme.com}\n"})
    plan = world.plan()
    assert [one["op"] for one in plan["changes"]] == ["refuse"]
    assert "more than one object has this email (2 in Intercom, 1 here)" in json.dumps(plan)


@pytest.mark.parametrize("name", ["ann@acme.com", "Ann Canary"])
def test_a_name_that_gives_a_person_away_is_refused(world: World, name: str) -> None:
    world.write(
        {"people.yaml": f"contacts:\n  {name}: {{email: ann@acme.com, name: Ann Canary}}\n"}
    )
    ran = world.run("validate")
    assert (ran.code, "personal-name" in ran.err) == (6, True)


def test_a_contact_without_a_key_is_refused(world: World) -> None:
    world.write({"people.yaml": "contacts:\n  ann: {name: Ann}\n"})
    assert "needs an external_id or an email" in world.run("validate").err


CANARIES = ("canary", "+1555", "Birdsong", "1771234567", "cdn.example.com/face")


def fifty(world: World) -> None:
    rows = "".join(
        f"id-{n},Canary{n}@acme.com,Canary Person {n},+1555{n:04},Birdsong{n},1771234567,"
        f"https://cdn.example.com/face{n}.png\n" for n in range(50)
    )  # fmt: skip
    world.write({
        "attributes.yaml": FILES["attributes.yaml"],
        "tags.yaml": FILES["tags.yaml"],
        "people.yaml": (
            "contacts:\n  '{{ each.id }}':\n    for_each: _data/people.csv\n"
            "    external_id: 'ext-{{ each.id }}'\n    email: '{{ each.email }}'\n"
            "    name: '{{ each.name }}'\n    phone: '{{ each.phone }}'\n"
            "    signed_up_at: '{{ each.since }}'\n    avatar: '{{ each.face }}'\n"
            "    custom_attributes: {nick: '{{ each.nick }}'}\n    tags: [VIP]\n"
        ),
        "_data/people.csv": "id,email,name,phone,nick,since,face\n" + rows,
    })  # fmt: skip


def test_no_output_ledger_plan_or_trace_holds_a_personal_value(newest: World) -> None:
    world = newest
    fifty(world)
    saved, trace = world.root / "plan.json", world.root / "trace.jsonl"
    outputs = [world.run("plan", "--out", str(saved), "--trace", str(trace)).text,
               world.run("plan", "--json").text]  # fmt: skip
    outputs.append(world.run("apply", "--approved", str(saved), "--trace", str(trace)).text)
    assert len(contacts(world)) == 50
    world.settled()
    store = world.simulator.store
    for number, one in enumerate(contacts(world)):
        store.edit("contact", one["id"], name=f"Canary Edited {number}")
    outputs += [world.run(*args).text for args in (
        ("plan",), ("plan", "--json"), ("apply", "--yes"), ("validate", "--json"),
        ("plan", "--edited-in-intercom", "overwrite"),
        ("apply", "--yes", "--edited-in-intercom", "overwrite", "--json"),
    )]  # fmt: skip
    world.simulator.faults.append(Fault(method="PUT", path="/contacts/*", status=400,
        body=json.dumps({"type": "error.list", "errors": [{"code": "parameter_invalid",
            "message": "Canary Person 4 <canary4@acme.com> is not valid"}]}).encode()))  # fmt: skip
    store.edit(
        "contact",
        next(one["id"] for one in contacts(world) if one["external_id"] == "ext-id-4"),
        name="Canary Again",
    )
    outputs.append(world.run("apply", "--yes", "--edited-in-intercom", "overwrite").text)
    held = [*outputs, saved.read_text(), trace.read_text(), world.ledger.read_text()]
    for number, text in enumerate(held):
        found = [one for one in CANARIES if one.casefold() in text.casefold()]
        assert not found, f"text {number}: {text}"
    assert "personal, not shown" in outputs[3]


def test_an_approved_plan_of_another_value_does_not_run(newest: World) -> None:
    world = newest
    world.write({"people.yaml": "contacts:\n  a1: {external_id: u-1, name: Ann}\n"})
    saved = world.root / "plan.json"
    world.run("plan", "--out", str(saved))
    world.write({"people.yaml": "contacts:\n  a1: {external_id: u-1, name: Anna}\n"})
    assert world.run("apply", "--approved", str(saved)).code == 3
    assert not contacts(world)


def test_another_token_makes_no_conflicts_of_what_was_remembered(newest: World) -> None:
    world = newest
    world.write(FILES)
    world.env["RECONCILER_PERSONAL_KEY"] = "one"
    world.apply()
    world.env["RECONCILER_PERSONAL_KEY"] = "two"
    world.settled()
    world.write({**FILES, "people.yaml": PEOPLE.replace("+15550101", "+15550102")})
    assert [one["op"] for one in world.plan()["changes"]] == ["update"]
    world.apply()
    world.settled()


def test_an_import_leaves_people_alone(newest: World, tmp_path: Path) -> None:
    newest.simulator.store.create("contact", role="user", email="canary@acme.com", name="Canary")
    newest.file("reconciler.yaml", "version: 1\n")
    newest.ok("import")
    assert not newest.requests("GET", "/contacts")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_personal_values_are_shown_on_a_terminal_that_asks(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest.write(FILES)
    assert newest.run("plan", "--show-personal-data").code == 64
    newest.apply()
    newest.simulator.store.edit("contact", named(newest, "Bob Canary")["id"], phone="+1")
    newest.write({**FILES, "people.yaml": PEOPLE.replace("Bob Canary", "Bob B")})
    monkeypatch.setattr("tests.world.io.StringIO", Terminal)
    shown = newest.ok("plan", "--show-personal-data").out
    assert 'name: "Bob Canary" -> "Bob B"' in shown
    assert "Bob" not in newest.ok("plan").out


def test_many_are_found_by_the_list_where_that_takes_fewer_requests(newest: World) -> None:
    rows = "".join(f"  c{n}: {{external_id: u-{n}, name: N {n}}}\n" for n in range(400))
    newest.write({"people.yaml": f"contacts:\n{rows}"})
    store = newest.simulator.store
    for number in range(600):
        store.create("contact", role="user", external_id=f"u-{number}", name=f"N {number}")
    before = len(newest.requests("GET"))
    assert newest.plan()["changes"] == []
    assert len(newest.requests("GET")) - before < 10
    newest.apply()
    newest.settled()
    assert len(newest.requests("GET", "find_by_external_id")) == 0


def test_few_of_many_are_looked_up(newest: World) -> None:
    rows = "".join(f"  c{n}: {{external_id: u-{n}, name: N {n}}}\n" for n in range(160))
    newest.write({"people.yaml": f"contacts:\n{rows}"})
    store = newest.simulator.store
    for number in range(24_200):
        store.create("contact", role="user", external_id=f"u-{number}", name=f"N {number}")
    assert newest.plan()["changes"] == []
    assert len(newest.requests("GET", "find_by_external_id")) == 160
    assert len(newest.requests("GET", "/contacts")) == 161, "one page to know how many there are"


def test_a_mistake_in_a_personal_value_does_not_show_it(newest: World) -> None:
    attributes = "data_attributes:\n  age: {model: contact, data_type: integer}\n"
    people = "contacts:\n  c1: {external_id: u-1, signed_up_at: Canary, custom_attributes: {age: 'Cana\"ry'}}\n"
    newest.write({"attributes.yaml": attributes, "people.yaml": people})
    for args in (("validate",), ("validate", "--json"), ("plan",)):
        ran = newest.run(*args)
        assert ran.code == 6
        assert "the value is not a whole number" in ran.text
        assert "cana" not in ran.text.casefold()


def test_an_attribute_of_intercom_is_read_by_its_type_and_a_mistake_hides_its_value(
    newest: World,
) -> None:
    newest.simulator.store.create(
        "data_attribute", name="age", model="contact", data_type="integer"
    )
    newest.write(
        {"people.yaml": "contacts:\n  c1: {external_id: u-1, custom_attributes: {age: Canary}}\n"}
    )
    ran = newest.run("plan")
    assert (ran.code, "the value is not a whole number" in ran.text) == (6, True)
    assert "canary" not in ran.text.casefold()


def test_a_pull_leaves_what_is_about_people_in_intercom(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    newest.simulator.store.edit("contact", named(newest, "Bob Canary")["id"], name="Robert C")
    ran = newest.run("pull")
    assert "compared by digests" in ran.err
    assert "Robert" not in ran.text
    assert (newest.root / "specs/people.yaml").read_text() == PEOPLE


def test_equal_numbers_have_equal_digests_and_other_keys_other_ones() -> None:
    assert hidden(3.0, b"key") == hidden(3, b"key")
    assert hidden("3", b"key") != hidden(3, b"key")
    assert hidden(3, b"key") != hidden(3, b"other")
    assert foreign(hidden(3, b"key"), b"other")
    assert not foreign(hidden(3, b"key"), b"key")
    assert not foreign("text", b"key")
