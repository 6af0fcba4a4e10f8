"""What is written as a query, and everything that can be wrong with it."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reconciler.model import Json, Map, Pos, Quoted, Seq
from reconciler.query import (
    CONTACTS,
    CONVERSATIONS,
    Query,
    Reference,
    Searchable,
    in_options,
    parse,
)
from reconciler.query.dates import Distance, instant

PARIS = ZoneInfo("Europe/Paris")
NOW = 1_796_000_000  # 2026-11-30 01:53:20 in Paris
KNOWN = CONTACTS.knowing(
    {
        "plan tier": "options",
        "seats": "integer",
        "score": "float",
        "trial": "date",
        "vip": "boolean",
    },
    complete=True,
)


def query(written: object, table: Searchable = KNOWN, **given: Any) -> Query:
    found = parse(written, table, place=in_options(), **given)
    assert isinstance(found, Query), found
    return found


def wrong(written: object, table: Searchable = KNOWN, **given: Any) -> list[str]:
    found = parse(written, table, place=in_options(), **given)
    assert not isinstance(found, Query), found.text()
    assert all(one.hint for one in found), "each has a way out"
    return [f"{one.pos.column} {one.code} {one.message}" for one in found]


def sent(written: object, table: Searchable = KNOWN, **given: Any) -> Json:
    return query(written, table).to_search(NOW, PARIS, **given)


@pytest.mark.parametrize(
    ("written", "field", "operator", "value"),
    [
        ("role = user", "role", "=", "user"),
        ("role=user", "role", "=", "user"),
        ("name != Ann Lee", "name", "!=", "Ann Lee"),
        ('name = "Simon and Sons"', "name", "=", "Simon and Sons"),
        (r'name = "a \"b\" \\ c"', "name", "=", 'a "b" \\ c'),
        ("name = 'O(1), or so'", "name", "=", "O(1), or so"),
        ("name = O'Brien", "name", "=", "O'Brien"),
        ("name = android", "name", "=", "android"),
        ("name in (Ann, 'Bo, Lee')", "name", "IN", ["Ann", "Bo, Lee"]),
        ("name IN(Ann)", "name", "IN", ["Ann"]),
        ("name not in (Ann)", "name", "NIN", ["Ann"]),
        ("name NIN (Ann)", "name", "NIN", ["Ann"]),
        ("email ~ @acme.com", "email", "~", "@acme.com"),
        ("email !~ acme", "email", "!~", "acme"),
        ("email ^ ann", "email", "^", "ann"),
        ("email $ .com", "email", "$", ".com"),
        ("external_id = 00123", "external_id", "=", "00123"),
        ("phone = null", "phone", "=", None),
        ('phone = "null"', "phone", "=", "null"),
        ("has_hard_bounced = true", "has_hard_bounced", "=", True),
        ("custom_attributes.vip != false", "custom_attributes.vip", "!=", False),
        ("custom_attributes.seats >= 10", "custom_attributes.seats", ">=", 10),
        ("custom_attributes.score < 1.5", "custom_attributes.score", "<", 1.5),
        ('custom_attributes."plan tier" = pro', "custom_attributes.plan tier", "=", "pro"),
        ("tag_id = 12", "tag_id", "=", "12"),
    ],
)
def test_a_filter_is_sent_as_the_search_takes_it(
    written: str, field: str, operator: str, value: object
) -> None:
    assert sent(written) == {"field": field, "operator": operator, "value": value}


@pytest.mark.parametrize("text", [
    "phone = null", 'name = "null"', "custom_attributes.vip = true", "tag = VIP", 'tag = "null"',
    'name = "and"', 'custom_attributes."plan tier" in (a, "b c")', "created_at = 1 day ago",
    "created_at > in 2 weeks", "created_at = today", "custom_attributes.score = 0.5", 'name = ""',
])  # fmt: skip
def test_a_text_that_is_ours_comes_back_as_it_was(text: str) -> None:
    assert query(text).text() == text


def test_lists_hold_together_and_any_is_one_of_them() -> None:
    written = [
        "role = user",
        {"any": ["name = a", {"all": ["email ~ x"]}, "name = b or phone = 1"]},
    ]
    assert (
        query(written).text() == "role = user and (name = a or email ~ x or name = b or phone = 1)"
    )
    assert sent(written)["operator"] == "AND"
    assert query(written) == query(
        "role = user and (name = a or email ~ x or (name = b or phone = 1))"
    )


def test_nothing_asked_for_is_everything_and_cannot_be_searched() -> None:
    everything = query([])
    assert everything.everything
    assert everything.matches({}, NOW, PARIS)
    assert everything.describe(NOW, PARIS) == "all contacts"
    with pytest.raises(ValueError, match="list everything"):
        everything.to_search(NOW, PARIS)


def test_days_are_sent_as_noon_of_the_workspace_and_shown_resolved() -> None:
    found = query("signed_up_at > 30 days ago and custom_attributes.trial < 2026-12-24")
    after, before = found.to_search(NOW, PARIS)["value"]
    assert after["value"] == 1_793_444_400  # 2026-10-31 12:00 in Paris, winter time
    assert before["value"] == 1_798_110_000  # 2026-12-24 12:00
    assert found.describe(NOW, PARIS) == (
        "signed_up_at > 30 days ago and custom_attributes.trial < 2026-12-24 "
        "(30 days ago is 2026-10-31; Europe/Paris)"
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [("today", 0), ("yesterday", -1), ("tomorrow", 1), ("1 day ago", -1), ("in 2 days", 2)],
)
def test_a_day_may_be_said_in_words(text: str, count: int) -> None:
    assert query(f"last_seen_at = {text}").filters[0].values == (Distance(count, "day"),)
    assert query(f"last_seen_at = {text}").describe(NOW, PARIS).count("2026-1") == 1


def test_a_timestamp_of_a_contact_means_its_day() -> None:
    found = query(f"last_seen_at = {NOW}")
    assert found.to_search(NOW, PARIS)["value"] == 1_796_036_400
    assert found.describe(NOW, PARIS) == f"last_seen_at = {NOW} ({NOW} is 2026-11-30; Europe/Paris)"


def test_conversations_are_searched_by_the_second_and_days_keep_their_meaning() -> None:
    after = sent("created_at > 2026-11-01", CONVERSATIONS)
    before = sent("created_at < 2026-11-01", CONVERSATIONS)
    assert (after["value"], before["value"]) == (1_793_574_000, 1_793_487_599)
    assert sent("updated_at > 3 hours ago", CONVERSATIONS)["value"] == NOW - 3 * 3600
    assert sent("updated_at = 2026-11-01 00:00:01", CONVERSATIONS)["value"] == 1_793_487_601
    assert sent("updated_at = 2026-11-01T00:00", CONVERSATIONS)["value"] == 1_793_487_600
    assert sent(f"updated_at != {NOW}", CONVERSATIONS)["value"] == NOW
    hours = query("updated_at > 3 hours ago", CONVERSATIONS)
    assert "2026-11-29 22:53:20" in hours.describe(NOW, PARIS)


def test_a_day_begins_at_midnight_of_the_workspace() -> None:
    assert instant(date(2026, 11, 1), NOW, PARIS) == 1_793_487_600


def test_names_become_ids_when_somebody_has_looked_them_up() -> None:
    found = query("tag = VIP Customer and owner = ann@example.com and tag != VIP Customer")
    vip, ann = Reference("tag", "VIP Customer"), Reference("admin", "ann@example.com")
    assert found.references == (vip, ann)
    search = found.to_search(NOW, PARIS, ids={vip: "12", ann: "7"})
    assert [(one["field"], one["value"]) for one in search["value"]] == [
        ("tag_id", "12"), ("owner_id", "7"), ("tag_id", "12"),
    ]  # fmt: skip
    with pytest.raises(KeyError):
        found.to_search(NOW, PARIS)
    team = query("team = Support", CONVERSATIONS)
    ids = {Reference("team", "Support"): "814865"}
    assert team.to_search(NOW, PARIS, ids=ids)["value"] == 814865


def test_a_filter_of_ours_joins_those_that_must_all_hold() -> None:
    ours = {"field": "tag_id", "operator": "!=", "value": "99"}
    assert query([]).to_search(NOW, PARIS, also=[ours]) == ours
    one = query("role = user").to_search(NOW, PARIS, also=[ours])
    assert [part["field"] for part in one["value"]] == ["role", "tag_id"]
    both = query("role = user and phone = 1").to_search(NOW, PARIS, also=[ours])
    assert len(both["value"]) == 3
    either = query("role = user or phone = 1").to_search(NOW, PARIS, also=[ours])
    assert [part["operator"] for part in either["value"]] == ["OR", "!="]


@pytest.mark.parametrize(
    ("written", "mistakes"),
    [
        ("nme = a", ["1 query-field contacts cannot be searched by nme"]),
        ("custom_attributes.plan_tier = a", ["1 query-field contacts cannot be searched by custom_attributes.plan_tier"]),
        ("custom_attributes. = a", ["1 query-field contacts cannot be searched by custom_attributes."]),
        ("signed_up_at != today", ["14 query-operator signed_up_at is a date and cannot be searched with !="]),
        ("tag_id in (1)", ["8 query-operator tag_id is the id of a tag and cannot be searched with IN"]),
        ("tag ~ V", ["5 query-operator tag names a tag and cannot be searched with ~"]),
        ("owner ~ a", ["7 query-operator owner is the e-mail of a teammate and cannot be searched with ~"]),
        ("has_hard_bounced > 1", ["18 query-operator has_hard_bounced is true or false and cannot be searched with >"]),
        ("name > 1", ["6 query-operator name is text and cannot be searched with >"]),
        ("role = usr", ["8 query-value role: usr is none of user, lead; did you mean user?"]),
        ("role = x", ["8 query-value role: x is none of user, lead"]),
        ("name ~ null", ["8 query-value name: null goes with = and != only"]),
        ("has_hard_bounced = yes", ["20 query-value has_hard_bounced: yes is neither true nor false"]),
        ("custom_attributes.seats = 1.5", ["27 query-value custom_attributes.seats: 1.5 is no whole number"]),
        ("custom_attributes.score = ten", ["27 query-value custom_attributes.score: ten is no number"]),
        ("created_at > 30", ["14 query-value created_at: 30 is not a date: 2026-11-01, 30 days ago, today, or seconds since 1970"]),
        ("created_at > in 3 days ago", ["14 query-value created_at: in 3 days ago is not a date: 2026-11-01, 30 days ago, today, or seconds since 1970"]),
        ("created_at > 3 days", ["14 query-value created_at: 3 days is not a date: 2026-11-01, 30 days ago, today, or seconds since 1970"]),
        ("created_at > 2026-02-30", ["14 query-value created_at: 2026-02-30 is no day of the calendar: day is out of range for month"]),
        ("created_at > 0001-01-01", ["14 query-value created_at: 0001-01-01 is no day of the calendar: the year is not between 1971 and 2199"]),
        ("created_at > 3 hours ago", ["14 query-value created_at: contacts are searched by day, not by hour or minute"]),
        ("role == user", ["7 query-syntax = is no operator"]),
        ("role", ["5 query-syntax after role an operator is expected"]),
        ("= user", ["1 query-syntax a field is expected here"]),
        ("", ["1 query-syntax a field is expected here"]),
        ("role =", ["7 query-syntax a value is expected here"]),
        ("role = user and", ["16 query-syntax a field is expected here"]),
        ("(role = user", ["1 query-syntax a ( without its )"]),
        ("role = user)", ["12 query-syntax a ) without its ("]),
        ("name = Lee, Ann", ["11 query-syntax , is not expected here"]),
        ("name in Ann", ["9 query-syntax a list is expected here: (one, two)"]),
        ("name in (Ann", ["9 query-syntax a list without its )"]),
        ("name in ()", ["10 query-syntax a value is expected here"]),
        ("(" * 200 + "name = a", ["13 query-syntax too many parentheses in each other"]),
        ("name = " + "a" * 30_000, ["1 query-syntax a query has at most 20,000 characters"]),
        (12, ["1 query-syntax a filter is a text: role = user"]),
        ({"eny": ["name = a"]}, ["1 query-syntax eny is neither any nor all"]),
        ({"any": []}, ["1 query-syntax this holds no filter"]),
        ({"any": [[]]}, ["1 query-syntax this holds no filter"]),
        ([{}], ["1 query-syntax this holds no filter"]),
        ({"any": None}, ["1 query-syntax this holds no filter"]),
        (["nme = a", "role = x"], ["1 query-field contacts cannot be searched by nme", "8 query-value role: x is none of user, lead"]),
        ([f"name = {one}" for one in range(16)], ["1 query-limit 16 filters in one group; Intercom takes 15"]),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_place(written: object, mistakes: list[str]) -> None:
    assert wrong(written) == mistakes


def test_lists_in_lists_end_somewhere() -> None:
    written: list[Any] = ["name = a"]
    for _ in range(500):
        written = [written]
    assert [one.split()[1] for one in wrong(written)] == ["query-limit"]


def test_a_near_field_is_offered() -> None:
    (found,) = parse("singed_up_at > today", KNOWN, place=in_options())
    assert found.hint == "did you mean signed_up_at?"


def test_three_groups_in_each_other_are_too_many() -> None:
    two = "role = user and (name = a or phone = 1)"
    assert query(two)
    deep = "role = user and (name = a or (phone = 1 and (email = a or email = b)))"
    assert wrong(deep)[0].startswith("1 query-limit groups in groups in groups")
    either = "(role = user and phone = 1) or name = a"
    assert query(either)
    assert wrong(either, reserved=1)[0].startswith("1 query-limit groups in groups in groups")


def test_a_place_reserved_for_us_counts() -> None:
    fifteen = [f"name = {one}" for one in range(15)]
    assert query(fifteen)
    assert wrong(fifteen, reserved=1) == [
        "1 query-limit 16 filters in one group, one of them ours; Intercom takes 15"
    ]


def test_conversations_have_their_own_rules() -> None:
    assert wrong("created_at = today", CONVERSATIONS) == [
        "14 query-value created_at: conversations are searched by the second; write a day with > and <"
    ]
    assert wrong("custom_attributes.x = 1", CONVERSATIONS)[0].startswith("1 query-field")
    assert wrong("created_at >= today", CONVERSATIONS)[0].startswith("12 query-operator")
    assert sent("created_at in (1796000000)", CONVERSATIONS)["value"] == [1_796_000_000]
    assert wrong("created_at in (2026-11-01)", CONVERSATIONS)[0].startswith("16 query-value")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("= true", True), ("= 5", 5), ("= 1.5", 1.5), ('= "5"', "5"), ("= pro", "pro"),
        ("> 2026-11-01", date(2026, 11, 1)), ("> 2026-02-30", "2026-02-30"),
        ("!= 2026-11-01", "2026-11-01"), ("= 3 days ago", Distance(-3, "day")),
    ],
)  # fmt: skip
def test_an_attribute_that_nobody_declared_is_read_by_its_look(written: str, value: object) -> None:
    found = query(f"custom_attributes.x {written}", CONTACTS)
    assert found.filters[0].values == (value,)
    assert query(found.text(), CONTACTS) == found


def test_a_place_in_a_file_counts_the_quote_before_the_text() -> None:
    written = Seq([Quoted("role = x"), Map({"any": Seq(["name = a", "nme = b"])})])
    places = {
        ("0",): Pos("a.yaml", 3, 5),
        ("1", "any", "0"): Pos("a.yaml", 4, 9),
        ("1", "any", "1"): Pos("a.yaml", 5, 9),
        ("1", "any"): Pos("a.yaml", 4, 3),
    }

    def place(path: tuple[str, ...], offset: int) -> Pos:
        return places[path]._replace(column=places[path].column + offset)

    found = parse(written, KNOWN, place=place)
    assert [str(one.pos) for one in found] == ["a.yaml:3:13", "a.yaml:5:9"]
