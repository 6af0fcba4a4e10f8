"""POST /conversations/search: its fields, its index and its pages."""

import re
from typing import Any

import pytest
from conversing import ADA, BEN, Talk
from described import FOLDER, VERSIONS

from reconciler.simulator import Switches
from reconciler.simulator.conversation import fields


@pytest.fixture
def talk() -> Talk:
    return Talk(switches=Switches(search_lag=0))


def test_every_field_of_the_description_can_be_searched(talk: Talk) -> None:
    assert len(fields.of((2, 16), {})) == 57
    for name, field in fields.of((2, 16), {}).items():
        value = {"boolean": True, "string": "x"}.get(field.kind, 5)
        talk.search(name, "=", value)


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the API descriptions are not here")
def test_the_fields_are_those_of_the_official_table() -> None:
    for version in VERSIONS:
        text = (FOLDER / f"api.intercom.io-{version}.yaml").read_text("utf-8")
        section = text.partition('"/conversations/search":')[2].partition("### Accepted Fields")[2]
        table = section.partition("### Accepted Operators")[0]
        named = set(re.findall(r"^ +\| ([a-z_.]+) +\|", table, re.MULTILINE))
        number = (2, int(version[2:]))
        assert len(named) > 50
        assert named - fields.of(number, {}).keys() == set()
        assert fields.of(number, {}).keys() - named <= {"conversation_rating.admin_id"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source.type", "conversation"), ("source.delivered_as", "customer_initiated"),
        ("source.author.email", "cleo@example.com"), ("source.author.type", "user"),
        ("contact_ids", "cleo"), ("teammate_ids", ADA), ("admin_assignee_id", int(BEN)),
        ("team_assignee_id", 0), ("open", True), ("read", False), ("state", "open"),
        ("priority", "none"), ("statistics.count_conversation_parts", 2),
        ("statistics.count_assignments", 1), ("statistics.median_time_to_reply", 60),
        ("statistics.first_contact_reply_at", 1_800_000_000), ("channel_initiated", "conversation"),
        ("ai_agent_participated", False), ("conversation_rating.score", None),
        ("custom_attributes.tier", "pro"), ("waiting_since", None),
    ],
)  # fmt: skip
def test_a_conversation_is_found_by_what_it_holds(talk: Talk, field: str, value: Any) -> None:
    talk.store.create("conversation_attribute", name="tier")
    talk.put(f"/conversations/{talk.id}", {"custom_attributes": {"tier": "pro"}})
    talk.store.edit("conversation", talk.id, parts=[])
    talk.time += 60
    talk.manage("assignment", assignee_id=BEN)
    talk.admin()
    wanted = talk.cleo if value == "cleo" else value
    assert talk.search(field, "=", wanted) == [talk.id]
    if field != "conversation_rating.score":
        assert talk.search(field, "!=", wanted) == []


def test_bodies_are_searched_word_by_word(talk: Talk) -> None:
    support = talk.say("I need support")["conversation_id"]
    assert talk.search("source.body", "=", "support") == [support]
    assert talk.search("source.body", "=", "need support") == []
    assert talk.search("source.body", "~", "uppor") == [support]
    assert talk.search("source.body", "!=", "support") == [talk.id]


def test_nobody_is_found_as_0_from_2_16_on_and_as_null_before(talk: Talk) -> None:
    null = {"query": {"field": "admin_assignee_id", "operator": "=", "value": None}}
    assert talk.search("admin_assignee_id", "=", 0) == [talk.id]
    assert talk.post("/conversations/search", null)["total_count"] == 0
    assert talk.post("/conversations/search", null, version="2.15")["total_count"] == 1


def test_times_are_exact_and_include_their_bound(talk: Talk) -> None:
    talk.time += 1
    later = talk.say()["conversation_id"]
    assert talk.search("created_at", ">", talk.now()) == [later]
    assert talk.search("created_at", "<", str(talk.now() - 1)) == [talk.id]
    assert talk.search("created_at", "=", talk.now()) == [later]


def test_the_index_is_ten_seconds_behind() -> None:
    talk = Talk()
    assert talk.search("state", "=", "open") == []
    talk.time += 11
    assert talk.search("state", "=", "open") == [talk.id]
    talk.manage("close")
    assert talk.search("state", "=", "open") == [talk.id]
    talk.time += 11
    assert talk.search("state", "=", "open") == []
    assert talk.search("state", "=", "closed") == [talk.id]


def test_a_snooze_that_is_over_is_found_as_open(talk: Talk) -> None:
    talk.manage("snoozed", snoozed_until=talk.now() + 60)
    assert talk.search("state", "=", "snoozed") == [talk.id]
    talk.time += 60
    assert talk.search("state", "=", "open") == [talk.id]


def test_pages_are_cut_by_the_body(talk: Talk) -> None:
    for _ in range(4):
        talk.time += 1
        talk.say()
    query = {"field": "open", "operator": "=", "value": True}
    found: list[str] = []
    pagination: dict[str, Any] = {"per_page": 2}
    for _ in range(3):
        answer = talk.post("/conversations/search", {"query": query, "pagination": pagination})
        assert (answer["type"], answer["total_count"]) == ("conversation.list", 5)
        found += [one["id"] for one in answer["conversations"]]
        pagination = answer["pages"].get("next", {})
    assert pagination == {}
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 5


def test_a_search_can_be_sorted(talk: Talk) -> None:
    talk.time += 1
    later = talk.say()["conversation_id"]
    for order, expected in (("ascending", [talk.id, later]), ("descending", [later, talk.id]),
                            ("desc", [later, talk.id])):  # fmt: skip
        sort = {"field": "created_at", "order": order}
        assert talk.search("open", "=", True, sort=sort) == expected
    for field in ("nothing", 5, "tag_ids"):
        body = {
            "query": {"field": "open", "operator": "=", "value": True},
            "sort": {"field": field},
        }
        assert talk.refused(talk.post("/conversations/search", body))[0] == 400


@pytest.mark.parametrize(
    "body",
    [{}, {"query": None}, {"query": {}}, {"query": []},
     {"query": {"field": "created_at", "operator": ">", "value": "foorbar"}},
     {"query": {"field": "state", "operator": ">", "value": "open"}},
     {"query": {"field": "x", "operator": "=", "value": 5}},
     {"query": {"field": "open", "operator": "=", "value": True}, "pagination": 5}],
)  # fmt: skip
def test_a_search_that_is_none_is_refused(talk: Talk, body: dict[str, Any]) -> None:
    assert talk.refused(talk.post("/conversations/search", body))[:2] == (
        400, "parameter_invalid",
    )  # fmt: skip
