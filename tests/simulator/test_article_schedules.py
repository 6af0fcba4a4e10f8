"""Articles that publish or unpublish themselves when a time has come."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

ADA = 991267451
NOW = 1_800_000_000  # 2027-01-15T08:00:00Z
SOON, SOON_TEXT = NOW + 3600, "2027-01-15T09:00:00Z"
LATER_TEXT = "2027-01-15T12:00:00+02:00"


def make(workspace: Workspace, **fields: object) -> dict[str, Any]:
    body = {"title": "x", "author_id": ADA, "body": "Live", **fields}
    made: dict[str, Any] = workspace.post("/articles", body)
    assert workspace.status == 200, made
    return made


def put(workspace: Workspace, key: str, **fields: object) -> dict[str, Any]:
    changed: dict[str, Any] = workspace.put(f"/articles/{key}", fields)
    assert workspace.status == 200, changed
    return changed


def times(article: dict[str, Any]) -> tuple[Any, Any]:
    return article["scheduled_publish_at"], article["scheduled_unpublish_at"]


def test_publishing_waits_for_its_time(workspace: Workspace) -> None:
    made = make(workspace, state="published", scheduled_publish_at=SOON_TEXT)
    assert (made["state"], made["url"], times(made)) == ("draft", None, (SOON, None))
    workspace.time = SOON - 1
    assert workspace.get(f"/articles/{made['id']}")["state"] == "draft"
    workspace.time = SOON + 50
    found = workspace.get(f"/articles/{made['id']}")
    assert (found["state"], times(found)) == ("published", (None, None))
    assert found["updated_at"] == SOON


def test_a_listing_and_a_search_see_what_was_due(workspace: Workspace) -> None:
    make(workspace, scheduled_publish_at=SOON_TEXT)
    workspace.time = SOON
    assert workspace.get("/articles")["data"][0]["state"] == "published"
    workspace.time = SOON + 60
    assert workspace.get("/articles/search?state=published")["total_count"] == 1


def test_unpublishing_waits_for_its_time(workspace: Workspace) -> None:
    made = make(workspace, state="published", scheduled_unpublish_at=LATER_TEXT)
    assert (made["state"], times(made)) == ("published", (None, NOW + 7200))
    workspace.time = NOW + 7200
    found = workspace.get(f"/articles/{made['id']}")
    assert (found["state"], times(found)) == ("draft", (None, None))


def test_an_edit_of_what_is_published_waits_with_its_publishing(workspace: Workspace) -> None:
    key = make(workspace, state="published")["id"]
    changed = put(workspace, key, body="Next", state="published", scheduled_publish_at=SOON_TEXT)
    assert (changed["body_markdown"], changed["has_unpublished_changes"]) == ("Live\n", True)
    workspace.time = SOON
    found = workspace.get(f"/articles/{key}")
    assert (found["body_markdown"], found["has_unpublished_changes"]) == ("Next\n", False)


def test_an_edit_of_a_draft_article_is_at_once_in_it(workspace: Workspace) -> None:
    key = make(workspace)["id"]
    changed = put(workspace, key, body="Next", state="published", scheduled_publish_at=SOON_TEXT)
    assert (changed["body_markdown"], changed["state"]) == ("Next\n", "draft")


def test_null_cancels(workspace: Workspace) -> None:
    key = make(workspace, scheduled_publish_at=SOON_TEXT)["id"]
    assert times(put(workspace, key, scheduled_publish_at=None)) == (None, None)
    workspace.time = SOON
    assert workspace.get(f"/articles/{key}")["state"] == "draft"


def test_what_is_not_named_stays_pending(workspace: Workspace) -> None:
    key = make(workspace, scheduled_publish_at=SOON_TEXT)["id"]
    assert times(put(workspace, key, title="y")) == (SOON, None)


@pytest.mark.parametrize(("fields", "field"), [
    ({"scheduled_publish_at": "2027-01-15T08:00:00Z"}, "scheduled_publish_at"),
    ({"scheduled_publish_at": "2001-01-01T00:00:00Z"}, "scheduled_publish_at"),
    ({"scheduled_publish_at": ""}, "scheduled_publish_at"),
    ({"scheduled_publish_at": "tomorrow"}, "scheduled_publish_at"),
    ({"scheduled_publish_at": "2027-01-15T09:00:00"}, "scheduled_publish_at"),
    ({"scheduled_publish_at": SOON}, "scheduled_publish_at"),
    ({"scheduled_publish_at": SOON_TEXT, "state": "draft"}, "scheduled_publish_at"),
    ({"scheduled_publish_at": SOON_TEXT, "scheduled_unpublish_at": LATER_TEXT},
     "scheduled_publish_at"),
    ({"scheduled_unpublish_at": SOON_TEXT}, "scheduled_unpublish_at"),
    ({"scheduled_unpublish_at": "", "state": "published"}, "scheduled_unpublish_at"),
])  # fmt: skip
def test_a_schedule_that_makes_no_sense_is_refused_by_its_field(
    workspace: Workspace, fields: dict[str, Any], field: str
) -> None:
    answer = workspace.post("/articles", {"title": "x", "author_id": ADA, **fields})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    assert answer["errors"][0]["field"] == field
    assert workspace.get("/articles")["total_count"] == 0


def test_what_was_published_once_may_be_scheduled_for_unpublishing(workspace: Workspace) -> None:
    key = make(workspace, state="published")["id"]
    put(workspace, key, state="draft")
    assert times(put(workspace, key, scheduled_unpublish_at=SOON_TEXT)) == (None, SOON)


def test_a_schedule_over_another_takes_its_place_or_is_refused(
    workspace: Workspace, switched: Switched
) -> None:
    for each, status in ((workspace, 200), (switched(schedule_replaces_other=False), 400)):
        key = make(each, state="published", scheduled_unpublish_at=LATER_TEXT)["id"]
        answer = each.put(f"/articles/{key}", {"scheduled_publish_at": SOON_TEXT})
        assert each.status == status
        if status == 200:
            assert times(answer) == (SOON, None)
        both = {"scheduled_publish_at": SOON_TEXT, "scheduled_unpublish_at": None}
        assert times(each.put(f"/articles/{key}", both)) == (SOON, None)


def test_a_schedule_covers_all_locales_or_the_default_one(switched: Switched) -> None:
    for which, state in (("all_locales", "published"), ("default_locale", "draft")):
        workspace = switched(locales=("en", "de"), schedule_covers=which)
        content = {"de": {"title": "x"}}
        made = make(workspace, scheduled_publish_at=SOON_TEXT, translated_content=content)
        workspace.time = SOON
        found = workspace.get(f"/articles/{made['id']}")
        assert found["state"] == "published"
        assert found["translated_content"]["de"]["state"] == state


def test_staged_translations_are_published_too(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    content = {"de": {"title": "Alt", "state": "published"}}
    key = make(workspace, state="published", translated_content=content)["id"]
    change = {"de": {"title": "Neu"}}
    put(workspace, key, translated_content=change, scheduled_publish_at=SOON_TEXT)
    assert workspace.get(f"/articles/{key}")["translated_content"]["de"]["title"] == "Alt"
    workspace.time = SOON
    assert workspace.get(f"/articles/{key}")["translated_content"]["de"]["title"] == "Neu"


def test_a_schedule_alone_stages_nothing(workspace: Workspace) -> None:
    key = make(workspace, state="published")["id"]
    changed = put(workspace, key, scheduled_publish_at=SOON_TEXT)
    assert changed["has_unpublished_changes"] is False
    assert workspace.refused(workspace.get(f"/articles/{key}/draft"))[0] == 404
