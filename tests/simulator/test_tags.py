"""Tags: created, found, renamed, put on companies and taken off, deleted."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace


def make(workspace: Workspace, *names: str) -> list[str]:
    return [workspace.store.create("company", company_id=name)["id"] for name in names]


def tags_of(workspace: Workspace, company: str) -> list[str]:
    return [one["name"] for one in workspace.get(f"/companies/{company}")["tags"]["tags"]]


def test_a_name_that_is_there_in_other_case_is_found_not_created(workspace: Workspace) -> None:
    first = workspace.post("/tags", {"name": "VIP Customer"})
    again = workspace.post("/tags", {"name": "vip CUSTOMER"})
    assert (again["id"], again["name"]) == (first["id"], "VIP Customer")
    assert len(workspace.get("/tags")["data"]) == 1


def test_a_tag_is_read_by_its_id(workspace: Workspace) -> None:
    tag = workspace.post("/tags", {"name": "VIP"}, version="2.11")
    assert tag == {"type": "tag", "id": "101", "name": "VIP"}
    assert workspace.get("/tags/101") == tag


@pytest.mark.parametrize("body", [{"test": "invalid"}, {"name": " "}, {"name": 1}, {"id": "101"}])
def test_a_tag_needs_a_name(workspace: Workspace, body: Any) -> None:
    answer = workspace.post("/tags", body)
    assert workspace.refused(answer) == (400, "parameter_invalid", "invalid tag parameters")


def test_an_id_renames(workspace: Workspace) -> None:
    tag = workspace.post("/tags", {"name": "Refund"})
    workspace.post("/tags", {"id": tag["id"], "name": "REFUND"})
    assert workspace.get(f"/tags/{tag['id']}")["name"] == "REFUND"


def test_an_unknown_id_is_not_found(workspace: Workspace) -> None:
    assert workspace.refused(workspace.post("/tags", {"id": "9", "name": "x"}))[0] == 404
    assert workspace.refused(workspace.get("/tags/9"))[:2] == (404, "not_found")
    assert workspace.refused(workspace.delete("/tags/9"))[:2] == (404, "not_found")
    assert workspace.get("/tags")["data"] == []


def test_renaming_onto_another_tag_is_refused(workspace: Workspace) -> None:
    workspace.post("/tags", {"name": "A"})
    second = workspace.post("/tags", {"name": "B"})
    answer = workspace.post("/tags", {"id": second["id"], "name": "a"})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_renaming_onto_another_tag_may_merge_them(switched: Switched) -> None:
    workspace = switched(tag_renamed_onto_another="merge")
    one, two = make(workspace, "one", "two")
    kept = workspace.post("/tags", {"name": "A"})
    gone = workspace.post("/tags", {"name": "B", "companies": [{"id": one}]})
    merged = workspace.post("/tags", {"id": gone["id"], "name": "a"})
    assert merged["id"] == kept["id"]
    assert [one["name"] for one in workspace.get("/tags")["data"]] == ["A"]
    assert (tags_of(workspace, one), tags_of(workspace, two)) == (["A"], [])


def test_companies_are_tagged_by_either_id_and_untagged(workspace: Workspace) -> None:
    one, two = make(workspace, "one", "two")
    companies = [{"id": one}, {"company_id": "two"}]
    workspace.post("/tags", {"name": "VIP", "companies": companies})
    assert (tags_of(workspace, one), tags_of(workspace, two)) == (["VIP"], ["VIP"])
    workspace.post("/tags", {"name": "VIP", "companies": [{"id": one, "untag": True}]})
    assert (tags_of(workspace, one), tags_of(workspace, two)) == ([], ["VIP"])


def test_tagging_twice_is_tagging_once(workspace: Workspace) -> None:
    one = make(workspace, "one")[0]
    for _ in range(2):
        workspace.post("/tags", {"name": "VIP", "companies": [{"id": one}]})
    assert tags_of(workspace, one) == ["VIP"]


@pytest.mark.parametrize("version", ["2.11", "2.15"])
def test_before_2_16_a_missing_company_leaves_everything_untagged(
    workspace: Workspace, version: str
) -> None:
    one = make(workspace, "one")[0]
    companies = [{"id": one}, {"company_id": "nobody"}]
    answer = workspace.post("/tags", {"name": "VIP", "companies": companies}, version=version)
    assert workspace.refused(answer) == (404, "company_not_found", "Company Not Found")
    assert tags_of(workspace, one) == []
    assert workspace.get("/tags")["data"] == []


def test_from_2_16_a_missing_company_is_left_out_of_the_answer(workspace: Workspace) -> None:
    one, two = make(workspace, "one", "two")
    companies = [{"id": one}, {"company_id": "nobody"}, {"id": two, "untag": True}]
    answer = workspace.post("/tags", {"name": "VIP", "companies": companies})
    told = [{"id": one, "tagged": True}, {"id": two, "tagged": False}]
    assert (workspace.status, answer["companies"], answer["users"]) == (200, told, [])
    assert tags_of(workspace, one) == ["VIP"]


def tags_of_contact(workspace: Workspace, contact: str) -> list[str]:
    held = workspace.store.get("contact", contact)["tags"]
    return [workspace.store.get("tag", one)["name"] for one in held]


def test_contacts_are_tagged_and_untagged_beside_companies(workspace: Workspace) -> None:
    company = make(workspace, "one")[0]
    contact = workspace.store.create("contact", email="sam@example.com")["id"]
    body = {"name": "VIP", "users": [{"id": contact}], "companies": [{"id": company}]}
    answer = workspace.post("/tags", body)
    assert answer["users"] == [{"id": contact, "tagged": True}]
    assert answer["companies"] == [{"id": company, "tagged": True}]
    assert (tags_of(workspace, company), tags_of_contact(workspace, contact)) == (["VIP"], ["VIP"])
    answer = workspace.post("/tags", {"name": "VIP", "users": [{"id": contact, "untag": True}]})
    assert answer["users"] == [{"id": contact, "tagged": False}]
    assert tags_of_contact(workspace, contact) == []


def test_before_2_16_a_missing_contact_leaves_everything_untagged(workspace: Workspace) -> None:
    contact = workspace.store.create("contact", email="sam@example.com")["id"]
    body = {"name": "VIP", "users": [{"id": contact}, {"id": "1"}]}
    answer = workspace.post("/tags", body, version="2.15")
    assert workspace.refused(answer) == (404, "not_found", "User Not Found")
    assert tags_of_contact(workspace, contact) == []
    assert workspace.post("/tags", body)["users"] == [{"id": contact, "tagged": True}]


def test_a_merge_of_tags_and_a_deletion_reach_contacts(switched: Switched) -> None:
    workspace = switched(tag_renamed_onto_another="merge")
    contact = workspace.store.create("contact", email="sam@example.com")["id"]
    workspace.post("/tags", {"name": "A"})
    gone = workspace.post("/tags", {"name": "B", "users": [{"id": contact}]})
    kept = workspace.post("/tags", {"id": gone["id"], "name": "a"})
    assert tags_of_contact(workspace, contact) == ["A"]
    workspace.delete(f"/tags/{kept['id']}")
    row = workspace.store.get("contact", contact)
    assert (row["tags"], row["applied"]) == ([], {})


def test_a_deleted_tag_is_off_everything_and_answers_nothing(workspace: Workspace) -> None:
    one = make(workspace, "one")[0]
    workspace.post("/tags", {"name": "Other", "companies": [{"id": one}]})
    tag = workspace.post("/tags", {"name": "VIP", "companies": [{"id": one}]})
    assert workspace.delete(f"/tags/{tag['id']}") is None
    assert workspace.status == 200
    assert tags_of(workspace, one) == ["Other"]


def test_a_tag_in_use_is_not_deleted_and_its_users_are_named(workspace: Workspace) -> None:
    tag = workspace.store.create("tag", name="VIP", dependents="Rules: Rule 1")
    workspace.store.create("segment", name="Seg 1", tag_ids=[tag["id"]])
    answer = workspace.delete(f"/tags/{tag['id']}")
    message = "Unable to delete Tag with dependent objects. Segments: Seg 1; Rules: Rule 1."
    assert workspace.refused(answer) == (400, "tag_has_dependent_objects", message)


@pytest.mark.parametrize("value", ["one", ["one"], {"id": "one"}])
def test_companies_are_a_list_of_objects(workspace: Workspace, value: Any) -> None:
    answer = workspace.post("/tags", {"name": "VIP", "companies": value})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
