"""Teams: by version, and what their admins have open."""

import pytest
from simulator_workspace import Switched, Workspace

SUPPORT, SUCCESS = "814861", "814862"


def test_teams_name_their_admins(workspace: Workspace) -> None:
    answer = workspace.get("/teams", version="2.13")
    assert answer["type"] == "team.list"
    assert answer["teams"][1] == {
        "type": "team",
        "id": SUCCESS,
        "name": "Success",
        "admin_ids": [991267452],
    }
    refused = workspace.refused(workspace.get("/teams/1"))
    assert refused == (404, "team_not_found", "Team not found")


def test_from_2_14_a_team_tells_how_it_distributes(workspace: Workspace) -> None:
    support = workspace.get(f"/teams/{SUPPORT}", version="2.14")
    success = workspace.get(f"/teams/{SUCCESS}", version="2.14")
    assert (support["distribution_method"], "assignment_limit" in support) == ("round_robin", False)
    assert (success["distribution_method"], success["assignment_limit"]) == ("load_balanced", 10)


def test_priorities_are_shown_where_a_team_has_them(workspace: Workspace) -> None:
    levels = {"primary_admin_ids": [991267451], "secondary_admin_ids": [991267452]}
    workspace.store.set("team", SUPPORT, admin_priority_level=levels)
    assert workspace.get(f"/teams/{SUPPORT}")["admin_priority_level"] == levels
    assert "admin_priority_level" not in workspace.get(f"/teams/{SUCCESS}")


def test_metrics_are_not_in_every_plan_and_not_of_every_team(switched: Switched) -> None:
    workspace = switched(plan_without=frozenset({"metrics"}))
    refused = workspace.refused(workspace.get(f"/teams/{SUPPORT}/metrics"))
    message = "Real-time monitoring is not enabled for your workspace."
    assert refused == (403, "api_plan_restricted", message)
    other = switched()
    refused = other.refused(other.get("/teams/1/metrics"))
    assert refused == (404, "team_not_found", "Team not found")


def test_metrics_count_what_is_open_idle_and_snoozed(workspace: Workspace) -> None:
    now = workspace.store.now()
    mine = {"admin_assignee_id": 991267451}
    for fields in (
        {"state": "open", "waiting_since": now - 1801},
        {"state": "open", "waiting_since": now - 60},
        {"state": "open"},
        {"state": "closed", "waiting_since": 1},
        {"state": "snoozed", "snoozed_until": now + 60, "waiting_since": 1},
        {"state": "snoozed", "snoozed_until": now - 1},
    ):
        workspace.store.create("conversation", **mine, **fields)
    answer = workspace.get(f"/teams/{SUPPORT}/metrics")
    counted = {"open": 4, "idle": 1, "snoozed": 1}
    none = {"open": 0, "idle": 0, "snoozed": 0}
    assert answer["data"] == [
        {"type": "team_metric", "admin_id": "991267451", **counted},
        {"type": "team_metric", "admin_id": "991267452", **none},
    ]
    answer = workspace.get(f"/teams/{SUPPORT}/metrics?idle_threshold=-7")
    assert answer["data"][0]["idle"] == 2


@pytest.mark.parametrize("value", ["soon", "--5", "٣", "9999999999"])
def test_the_threshold_of_idling_is_a_number(workspace: Workspace, value: str) -> None:
    answer = workspace.get(f"/teams/{SUPPORT}/metrics?idle_threshold={value}")
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
