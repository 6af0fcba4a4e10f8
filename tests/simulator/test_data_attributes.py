"""Data attributes: created once, changed, archived, never deleted."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

RING = {"name": "The One Ring", "model": "company", "data_type": "string"}
TAKEN = "You already have 'The One Ring' in your company data. To save this as new {} data, use a different name."


def custom(workspace: Workspace, query: str = "") -> list[str]:
    found = workspace.get(f"/data_attributes{query}")["data"]
    return [one["name"] for one in found if one["custom"]]


def test_a_new_attribute_reads_as_documented(workspace: Workspace) -> None:
    assert workspace.post("/data_attributes", RING) == {
        "id": 31,
        "type": "data_attribute",
        "name": "The One Ring",
        "full_name": "custom_attributes.The One Ring",
        "label": "The One Ring",
        "data_type": "string",
        "api_writable": True,
        "ui_writable": False,
        "messenger_writable": False,
        "custom": True,
        "archived": False,
        "admin_id": "991267451",
        "created_at": 1_800_000_000,
        "updated_at": 1_800_000_000,
        "model": "company",
    }


def test_built_in_attributes_have_no_id(workspace: Workspace) -> None:
    found = workspace.get("/data_attributes?model=company")["data"]
    assert {"id" in one or one["custom"] for one in found} == {False}
    assert "monthly_spend" in {one["name"] for one in found}


def test_a_model_lists_its_own(workspace: Workspace) -> None:
    workspace.post("/data_attributes", RING)
    assert custom(workspace, "?model=company") == ["The One Ring"]
    assert custom(workspace, "?model=contact") == []


def test_conversations_have_none_before_2_16_and_are_refused_since(workspace: Workspace) -> None:
    assert workspace.get("/data_attributes?model=conversation", version="2.15")["data"] == []
    message = "model=conversation is no longer supported. Use GET /conversations/attributes instead"
    answer = workspace.get("/data_attributes?model=conversation")
    assert workspace.refused(answer) == (422, "parameter_invalid", message)


def test_an_unknown_model_is_refused(workspace: Workspace) -> None:
    answer = workspace.get("/data_attributes?model=ticket")
    message = "The Data Attribute model field must be either contact or company"
    assert workspace.refused(answer) == (400, "parameter_invalid", message)
    answer = workspace.post("/data_attributes", {"name": "x", "data_type": "string"})
    assert workspace.refused(answer) == (400, "parameter_invalid", message)


@pytest.mark.parametrize(("data_type", "read"), [
    ("string", "string"), ("integer", "integer"), ("float", "float"), ("boolean", "boolean"),
    ("date", "date"), ("datetime", "date"),
])  # fmt: skip
def test_a_type_reads_back_as_one_of_five(workspace: Workspace, data_type: str, read: str) -> None:
    body = {**RING, "data_type": data_type}
    assert workspace.post("/data_attributes", body)["data_type"] == read


def test_options_are_written_as_objects_and_read_as_strings(workspace: Workspace) -> None:
    options = [{"value": "1-10"}, {"value": "11-20"}]
    made = workspace.post("/data_attributes", {**RING, "data_type": "options", "options": options})
    assert (made["data_type"], made["options"]) == ("string", ["1-10", "11-20"])


@pytest.mark.parametrize(("value", "message"), [
    (None, "Options isn't an array"),
    ({"value": "1-10"}, "Options isn't an array"),
    ([{"value": "1-10"}], "Options must have at least two values"),
    (["1-10", "11-20"], "Options must be objects with a value"),
])  # fmt: skip
def test_options_that_are_no_list_of_two_are_refused(
    workspace: Workspace, value: Any, message: str
) -> None:
    body = {**RING, "data_type": "options", "options": value}
    assert workspace.refused(workspace.post("/data_attributes", body))[2] == message


def test_an_options_attribute_needs_options(workspace: Workspace) -> None:
    answer = workspace.post("/data_attributes", {**RING, "data_type": "options"})
    assert workspace.refused(answer)[2] == "Options isn't an array"


def test_an_unknown_type_is_refused(workspace: Workspace) -> None:
    answer = workspace.post("/data_attributes", {**RING, "data_type": "mithril"})
    assert workspace.refused(answer) == (400, "parameter_invalid", "Data Type isn't an option")


@pytest.mark.parametrize("name", ["Mithril Shirt", "plan_tier", "price-€", "$", "Größe"])
def test_names_are_letters_digits_currency_signs_and_hyphens(
    workspace: Workspace, name: str
) -> None:
    assert workspace.post("/data_attributes", {**RING, "name": name})["label"] == name


@pytest.mark.parametrize("name", ["!nv@l!d n@me", "a.b", "", "x/y"])
def test_other_names_are_refused(workspace: Workspace, name: str) -> None:
    answer = workspace.post("/data_attributes", {**RING, "name": name})
    assert "alphanumeric characters, currency symbols, and hyphens" in workspace.refused(answer)[2]


@pytest.mark.parametrize(("kind", "text"), [("contact", "people"), ("company", "company")])
def test_a_name_is_taken_across_both_models(workspace: Workspace, kind: str, text: str) -> None:
    workspace.post("/data_attributes", RING)
    answer = workspace.post("/data_attributes", {**RING, "model": kind})
    assert workspace.refused(answer) == (400, "parameter_invalid", TAKEN.format(text))


def test_an_archived_attribute_keeps_its_name_and_leaves_the_list(workspace: Workspace) -> None:
    made = workspace.post("/data_attributes", RING)
    workspace.put(f"/data_attributes/{made['id']}", {"archived": True})
    assert custom(workspace) == []
    assert custom(workspace, "?include_archived=true") == ["The One Ring"]
    assert workspace.refused(workspace.post("/data_attributes", RING))[2] == TAKEN.format("company")
    workspace.put(f"/data_attributes/{made['id']}", {"archived": False})
    assert custom(workspace) == ["The One Ring"]


def test_an_archived_attribute_may_free_its_name(switched: Switched) -> None:
    workspace = switched(archived_attribute_keeps_name=False)
    made = workspace.post("/data_attributes", RING)
    workspace.put(f"/data_attributes/{made['id']}", {"archived": True})
    assert workspace.post("/data_attributes", RING)["id"] == made["id"] + 1


def test_an_update_changes_what_it_names_and_nothing_else(workspace: Workspace) -> None:
    made = workspace.post("/data_attributes", {**RING, "description": "A ring"})
    body = {"messenger_writable": True, "name": "Other", "data_type": "integer", "model": "contact"}
    changed = workspace.put(f"/data_attributes/{made['id']}", body)
    assert changed == {**made, "messenger_writable": True}
    changed = workspace.put(f"/data_attributes/{made['id']}", {"description": "Plain"})
    assert changed["description"] == "Plain"


@pytest.mark.parametrize("body", [{"archived": "yes"}, {"messenger_writable": 1},
                                  {"description": 5}])  # fmt: skip
def test_values_of_a_wrong_type_are_refused(workspace: Workspace, body: Any) -> None:
    made = workspace.post("/data_attributes", RING)
    answer = workspace.put(f"/data_attributes/{made['id']}", body)
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_an_unknown_attribute_has_a_code_of_its_own(workspace: Workspace) -> None:
    answer = workspace.put("/data_attributes/9", {"archived": True})
    message = "We couldn't find that data attribute to update"
    assert workspace.refused(answer) == (404, "field_not_found", message)


def test_an_attribute_in_use_cannot_be_archived(workspace: Workspace) -> None:
    row = workspace.store.create("data_attribute", **RING, dependents=True)
    answer = workspace.put(f"/data_attributes/{row['id']}", {"archived": True})
    message = "The Data Attribute you are trying to archive has a dependant object"
    assert workspace.refused(answer) == (422, "data_invalid", message)


def test_there_are_at_most_250_and_archived_ones_do_not_count(workspace: Workspace) -> None:
    for number in range(250):
        row = workspace.store.create("data_attribute", name=f"a{number}")
    answer = workspace.post("/data_attributes", RING)
    assert workspace.refused(answer)[:2] == (400, "custom_data_limit_reached")
    workspace.put(f"/data_attributes/{row['id']}", {"archived": True})
    workspace.post("/data_attributes", RING)
    assert workspace.status == 200


def test_a_list_of_values_before_2_14_is_a_string_with_options(switched: Switched) -> None:
    options = [{"value": "a"}, {"value": "b"}]
    for which, status in (("accept", 200), ("refuse", 400)):
        workspace = switched(options_type_before_2_14=which)
        body = {"model": "company", "options": options}
        made = workspace.post("/data_attributes", {**body, "name": "x", "data_type": "string"},
                              version="2.13")  # fmt: skip
        assert (made["data_type"], made["options"]) == ("string", ["a", "b"])
        workspace.post("/data_attributes", {**body, "name": "y", "data_type": "options"},
                       version="2.13")  # fmt: skip
        assert workspace.status == status
        workspace.post("/data_attributes", {**body, "name": "z", "data_type": "options"},
                       version="2.14")  # fmt: skip
        assert workspace.status == 200
