"""The scroll over all companies: one at a time, and not for ever."""

from simulator_workspace import Workspace


def used(workspace: Workspace, *names: str, **fields: object) -> None:
    for number, name in enumerate(names):
        workspace.store.create(
            "company", company_id=name, user_count=1, last_request_at=number, **fields
        )


def test_the_scroll_shows_every_company_once_and_ends_with_nothing(workspace: Workspace) -> None:
    used(workspace, *(f"c{number}" for number in range(150)))
    page = workspace.get("/companies/scroll")
    key, seen = page["scroll_param"], []
    while page["data"]:
        assert (page["pages"], page["total_count"], page["scroll_param"]) == (None, None, key)
        seen += [one["company_id"] for one in page["data"]]
        page = workspace.get(f"/companies/scroll?scroll_param={key}")
    assert seen == [f"c{number}" for number in range(150)]
    answer = workspace.get(f"/companies/scroll?scroll_param={key}")
    assert workspace.refused(answer) == (404, "not_found", "scroll parameter not found")


def test_there_is_one_scroll_until_it_idles_for_a_minute(workspace: Workspace) -> None:
    used(workspace, "acme")
    key = workspace.get("/companies/scroll")["scroll_param"]
    answer = workspace.get("/companies/scroll")
    message = "scroll already exists for this workspace"
    assert workspace.refused(answer) == (400, "scroll_exists", message)
    workspace.time += 61
    assert workspace.get("/companies/scroll")["scroll_param"] != key
    answer = workspace.get(f"/companies/scroll?scroll_param={key}")
    assert workspace.refused(answer)[:2] == (404, "not_found")
