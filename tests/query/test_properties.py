"""A query says the same after any way through text, search and local comparison."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.query import CONTACTS, CONVERSATIONS, Query, Searchable, in_options, parse
from reconciler.query.fields import SearchField
from reconciler.query.query import Filter, Reference, value_text
from reconciler.simulator.search import (
    Field,
    attributes,
    column,
    compiled,
    of_contacts,
    of_conversations,
)
from reconciler.simulator.switches import Switches

NOW = 1_796_000_000
ZONE = ZoneInfo("America/New_York")
OWN = {
    "seats": "integer",
    "score": "float",
    "vip": "boolean",
    "trial": "date",
    "plan tier": "string",
}
KNOWN = CONTACTS.knowing(OWN, complete=True)
DATED = st.sampled_from(["today", "2026-11-29", "3 days ago", "in 2 weeks", "1796000000"])
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
WORDS = st.sampled_from(["a", "A", "ab", "b", ""]) | TEXT


def filters(table: Searchable) -> st.SearchStrategy[Query]:
    def values(one: SearchField, sign: str) -> st.SearchStrategy[str]:
        if one.type == "boolean":
            return st.sampled_from(["true", "false"])
        if one.type == "integer":
            return st.integers(-5, 5).map(str)
        if one.type == "float":
            return st.sampled_from(["0.5", "-1", "3", "0.000000000000000001"])
        if one.type == "date":
            exact = not table.by_day and sign not in "<>"
            return st.sampled_from(["1796000000", "2026-11-29 10:00"]) if exact else DATED
        if one.choices:
            return st.sampled_from(one.choices)
        return WORDS.map(lambda text: value_text(text, one))

    @st.composite
    def made(draw: Any) -> str:
        one = draw(
            st.sampled_from(
                [table.field(name) for name in table.known if not table.field(name).ref]
            )
        )
        sign = draw(st.sampled_from(table.allowed(one)))
        several = sign in {"IN", "NIN"}
        written = draw(st.lists(values(one, sign), min_size=1, max_size=3 if several else 1))
        name = (
            one.name if " " not in one.name else f'custom_attributes."{one.name.partition(".")[2]}"'
        )
        return f"{name} {sign} ({', '.join(written)})" if several else f"{name} {sign} {written[0]}"

    groups = st.recursive(made(), lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from([" and ", " or "]).map(
            lambda word: "(" + word.join(parts) + ")")), max_leaves=6)  # fmt: skip
    return groups.map(lambda text: parse(text, table, place=in_options())).filter(
        lambda found: isinstance(found, Query)
    )


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_query_is_read_again_from_its_own_text(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([KNOWN, CONVERSATIONS]))
    found = data.draw(filters(table))
    assert parse(found.text(), table, place=in_options()) == found


@given(TEXT | st.text('name=~()", andor\\', max_size=40), st.sampled_from([KNOWN, CONVERSATIONS]))
@settings(max_examples=500, deadline=None)
def test_any_text_is_a_query_or_findings_with_places(text: str, table: Searchable) -> None:
    found = parse(text, table, place=in_options())
    if not isinstance(found, Query):
        assert all(one.pos and 1 <= one.pos.column <= len(text) + 1 for one in found)


def rows() -> st.SearchStrategy[dict[str, Any]]:
    number = st.none() | st.integers(-5, 5)
    text = st.none() | WORDS
    moment = st.none() | st.integers(NOW - 5 * 86_400, NOW + 86_400)
    own = st.fixed_dictionaries({}, optional={
        "seats": number, "score": st.none() | st.sampled_from([0.5, -1.0, 3.0]),
        "vip": st.none() | st.booleans(), "trial": moment, "plan tier": text,
    })  # fmt: skip
    return st.fixed_dictionaries(
        {name: moment if name in {"created_at", "last_seen_at", "signed_up_at"} else
         st.none() | st.booleans() if name == "has_hard_bounced" else
         st.sampled_from(["user", "lead"]) if name == "role" else text
         for name in ("created_at", "signed_up_at", "last_seen_at", "has_hard_bounced", "role",
                      "name", "phone", "external_id")}
        | {"custom_attributes": own,
           "tags": st.lists(st.sampled_from(["1", "2"]), max_size=2, unique=True)}
    )  # fmt: skip


TESTS = [
    "role = user", "role != lead", "name = a", "name != a", "name in (a, b)", "name not in (a, b)",
    "name ~ a", "name !~ a", "name ^ a", "name $ b", "name = null", "name != null", "tag_id = 1",
    "tag_id != 1", "has_hard_bounced != true", "has_hard_bounced = true", "created_at > 2 days ago",
    "created_at < 2 days ago", "created_at = 2 days ago", "custom_attributes.vip != true",
    "custom_attributes.seats >= 1", "custom_attributes.seats < 1", "custom_attributes.seats in (1, 2)",
    "custom_attributes.seats != 1", "custom_attributes.score > 0.4", "custom_attributes.trial > yesterday",
    'custom_attributes."plan tier" = ab', "last_seen_at > yesterday", "external_id != null",
]  # fmt: skip


@pytest.mark.parametrize("unset", [True, False])
@pytest.mark.parametrize("caseless", [True, False])
@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_local_no_is_a_no_of_the_search_and_a_yes_a_yes(
    unset: bool, caseless: bool, data: st.DataObject
) -> None:
    """Whichever way the switches stand, where the answer tells it at all."""
    parts = data.draw(st.lists(st.sampled_from(TESTS), min_size=1, max_size=4))
    word = data.draw(st.sampled_from([" and ", " or "]))
    found = parse(word.join(parts), KNOWN, place=in_options())
    assert isinstance(found, Query)
    row = data.draw(rows())
    switches = Switches(search_unset_differs=unset, search_ignores_case=caseless)
    test = compiled(
        found.to_search(NOW, ZONE),
        fields=searched(),
        rules=of_contacts(switches, timezone=ZONE.key),
    )
    answered = row | {"tags": {"data": [{"id": one} for one in row["tags"]], "has_more": False}}
    local = found.matches(answered, NOW, ZONE)
    assert local is None or local is test(row)


def searched() -> dict[str, Field]:
    dates = ("created_at", "signed_up_at", "last_seen_at")
    return {
        **{name: column("string", name) for name in ("role", "name", "phone", "external_id")},
        **{name: column("date", name) for name in dates},
        "has_hard_bounced": column("boolean", "has_hard_bounced"),
        "tag_id": column("tag", "tags", many=True),
        **attributes(OWN),
    }


def test_conversations_compare_by_the_second_with_the_bound_itself() -> None:
    found = parse(
        "created_at > 1796000000 and admin_assignee_id = 7", CONVERSATIONS, place=in_options()
    )
    assert found.matches({"created_at": NOW, "admin_assignee_id": 7}, NOW, ZONE) is True
    assert found.matches({"created_at": NOW - 1, "admin_assignee_id": 7}, NOW, ZONE) is False
    rules = of_conversations(Switches())
    fields = {
        "created_at": column("date", "created_at"),
        "admin_assignee_id": column("integer", "admin_assignee_id"),
    }
    test = compiled(found.to_search(NOW, ZONE), fields=fields, rules=rules)
    assert test({"created_at": NOW, "admin_assignee_id": 7})


@pytest.mark.parametrize(
    ("text", "contact", "told"),
    [
        ("segment_id = 1", {}, None),
        ("email_domain = acme.com", {"email": "ann@acme.com"}, True),
        ("email_domain = acme.com", {"email": "ann@acme.org"}, False),
        ("name = ann", {"name": "Ann"}, None),
        ("name = ann", {}, None),
        ("name != ann", {"name": None}, None),
        ("name = ann", {"name": None}, False),
        ("location.city = Rome", {"location": None}, False),
        ("location.city = Rome", {"location": {"city": "Rome"}}, True),
        ("tag_id = 3", {"tags": {"data": [{"id": "1"}], "has_more": True}}, None),
        ("tag_id = 1", {"tags": {"data": [{"id": "1"}], "has_more": True}}, True),
        ("tag_id != 1", {"tags": {"data": [{"id": "1"}], "has_more": True}}, False),
        ("tag_id != 3", {"tags": {"data": [{"id": "1"}], "has_more": True}}, None),
        ("tag_id = 3", {"tags": {"data": None}}, None),
        ("tag_id = null", {"tags": {"data": []}}, True),
        ("tag = VIP", {"tags": {"data": [{"id": "12"}]}}, True),
        ("custom_attributes.seats = 1", {}, None),
        ("custom_attributes.seats = 1", {"custom_attributes": {"seats": {"type": "list"}}}, None),
        ("custom_attributes.vip = true", {"custom_attributes": {"vip": True}}, True),
        ("custom_attributes.seats > 1", {"custom_attributes": {"seats": "many"}}, False),
        ("created_at = today", {"created_at": "soon"}, False),
        ("segment_id = 1 and name = x", {"name": "y"}, False),
        ("segment_id = 1 or name = x", {"name": "x"}, True),
        ("segment_id = 1 or name = x", {"name": "y"}, None),
    ],
)  # fmt: skip
def test_where_the_answer_does_not_tell_nobody_guesses(
    text: str, contact: dict[str, Any], told: bool | None
) -> None:
    found = parse(text, KNOWN, place=in_options())
    assert found.matches(contact, NOW, ZONE, ids={Reference("tag", "VIP"): "12"}) is told


def test_a_filter_knows_whether_it_holds_several_values() -> None:
    assert Filter(SearchField("name"), "IN", ("a",)).several
