"""Articles: content, author, state, place, translations, listing, drafts."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

ADA, BEN = 991267451, 991267452


def make(workspace: Workspace, **fields: object) -> dict[str, Any]:
    body = {"title": "Christmas is here!", "author_id": BEN, **fields}
    made: dict[str, Any] = workspace.post("/articles", body)
    assert workspace.status == 200, made
    return made


def collection(workspace: Workspace) -> int:
    return int(workspace.post("/help_center/collections", {"name": "Billing"})["id"])


def test_a_new_article_is_a_draft_without_an_address(workspace: Workspace) -> None:
    made = make(workspace, body="Body of the Article", description="Short")
    assert (made["state"], made["url"], made["description"]) == ("draft", None, "Short")
    assert made["body"] == '<p class="no-margin">Body of the Article</p>'
    assert made["id"] == "9000001"
    assert made["created_by_id"] == ADA


def test_a_published_article_has_host_locale_id_and_slug_as_address(workspace: Workspace) -> None:
    made = make(workspace, state="published", title="Don't panic: 2 & 3")
    url = f"https://help.example.com/en/articles/{made['id']}-dont-panic-2-3"
    assert made["url"] == url


def test_statistics_come_with_one_article_and_not_with_a_list(workspace: Workspace) -> None:
    made = make(workspace)
    assert made["statistics"]["views"] == 0
    assert "statistics" in workspace.get(f"/articles/{made['id']}")
    assert "statistics" not in workspace.get("/articles")["data"][0]


def test_an_article_needs_an_author(workspace: Workspace) -> None:
    answer = workspace.post("/articles", {"title": "x"})
    message = "author_id must be in the main body or default locale translated_content object"
    assert workspace.refused(answer) == (400, "parameter_not_found", message)


def test_the_author_may_stand_in_the_default_translation(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    content = {"en": {"title": "x", "author_id": ADA}}
    made = workspace.post("/articles", {"translated_content": content})
    assert (made["title"], made["author_id"]) == ("x", ADA)


def test_an_article_needs_a_title(workspace: Workspace) -> None:
    answer = workspace.post("/articles", {"author_id": ADA})
    assert workspace.refused(answer)[:2] == (400, "parameter_not_found")


@pytest.mark.parametrize("body", [{"author_id": 1}, {"author_id": str(ADA)}, {"state": "live"},
                                  {"title": 5}, {"author_id": True}, {"parent_id": 9}])  # fmt: skip
def test_values_that_do_not_fit_are_refused(workspace: Workspace, body: Any) -> None:
    answer = workspace.post("/articles", {"title": "x", "author_id": ADA, **body})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    assert workspace.get("/articles")["total_count"] == 0


def test_the_parent_is_an_integer_on_post_and_a_string_on_put(workspace: Workspace) -> None:
    key = collection(workspace)
    made = make(workspace, parent_id=key, parent_type="collection")
    assert made["parent_ids"] == [key]
    assert workspace.refused(workspace.put(f"/articles/{made['id']}", {"parent_id": key}))[0] == 400
    workspace.put(f"/articles/{made['id']}", {"parent_id": str(key)})
    assert workspace.status == 200
    answer = workspace.post("/articles", {"title": "x", "author_id": ADA, "parent_id": str(key)})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_either_type_of_parent_may_do(switched: Switched) -> None:
    workspace = switched(parent_type_strict=False)
    key = collection(workspace)
    made = make(workspace, parent_id=str(key))
    assert workspace.put(f"/articles/{made['id']}", {"parent_id": key})["parent_ids"] == [key]


def test_the_parent_pair_is_gone_from_answers_in_2_16(workspace: Workspace) -> None:
    key = collection(workspace)
    made = make(workspace, parent_id=key)
    old = workspace.get(f"/articles/{made['id']}", version="2.15")
    assert (old["parent_id"], old["parent_type"], old["parent_ids"]) == (key, "collection", [key])
    assert not {"parent_id", "parent_type"} & made.keys()
    alone = workspace.get(f"/articles/{make(workspace)['id']}", version="2.11")
    assert (alone["parent_id"], alone["parent_type"], alone["parent_ids"]) == (None, None, [])


def test_null_clears_the_parent_or_does_nothing(workspace: Workspace, switched: Switched) -> None:
    for each, left in ((workspace, 0), (switched(parent_null_clears=False), 1)):
        made = make(each, parent_id=collection(each))
        changed = each.put(f"/articles/{made['id']}", {"parent_id": None})
        assert len(changed["parent_ids"]) == left


def test_a_parent_that_is_no_collection_is_refused(workspace: Workspace) -> None:
    body = {"title": "x", "author_id": ADA, "parent_id": collection(workspace)}
    answer = workspace.post("/articles", {**body, "parent_type": "folder"})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_newer_fields_appear_with_their_version(workspace: Workspace) -> None:
    key = make(workspace)["id"]
    fields = {version: workspace.get(f"/articles/{key}", version=version).keys()
              for version in ("2.12", "2.13", "2.15", "2.16")}  # fmt: skip
    assert fields["2.13"] - fields["2.12"] == {"tags"}
    assert fields["2.15"] == fields["2.13"]
    assert {"has_unpublished_changes", "draft_updated_at"} <= fields["2.16"] - fields["2.15"]


def test_an_update_keeps_what_it_does_not_name(workspace: Workspace) -> None:
    made = make(workspace, body="<p>Old</p>", state="published", parent_id=collection(workspace))
    workspace.time += 7
    changed = workspace.put(f"/articles/{made['id']}", {"title": "New", "author_id": BEN})
    slug = f"{made['id']}-new"
    assert changed == {
        **made, "title": "New", "updated_at": made["updated_at"] + 7,
        "url": f"https://help.example.com/en/articles/{slug}",
    }  # fmt: skip


def test_an_update_without_author_stamps_the_acting_admin(
    workspace: Workspace, switched: Switched
) -> None:
    for each, author in ((workspace, ADA), (switched(update_restamps_author=False), BEN)):
        key = make(each)["id"]
        assert each.put(f"/articles/{key}", {"title": "x"})["author_id"] == author


def test_the_latest_change_stands_first_and_pages_drift_under_edits(workspace: Workspace) -> None:
    keys = [make(workspace, title=str(number))["id"] for number in range(4)]
    first = [one["id"] for one in workspace.get("/articles?per_page=2")["data"]]
    workspace.store.edit("article", keys[0], title="Edited by a teammate")
    second = [one["id"] for one in workspace.get("/articles?per_page=2&page=2")["data"]]
    assert first == [keys[3], keys[2]]
    assert second == [keys[2], keys[1]]


def test_a_deleted_article_is_gone(workspace: Workspace) -> None:
    key = make(workspace)["id"]
    assert workspace.delete(f"/articles/{key}") == {"id": key, "object": "article", "deleted": True}
    for answer in (workspace.get(f"/articles/{key}"), workspace.put(f"/articles/{key}", {}),
                   workspace.delete(f"/articles/{key}")):  # fmt: skip
        assert workspace.refused(answer) == (404, "not_found", "Resource Not Found")


def test_flags_for_agents_are_stored_from_2_16_on(workspace: Workspace) -> None:
    made = make(workspace, ai_chatbot_availability=False)
    assert (made["ai_chatbot_availability"], made["ai_copilot_availability"]) == (False, True)
    old = {"title": "x", "author_id": ADA, "ai_chatbot_availability": False}
    key = workspace.post("/articles", old, version="2.15")["id"]
    assert workspace.get(f"/articles/{key}")["ai_chatbot_availability"] is True


def test_newer_fields_of_a_body_mean_nothing_to_an_older_version(workspace: Workspace) -> None:
    body = {"title": "x", "author_id": ADA, "audience_ids": [1], "body_markdown": "# x",
            "scheduled_publish_at": "nonsense"}  # fmt: skip
    key = workspace.post("/articles", body, version="2.15")["id"]
    made = workspace.get(f"/articles/{key}")
    assert (made["audience_ids"], made["body"], made["scheduled_publish_at"]) == ([], "", None)


GERMAN = {"de": {"title": "Frohe Weihnachten", "body": "Text", "state": "published"}}


def test_translations_are_dropped_where_there_is_one_language(workspace: Workspace) -> None:
    made = make(workspace, translated_content=GERMAN)
    assert not {"translated_content", "default_locale"} & made.keys()


def test_a_translation_has_its_own_text_state_times_and_address(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    made = make(workspace, translated_content=GERMAN)
    assert made["translated_content"]["de"] == {
        "type": "article_content",
        "title": "Frohe Weihnachten",
        "description": "",
        "body": '<p class="no-margin">Text</p>',
        "body_markdown": "Text\n",
        "author_id": BEN,
        "state": "published",
        "created_at": 1_800_000_000,
        "updated_at": 1_800_000_000,
        "url": f"https://help.example.com/de/articles/{made['id']}-frohe-weihnachten",
        "has_unpublished_changes": False,
        "draft_updated_at": None,
        "audience_ids": [],
        "created_by_id": ADA,
        "updated_by_id": ADA,
        "ai_chatbot_availability": True,
        "ai_copilot_availability": True,
        "ai_sales_agent_availability": True,
    }
    assert made["translated_content"]["en"]["title"] == made["title"]


def test_one_locale_written_leaves_the_others_alone_or_replaces_them(switched: Switched) -> None:
    for merged, left in ((True, {"de", "fr"}), (False, {"fr"})):
        workspace = switched(locales=("en", "de", "fr"), translations_merged=merged)
        key = make(workspace, translated_content=GERMAN)["id"]
        workspace.time += 9
        french = {"translated_content": {"fr": {"title": "Joyeux Noël"}}}
        content = workspace.put(f"/articles/{key}", french)["translated_content"]
        assert content.keys() - {"type", "en"} == left
        assert content["fr"]["created_at"] == 1_800_000_009
        kept = workspace.put(f"/articles/{key}", {"title": "x"})["translated_content"]
        assert kept.keys() - {"type", "en"} == left


def test_a_change_of_a_translation_keeps_its_creation(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    key = make(workspace, translated_content=GERMAN)["id"]
    workspace.time += 9
    change = {"translated_content": {"de": {"title": "Neu"}}}
    entry = workspace.put(f"/articles/{key}", change)["translated_content"]["de"]
    assert (entry["created_at"], entry["updated_at"]) == (1_800_000_000, 1_800_000_009)
    assert (entry["title"], entry["body"]) == ("Neu", '<p class="no-margin">Text</p>')


def test_a_synced_article_cannot_be_deleted(workspace: Workspace, switched: Switched) -> None:
    for each, status in ((workspace, 403), (switched(synced_delete="ignore"), 200)):
        key = make(each)["id"]
        each.store.edit("article", key, synced=True)
        answer = each.delete(f"/articles/{key}")
        assert each.status == status
        assert status == 200 or each.refused(answer)[1] == "action_forbidden"
        assert each.get(f"/articles/{key}")["id"] == key


def test_what_a_teammate_decides_is_shown(workspace: Workspace) -> None:
    key = make(workspace)["id"]
    names = ("exclude_from_article_suggestions", "help_center_audience")
    found = workspace.get(f"/articles/{key}")
    assert tuple(found[name] for name in names) == (False, "everyone")
    workspace.store.edit("article", key, **dict(zip(names, (True, "restricted"), strict=True)))
    found = workspace.get(f"/articles/{key}")
    assert tuple(found[name] for name in names) == (True, "restricted")


def test_each_locale_names_its_people(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    made = make(workspace, translated_content=GERMAN)
    workspace.store.edit("article", made["id"], updated_by_id=BEN)
    found = workspace.get(f"/articles/{made['id']}")
    assert (found["created_by_id"], found["updated_by_id"]) == (ADA, BEN)
    assert found["translated_content"]["de"]["updated_by_id"] == ADA


def test_a_refused_write_changes_nothing(workspace: Workspace) -> None:
    key = make(workspace, state="published")["id"]
    before = workspace.get(f"/articles/{key}")
    for body in ({"title": "y", "state": "live"}, {"title": "y", "author_id": 1},
                 {"title": "y", "parent_id": "1"}, {"title": "y", "scheduled_publish_at": ""}):  # fmt: skip
        workspace.put(f"/articles/{key}", body)
        assert workspace.status == 400
    assert workspace.get(f"/articles/{key}") == before
    assert workspace.get(f"/articles/{key}/versions")["total_count"] == 1
