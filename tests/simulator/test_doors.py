"""What every request passes: media type, token, version, rate limit, route, JSON."""

import json
from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

VERSIONS = ["2.11", "2.12", "2.13", "2.14", "2.15", "2.16"]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_from_2_11_to_2_16_is_served(workspace: Workspace, version: str) -> None:
    assert workspace.get("/me", version=version)["email"] == "ada@example.com"


@pytest.mark.parametrize("version", ["2.10", "2.17", "3.0", "Preview", "", "2.16.1"])
def test_an_unknown_version_is_not_available(workspace: Workspace, version: str) -> None:
    answer = workspace.get("/me", version=version)
    message = "Requested resource is not available in current API version."
    assert workspace.refused(answer) == (400, "intercom_version_invalid", message)


def test_an_endpoint_of_a_later_version_is_not_available(workspace: Workspace) -> None:
    answer = workspace.get("/articles/1/draft", version="2.15")
    assert workspace.refused(answer)[:2] == (400, "intercom_version_invalid")


def test_without_a_version_the_one_of_the_app_counts(workspace: Workspace) -> None:
    workspace.sim.version = "2.11"
    headers = {"Authorization": "Bearer simulator", "Accept": "application/json"}
    path = "/help_center/help_centers"
    center = workspace.sim.handle("GET", path, {}, headers, b"").json()["data"][0]
    assert "locales" not in center


def test_a_wrong_token_is_unauthorized_and_told_no_limits(workspace: Workspace) -> None:
    answer = workspace.get("/me", Authorization="Bearer other")
    assert workspace.refused(answer) == (401, "unauthorized", "Access Token Invalid")
    assert answer["request_id"] == workspace.headers["X-Request-Id"]
    assert "X-RateLimit-Limit" not in workspace.headers


@pytest.mark.parametrize("accept", ["", "text/html"])
def test_an_answer_is_only_given_to_who_accepts_json(workspace: Workspace, accept: str) -> None:
    answer = workspace.get("/me", Accept=accept)
    assert workspace.refused(answer)[:2] == (406, "media_type_not_acceptable")


@pytest.mark.parametrize("accept", ["application/json", "text/html, application/json;q=0.9", "*/*"])
def test_json_among_the_accepted_types_is_enough(workspace: Workspace, accept: str) -> None:
    workspace.get("/me", Accept=accept)
    assert workspace.status == 200


def test_a_switch_wants_json_by_name(switched: Switched) -> None:
    workspace = switched(wildcard_accept=False)
    answer = workspace.get("/me", Accept="*/*")
    assert workspace.refused(answer)[:2] == (406, "media_type_not_acceptable")


def test_headers_are_found_in_any_case(workspace: Workspace) -> None:
    headers = {"AUTHORIZATION": "Bearer simulator", "accept": "application/json"}
    assert workspace.sim.handle("GET", "/me", {}, headers, b"").status == 200


@pytest.mark.parametrize("path", ["/nothing", "/", "/articles/1/2/3", "/tags/1/2"])
def test_an_unknown_path_is_not_found(workspace: Workspace, path: str) -> None:
    answer = workspace.get(path)
    assert workspace.refused(answer) == (404, "not_found", "Resource Not Found")


def test_a_method_that_a_path_lacks_is_not_found_rather_than_not_allowed(
    workspace: Workspace,
) -> None:
    assert workspace.refused(workspace.delete("/tags"))[:2] == (404, "not_found")


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b"\xff", b'{"name": "\\ud800"}'])
def test_a_body_that_is_no_json_object_is_invalid(workspace: Workspace, body: Any) -> None:
    answer = workspace.post("/tags", body)
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_a_character_outside_the_first_plane_is_no_half_character(workspace: Workspace) -> None:
    body = json.dumps({"name": "Party \U0001f389"}).encode()
    assert workspace.post("/tags", body)["name"] == "Party \U0001f389"


def test_limits_are_those_of_a_window_of_ten_seconds(workspace: Workspace) -> None:
    workspace.time = 1_800_000_003.5
    workspace.get("/me")
    workspace.get("/nothing")
    names = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
    assert [workspace.headers[name] for name in names] == ["1666", "1664", "1800000010"]


def test_one_request_too_many_waits_for_the_next_window(workspace: Workspace) -> None:
    workspace.sim.window.limit = 2
    for _ in range(2):
        workspace.get("/me")
    answer = workspace.get("/me")
    message = "Exceeded rate limit of 2 in 10_seconds"
    assert workspace.refused(answer) == (429, "rate_limit_exceeded", message)
    assert workspace.headers["X-RateLimit-Remaining"] == "0"
    workspace.time += 10
    assert workspace.get("/me")["type"] == "admin"


def test_every_request_has_another_id(workspace: Workspace) -> None:
    seen = set()
    for _ in range(3):
        workspace.get("/me")
        seen.add(workspace.headers["X-Request-Id"])
    assert len(seen) == 3


def test_the_journal_holds_method_path_and_status(workspace: Workspace) -> None:
    workspace.get("/me?display_avatar=true")
    workspace.delete("/tags/1")
    assert workspace.sim.journal == [("GET", "/me", 200), ("DELETE", "/tags/1", 404)]


def test_admins_are_ada_ben_and_cleo_with_numeric_ids(workspace: Workspace) -> None:
    admins = workspace.get("/admins")["admins"]
    emails = [(one["email"], one["id"].isdigit()) for one in admins]
    assert emails == [(f"{name}@example.com", True) for name in ("ada", "ben", "cleo")]
    assert workspace.get(f"/admins/{admins[1]['id']}")["name"] == "Ben Cole"


def test_an_unknown_admin_has_a_code_of_its_own(workspace: Workspace) -> None:
    answer = workspace.get("/admins/1")
    assert workspace.refused(answer) == (404, "admin_not_found", "Admin not found")


def test_me_names_the_workspace_of_the_token(workspace: Workspace) -> None:
    app = workspace.get("/me")["app"]
    assert (app["id_code"], app["region"], app["timezone"]) == (
        "sim00000",
        "US",
        "America/Los_Angeles",
    )
