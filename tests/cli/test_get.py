"""`get`: every shape over the real socket, searches, hostile data, and what a log may not hold."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from reconciler.errors import Exit
from reconciler.simulator import Fault
from reconciler.workflow.readable import ALL, READABLE, Readable
from tests.scenarios.workspace import FILES
from tests.world import World

DESCRIPTIONS = Path(__file__).parents[3] / "shared" / "openapi"


@pytest.fixture
def people(newest: World) -> World:
    """Two hundred contacts, half of them leads, one in ten with a tag."""
    newest.write(FILES)
    store = newest.simulator.store
    vip = store.create("tag", name="VIP")["id"]
    store.create("data_attribute", name="plan tier", model="contact", data_type="string")
    for number in range(200):
        role = "lead" if number % 2 else "user"
        store.create(
            "contact", role=role, email=f"p{number}@acme.com", external_id=f"x-{number}",
            name=f"Person {number}", tags=[vip] if number % 10 == 0 else [],
            custom_attributes={"plan tier": "pro" if number < 5 else "free"},
        )  # fmt: skip
    store.settle()
    return newest


def test_a_list_comes_page_by_page_with_all_fields(people: World) -> None:
    out = people.ok("get", "contacts", "--jsonl")
    found = [json.loads(line) for line in out.out.splitlines()]
    assert len({one["id"] for one in found}) == 200
    assert {"role", "email", "custom_attributes", "tags"} <= set(found[0])
    assert "200 contacts; " in out.err
    assert len(people.requests("GET", "/contacts")) == 2


def test_a_search_is_counted_and_listed_and_sends_no_write(people: World) -> None:
    query = (
        "--where",
        "role = user",
        "--where",
        'tag = vip or custom_attributes."plan tier" = pro',
    )
    assert people.ok("get", "contacts", *query, "--count").out == "22\n"
    assert people.ok("get", "contacts", *query, "--count", "--json").json == {
        "count": 22,
        "exit": 0,
    }
    found = people.ok(
        "get", "contacts", *query, "--json", "--fields", "email,custom_attributes.plan tier"
    )
    assert len(found.json["contacts"]) == 22
    assert {one["custom_attributes.plan tier"] for one in found.json["contacts"]} == {"pro", "free"}
    assert people.writes == 0
    assert "0 writes sent" in people.ok("get", "contacts", "--where", "role = user").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--where", "nme = a"), "did you mean name?"),
        (("--where", "role = user", "--where", "role == x"), "--where:2:7"),
        (("--where", "custom_attributes.tier = x"), "did you mean custom_attributes.plan tier?"),
        (("--where", "tag = VPI"), "did you mean vip?"),
        (("--where", "signed_up_at != today"), "use =, <, >"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_query_is_shown_with_a_caret(people: World, args: Any, said: str) -> None:
    ran = people.run("get", "contacts", *args)
    assert ran.code == Exit.USAGE
    assert said in ran.err
    assert re.search(r"^ +\^$", ran.err, re.MULTILINE)
    asjson = people.run("get", "contacts", *args, "--json")
    assert asjson.json["exit"] == Exit.USAGE
    assert asjson.json["findings"]


@pytest.mark.parametrize(
    "name", ["x-7", "p7@acme.com", "Person 7"]
)  # fmt: skip
def test_one_contact_is_found_by_external_id_email_and_name(people: World, name: str) -> None:
    ran = people.ok("get", "contact", name)
    assert 'email: "p7@acme.com"' in ran.out
    identity = people.ok("get", "contact", name, "--json").json["contacts"][0]["id"]
    assert 'name: "Person 7"' in people.ok("get", "contact", identity).out
    assert not people.requests("GET", "/contacts?"), "a list of a million is not read for one"


def test_a_contact_that_is_not_there_is_not_looked_for_in_the_whole_list(people: World) -> None:
    ran = people.run("get", "contact", "nobody")
    assert (ran.code, 'There is no contact "nobody"' in ran.err) == (1, True)
    assert not people.requests("GET", "/contacts?")


def test_a_table_and_its_limit(people: World) -> None:
    out = people.ok("get", "contacts", "--table", "--limit", "3", "--fields", "role,name").out
    head, *rows = out.splitlines()
    assert head.split() == ["role", "name"]
    assert len(rows) == 3
    assert people.ok("get", "contacts", "--limit", "160").out.count("@acme.com") == 160


def test_names_in_the_specs_stand_beside_what_they_made(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    assert re.search(r'"VIP"  tag/VIP$', newest.ok("get", "tags").out, re.MULTILINE)
    assert "article/start/hello" in newest.ok("get", "articles", "--table").out


def test_cells_of_csv_open_no_formula_and_move_no_cursor(newest: World) -> None:
    newest.write(FILES)
    store = newest.simulator.store
    for name in (
        "=HYPERLINK(1)",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "a\x1b[31m",
        'q"uo,te',
        "x\n::error::y",
    ):
        store.create("tag", name=name)
    ran = newest.ok("get", "tags", "--csv", "--fields", "id,name")
    assert "\x1b" not in ran.out
    assert "\n::" not in ran.out
    names = [row["name"] for row in csv.DictReader(io.StringIO(ran.out))]
    assert "'=HYPERLINK(1)" in names
    assert not [one for one in names if one.startswith(("=", "+", "-", "@", "\t"))]
    assert 'q"uo,te' in names


def test_csv_without_fields_has_a_column_for_each_of_the_first_page(people: World) -> None:
    ran = people.ok("get", "contacts", "--csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 200
    assert rows[0]["custom_attributes.plan tier"] in {"pro", "free"}
    assert "location.country" in rows[0]


def test_the_json_of_a_list_that_breaks_off_is_one_document_with_the_error(people: World) -> None:
    people.simulator.faults.append(Fault(path="/contacts", after=1, status=403))
    ran = people.run("get", "contacts", "--json")
    assert ran.code != 0
    assert len(ran.json["contacts"]) == 150
    assert ran.json["errors"]
    assert ran.json["exit"] == ran.code


def test_events_are_those_of_one_contact(people: World) -> None:
    store = people.simulator.store
    who = next(one for one in store.rows("contact") if one["external_id"] == "x-4")
    at = store.now() - 60
    store.create("event", key="k", contact_id=who["id"], event_name="ordered", metadata={},
                 created_at=at, mark=at)  # fmt: skip
    ran = people.run("get", "events")
    assert (ran.code, "get events ID" in ran.err) == (Exit.USAGE, True)
    assert "ordered" in people.ok("get", "events", who["id"]).out
    assert people.ok("get", "events", "x-4", "--json").json["events"][0]["event_name"] == "ordered"
    assert people.run("get", "events", "x-5").code == 1
    assert people.run("get", "events", "nobody").code == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("companies", "--where", "name = a"), "Intercom has no search of companies"),
        (("contacts", "x", "--where", "name = a"), "exclude each other"),
        (("contacts", "--csv", "--table"), "--csv and --table exclude each other"),
        (("contacts", "--count", "--limit", "3"), "--count shows no fields"),
        (("contcts",), "did you mean contacts?"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_a_usage_error(newest: World, args: Any, said: str) -> None:
    newest.write(FILES)
    ran = newest.run("get", *args)
    assert (ran.code, said in ran.err) == (Exit.USAGE, True), ran.err


def test_a_resource_of_a_later_version_says_so(people: World) -> None:
    people.version = "2.11"
    people.write(FILES)
    ran = people.run("get", "macros")
    assert (ran.code, "from API version 2.16 on" in ran.err) == (Exit.USAGE, True)
    assert 'name: "Person 7"' in people.ok("get", "contact", "x-7").out, "by search before 2.13"


def test_the_log_of_a_build_shows_no_people(people: World) -> None:
    people.env["CI"] = "true"
    ran = people.run("get", "contacts")
    assert ran.code == Exit.REFUSED
    assert "acme.com" not in ran.text
    assert people.ok("get", "contacts", "--count").out == "200\n"
    assert people.ok("get", "contacts", "--fields", "id,role", "--csv").out.count("\n") == 201
    assert '"VIP"' in people.ok("get", "tags").out


def test_a_file_in_a_build_may_hold_people(people: World, tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415 - a real file as stdout
    import sys  # noqa: PLC0415 - as above

    target = tmp_path / "people.csv"
    with target.open("w") as out:
        subprocess.run(
            [sys.executable, "-m", "reconciler", "get", "contacts", "--csv", "-C", str(people.root)],
            env={**os.environ, **people.environment(), "CI": "1"}, stdout=out, check=True,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    assert target.read_text().count("@acme.com") == 200


@cache
def description(version: str) -> dict[str, Any]:
    file = DESCRIPTIONS / f"api.intercom.io-{version}.yaml"
    if not file.exists():
        pytest.skip("the published descriptions are not beside the project")
    found: dict[str, Any] = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return found


def operation(version: str, path: str) -> dict[str, Any] | None:
    plain = re.sub(r"\{[^}]*\}", "{}", path.partition("?")[0])
    for known, methods in description(version)["paths"].items():
        if re.sub(r"\{[^}]*\}", "{}", known) == plain and "get" in methods:
            found: dict[str, Any] = methods["get"]
            return found
    return None


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.name)
def test_every_path_and_list_of_the_table_is_described(row: Readable) -> None:
    for version in ("2.16", row.since):
        every = operation(version, row.listing.path)
        assert every, f"{version} has no GET {row.listing.path}"
        schema = every["responses"]["200"]["content"]["application/json"]["schema"]
        while "$ref" in schema:
            schema = description(version)["components"]["schemas"][
                schema["$ref"].rpartition("/")[2]
            ]
        assert row.listing.items in schema["properties"]
        assert not row.get or operation(version, row.get), row.get
    if row.find:
        version = row.find_since or row.since
        assert operation(version, row.find[1])
    assert not row.of or row.of in READABLE
