"""Audiences, and the articles that are targeted at them."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

ADA = 991267451
ROLE = {"attribute": "role", "type": "role", "comparison": "eq", "value": "user"}
GERMAN = {"de": {"title": "x"}}


def audience(workspace: Workspace, name: str = "VIP") -> int:
    return int(workspace.post("/audiences", {"name": name, "role_predicates": [ROLE]})["id"])


def make(workspace: Workspace, **fields: object) -> Any:
    return workspace.post("/articles", {"title": "x", "author_id": ADA, **fields})


def test_an_audience_is_made_read_changed_and_deleted(workspace: Workspace) -> None:
    key = audience(workspace)
    assert workspace.status == 201
    assert workspace.get(f"/audiences/{key}") == {
        "type": "audience", "id": str(key), "name": "VIP", "predicates": [],
        "role_predicates": [ROLE], "created_at": 1_800_000_000, "updated_at": 1_800_000_000,
    }  # fmt: skip
    workspace.time += 5
    changed = workspace.put(f"/audiences/{key}", {"predicates": [ROLE]})
    assert (changed["name"], changed["role_predicates"]) == ("VIP", [ROLE])
    assert changed["updated_at"] == 1_800_000_005
    assert workspace.delete(f"/audiences/{key}") is None
    assert workspace.status == 204
    assert workspace.refused(workspace.get(f"/audiences/{key}"))[:2] == (404, "not_found")


def test_a_list_of_audiences_has_its_counts_beside_the_data(workspace: Workspace) -> None:
    for number in range(3):
        audience(workspace, str(number))
    found = workspace.get("/audiences?per_page=2&page=2")
    assert [one["name"] for one in found.pop("data")] == ["2"]
    assert found == {"type": "list", "page": 2, "per_page": 2, "total_pages": 2, "total_count": 3}


def test_an_audience_needs_a_name(workspace: Workspace) -> None:
    told = workspace.refused(workspace.post("/audiences", {}))
    assert told == (422, "validation_error", "Name is required")
    told = workspace.refused(workspace.put(f"/audiences/{audience(workspace)}", {"name": " "}))
    assert told == (422, "validation_error", "Name must not be blank")


def test_a_single_language_center_shows_audiences_at_the_top(workspace: Workspace) -> None:
    one, two = audience(workspace), audience(workspace)
    made = make(workspace, audience_ids=[one, two, one])
    assert made["audience_ids"] == [one, two]
    key = made["id"]
    assert workspace.put(f"/articles/{key}", {"title": "y"})["audience_ids"] == [one, two]
    assert workspace.put(f"/articles/{key}", {"audience_ids": []})["audience_ids"] == []


def test_a_multilingual_center_shows_them_in_each_locale(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    one, two = audience(workspace), audience(workspace)
    made = make(workspace, audience_ids=[one], translated_content=GERMAN)
    assert "audience_ids" not in made
    assert ids(made) == {"en": [one], "de": [one]}
    change = {"translated_content": {"de": {"audience_ids": [two]}}}
    assert ids(workspace.put(f"/articles/{made['id']}", change)) == {"en": [one], "de": [two]}
    both = {"audience_ids": [one, two], **change}
    assert ids(workspace.put(f"/articles/{made['id']}", both)) == {
        "en": [one, two], "de": [one, two],
    }  # fmt: skip
    assert ids(workspace.put(f"/articles/{made['id']}", {"audience_ids": []})) == {
        "en": [], "de": [],
    }  # fmt: skip


def test_the_default_locale_has_its_audiences_in_either_place(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"), default_locale_in_translations=False)
    made = make(workspace, audience_ids=[audience(workspace)], translated_content=GERMAN)
    assert made["audience_ids"] == made["translated_content"]["de"]["audience_ids"] == [1]


def ids(article: Any) -> dict[str, list[int]]:
    content = article["translated_content"]
    return {name: content[name]["audience_ids"] for name in ("en", "de")}


def test_an_unknown_audience_is_a_404_and_nothing_is_written(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    key = make(workspace)["id"]
    message = "audience_ids contains unknown audience IDs: 999"
    for body in ({"title": "y", "audience_ids": [999]},
                 {"title": "y", "translated_content": {"de": {"audience_ids": [999]}}}):  # fmt: skip
        answer = workspace.put(f"/articles/{key}", body)
        assert workspace.refused(answer) == (404, "parameter_invalid", message)
    assert workspace.get(f"/articles/{key}")["title"] == "x"


@pytest.mark.parametrize("value", [1, "1", ["1"], [True], {}])
def test_audiences_are_a_list_of_integers(workspace: Workspace, value: Any) -> None:
    assert workspace.refused(make(workspace, audience_ids=value))[:2] == (400, "parameter_invalid")


def test_null_clears_audiences_or_means_nothing(workspace: Workspace, switched: Switched) -> None:
    for each, left in ((workspace, []), (switched(audience_null_clears=False), [1])):
        key = make(each, audience_ids=[audience(each)])["id"]
        assert each.put(f"/articles/{key}", {"audience_ids": None})["audience_ids"] == left


def test_flags_for_agents_are_those_of_a_locale(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    content = {"de": {"title": "x", "ai_chatbot_availability": False}}
    made = make(workspace, ai_copilot_availability=False, translated_content=content)
    names = ("ai_chatbot_availability", "ai_copilot_availability", "ai_sales_agent_availability")
    found = {one: tuple(made["translated_content"][one][name] for name in names)
             for one in ("en", "de")}  # fmt: skip
    assert found == {"en": (True, False, True), "de": (False, True, True)}
    change = {"translated_content": {"de": {"ai_sales_agent_availability": False}}}
    german = workspace.put(f"/articles/{made['id']}", change)["translated_content"]["de"]
    assert tuple(german[name] for name in names) == (False, True, False)
    answer = make(workspace, ai_copilot_availability="no")
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


@pytest.mark.parametrize("odd", [{"attribute": 1}, {"type": None}, {"comparison": ["eq"]}])
def test_a_predicate_is_of_texts(workspace: Workspace, odd: dict[str, Any]) -> None:
    answer = workspace.post("/audiences", {"name": "VIP", "predicates": [{**ROLE, **odd}]})
    assert workspace.refused(answer)[:2] == (422, "validation_error")
    made = workspace.post("/audiences", {"name": "VIP", "predicates": [{**ROLE, "value": 5}]})
    assert made["predicates"][0]["value"] == 5
