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
    workspace.store.edit("article", key, draft={"body": "Mine", "updated_at": 5})
    assert workspace.get(f"/articles/{key}")["draft_updated_at"] == 5
    assert workspace.get(f"/articles/{key}/draft")["body"] == "Mine"
    assert workspace.post(f"/articles/{key}/draft/publish")["body"] == "Mine"


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


def test_only_texts_are_staged(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    content = {"de": {"title": "Alt", "state": "published"}}
    key = make(workspace, state="published", translated_content=content)["id"]
    workspace.put(f"/articles/{key}/draft", {
        "state": "draft", "ai_copilot_availability": False, "author_id": ADA,
        "translated_content": {"de": {"title": "Neu", "state": "draft"}}})  # fmt: skip
    assert locales_with_drafts(workspace, key) == ["de"]
    live = workspace.get(f"/articles/{key}")
    assert (live["state"], live["ai_copilot_availability"], live["author_id"]) == (
        "published", True, BEN,
    )  # fmt: skip
    workspace.post(f"/articles/{key}/draft/publish", {"locales": ["de"]})
    german = workspace.get(f"/articles/{key}")["translated_content"]["de"]
    assert (german["title"], german["state"]) == ("Neu", "published")


def test_the_flag_at_the_top_is_that_of_the_default_language(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    key = make(workspace, state="published")["id"]
    workspace.put(f"/articles/{key}/draft", {"translated_content": {"de": {"title": "Neu"}}})
    found = workspace.get(f"/articles/{key}")
    assert found["has_unpublished_changes"] is False
    assert workspace.get(f"/articles/{key}/draft")["translated_content"]["de"][
        "has_unpublished_changes"
    ]


def test_staging_nothing_leaves_no_draft(workspace: Workspace) -> None:
    key = make(workspace, state="published")["id"]
    workspace.put(f"/articles/{key}/draft", {"ai_copilot_availability": False})
    assert workspace.refused(workspace.get(f"/articles/{key}/draft"))[0] == 404


def test_what_is_not_text_passes_a_pending_draft(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    content = {"de": {"title": "Alt", "state": "published"}}
    key = make(workspace, state="published", body="Live", translated_content=content)["id"]
    workspace.put(f"/articles/{key}/draft", {"body": "Staged"})
    changed = workspace.put(f"/articles/{key}", {
        "body": "Pushed", "ai_copilot_availability": False,
        "translated_content": {"de": {"title": "Neu", "ai_chatbot_availability": False}}})  # fmt: skip
    german = changed["translated_content"]["de"]
    assert (text(changed["body"]), changed["ai_copilot_availability"]) == ("Live", False)
    assert (german["title"], german["ai_chatbot_availability"]) == ("Alt", False)
    assert locales_with_drafts(workspace, key) == ["en", "de"]


def test_staging_moves_updated_at_or_not(workspace: Workspace, switched: Switched) -> None:
    for each, moved in ((workspace, 0), (switched(draft_moves_updated_at=True), 5)):
        key = make(each, state="published")["id"]
        each.time += 5
        each.put(f"/articles/{key}/draft", {"title": "Next"})
        assert each.get(f"/articles/{key}")["updated_at"] == 1_800_000_000 + moved


def test_locales_must_be_a_list_of_those_with_changes(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    key = staged(workspace)
    answer = workspace.post(f"/articles/{key}/draft/publish", {"locales": [["en"]]})
    assert workspace.refused(answer)[:2] == (422, "parameter_invalid")
    answer = workspace.post(f"/articles/{key}/draft/publish", {"locales": "en"})
    assert workspace.refused(answer)[:2] == (422, "parameter_not_found")


def test_a_publication_replaces_the_draft_and_changes_nothing_in_place(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    key = staged(workspace, translated_content={"de": {"title": "Neu"}})
    before = workspace.store.get("article", key)["draft"]
    workspace.post(f"/articles/{key}/draft/publish", {"locales": ["de"]})
    after = workspace.store.get("article", key)["draft"]
    assert before["translations"] == {"de": {"title": "Neu"}}
    assert after["translations"] == {}


def test_the_default_language_may_be_published_alone(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    key = staged(workspace, translated_content={"de": {"title": "Neu"}})
    done = workspace.post(f"/articles/{key}/draft/publish", {"locales": ["en"]})
    assert text(done["body"]) == "Staged"
    assert "de" not in done["translated_content"]
    assert locales_with_drafts(workspace, key) == ["de"]
