"""Admins: who they are, by version, and who is away."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

ADA, BEN, CLEO = "991267451", "991267452", "991267453"
AWAY = {"away_mode_enabled": True, "away_mode_reassign": True}


def test_on_the_first_day_one_of_three_admins_has_no_inbox_seat(workspace: Workspace) -> None:
    admins = workspace.get("/admins")["admins"]
    assert [one["has_inbox_seat"] for one in admins] == [True, True, False]
    assert [one["team_ids"] for one in admins] == [[814861], [814861, 814862], []]


def test_an_unknown_admin_is_named_so_in_two_ways(workspace: Workspace) -> None:
    read = workspace.refused(workspace.get("/admins/1"))
    assert read == (404, "admin_not_found", "Admin not found")
    written = workspace.refused(workspace.put("/admins/1/away", AWAY))
    assert written == (404, "admin_not_found", "Admin for admin_id not found")


def test_the_role_is_shown_from_2_16_to_admins_who_have_one(workspace: Workspace) -> None:
    role = {"type": "role", "id": "1", "name": "Administrator"}
    assert workspace.get(f"/admins/{ADA}")["role"] == role
    assert "role" not in workspace.get(f"/admins/{BEN}")
    assert "role" not in workspace.get(f"/admins/{ADA}", version="2.15")
    assert "role" not in workspace.get("/me")


def test_an_avatar_is_an_object_in_2_11_and_a_text_after(workspace: Workspace) -> None:
    workspace.store.set("admin", BEN, avatar="https://example.com/ben.png")
    path = "/admins?display_avatar=true"
    old = workspace.get(path, version="2.11")["admins"][1]["avatar"]
    assert old == {"image_url": "https://example.com/ben.png"}
    assert workspace.get(path)["admins"][1]["avatar"] == "https://example.com/ben.png"
    assert "avatar" not in workspace.get("/admins")["admins"][1]
    assert workspace.get("/me")["avatar"]["type"] == "avatar"


def test_an_admin_goes_away_for_a_reason_and_comes_back(workspace: Workspace) -> None:
    gone = workspace.put(f"/admins/{BEN}/away", {**AWAY, "away_status_reason_id": 12301})
    assert (gone["away_mode_enabled"], gone["away_mode_reassign"]) == (True, True)
    assert gone["away_status_reason_id"] == "12301"
    body = {"away_mode_enabled": False, "away_mode_reassign": False}
    back = workspace.put(f"/admins/{BEN}/away", body)
    assert (back["away_mode_enabled"], back["away_status_reason_id"]) == (False, None)


def test_before_2_14_there_are_no_reasons(workspace: Workspace) -> None:
    body = {**AWAY, "away_status_reason_id": 12301}
    gone = workspace.put(f"/admins/{BEN}/away", body, version="2.13")
    assert "away_status_reason_id" not in gone
    assert workspace.get(f"/admins/{BEN}")["away_status_reason_id"] is None
    refused = workspace.refused(workspace.get("/away_status_reasons", version="2.13"))
    assert refused[:2] == (400, "intercom_version_invalid")


def test_reasons_are_listed_with_the_deleted_ones_and_those_are_refused(
    workspace: Workspace,
) -> None:
    workspace.store.set("away_status_reason", "12301", deleted=True)
    reasons = workspace.get("/away_status_reasons")["data"]
    assert [(one["label"], one["deleted"]) for one in reasons] == [
        ("On a break", True),
        ("In a meeting", False),
    ]
    answer = workspace.put(f"/admins/{BEN}/away", {**AWAY, "away_status_reason_id": 12301})
    refused = (400, "parameter_invalid", "Away status reason is deleted")
    assert workspace.refused(answer) == refused
    answer = workspace.put(f"/admins/{BEN}/away", {**AWAY, "away_status_reason_id": 9})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_nobody_need_say_why(workspace: Workspace) -> None:
    gone = workspace.put(f"/admins/{BEN}/away", AWAY)
    assert (gone["away_mode_enabled"], gone["away_status_reason_id"]) == (True, None)
    told = workspace.get("/admins/activity_logs?created_at_after=0")["activity_logs"][0]
    assert told["metadata"]["away_status_reason"] is None


def test_a_workspace_may_demand_a_reason(switched: Switched) -> None:
    workspace = switched(away_status_reason_mandatory=True)
    refused = workspace.refused(workspace.put(f"/admins/{BEN}/away", AWAY))
    assert refused[:2] == (400, "away_status_reason_mandatory")
    body = {"away_mode_enabled": False, "away_mode_reassign": False}
    assert workspace.put(f"/admins/{BEN}/away", body)["id"] == BEN


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "parameter_not_found"),
        ({"away_mode_enabled": True}, "parameter_not_found"),
        ({**AWAY, "away_mode_reassign": "yes"}, "parameter_invalid"),
    ],
)
def test_being_away_is_two_flags(workspace: Workspace, body: Any, code: str) -> None:
    assert workspace.refused(workspace.put(f"/admins/{BEN}/away", body))[:2] == (400, code)


def test_going_away_is_written_down(workspace: Workspace) -> None:
    workspace.put(f"/admins/{BEN}/away", {**AWAY, "away_status_reason_id": 12301})
    workspace.put(f"/admins/{BEN}/away", {**AWAY, "away_mode_enabled": False})
    logs = workspace.get("/admins/activity_logs?created_at_after=0")["activity_logs"]
    assert [one["metadata"]["away_mode"] for one in logs] == [False, True]
    assert logs[1]["metadata"]["away_status_reason"] == "☕ On a break"
    assert logs[1]["performed_by"]["id"] == ADA
    assert logs[1]["activity_description"] == "Ada Bell set Ben Cole away."
    assert logs[1]["activity_type"] == "admin_away_mode_change"


def logged(workspace: Workspace) -> None:
    for number, kind in enumerate(("app_name_change", "bulk_delete", "app_name_change")):
        workspace.store.create("activity_log", activity_type=kind, created_at=100 + number)


def test_activity_logs_are_between_two_times_and_come_in_pages(workspace: Workspace) -> None:
    logged(workspace)
    answer = workspace.get("/admins/activity_logs?created_at_after=101&created_at_before=102")
    assert [one["created_at"] for one in answer["activity_logs"]] == [102, 101]
    assert answer["pages"]["next"] is None
    answer = workspace.get("/admins/activity_logs?created_at_after=100&per_page=1")
    following = answer["pages"]["next"].removeprefix("https://api.intercom.io")
    assert following == "/admins/activity_logs?page=2&per_page=1&created_at_after=100"
    assert workspace.get(following)["activity_logs"][0]["created_at"] == 101


def test_activity_logs_are_searched_by_type(workspace: Workspace) -> None:
    logged(workspace)
    path = "/admins/activity_logs/search"
    body = {"created_at_after": 0, "created_at_before": 102, "event_types": ["app_name_change"]}
    found = workspace.post(path, {**body, "per_page": 1, "page": 2})
    assert [one["created_at"] for one in found["activity_logs"]] == [100]
    assert len(workspace.post(path, {"created_at_after": 0})["activity_logs"]) == 3
    refused = workspace.refused(workspace.post(path, {**body, "event_types": "x"}))
    assert refused[:2] == (400, "parameter_invalid")
    types = workspace.get("/admins/activity_log_event_types")["event_types"]
    assert len(types) == 73


@pytest.mark.parametrize("query", ["", "?created_at_after=yesterday", "?created_at_before=5"])
def test_activity_logs_need_a_beginning(workspace: Workspace, query: str) -> None:
    assert workspace.refused(workspace.get(f"/admins/activity_logs{query}"))[0] == 400
