"""Contacts that are archived, blocked, deleted or merged: who still sees them, and what is left."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

UNKNOWN = (404, "not_found", "User Not Found")
ROLE = {"query": {"field": "role", "operator": "=", "value": "user"}}
LAG = 10
WEEK = 7 * 86_400


def make(workspace: Workspace, /, **fields: object) -> str:
    made = workspace.post("/contacts", {"email": "a@example.com", **fields})
    assert workspace.status == 200, made
    key: str = made["id"]
    return key


def company(workspace: Workspace, *keys: str) -> str:
    found: str = workspace.store.create("company", company_id=f"c{workspace.store.count()}")["id"]
    for key in keys:
        workspace.post(f"/contacts/{key}/companies", {"id": found})
    return found


def users(workspace: Workspace, key: str) -> int:
    count: int = workspace.get(f"/companies/{key}")["user_count"]
    return count


def seen(workspace: Workspace, key: str) -> tuple[bool, bool, bool]:
    """By id, in the list, in the search."""
    workspace.get(f"/contacts/{key}")
    by_id = workspace.status == 200
    lists = (workspace.get("/contacts"), workspace.post("/contacts/search", ROLE))
    listed, found = (key in [one["id"] for one in answer["data"]] for answer in lists)
    return by_id, listed, found


def test_an_archived_contact_is_out_of_sight_until_it_is_unarchived(workspace: Workspace) -> None:
    key = make(workspace, external_id="7")
    workspace.store.settle()
    answer = workspace.post(f"/contacts/{key}/archive")
    assert answer == {"type": "contact", "id": key, "external_id": "7", "archived": True}
    assert seen(workspace, key) == (False, False, True)
    workspace.time += LAG
    assert seen(workspace, key) == (False, False, False)
    assert workspace.refused(workspace.put(f"/contacts/{key}", {"name": "A"})) == UNKNOWN
    answer = workspace.post(f"/contacts/{key}/unarchive")
    assert (answer["archived"], workspace.status) == (False, 200)
    workspace.time += LAG
    assert seen(workspace, key) == (True, True, True)


def test_whether_an_archived_contact_is_hidden_is_a_switch(switched: Switched) -> None:
    workspace = switched(archived_contacts_hidden=False)
    key = make(workspace)
    workspace.post(f"/contacts/{key}/archive")
    workspace.time += LAG
    assert seen(workspace, key) == (True, True, True)


def test_an_archived_twin_is_a_conflict_with_a_text_of_its_own(workspace: Workspace) -> None:
    key = make(workspace)
    workspace.post(f"/contacts/{key}/archive")
    answer = workspace.post("/contacts", {"email": "a@example.com"})
    text = f"An archived contact matching those details already exists with id={key}"
    assert workspace.refused(answer) == (409, "conflict", text)


@pytest.mark.parametrize(("counted", "left"), [(False, 1), (True, 2)])
def test_whether_companies_count_archived_contacts_is_a_switch(
    switched: Switched, counted: bool, left: int
) -> None:
    workspace = switched(archived_contacts_counted=counted)
    key, other = make(workspace), make(workspace, email="b@example.com")
    found = company(workspace, key, other)
    workspace.post(f"/contacts/{key}/archive")
    workspace.post(f"/contacts/{key}/archive")
    assert users(workspace, found) == left
    assert workspace.get(f"/companies/{found}/contacts")["total_count"] == left
    workspace.post(f"/contacts/{key}/unarchive")
    assert users(workspace, found) == 2


@pytest.mark.parametrize("hidden", [True, False])
def test_a_blocked_contact_cannot_come_back(switched: Switched, hidden: bool) -> None:
    workspace = switched(blocked_contacts_hidden=hidden)
    key = make(workspace)
    answer = workspace.post(f"/contacts/{key}/block", version="2.13")
    assert answer == {"type": "contact", "id": key, "external_id": None, "blocked": True}
    workspace.time += LAG
    assert seen(workspace, key) == (not hidden,) * 3
    refusals = (workspace.post("/contacts", {"email": "a@example.com"}),
                workspace.post(f"/contacts/{key}/unarchive"))  # fmt: skip
    assert {workspace.refused(one)[1] for one in refusals} == {"not_restorable"}
    workspace.post(f"/contacts/{key}/block", version="2.12")
    assert workspace.status == 400


@pytest.mark.parametrize("lingers", [True, False])
def test_a_deleted_contact_is_listed_for_some_seconds_or_not(
    switched: Switched, lingers: bool
) -> None:
    workspace = switched(deleted_contacts_linger=lingers)
    key, found = make(workspace), company(workspace)
    workspace.post(f"/contacts/{key}/companies", {"id": found})
    workspace.time += LAG
    answer = workspace.delete(f"/contacts/{key}")
    assert answer == {"type": "contact", "id": key, "external_id": None, "deleted": True}
    assert seen(workspace, key) == (False, lingers, True)
    assert users(workspace, found) == 0
    assert workspace.refused(workspace.delete(f"/contacts/{key}")) == UNKNOWN
    workspace.time += LAG
    assert seen(workspace, key) == (False, False, False)


def test_an_archived_contact_can_be_deleted_and_its_notes_go_with_it(workspace: Workspace) -> None:
    key = make(workspace)
    note = workspace.post(f"/contacts/{key}/notes", {"body": "Hello"})["id"]
    found = company(workspace, key)
    workspace.post(f"/contacts/{key}/archive")
    workspace.delete(f"/contacts/{key}")
    assert (workspace.status, users(workspace, found)) == (200, 0)
    workspace.get(f"/notes/{note}")
    assert workspace.status == 404


def test_the_keys_of_a_deleted_contact_stay_taken_for_a_week(workspace: Workspace) -> None:
    key = make(workspace)
    workspace.delete(f"/contacts/{key}")
    answer = workspace.post("/contacts", {"email": "a@example.com"})
    assert workspace.refused(answer)[2].endswith(f"already exists with id={key}")
    answer = workspace.post(f"/contacts/{key}/unarchive")
    assert workspace.refused(answer)[:2] == (409, "not_restorable")
    workspace.time += WEEK
    assert make(workspace) != key


def test_whether_they_are_free_at_once_is_a_switch(switched: Switched) -> None:
    workspace = switched(deleted_contact_keeps_keys_for=None)
    key = make(workspace)
    workspace.delete(f"/contacts/{key}")
    assert make(workspace) != key


def merge(workspace: Workspace, source: str, target: str, **options: Any) -> Any:
    return workspace.post("/contacts/merge", {"from": source, "into": target}, **options)


def test_a_merged_lead_is_gone_and_the_user_has_what_it_had(workspace: Workspace) -> None:
    lead, user = make(workspace, role="lead", phone="1"), make(workspace, name="Ann")
    only, both = company(workspace, lead), company(workspace, lead, user)
    tags = [workspace.store.create("tag", name=name)["id"] for name in ("VIP", "Beta")]
    for key, tag in ((user, tags[0]), (lead, tags[0]), (lead, tags[1])):
        workspace.post(f"/contacts/{key}/tags", {"id": tag})
    note = workspace.post(f"/contacts/{lead}/notes", {"body": "Hello"})["id"]
    talk = workspace.store.create("conversation", contacts=[lead])["id"]
    workspace.store.create("delivery", contact_id=lead, body="Hi")
    workspace.store.create("delivery", contact_id="other", body="Hi")
    kept = merge(workspace, lead, user)
    assert (kept["id"], kept["name"], kept["phone"]) == (user, "Ann", "1")
    assert [one["id"] for one in kept["tags"]["data"]] == tags
    assert {one["id"] for one in kept["companies"]["data"]} == {only, both}
    assert [one["id"] for one in kept["notes"]["data"]] == [note]
    assert workspace.get(f"/notes/{note}")["contact"]["id"] == user
    assert (users(workspace, only), users(workspace, both)) == (1, 1)
    holders = [row["contact_id"] for row in workspace.store.rows("delivery")]
    assert holders == [user, "other"]
    assert workspace.store.get("conversation", talk)["contacts"] == [user]


@pytest.mark.parametrize(("fills", "phone", "seats"), [(True, "1", 3), (False, None, None)])
def test_whether_the_user_takes_what_it_lacks_is_a_switch(
    switched: Switched, fills: bool, phone: str | None, seats: int | None
) -> None:
    workspace = switched(merge_fills_gaps=fills)
    workspace.store.create("data_attribute", name="seats", model="contact")
    lead = make(workspace, role="lead", phone="1", custom_attributes={"seats": 3})
    kept = merge(workspace, lead, make(workspace))
    assert (kept["phone"], kept["custom_attributes"].get("seats")) == (phone, seats)


def test_the_old_id_leads_to_the_user_from_2_16_on(workspace: Workspace) -> None:
    lead, user = make(workspace, role="lead"), make(workspace)
    merge(workspace, lead, user)
    status, code, message = workspace.refused(workspace.get(f"/contacts/{lead}"))
    assert (status, code) == (410, "contact_merged")
    assert message.endswith("See the 'Link' header for the canonical contact.")
    assert workspace.headers["Link"] == f'</contacts/{user}>; rel="canonical"'
    assert workspace.refused(workspace.get(f"/contacts/{lead}", version="2.15")) == UNKNOWN
    assert workspace.refused(workspace.put(f"/contacts/{lead}", {"name": "A"})) == UNKNOWN
    assert make(workspace, role="lead") != lead


def test_the_link_goes_to_the_end_of_a_chain_of_three(workspace: Workspace) -> None:
    for number in range(5):
        into, key = f"m{number + 1}", f"k{number}"
        workspace.store.create("gone_contact", id=f"m{number}", into=into, external_id=key)
    workspace.get("/contacts/find_by_external_id/k1")
    assert workspace.status == 410
    assert workspace.headers["Link"] == '</contacts/m4>; rel="canonical"'
    workspace.get("/contacts/m4")
    assert workspace.headers["Link"] == '</contacts/m5>; rel="canonical"'
    workspace.get("/contacts/find_by_external_id/k1", version="2.15")
    assert workspace.status == 404


def test_from_2_16_on_only_duplicates_are_merged_unless_told(workspace: Workspace) -> None:
    user = make(workspace, phone="7")
    far, near = (make(workspace, email="", role="lead", phone=one) for one in ("1", "7"))
    answer = merge(workspace, far, user)
    assert workspace.refused(answer)[:2] == (400, "invalid_merge")
    assert answer["request_id"] is None
    merge(workspace, near, user)
    assert workspace.status == 200
    told = {"from": far, "into": user, "skip_duplicate_validation": True}
    workspace.post("/contacts/merge", told)
    assert workspace.status == 200


def test_before_2_16_any_lead_is_merged(workspace: Workspace) -> None:
    merge(workspace, make(workspace, role="lead", email="b@example.com"), make(workspace),
          version="2.15")  # fmt: skip
    assert workspace.status == 200


def test_only_a_lead_is_merged_and_only_into_a_user(workspace: Workspace) -> None:
    lead, user = make(workspace, role="lead"), make(workspace)
    for source, target in ((user, lead), (lead, lead), (user, user)):
        assert workspace.refused(merge(workspace, source, target))[:2] == (400, "parameter_invalid")
    assert workspace.refused(merge(workspace, "1", user)) == UNKNOWN
    assert workspace.refused(merge(workspace, lead, ""))[2] == "into is required"


def merged_five(workspace: Workspace) -> tuple[str, list[str]]:
    user, leads = make(workspace), [make(workspace, role="lead") for _ in range(5)]
    for lead in leads:
        workspace.time += 1
        merge(workspace, lead, user)
    return user, leads


def test_the_history_lists_what_was_merged_newest_first(workspace: Workspace) -> None:
    user, leads = merged_five(workspace)
    path = f"/contacts/{user}/merge_history"
    first = workspace.get(f"{path}?per_page=3")
    assert first["data"][0] == {
        "type": "merge_history", "source_contact_id": leads[4], "source_contact_role": "lead",
        "merged_at": 1_800_000_005,
    }  # fmt: skip
    assert first["has_more"] is True
    rest = workspace.get(f"{path}?per_page=3&cursor={first['next_cursor']}")
    told = [one["source_contact_id"] for one in first["data"] + rest["data"]]
    assert told == leads[::-1]
    assert (rest["has_more"], "next_cursor" in rest) == (False, False)
    rising = workspace.get(f"{path}?order=asc")
    assert [one["source_contact_id"] for one in rising["data"]] == leads
    assert workspace.refused(workspace.get(f"{path}?cursor=x"))[0] == 400


def test_a_lead_has_no_history(workspace: Workspace) -> None:
    lead = make(workspace, role="lead")
    answer = workspace.get(f"/contacts/{lead}/merge_history")
    assert workspace.refused(answer) == (404, "not_found", "Contact not found")
    assert "merge_history" not in workspace.get(f"/contacts/{lead}?include_merge_history=true")


def test_the_history_stands_in_the_contact_when_asked_for(workspace: Workspace) -> None:
    user, leads = merged_five(workspace)
    read = workspace.get(f"/contacts/{user}?include_merge_history=true")
    assert [one["source_contact_id"] for one in read["merge_history"]] == leads
    assert "merge_history" not in workspace.get(f"/contacts/{user}")
    older = workspace.get(f"/contacts/{user}?include_merge_history=true", version="2.15")
    assert "merge_history" not in older
