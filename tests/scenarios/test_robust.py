"""Hostile specs, answers, plans and ledgers: one clear end, never a crash, nothing written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reconciler.simulator import Fault
from tests.scenarios.workspace import FILES
from tests.world import World

COMPANY = "companies:\n  acme: {{company_id: c-1, name: Acme, {0}}}\n"
DIGITS = "1" * 5000


@pytest.mark.parametrize(
    "written",
    [
        f"size: {DIGITS}",
        f"monthly_spend: {DIGITS}",
        "monthly_spend: 1e400",
        "size: '{{ 10 ** 30 }}'",
        "monthly_spend: '{{ 1e308 * 10 }}'",
    ],
    ids=lambda one: one[:30],
)
def test_a_number_that_cannot_be_sent_is_a_finding(newest: World, written: str) -> None:
    newest.write({"c.yaml": COMPANY.format(written)})
    ran = newest.run("validate", "--json")
    assert ran.code == 6, ran.text
    assert ran.json["findings"][0]["file"] == "specs/c.yaml"
    assert ran.json["findings"][0]["code"] == "wrong-type"


def test_a_number_too_long_for_an_unknown_attribute_stays_text(newest: World) -> None:
    newest.write({"c.yaml": COMPANY.format(f"custom_attributes: {{serial: {DIGITS}}}")})
    assert newest.run("validate").code == 0


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "{}", "3", DIGITS])
def test_an_approved_file_that_is_no_plan_is_refused_by_name(newest: World, text: str) -> None:
    newest.write(FILES)
    newest.file("plan.json", text)
    ran = newest.run("apply", "--json", "--approved", str(newest.root / "plan.json"))
    assert ran.code == 4, ran.text
    assert "plan.json" in ran.json["errors"][0]["message"]
    assert newest.writes == 0


def test_an_approved_delete_that_is_shown_as_harmless_does_not_run(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: , b: }\n"})
    newest.apply()
    newest.write({"t.yaml": "tags: {a: }\n"})
    plan = newest.plan()
    (change,) = plan["changes"]
    assert change["op"] == "delete"
    change |= {"op": "update", "fields": [
        {"path": ["name"], "before": None, "after": None, "personal": True},
    ]}  # fmt: skip
    newest.file("plan.json", json.dumps(plan))
    before = newest.writes
    ran = newest.run("apply", "--json", "--approved", str(newest.root / "plan.json"))
    assert ran.code == 4, ran.text
    assert "the file was edited after it was saved" in ran.out
    assert newest.writes == before


@pytest.mark.parametrize("odd", ["[1]", '{"a":1}', '"many"', "NaN", "1e400", "-Infinity", "true"])
@pytest.mark.parametrize("name", ["size", "monthly_spend"])
def test_an_odd_number_in_an_answer_is_a_difference_and_no_crash(
    newest: World, name: str, odd: str
) -> None:
    newest.write({"c.yaml": COMPANY.format("size: 7, monthly_spend: 7")})
    newest.apply()
    (row,) = newest.simulator.store.rows("company")
    body = {"type": "list", "data": [{"id": row["id"], "company_id": "c-1", "name": "Acme",
                                      "size": 7, "monthly_spend": 7, name: "ODD"}]}  # fmt: skip
    answer = json.dumps(body).replace('"ODD"', odd).encode()
    newest.simulator.faults.append(Fault(method="GET", path="/companies*", status=200, body=answer))
    ran = newest.run("plan", "--json")
    assert ran.code == 0, ran.text
    strict: Any = json.loads(ran.out, parse_constant=pytest.fail)
    assert [name] in [
        each["path"]
        for one in (*strict["changes"], *strict["kept"])
        for each in (*one["fields"], *one["edited_in_intercom"])
    ]


@pytest.mark.parametrize("declared", ["A & B", "A &amp; B"])
@pytest.mark.parametrize("answered", ["A & B", "A &amp; B", "A &amp;amp; B"])
def test_an_escaped_name_finds_its_collection_and_settles(
    newest: World, declared: str, answered: str
) -> None:
    newest.write({"articles/a/_collection.yaml": f"name: {declared}\ndescription: {declared}\n"})
    newest.apply()
    (row,) = newest.simulator.store.rows("collection")
    row["name"] = row["description"] = answered
    newest.settled()
    newest.ledger.unlink()
    newest.apply()
    newest.settled()
    assert len(newest.titles("collection", "name")) == 1


def test_a_ledger_nested_without_end_is_refused_with_its_line(newest: World) -> None:
    newest.write(FILES)
    newest.file(".reconciler/sim00000.jsonl", "[" * 100_000)
    ran = newest.run("plan", "--json")
    assert ran.code == 1, ran.text
    (error,) = ran.json["errors"]
    assert "sim00000.jsonl:1: " in error["message"]
    assert "natural key" in error["hint"]


@pytest.mark.parametrize("status", [401, 422, 500])
def test_a_reflected_token_is_never_shown(newest: World, status: int) -> None:
    newest.write(FILES)
    token = newest.environment()["INTERCOM_ACCESS_TOKEN"]
    body = json.dumps({"errors": [{"code": token, "message": token, "field": token}]})
    newest.simulator.faults.append(
        Fault(method="GET", path="/tags*", status=status, body=body.encode(),
              headers={"X-Request-Id": token, "Location": token})
    )  # fmt: skip
    ran = newest.run("plan", "--json")
    assert ran.code in (1, 7)
    assert "***" in ran.json["errors"][0]["message"]
    assert token not in ran.text


def test_an_id_that_is_no_number_blocks_what_needs_one(newest: World) -> None:
    newest.write({"articles/a/_collection.yaml": "name: A\n", "articles/a/b.md": "# B\n\nText.\n"})
    newest.simulator.faults.append(
        Fault(method="POST", path="/help_center/collections", status=200, body=b'{"id": {"a": 1}}')
    )
    ran = newest.run("apply", "--json", "--yes")
    assert ran.code == 8, ran.text
    assert [one["outcome"] for one in ran.json["results"]] == ["done", "blocked"]
    assert "which should be a number" in ran.out


def test_an_author_whose_id_is_no_number_travels_as_it_came(newest: World) -> None:
    newest.write({"articles/b.md": "# B\n\nText.\n"})
    newest.apply()
    (row,) = newest.simulator.store.rows("article")
    data = [
        {
            "type": "article",
            "id": row["id"],
            "title": "Edited",
            "author_id": "x",
            "state": "published",
        }
    ]
    answer = json.dumps({"type": "list", "data": data, "total_count": 1}).encode()
    newest.simulator.faults.append(
        Fault(method="GET", path="/articles", nth=1, status=200, body=answer)
    )
    (change,) = newest.plan("--edited", "overwrite")["changes"]
    assert (change["op"], change["ref"]) == ("update", "article/b")
