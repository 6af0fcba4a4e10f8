"""Attributes of conversations and their options, which come with 2.16."""

from typing import Any

import pytest
from conversing import Talk

from reconciler.simulator import Switches

PATH = "/conversations/attributes"
LABELS = [{"label": "Low"}, {"label": "High"}]


@pytest.fixture
def talk() -> Talk:
    return Talk()


def made(talk: Talk, name: str = "tier", **fields: Any) -> Any:
    return talk.post(PATH, {"name": name, "data_type": "string", **fields})


def test_a_new_attribute_is_shown_as_in_the_official_example(talk: Talk) -> None:
    answer = made(talk, "api_test_attr", description="Created via API test")
    assert answer == {
        "type": "conversation_attribute", "id": answer["id"], "name": "api_test_attr",
        "description": "Created via API test", "data_type": "string", "required": False,
        "visible_to_team_ids": [], "archived": False, "created_at": talk.now(),
        "updated_at": talk.now(), "admin_id": "991267451", "multiline": False,
    }  # fmt: skip
    assert isinstance(answer["id"], int)
    assert talk.get(f"{PATH}/{answer['id']}") == answer


@pytest.mark.parametrize(
    ("kind", "fields", "own"),
    [("integer", {}, set()), ("files", {"multiline": True}, set()), ("list", {"options": LABELS}, {"options"}),
     ("relationship", {"reference": {"type": "many", "object_type_id": "Order"}}, {"reference"}),
     ("relationship", {"reference": {"type": "one"}}, {"reference"}),
     ("string", {"multiline": True, "reference": 5}, {"multiline"})],
)  # fmt: skip
def test_each_type_has_what_is_its_own(
    talk: Talk, kind: str, fields: dict[str, Any], own: set[str]
) -> None:
    answer = made(talk, data_type=kind, **fields)
    assert {"options", "reference", "multiline"} & answer.keys() == own
    assert not own - {"options"} or answer[min(own)] == fields[min(own)]


def test_names_repeat_and_then_no_attribute_of_a_conversation_can_be_written(talk: Talk) -> None:
    one, other = made(talk)["id"], made(talk)["id"]
    path, body = f"/conversations/{talk.id}", {"custom_attributes": {"tier": "pro"}}
    assert talk.refused(talk.put(path, body))[0] == 400
    assert talk.delete(f"{PATH}/{one}")["archived"] is True
    assert talk.put(path, body)["custom_attributes"] == {"tier": "pro"}
    assert [row["id"] for row in talk.get(PATH)["data"]] == [other]
    assert len(talk.get(f"{PATH}?include_archived=true")["data"]) == 2


def test_an_update_leaves_type_options_and_archived_alone(talk: Talk) -> None:
    key = made(talk, data_type="list", options=LABELS)["id"]
    talk.time += 5
    fields = {"name": "level", "required": True, "visible_to_team_ids": ["7"]}
    fixed = {"data_type": "string", "options": [], "archived": True}
    answer = talk.put(f"{PATH}/{key}", {**fields, **fixed})
    assert {name: answer[name] for name in fields} == fields
    assert (answer["data_type"], answer["archived"]) == ("list", False)
    assert [one["label"] for one in answer["options"]] == ["Low", "High"]
    assert answer["updated_at"] == talk.now()


def test_options_are_added_renamed_and_archived(talk: Talk) -> None:
    answer = made(talk, data_type="list", options=LABELS)
    path = f"{PATH}/{answer['id']}/options"
    added = talk.post(path, {"label": "Top"})["options"]
    renamed = talk.put(f"{path}/{added[0]['id']}", {"label": "None"})["options"]
    archived = talk.delete(f"{path}/{added[1]['id']}")["options"]
    assert [one["label"] for one in renamed] == ["None", "High", "Top"]
    assert [one["archived"] for one in archived] == [False, True, False]
    assert len({one["id"] for one in archived}) == 3
    answer = talk.delete(f"{path}/{added[0]['id']}")
    assert talk.refused(answer) == (
        422, "parameter_invalid", "A list attribute must have at least 2 active options",
    )  # fmt: skip
    assert answer["request_id"] is None


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "label is required"), ({"label": ""}, "label is required"),
        ({"label": 5}, "label must be a string"),
        ({"label": "x", "archived": True}, "only 'label' is accepted"),
    ],
)  # fmt: skip
def test_a_label_that_is_none_is_refused_in_the_recorded_words(
    talk: Talk, body: Any, message: str
) -> None:
    key = made(talk, data_type="list", options=LABELS)["id"]
    answer = talk.post(f"{PATH}/{key}/options", body)
    assert talk.refused(answer) == (422, "parameter_invalid", message)


def test_what_is_not_there_or_no_list_is_refused(talk: Talk) -> None:
    text, choices = made(talk)["id"], made(talk, data_type="list", options=LABELS)["id"]
    for method, path in (("GET", "/1"), ("PUT", "/1"), ("DELETE", "/1"), ("POST", "/1/options")):
        answer = talk.ask(method, PATH + path, {"label": "x"})
        assert talk.refused(answer) == (404, "conversation_attribute_not_found",
                                        "Conversation attribute not found")  # fmt: skip
    for method in ("PUT", "DELETE"):
        answer = talk.ask(method, f"{PATH}/{choices}/options/none", {"label": "x"})
        assert talk.refused(answer)[2] == "List option not found"
        answer = talk.ask(method, f"{PATH}/{text}/options/none", {"label": "x"})
        assert talk.refused(answer)[2] == "Options can only be managed on list attributes"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"data_type": "invalid_type"}, ("data_type 'invalid_type' is not valid. Allowed types: "
         "string, integer, list, decimal, boolean, datetime, relationship, files")),
        ({"name": " "}, "name is required"), ({"name": 5}, "name must be a string"),
        ({"required": "yes"}, "required must be a boolean"),
        ({"visible_to_team_ids": [7]}, "visible_to_team_ids must be a list of strings"),
        ({"data_type": "list"}, "A list attribute must have at least 2 active options"),
        ({"data_type": "list", "options": ["a", "b"]}, "options must be a list of objects with a label"),
        ({"data_type": "list", "options": [{"label": 1}] * 2}, "label must be a string"),
        ({"data_type": "relationship"}, "reference is required"),
        ({"data_type": "relationship", "reference": {"type": "few"}}, "reference.type must be one or many"),
        ({"data_type": "relationship", "reference": {"type": "one", "object_type_id": 5}},
         "reference.object_type_id must be a string"),
    ],
)  # fmt: skip
def test_an_attribute_that_is_none_is_refused(
    talk: Talk, fields: dict[str, Any], message: str
) -> None:
    assert talk.refused(made(talk, **fields)) == (422, "parameter_invalid", message)
    assert talk.get(PATH)["data"] == []


def test_an_attribute_needs_a_name(talk: Talk) -> None:
    assert talk.refused(talk.post(PATH, {"data_type": "string"}))[2] == "name is required"


def test_a_list_may_begin_without_options_if_switched() -> None:
    talk = Talk(switches=Switches(list_attribute_needs_options=False))
    assert made(talk, data_type="list")["options"] == []


def test_conversation_attributes_come_with_2_16(talk: Talk) -> None:
    answer = talk.get(PATH, version="2.15")
    assert talk.refused(answer)[:2] == (400, "intercom_version_invalid")


def test_decimal_attributes_are_searched_as_numbers() -> None:
    talk = Talk(switches=Switches(search_lag=0))
    made(talk, "score", data_type="decimal")
    talk.put(f"/conversations/{talk.id}", {"custom_attributes": {"score": 1.5}})
    assert talk.search("custom_attributes.score", ">", 1) == [talk.id]
    assert talk.search("custom_attributes.score", ">", "1.6") == []
