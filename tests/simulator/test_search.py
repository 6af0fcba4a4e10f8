"""The search engine: operators, limits and values, on rows without a workspace."""

import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reconciler.simulator.errors import RefusalError
from reconciler.simulator.search import (
    Rules,
    attributes,
    column,
    compiled,
    of_contacts,
    of_conversations,
)
from reconciler.simulator.switches import Switches

ZONE = "America/Los_Angeles"
CONTACTS = of_contacts(Switches(), timezone=ZONE)
CONVERSATIONS = of_conversations(Switches())
FIELDS = {
    "name": column("string", "name"),
    "open": column("boolean", "open"),
    "size": column("integer", "size"),
    "created_at": column("date", "created_at"),
    "tag_id": column("tag", "tags", many=True),
    "tag_ids": column("string", "tags", many=True),
    **attributes({"tier": "string", "seats": "integer", "rate": "float", "since": "date"}),
}
ROW = {
    "name": "Ada Bell", "open": True, "size": 5, "created_at": 1_700_000_000, "tags": ["1", "2"],
    "custom_attributes": {"tier": "pro", "seats": 12, "rate": 1.5},
}  # fmt: skip


def found(
    query: Any, row: dict[str, Any] | None = None, *, rules: Rules = CONTACTS, **fields: Any
) -> bool:
    return compiled(query, fields=FIELDS, rules=rules)((row or ROW) | fields)


def one(field: str, operator: Any, value: Any) -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


def refused(query: Any, *, rules: Rules = CONTACTS) -> str:
    with pytest.raises(RefusalError) as caught:
        compiled(query, fields=FIELDS, rules=rules)
    assert (caught.value.status, caught.value.code) == (400, "parameter_invalid")
    return caught.value.message


@pytest.mark.parametrize(
    ("field", "operator", "value", "holds"),
    [
        ("name", "=", "Ada Bell", True),
        ("name", "=", "ada bell", False),
        ("name", "!=", "Ada Bell", False),
        ("name", "!=", "Ada", True),
        ("name", "IN", ["Ben", "Ada Bell"], True),
        ("name", "IN", [], False),
        ("name", "NIN", ["Ben", "Ada Bell"], False),
        ("name", "~", "a B", True),
        ("name", "~", "A b", False),
        ("name", "!~", "a B", False),
        ("name", "^", "Ada", True),
        ("name", "^", "Bell", False),
        ("name", "$", "Bell", True),
        ("name", "$", "Ada", False),
        ("open", "=", True, True),
        ("open", "!=", True, False),
        ("open", "IN", [False], False),
        ("open", "=", "true", True),
        ("size", "=", 5, True),
        ("size", "=", "5", True),
        ("size", "<", 5, False),
        ("size", "<", 6, True),
        ("size", ">", 5, False),
        ("size", ">", 4, True),
        ("size", "<=", 5, True),
        ("size", ">=", 6, False),
        ("size", "NIN", [1, 2], True),
        ("tag_id", "=", "2", True),
        ("tag_id", "=", 2, True),
        ("tag_id", "=", "3", False),
        ("tag_id", "!=", "2", False),
        ("tag_ids", "IN", ["3", "2"], True),
        ("tag_ids", "NIN", ["3", "4"], True),
        ("custom_attributes.tier", "=", "pro", True),
        ("custom_attributes.seats", ">", 11, True),
        ("custom_attributes.rate", ">", "1.25", True),
        ("custom_attributes.rate", "<=", 1, False),
        ("custom_attributes.since", ">", 0, False),
    ],
)
def test_every_operator_holds_as_it_is_described(
    field: str, operator: str, value: Any, holds: bool
) -> None:
    assert found(one(field, operator, value)) is holds


@pytest.mark.parametrize(
    ("operator", "offset", "holds"),
    [
        ("=", 0, True), ("=", -1, False), ("=", 86_399, True), ("=", 86_400, False),
        (">", -1, True), (">", 0, False), (">", 86_399, False),
        ("<", 86_399, False), ("<", 86_400, True), ("<", 0, False),
    ],
)  # fmt: skip
def test_dates_of_contacts_are_compared_by_day_where_the_workspace_is(
    operator: str, offset: int, holds: bool
) -> None:
    midnight = int(datetime(2023, 11, 14, tzinfo=ZoneInfo(ZONE)).timestamp())
    assert (
        found(one("created_at", operator, midnight + offset), created_at=midnight + 3600) is holds
    )


def test_a_day_on_which_the_clock_changes_has_25_hours() -> None:
    noon = int(datetime(2023, 11, 5, 12, tzinfo=ZoneInfo(ZONE)).timestamp())
    midnight = int(datetime(2023, 11, 5, tzinfo=ZoneInfo(ZONE)).timestamp())
    assert found(one("created_at", "=", noon), created_at=midnight + 25 * 3600 - 1)
    assert not found(one("created_at", "=", noon), created_at=midnight + 25 * 3600)


def test_the_same_query_finds_others_in_another_time_zone() -> None:
    query = one("created_at", "=", 1_577_836_800)  # the first second of 2020 in UTC
    utc = of_contacts(Switches(), timezone="UTC")
    assert found(query, created_at=1_577_836_800 + 9 * 3600, rules=utc)
    assert not found(query, created_at=1_577_836_800 + 9 * 3600)


@pytest.mark.parametrize(
    ("operator", "value", "holds"),
    [
        (">", 1_700_000_000, True), (">", "1700000001", False), ("<", 1_700_000_000, True),
        ("<", 1_699_999_999, False), ("=", 1_700_000_000, True), ("=", 1_700_000_001, False),
        ("!=", 1_700_000_000, False), ("IN", ["1700000000"], True), ("NIN", [1_700_000_000], False),
    ],
)  # fmt: skip
def test_dates_of_conversations_are_compared_by_the_second_and_include_their_bound(
    operator: str, value: Any, holds: bool
) -> None:
    assert found(one("created_at", operator, value), rules=CONVERSATIONS) is holds


def test_bounds_of_conversations_can_be_exclusive() -> None:
    rules = of_conversations(Switches(conversation_search_inclusive=False))
    assert not found(one("created_at", ">", 1_700_000_000), rules=rules)
    assert found(one("created_at", ">", 1_699_999_999), rules=rules)


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [("name", "=", "ADA BELL"), ("name", "~", "a b"), ("name", "IN", ["ada bell"]),
     ("name", "^", "ada"), ("name", "$", "BELL"), ("size", "=", 5)],
)  # fmt: skip
def test_case_can_be_ignored(field: str, operator: str, value: Any) -> None:
    rules = of_contacts(Switches(search_ignores_case=True), timezone=ZONE)
    assert found(one(field, operator, value), rules=rules)


@pytest.mark.parametrize("operator", ["!=", "!~"])
def test_a_row_without_a_value_differs_from_every_value_unless_switched(operator: str) -> None:
    rules = of_contacts(Switches(search_unset_differs=False), timezone=ZONE)
    assert found(one("name", operator, "x"), name=None)
    assert not found(one("name", operator, "x"), name=None, rules=rules)
    assert found(one("name", operator, "x"), rules=rules)


def test_a_row_without_tags_does_not_have_this_tag() -> None:
    assert found(one("tag_id", "!=", "1"), tags=[])
    assert not found(one("tag_id", "=", "1"), tags=[])


@pytest.mark.parametrize(("field", "value"), [("name", None), ("tag_id", []), ("created_at", None)])
def test_null_finds_what_is_unset(field: str, value: Any) -> None:
    stored = "tags" if field == "tag_id" else field
    assert found(one(field, "=", None), **{stored: value})
    assert not found(one(field, "=", None))


def test_not_null_finds_what_is_set() -> None:
    assert found(one("name", "!=", None))
    assert found(one("tag_id", "!=", None))
    assert not found(one("custom_attributes.since", "=", None), custom_attributes={"since": 5})
    assert "null" in refused(one("name", "~", None))
    assert "cannot be searched" in refused(one("created_at", "!=", None))


def test_values_of_the_wrong_type_in_a_row_match_nothing() -> None:
    held = {"since": "soon", "tier": ["a"], "seats": {"b": 1}}
    for name, operator, value in (("since", "=", 0), ("since", ">", 0), ("tier", "~", "a"),
                                  ("seats", "=", 1)):  # fmt: skip
        assert not found(one(f"custom_attributes.{name}", operator, value), custom_attributes=held)
    assert not found(one("name", "~", "5"), name=5)


def test_groups_hold_as_their_operator_says() -> None:
    yes, no = one("size", "=", 5), one("size", "=", 6)
    either = {"operator": "OR", "value": [no, yes]}
    assert found(either)
    assert found({"operator": "AND", "value": [either, yes]})
    assert not found({"operator": "AND", "value": [either, no]})
    assert not found({"operator": "OR", "value": [no, no]})


def test_fifteen_filters_in_a_group_are_allowed_and_sixteen_are_not() -> None:
    fifteen = {"operator": "AND", "value": [one("size", "=", 5)] * 15}
    assert found(fifteen)
    assert found({"operator": "OR", "value": [fifteen] * 15})
    sixteen = {"operator": "AND", "value": [one("size", "=", 5)] * 16}
    assert "more than 15" in refused(sixteen)
    assert "more than 15" in refused({"operator": "OR", "value": [sixteen]})


def test_groups_nest_two_deep_and_no_deeper() -> None:
    inner = {"operator": "AND", "value": [one("size", "=", 5)]}
    assert found({"operator": "OR", "value": [inner]})
    deeper = {"operator": "AND", "value": [{"operator": "OR", "value": [inner]}]}
    assert "more than 2 nested" in refused(deeper)


@pytest.mark.parametrize(
    "query",
    [None, 5, "x", [], {}, {"operator": "AND"}, {"operator": "AND", "value": []},
     {"operator": "AND", "value": "x"}, {"operator": "AND", "value": [5]},
     {"operator": "and", "value": [one("size", "=", 5)]}, one("nothing", "=", 5),
     {"field": 5, "operator": "=", "value": 5}, {"field": ["a"], "operator": "=", "value": 5}],
)  # fmt: skip
def test_a_query_that_is_none_is_refused(query: Any) -> None:
    assert "query" in refused(query)


@pytest.mark.parametrize(
    ("field", "operator"),
    [("name", "<"), ("name", ">="), ("name", "AND"), ("name", "like"), ("name", None), ("name", 5),
     ("open", "~"), ("open", "<"), ("size", "~"), ("size", "^"), ("created_at", ">="),
     ("created_at", "<="), ("created_at", "!="), ("created_at", "IN"), ("created_at", "~"),
     ("tag_id", "IN"), ("tag_id", "NIN"), ("tag_id", "~"), ("custom_attributes.since", "IN")],
)  # fmt: skip
def test_an_operator_that_the_kind_of_field_does_not_have_is_refused(
    field: str, operator: Any
) -> None:
    message = refused(one(field, operator, ["1"]))
    assert field in message
    assert "use " in message


def test_conversations_know_no_or_equal_operators() -> None:
    for operator in ("<=", ">="):
        assert "created_at" in refused(one("created_at", operator, 5), rules=CONVERSATIONS)
        assert "size" in refused(one("size", operator, 5), rules=CONVERSATIONS)


@pytest.mark.parametrize(
    ("field", "operator", "value", "wanted"),
    [("created_at", "=", "foobar", "UNIX timestamp"), ("created_at", "=", 1.5, "UNIX timestamp"),
     ("created_at", "=", True, "UNIX timestamp"), ("created_at", ">", 10**18, "UNIX timestamp"),
     ("created_at", "=", -(10**15), "UNIX timestamp"), ("size", "=", "five", "integer"),
     ("size", "=", 1.5, "integer"), ("size", "=", "\u0665", "integer"), ("size", "=", [5], "integer"),
     ("open", "=", "yes", "true or false"), ("open", "=", 1, "true or false"),
     ("name", "=", True, "string"), ("name", "=", ["x"], "string"), ("name", "~", {"a": 1}, "string"),
     ("name", "IN", "x", "list"), ("name", "IN", [["x"]], "string"), ("name", "IN", [None], "string"),
     ("tag_id", "=", ["1"], "tag"), ("custom_attributes.rate", "=", "1e5", "number"),
     ("custom_attributes.rate", "=", True, "number")],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_refused_by_the_field(
    field: str, operator: str, value: Any, wanted: str
) -> None:
    message = refused(one(field, operator, value))
    assert message.startswith(field)
    assert wanted in message


def test_a_filter_without_a_value_is_refused() -> None:
    assert "no value" in refused({"field": "name", "operator": "="})


def test_types_can_be_held_strictly_but_digits_are_always_a_timestamp() -> None:
    rules = of_contacts(Switches(search_values_converted=False), timezone=ZONE)
    for field, value in (("name", 5), ("size", "5"), ("open", "true"), ("tag_id", 2),
                         ("size", True), ("custom_attributes.rate", "1.5")):  # fmt: skip
        assert refused(one(field, "=", value), rules=rules).startswith(field)
    assert found(one("created_at", "=", "1700000000"), rules=rules)
    assert found(one("size", "=", 5), rules=rules)
    assert found(one("custom_attributes.rate", ">", 1), rules=rules)


def test_rows_are_searched_at_more_than_a_hundred_thousand_a_second() -> None:
    rows = [ROW | {"size": number, "name": f"Ada {number}"} for number in range(20_000)]
    group = [one("name", "~", "9"), one("size", ">", 10), one("tag_id", "=", "2"),
             one("created_at", ">", 1_600_000_000), one("custom_attributes.tier", "=", "pro")]  # fmt: skip
    holds = compiled({"operator": "AND", "value": group}, fields=FIELDS, rules=CONTACTS)
    before = time.process_time()
    hits = sum(map(holds, rows))
    assert hits == sum("9" in str(number) for number in range(11, 20_000))
    assert time.process_time() - before < 0.2
