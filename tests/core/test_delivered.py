"""What deliveries decide: who is due on which day, who may be sent to, what is sent."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reconciler.core.delivered.due import Today, is_due, language_of, search, window
from reconciler.core.delivered.recipient import exists, lacking, seen, with_field
from reconciler.core.delivered.requests import Made, Targets, requests
from reconciler.core.delivered.rule import Event, Message, Reply, Rule, Text, Written
from reconciler.core.delivered.rules import rules
from reconciler.core.delivered.verdict import verdict
from reconciler.model import Map, Pos, Quoted, Ref, Seq, Spec
from reconciler.query import CONTACTS, CONVERSATIONS, Query, parse

ZONE = ZoneInfo("America/Los_Angeles")
NOON = int(datetime(2026, 12, 10, 12, tzinfo=ZONE).timestamp())
TODAY = Today(NOON, ZONE, {})
DAY = 86_400
TEXT = Text("Hi", "md", Pos("a"))


def rule(where: str = "role = user", **fields: Any) -> Rule:
    query = parse(where, CONTACTS, place=lambda *_: Pos("a"))
    assert isinstance(query, Query)
    spec = Spec(Ref("message", "m"), Map(), "a")
    made = Rule("message", "m", spec, Message("email", {"": TEXT}), query)
    return replace(made, **fields)


def reply(content: Reply) -> Rule:
    query = parse([], CONVERSATIONS, place=lambda *_: Pos("a"))
    assert isinstance(query, Query)
    return replace(rule(), what="reply", query=query, content=content)


STEP = rule(day=3, day_0="signed_up_at", grace=2, since=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("one", "days"),
    [
        (STEP, (date(2026, 12, 5), date(2026, 12, 7))),
        (replace(STEP, since=date(2026, 12, 6)), (date(2026, 12, 6), date(2026, 12, 7))),
        (replace(STEP, since=None), (date(2026, 12, 5), date(2026, 12, 7))),
        (replace(STEP, day=None), (date(2026, 12, 1), None)),
        (rule(), (None, None)),
    ],
)
def test_the_days_of_those_who_are_due(one: Rule, days: tuple[date | None, date | None]) -> None:
    assert window(one, TODAY.day) == days


def at(day: int, hour: int) -> int:
    return int(datetime(2026, 12, day, hour, tzinfo=ZONE).timestamp())


@pytest.mark.parametrize(
    ("signed_up_at", "due"),
    [
        (at(7, 23), True), (at(5, 0), True), (at(4, 23), False), (at(8, 0), False),
        (None, False), (True, False), ("soon", False), (10.0**30, False), (float(at(6, 1)), True),
    ],
)  # fmt: skip
def test_due_is_by_the_day_in_the_zone_of_the_workspace(signed_up_at: Any, due: bool) -> None:
    assert is_due(STEP, {"role": "user", "signed_up_at": signed_up_at}, TODAY) is due


def test_a_date_among_the_custom_attributes() -> None:
    one = replace(STEP, day_0="custom_attributes.trial")
    assert is_due(one, {"role": "user", "custom_attributes": {"trial": at(6, 9)}}, TODAY)
    assert not is_due(one, {"role": "user", "custom_attributes": None}, TODAY)


def test_what_the_answer_does_not_tell_the_search_said() -> None:
    assert is_due(rule("segment_id = x"), {"role": "user"}, TODAY)
    assert not is_due(rule("role = lead"), {"role": "user"}, TODAY)


def test_a_search_asks_for_who_lacks_the_tag_in_the_days() -> None:
    found = search(STEP, TODAY, "7")
    assert found["operator"] == "AND"
    assert [(one["field"], one["operator"]) for one in found["value"]] == [
        ("role", "="), ("tag_id", "!="), ("signed_up_at", ">"), ("signed_up_at", "<"),
    ]  # fmt: skip


def test_a_search_for_everybody_before_there_is_a_tag_asks_something() -> None:
    everybody = replace(rule(), query=Query(CONTACTS))
    assert search(everybody, TODAY, "")["field"] == "role"
    assert search(reply(Reply()), TODAY, "")["field"] == "created_at"
    since = replace(reply(Reply()), since=date(2026, 12, 1))
    assert search(since, TODAY, "")["value"] == at(1, 0)


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({"9": "reconciler/claim/message/m/1"}, "send"),
        ({"7": "reconciler/message/m", "9": "reconciler/claim/message/m/1"}, "had"),
        ({"9": "reconciler/claim/message/m/1", "8": "Reconciler/Claim/message/m/2"}, "foreign"),
        ({"9": "reconciler/claim/message/m/1", "8": "reconciler/claim/message/other/2"}, "send"),
        ({"1": "VIP"}, "unclaimed"),
        ({}, "unclaimed"),
    ],
)
def test_who_may_be_sent_to(tags: dict[str, str], said: str) -> None:
    contact = {"role": "user", "email": "a@b.example"}
    assert verdict(rule(), contact, tags, TODAY, done="7", claim="9") == said


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        (None, "gone"),
        ({"role": "lead", "email": "a"}, "changed"),
        ({"role": "user", "email": None}, "unreachable"),
        ({"role": "user", "email": "a", "has_hard_bounced": True}, "unreachable"),
    ],
)
def test_who_is_left_alone(contact: Any, said: str) -> None:
    assert verdict(rule(), contact, {"9": "ours"}, TODAY, done="7", claim="9") == said


def test_an_event_does_not_mind_another_claim() -> None:
    one = replace(rule(), content=Event("e", 1))
    tags = {"9": "reconciler/claim/message/m/1", "8": "reconciler/claim/message/m/2"}
    assert verdict(one, {"role": "user"}, tags, TODAY, done="7", claim="9") == "send"


@pytest.mark.parametrize(
    ("value", "language"),
    [("de", "de"), ("DE_at", "de"), ("fr", "en"), (None, "en"), (3, "en"), ("pt-BR", "pt-BR")],
)
def test_the_language_of_a_contact(value: Any, language: str) -> None:
    one = replace(rule(), language="custom_attributes.language")
    contact = {"custom_attributes": {"language": value}}
    assert language_of(one, contact, ["en", "de", "pt-BR"]) == language
    assert language_of(one, {"custom_attributes": None}, ["en", "de"]) == "en"
    assert language_of(rule(), contact, ["en", "de"]) == "en"


def test_what_a_text_sees_of_a_contact() -> None:
    found = {"name": "A\ue0007\ue001", "email": None, "phone": "", "tags": [1], "a": {"b": None},
             "c": {"d": 0}}  # fmt: skip
    assert seen(found) == {"name": "A7", "c": {"d": 0}}
    assert lacking("name of contact") == "contact.name"
    assert lacking("seats of contact.custom_attributes") == "contact.custom_attributes.seats"
    assert lacking("prodct") == ""
    assert exists("contact.name")
    assert exists("contact.custom_attributes.x")
    assert exists("conversation.source.subject")
    assert not exists("contact.nmae")
    assert not exists("conversation.name")
    assert with_field({"contact": {"a": 1}}, "contact.b.c") == {
        "contact": {"a": 1, "b": {"c": "c"}}
    }
    assert with_field({"contact": "text"}, "contact.b") == {"contact": {"b": "b"}}


TO = Targets("5", ("8",), "3")


def test_the_requests_of_a_message_and_of_an_event() -> None:
    contact = {"id": "a", "role": "lead"}
    (sent,) = requests(rule(), contact, Made("<p>", "S"), TO, NOON)
    assert sent.body == {
        "message_type": "email", "body": "<p>", "to": {"type": "lead", "id": "a"},
        "from": {"type": "admin", "id": 5}, "subject": "S", "template": "personal",
    }  # fmt: skip
    in_app = replace(rule(), content=Message("in_app", {"": TEXT}))
    (sent,) = requests(in_app, {"id": "a"}, Made("<p>", "S"), TO, NOON)
    assert "subject" not in (sent.body or {})
    event = replace(rule(), content=Event("e", 7))
    (sent,) = requests(event, contact, Made(), TO, NOON)
    assert sent.body == {"event_name": "e", "created_at": 7, "id": "a"}
    (sent,) = requests(replace(event, to=("external_id", "u1")), {}, Made(metadata={"a": 1}), TO, 0)
    assert sent.body == {"event_name": "e", "created_at": 7, "user_id": "u1", "metadata": {"a": 1}}


def test_the_requests_of_a_reply_in_their_order() -> None:
    made = Made("<p>b</p>", note="<p>n</p>")
    content = Reply(TEXT, TEXT, ("Tag",), ("admin", "a@b.example"), "snoozed", 60)
    found = requests(reply(content), {"id": "1"}, made, TO, 100)
    assert [one.path.rpartition("/")[2] for one in found] == [
        "reply", "reply", "tags", "parts", "parts",
    ]  # fmt: skip
    assert (found[-1].body or {})["snoozed_until"] == 160
    assert requests(reply(Reply()), {"id": "1"}, made, Targets("5"), 100) == []


def test_open_and_close() -> None:
    for state, word in (("open", "open"), ("closed", "close")):
        (one,) = requests(reply(Reply(state=state)), {"id": "1"}, Made(), Targets("5"), 1)  # type: ignore[arg-type]
        assert (one.body or {})["message_type"] == word


# ---------------------------------------------------------------- reading


def read(what: Any, **fields: Any) -> tuple[list[Rule], list[str]]:
    written = Written(what, "m", Spec(Ref(what, "m"), Map(fields), "a.yaml", (1, 1)))
    found, findings = rules([written], {})
    return found, [one.code for one in findings]


MESSAGE = {"everyone": "true", "channel": "in_app", "body": "Hi"}


def test_translations_in_yaml() -> None:
    (one,), codes = read("message", **MESSAGE, translations=Map({"de": Map({"body": "Hallo"})}))
    assert not codes
    assert isinstance(one.content, Message)
    assert {name: text.body for name, text in one.content.texts.items()} == {
        "": "Hi",
        "de": "Hallo",
    }
    assert read("message", **MESSAGE, translations=Map({"de": "Hallo"}))[1] == ["wrong-type"]


def test_moments_of_events() -> None:
    for text, seconds in (("1800000000", 1_800_000_000), ("2026-12-01", 1_796_083_200),
                          ("2026-12-01T09:00:00+01:00", 1_796_112_000)):  # fmt: skip
        (one,), _ = read("event", everyone="true", at=text)
        assert one.content == Event("m", seconds)


def test_spans_and_days() -> None:
    for text, days in (("5", 5), ("2 weeks", 14), ("1 day", 1)):
        (one,), _ = read("message", **MESSAGE, grace=text)
        assert one.grace == days


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": Map()}, {"body": Seq()}, {"everyone": "yes"}, {"limit": "many"},
        {"since": Seq()}, {"grace": Seq()}, {"from": Map()}, {"language": Seq()},
        {"limit": Map({"run": "many"})},
    ],
)  # fmt: skip
def test_a_value_of_a_wrong_type_is_said_and_stops_nothing(fields: dict[str, Any]) -> None:
    assert "wrong-type" in read("message", **(MESSAGE | fields))[1]


def test_a_wrong_value_of_events_and_replies() -> None:
    assert read("event", everyone="true", at=Seq())[1] == ["wrong-type"]
    assert read("event", at="2026-12-01", to="me")[1] == ["wrong-type", "missing-field"]
    assert read("event", at="2026-12-01", to=Map({"email": Seq()}))[1] == ["wrong-type"]
    assert read("reply", everyone="true", note="x", tags=Seq([Seq()]))[1] == ["wrong-type"]
    assert read("reply", everyone="true", assign=Map({"team": Seq()}))[1] == ["wrong-type"]
    assert read("reply", everyone="true", state="gone")[1][0] == "bad-choice"


def test_a_quoted_query_in_a_mapping_has_its_place() -> None:
    where = Map({"any": Seq([Quoted("rolle = x")], [(3, 9)])}, {"any": 0}, (2, 5))
    written = Written(
        "message", "m", Spec(Ref("message", "m"), Map({**MESSAGE, "where": where}), "a")
    )
    _, (found,) = rules([written], {})
    assert (found.code, found.pos) == ("query-field", Pos("a", 3, 10))
