"""Versions of articles: what makes one, how they are listed, what each holds."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

ADA, BEN = 991267451, 991267452
GERMAN = {"de": {"title": "Titel", "body": "Text", "state": "published"}}


def make(workspace: Workspace, **fields: object) -> str:
    body = {"title": "One", "author_id": BEN, "body": "First", "state": "published", **fields}
    return str(workspace.post("/articles", body)["id"])


def versions(workspace: Workspace, key: str, query: str = "") -> list[dict[str, Any]]:
    answer = workspace.get(f"/articles/{key}/versions{query}")
    assert workspace.status == 200, answer
    found: list[dict[str, Any]] = answer["data"]
    return found


def told(found: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(one[name] for name in names) for one in found]


def test_each_write_of_text_makes_a_version_newest_first(workspace: Workspace) -> None:
    key = make(workspace)
    workspace.time += 5
    workspace.put(f"/articles/{key}", {"title": "Two", "author_id": BEN})
    assert versions(workspace, key) == [
        {"type": "article_version", "id": "301", "article_id": key, "title": "Two",
         "description": "", "author_id": str(BEN), "created_by_id": str(ADA),
         "created_via": "api", "from_version_id": "300", "state": "published",
         "created_at": 1_800_000_005},
        {"type": "article_version", "id": "300", "article_id": key, "title": "One",
         "description": "", "author_id": str(BEN), "created_by_id": str(ADA),
         "created_via": "api", "from_version_id": None, "state": "draft",
         "created_at": 1_800_000_000},
    ]  # fmt: skip


def test_one_version_has_its_text_in_both_forms(workspace: Workspace) -> None:
    key = make(workspace)
    found = workspace.get(f"/articles/{key}/versions/300")
    assert (found["body"], found["body_markdown"]) == (
        '<p class="no-margin">First</p>', "First\n",
    )  # fmt: skip
    assert found["updated_at"] == 1_800_000_000
    assert "body" not in versions(workspace, key)[0]


def test_pages_of_versions(workspace: Workspace) -> None:
    key = make(workspace)
    for number in range(4):
        workspace.put(f"/articles/{key}", {"title": str(number)})
    answer = workspace.get(f"/articles/{key}/versions?per_page=2&page=2")
    assert told(answer["data"], "title") == [("1",), ("0",)]
    assert (answer["total_count"], answer["pages"]["total_pages"]) == (5, 3)
    assert workspace.get(f"/articles/{key}/versions")["pages"]["per_page"] == 25


def test_what_is_not_text_makes_no_version(workspace: Workspace) -> None:
    key = make(workspace)
    workspace.put(f"/articles/{key}", {"ai_copilot_availability": False, "state": "draft"})
    assert told(versions(workspace, key), "id", "state") == [("300", "draft")]


def test_the_same_text_again_makes_a_version_or_none(
    workspace: Workspace, switched: Switched
) -> None:
    for each, number in ((workspace, 2), (switched(same_content_makes_version=False), 1)):
        key = make(each)
        each.put(f"/articles/{key}", {"title": "One"})
        assert len(versions(each, key)) == number


def test_an_edit_by_a_teammate_is_a_version_made_in_the_web(workspace: Workspace) -> None:
    key = make(workspace)
    workspace.time += 5
    workspace.store.edit("article", key, title="By hand", updated_by_id=BEN)
    workspace.time += 5
    workspace.put(f"/articles/{key}", {"title": "Pushed"})
    assert told(versions(workspace, key), "title", "created_via", "created_by_id", "created_at") == [
        ("Pushed", "api", str(ADA), 1_800_000_010),
        ("By hand", "web", str(BEN), 1_800_000_005),
        ("One", "api", str(ADA), 1_800_000_000),
    ]  # fmt: skip


def test_an_article_from_a_file_has_a_version_too(workspace: Workspace) -> None:
    row = workspace.store.create("article", title="Old", author_id=BEN)
    for _ in range(2):
        found = told(versions(workspace, row["id"]), "title", "created_via", "created_by_id")
        assert found == [("Old", "web", str(ADA))]


def test_each_locale_has_its_own_versions(switched: Switched) -> None:
    workspace = switched(locales=("en", "de", "fr"))
    key = make(workspace, translated_content=GERMAN)
    workspace.put(f"/articles/{key}", {"translated_content": {"de": {"title": "Neu"}}})
    assert told(versions(workspace, key), "id", "title", "from_version_id", "state") == [
        ("302", "Neu", "301", "published"), ("301", "Titel", None, "draft"),
        ("300", "One", None, "published"),
    ]  # fmt: skip
    assert told(versions(workspace, key, "?locale=de"), "id") == [("302",), ("301",)]
    assert versions(workspace, key, "?locale=fr") == []
    assert workspace.get(f"/articles/{key}/versions/301?locale=de")["title"] == "Titel"
    answer = workspace.get(f"/articles/{key}/versions/301?locale=en")
    assert workspace.refused(answer)[:2] == (404, "not_found")


def test_or_a_version_holds_all_locales(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"), version_scope="article")
    key = make(workspace, translated_content=GERMAN)
    workspace.put(f"/articles/{key}", {"translated_content": {"de": {"title": "Neu"}}})
    assert told(versions(workspace, key), "id", "title", "from_version_id", "state") == [
        ("301", "One", "300", "published"), ("300", "One", None, "draft"),
    ]  # fmt: skip
    assert told(versions(workspace, key, "?locale=de"), "title") == [("Neu",), ("Titel",)]
    assert workspace.get(f"/articles/{key}/versions/300?locale=de")["title"] == "Titel"


@pytest.mark.parametrize("path", ["", "/300"])
def test_a_locale_that_the_workspace_does_not_have_is_refused(
    workspace: Workspace, path: str
) -> None:
    key = make(workspace)
    answer = workspace.get(f"/articles/{key}/versions{path}?locale=xx")
    assert workspace.refused(answer) == (400, "parameter_invalid", "Unknown locale")


def test_a_version_of_another_article_is_not_found(workspace: Workspace) -> None:
    make(workspace)
    key = make(workspace)
    for path in (f"/articles/{key}/versions/300", f"/articles/{key}/versions/1",
                 "/articles/1/versions", "/articles/1/versions/300"):  # fmt: skip
        assert workspace.refused(workspace.get(path))[:2] == (404, "not_found")


def test_a_draft_is_a_version_when_it_is_published_or_already_when_staged(
    workspace: Workspace, switched: Switched
) -> None:
    staging = switched(staging_makes_version=True)
    for each, before, after in ((workspace, 1, 2), (staging, 2, 3)):
        key = make(each)
        each.put(f"/articles/{key}/draft", {"body": "Staged"})
        found = versions(each, key)
        assert len(found) == before
        assert told(found, "id", "state")[-1] == ("300", "published")
        each.post(f"/articles/{key}/draft/publish")
        found = versions(each, key)
        assert len(found) == after
        assert told(found, "state") == [("published",), *[("draft",)] * (after - 1)]


def test_versions_go_with_their_article(workspace: Workspace) -> None:
    key = make(workspace)
    workspace.put(f"/articles/{key}", {"title": "Two"})
    workspace.delete(f"/articles/{key}")
    assert workspace.store.rows("article_version") == []


def test_versions_are_of_2_16(workspace: Workspace) -> None:
    answer = workspace.get(f"/articles/{make(workspace)}/versions", version="2.15")
    assert workspace.refused(answer)[:2] == (400, "intercom_version_invalid")
