"""Drafts of published articles: staged, read, published, and in the way of updates."""

from typing import Any

from simulator_workspace import Switched, Workspace

ADA, BEN = 991267451, 991267452


def make(workspace: Workspace, **fields: object) -> dict[str, Any]:
    body = {"title": "Christmas is here!", "author_id": BEN, **fields}
    made: dict[str, Any] = workspace.post("/articles", body)
    assert workspace.status == 200, made
    return made


def staged(workspace: Workspace, **fields: object) -> str:
    key = make(workspace, state="published", body="Live")["id"]
    workspace.put(f"/articles/{key}/draft", {"body": "Staged", **fields})
    assert workspace.status == 200
    return str(key)


def text(html: str) -> str:
    return html.removeprefix('<p class="no-margin">').removesuffix("</p>")


def locales_with_drafts(workspace: Workspace, key: str) -> list[str]:
    content = workspace.get(f"/articles/{key}/draft")["translated_content"]
    return [name for name, one in content.items()
            if name != "type" and one["has_unpublished_changes"]]  # fmt: skip


def test_a_draft_is_staged_read_and_published(workspace: Workspace) -> None:
    key = staged(workspace)
    assert text(workspace.get(f"/articles/{key}")["body"]) == "Live"
    draft = workspace.get(f"/articles/{key}/draft")
    assert (text(draft["body"]), draft["title"]) == ("Staged", "Christmas is here!")
    assert draft["has_unpublished_changes"] is True
    done = workspace.post(f"/articles/{key}/draft/publish")
    assert (text(done["body"]), done["has_unpublished_changes"]) == ("Staged", False)
    assert done["draft_updated_at"] is None
    assert workspace.refused(workspace.get(f"/articles/{key}/draft"))[0] == 404


def test_a_pending_draft_swallows_an_update_that_answers_200(workspace: Workspace) -> None:
    key = staged(workspace)
    workspace.time += 3
    changed = workspace.put(f"/articles/{key}", {"body": "Pushed", "title": "T"}, version="2.11")
    assert (workspace.status, text(changed["body"])) == (200, "Live")
    now = workspace.get(f"/articles/{key}")
    assert (now["title"], now["has_unpublished_changes"]) == ("Christmas is here!", True)
    assert now["draft_updated_at"] == 1_800_000_003
    draft = workspace.get(f"/articles/{key}/draft")
    assert (text(draft["body"]), draft["title"]) == ("Pushed", "T")


def test_a_teammate_may_leave_a_draft(workspace: Workspace) -> None:
    key = make(workspace, state="published", body="Live")["id"]
    draft = {"body": "Mine", "translations": {}, "updated_at": 5}
    workspace.store.edit("article", key, draft=draft)
    assert workspace.get(f"/articles/{key}")["draft_updated_at"] == 5


def test_only_a_published_article_has_a_draft(workspace: Workspace) -> None:
    key = make(workspace)["id"]
    answer = workspace.put(f"/articles/{key}/draft", {"body": "x"})
    message = "Article must be published before a draft can be staged"
    assert workspace.refused(answer) == (422, "parameter_invalid", message)


def test_without_a_draft_there_is_nothing_to_publish(workspace: Workspace) -> None:
    key = make(workspace, state="published")["id"]
    answer = workspace.post(f"/articles/{key}/draft/publish")
    message = "Article has no draft to publish"
    assert workspace.refused(answer) == (422, "parameter_invalid", message)


def test_with_several_languages_a_draft_is_published_by_locale(switched: Switched) -> None:
    workspace = switched(locales=("en", "de", "fr"))
    key = staged(workspace, translated_content={"de": {"title": "Entwurf"}})
    path = f"/articles/{key}/draft/publish"
    answer = workspace.post(path)
    message = "locales must be specified to publish a draft on a multilingual workspace"
    assert workspace.refused(answer) == (422, "parameter_not_found", message)
    answer = workspace.post(path, {"locales": ["de", "fr"]})
    message = "Cannot publish a draft for locale(s) without pending changes: fr"
    assert workspace.refused(answer) == (422, "parameter_invalid", message)
    assert workspace.get(f"/articles/{key}/draft")["translated_content"]["de"]["title"] == "Entwurf"
    assert locales_with_drafts(workspace, key) == ["en", "de"]
    done = workspace.post(path, {"locales": ["de"]})
    assert locales_with_drafts(workspace, key) == ["en"]
    assert (text(done["body"]), done["has_unpublished_changes"]) == ("Live", True)
    assert done["translated_content"]["de"]["title"] == "Entwurf"
    done = workspace.post(path, {"locales": ["en"]})
    assert (text(done["body"]), done["has_unpublished_changes"]) == ("Staged", False)
