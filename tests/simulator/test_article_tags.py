"""Tags of articles, one by one, from 2.16."""

from typing import Any

from simulator_workspace import Switched, Workspace

ADA, BEN = 991267451, 991267452


def make(workspace: Workspace) -> str:
    return str(workspace.post("/articles", {"title": "x", "author_id": ADA})["id"])


def tag(workspace: Workspace, name: str = "VIP") -> str:
    return str(workspace.post("/tags", {"name": name})["id"])


def tags(workspace: Workspace, key: str, version: str = "2.16") -> Any:
    return workspace.get(f"/articles/{key}", version=version)["tags"]


def test_an_attached_tag_is_told_with_time_and_person_and_shown_on_the_article(
    workspace: Workspace,
) -> None:
    key, vip = make(workspace), tag(workspace)
    assert workspace.post(f"/articles/{key}/tags", {"id": vip}) == {
        "type": "tag", "id": vip, "name": "VIP", "applied_at": 1_800_000_000,
        "applied_by": {"type": "admin", "id": str(ADA)},
    }  # fmt: skip
    shown = {"type": "tag.list", "tags": [{"type": "tag", "id": vip, "name": "VIP"}]}
    assert tags(workspace, key) == tags(workspace, key, "2.13") == shown
    assert "tags" not in workspace.get(f"/articles/{key}", version="2.12")


def test_attaching_twice_is_attaching_once(workspace: Workspace) -> None:
    key, vip = make(workspace), tag(workspace)
    for _ in range(2):
        workspace.post(f"/articles/{key}/tags", {"id": vip})
        assert workspace.status == 200
    assert len(tags(workspace, key)["tags"]) == 1


def test_a_detached_tag_comes_back_without_time_and_person(workspace: Workspace) -> None:
    key, vip, other = make(workspace), tag(workspace), tag(workspace, "Other")
    for one in (vip, other):
        workspace.post(f"/articles/{key}/tags", {"id": one})
    assert workspace.delete(f"/articles/{key}/tags/{vip}") == {
        "type": "tag", "id": vip, "name": "VIP", "applied_at": None, "applied_by": None,
    }  # fmt: skip
    assert [one["id"] for one in tags(workspace, key)["tags"]] == [other]


def test_the_teammate_may_be_named(workspace: Workspace) -> None:
    key, vip = make(workspace), tag(workspace)
    told = workspace.post(f"/articles/{key}/tags", {"id": vip, "admin_id": str(BEN)})
    assert told["applied_by"]["id"] == str(BEN)
    answer = workspace.post(f"/articles/{key}/tags", {"id": vip, "admin_id": "1"})
    assert workspace.refused(answer)[:2] == (404, "admin_not_found")


def test_articles_and_tags_that_are_not_there_are_told_apart(workspace: Workspace) -> None:
    key, vip = make(workspace), tag(workspace)
    article = (404, "article_not_found", "Article not found")
    missing = (404, "tag_not_found", "Tag not found")
    assert workspace.refused(workspace.post("/articles/1/tags", {"id": vip})) == article
    assert workspace.refused(workspace.delete(f"/articles/1/tags/{vip}")) == article
    assert workspace.refused(workspace.post(f"/articles/{key}/tags", {"id": "1"})) == missing
    assert workspace.refused(workspace.post(f"/articles/{key}/tags", {})) == missing
    assert workspace.refused(workspace.delete(f"/articles/{key}/tags/1")) == missing


def test_taking_off_what_is_not_on_is_refused_or_nothing(
    workspace: Workspace, switched: Switched
) -> None:
    for each, status in ((workspace, 404), (switched(untag_what_is_not_tagged="ignore"), 200)):
        each.delete(f"/articles/{make(each)}/tags/{tag(each)}")
        assert each.status == status


def test_tagging_moves_updated_at_or_not(workspace: Workspace, switched: Switched) -> None:
    for each, moved in ((workspace, 0), (switched(tagging_touches_article=True), 5)):
        key, vip = make(each), tag(each)
        each.time += 5
        each.post(f"/articles/{key}/tags", {"id": vip})
        assert each.get(f"/articles/{key}")["updated_at"] == 1_800_000_000 + moved


def test_without_the_permission_nothing_is_tagged(switched: Switched) -> None:
    workspace = switched(manages_content=False)
    key, vip = make(workspace), tag(workspace)
    answer = workspace.post(f"/articles/{key}/tags", {"id": vip})
    message = "Not authorized to manage knowledge base content"
    assert workspace.refused(answer) == (403, "forbidden", message)
    assert tags(workspace, key)["tags"] == []


def test_a_deleted_tag_is_gone_from_articles(workspace: Workspace) -> None:
    key, vip = make(workspace), tag(workspace)
    workspace.post(f"/articles/{key}/tags", {"id": vip})
    workspace.delete(f"/tags/{vip}")
    assert tags(workspace, key)["tags"] == []
    assert workspace.store.get("article", key)["tags"] == []
