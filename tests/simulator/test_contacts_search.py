"""The search of contacts: behind by some seconds, and by days of the workspace's time zone."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

LAG = 10


def make(workspace: Workspace, **fields: Any) -> str:
    key: str = workspace.store.create("contact", **fields)["id"]
    workspace.store.settle()
    return key


def where(field: str, operator: str, value: Any) -> dict[str, Any]:
    return {"query": {"field": field, "operator": operator, "value": value}}


def search(workspace: Workspace, body: dict[str, Any], **options: Any) -> list[str]:
    answer = workspace.post("/contacts/search", body, **options)
    assert workspace.status == 200, answer
    return [one["id"] for one in answer["data"]]


BY_MAIL = where("email", "=", "a@example.com")


def test_a_new_contact_is_not_found_until_the_index_knows(workspace: Workspace) -> None:
    key = workspace.post("/contacts", {"email": "a@example.com"})["id"]
    assert search(workspace, BY_MAIL) == []
    workspace.time += LAG
    assert search(workspace, BY_MAIL) == [key]


def test_a_change_is_not_seen_until_the_index_knows(workspace: Workspace) -> None:
    key = make(workspace, email="a@example.com")
    workspace.put(f"/contacts/{key}", {"email": "b@example.com"})
    assert search(workspace, BY_MAIL) == [key]
    workspace.time += LAG
    assert search(workspace, BY_MAIL) == []


def test_the_lag_can_be_switched_off(switched: Switched) -> None:
    workspace = switched(search_lag=0)
    key = workspace.post("/contacts", {"email": "a@example.com"})["id"]
    assert search(workspace, BY_MAIL) == [key]


def test_a_deleted_contact_is_found_for_some_more_seconds(workspace: Workspace) -> None:
    key = make(workspace, email="a@example.com")
    workspace.delete(f"/contacts/{key}")
    assert search(workspace, BY_MAIL) == [key]
    workspace.time += LAG
    assert search(workspace, BY_MAIL) == []


def test_dates_are_days_of_the_workspace(workspace: Workspace) -> None:
    noon = 1_799_956_800
    """2027-01-14, 20:00 in UTC and noon in Los Angeles."""
    day = 86_400
    before, same, after = (make(workspace, created_at=noon + one * day) for one in (-1, 0, 1))
    late = make(workspace, created_at=noon + 8 * 3600)
    """The next day in UTC, the same one there."""
    assert search(workspace, where("created_at", "=", noon)) == [late, same]
    assert search(workspace, where("created_at", ">", noon)) == [after]
    assert search(workspace, where("created_at", "<", str(noon))) == [before]
    workspace.post("/contacts/search", where("created_at", ">=", noon))
    assert workspace.status == 400


@pytest.mark.parametrize(
    ("field", "value", "row"),
    [("role", "lead", {"role": "lead"}), ("email_domain", "b.example", {"email": "a@b.example"}),
     ("owner_id", "5", {"owner_id": "5"}), ("tag_id", "7", {"tags": ["6", "7"]}),
     ("segment_id", "s", {"segments": ["s"]}), ("has_hard_bounced", True, {"has_hard_bounced": True}),
     ("browser", "chrome", {"device": {"browser": "chrome"}}),
     ("location.city", "Dublin", {"device": {"location.city": "Dublin"}}),
     ("formatted_phone", "+1", {"phone": "+1"}), ("external_id", "9", {"external_id": "9"}),
     ("custom_attributes.seats", 3, {"custom_attributes": {"seats": 3}})],
)  # fmt: skip
def test_every_kind_of_field_is_searched(
    workspace: Workspace, field: str, value: Any, row: dict[str, Any]
) -> None:
    workspace.store.create("data_attribute", name="seats", model="contact", data_type="integer")
    make(workspace)
    key = make(workspace, **row)
    assert search(workspace, where(field, "=", value)) == [key]


def test_a_company_s_attribute_is_no_field_of_contacts(workspace: Workspace) -> None:
    workspace.store.create("data_attribute", name="size", model="company")
    answer = workspace.post("/contacts/search", where("custom_attributes.size", "=", "1"))
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


@pytest.mark.parametrize("body", [{}, {"query": []}, {"sort": 1}, {"query": {"operator": "AND"}}])
def test_a_search_without_a_query_is_refused(workspace: Workspace, body: dict[str, Any]) -> None:
    answer = workspace.post("/contacts/search", body)
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def named(workspace: Workspace) -> list[str]:
    keys = []
    for name in ("Cyd", "Ann", "Bob"):
        keys.append(make(workspace, name=name, role="lead"))
        workspace.time += 1
    return keys


LEADS = where("role", "=", "lead")


def test_the_newest_comes_first_unless_a_sort_is_given(workspace: Workspace) -> None:
    first, second, third = named(workspace)
    assert search(workspace, LEADS) == [third, second, first]
    rising = {"sort": {"field": "name", "order": "ascending"}}
    assert search(workspace, LEADS | rising) == [second, third, first]
    falling = {"sort": {"field": "name"}}
    assert search(workspace, LEADS | falling) == [first, third, second]


def test_an_unknown_order_is_refused_from_2_16_on_and_ignored_before(workspace: Workspace) -> None:
    first, second, third = named(workspace)
    body = LEADS | {"sort": {"field": "created_at", "order": "desc"}}
    assert workspace.refused(workspace.post("/contacts/search", body)) == (
        400, "invalid_sort_order",
        "Invalid sort order 'desc'. Must be one of: ascending, descending",
    )  # fmt: skip
    assert search(workspace, body, version="2.15") == [third, second, first]


@pytest.mark.parametrize("field", ["hair", "tag_id", 5])
def test_sorting_needs_a_field_with_one_value(workspace: Workspace, field: Any) -> None:
    answer = workspace.post("/contacts/search", LEADS | {"sort": {"field": field}})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_pages_go_on_where_the_cursor_says(workspace: Workspace) -> None:
    keys = named(workspace)
    body = LEADS | {"sort": {"field": "created_at", "order": "ascending"}}
    first = workspace.post("/contacts/search", body | {"pagination": {"per_page": 2}})
    assert (first["total_count"], first["pages"]["total_pages"]) == (3, 2)
    after = {"per_page": 2, "starting_after": first["pages"]["next"]["starting_after"]}
    rest = workspace.post("/contacts/search", body | {"pagination": after})
    assert [one["id"] for one in first["data"] + rest["data"]] == keys
    assert workspace.post("/contacts/search", body)["pages"]["per_page"] == 50
