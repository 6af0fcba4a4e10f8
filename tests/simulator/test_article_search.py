"""The search of articles: its own shape, its own page size, its own lagging index."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

ADA = 991267451


@pytest.fixture
def workspace() -> Workspace:
    from reconciler.simulator import Switches  # noqa: PLC0415 - beside the only use

    return Workspace(switches=Switches(search_lag=0))


def make(workspace: Workspace, title: str, **fields: object) -> str:
    workspace.time += 1
    return str(workspace.post("/articles", {"title": title, "author_id": ADA, **fields})["id"])


def found(workspace: Workspace, query: str) -> list[str]:
    answer = workspace.get(f"/articles/search{query}")
    assert answer["type"] == "list"
    assert answer["total_count"] == len(answer["data"]["articles"])
    return [one["title"] for one in answer["data"]["articles"]]


def test_every_word_must_occur_and_titles_count_more(workspace: Workspace) -> None:
    make(workspace, "Refund policy", body="<p>All about money</p>")
    make(workspace, "Other", description="A REFUND", body="<h1>The policy</h1>")
    make(workspace, "Refund")
    make(workspace, "Refunds, a long policy")
    assert found(workspace, "?phrase=refund+policy") == [
        "Refunds, a long policy", "Refund policy", "Other",
    ]  # fmt: skip
    assert found(workspace, "?phrase=strong") == []
    assert len(found(workspace, "")) == 4


def test_articles_lie_one_level_deeper_than_in_lists(workspace: Workspace) -> None:
    key = make(workspace, "Refund")
    answer = workspace.get("/articles/search?phrase=refund")
    assert answer["data"]["highlights"] == []
    assert answer["pages"] == {"type": "pages", "page": 1, "per_page": 10, "total_pages": 1}
    shown = answer["data"]["articles"][0]
    assert shown == workspace.get("/articles")["data"][0]
    assert (shown["id"], "statistics" in shown) == (key, False)


def test_the_next_page_keeps_the_phrase(workspace: Workspace) -> None:
    for number in range(12):
        make(workspace, f"Refund {number}")
    first = workspace.get("/articles/search?phrase=refund")
    assert len(first["data"]["articles"]) == 10
    following = first["pages"]["next"].removeprefix("https://api.intercom.io")
    second = workspace.get(following)
    assert [one["title"] for one in second["data"]["articles"]] == ["Refund 1", "Refund 0"]
    assert second["total_count"] == 12


def test_the_state_is_published_draft_or_all(workspace: Workspace, switched: Switched) -> None:
    for each in (workspace, switched(search_lag=0, articles_found_in="published")):
        make(each, "Live", state="published")
        make(each, "Draft")
        assert found(each, "?state=published") == ["Live"]
        assert found(each, "?state=draft") == ["Draft"]
        assert found(each, "?state=all") == ["Draft", "Live"]
        assert found(each, "") == (["Draft", "Live"] if each is workspace else ["Live"])
    answer = workspace.get("/articles/search?state=live")
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_a_help_center_limits_the_search(workspace: Workspace, switched: Switched) -> None:
    for each in (workspace, switched(search_lag=0, standing_alone_in_default_center=True)):
        other = each.store.create("help_center", host="other.example.com", locales=["en"])
        own = each.get("/help_center/help_centers")["data"][0]["id"]
        top = {"name": "Top", "help_center_id": int(other["id"])}
        key = each.post("/help_center/collections", top)["id"]
        make(each, "Elsewhere", parent_id=int(key))
        make(each, "Alone")
        assert found(each, f"?help_center_id={other['id']}") == ["Elsewhere"]
        assert found(each, f"?help_center_id={own}") == ([] if each is workspace else ["Alone"])
        assert found(each, "?help_center_id=1") == []


def highlights(workspace: Workspace, phrase: str) -> list[Any]:
    query = f"/articles/search?highlight=true&phrase={phrase}"
    answer: list[Any] = workspace.get(query)["data"]["highlights"]
    return answer


def test_what_was_found_is_highlighted_on_request(workspace: Workspace) -> None:
    make(workspace, "A refund", body=f"<p>{'x' * 100} get a <b>Refund</b> now</p>")
    assert highlights(workspace, "refund") == [{
        "article_id": "9000001",
        "highlighted_title": [{"type": "plain", "text": "A "},
                              {"type": "highlight", "text": "refund"}],
        "highlighted_summary": [[
            {"type": "plain", "text": f"{'x' * 53} get a "},
            {"type": "highlight", "text": "Refund"},
            {"type": "plain", "text": " now"},
        ]],
    }]  # fmt: skip


def test_a_hit_in_the_title_alone_has_no_summary(workspace: Workspace) -> None:
    make(workspace, "Refund")
    assert highlights(workspace, "refund")[0]["highlighted_summary"] == []
    plain = [{"type": "plain", "text": "Refund"}]
    assert highlights(workspace, "")[0]["highlighted_title"] == plain


def test_the_index_follows_late_for_new_changed_and_deleted_articles(switched: Switched) -> None:
    workspace = switched(search_lag=10)
    key = make(workspace, "Old")
    assert found(workspace, "") == []
    workspace.time += 10
    assert found(workspace, "") == ["Old"]
    workspace.put(f"/articles/{key}", {"title": "New"})
    assert found(workspace, "?phrase=old") == ["Old"]
    workspace.time += 10
    assert found(workspace, "") == ["New"]
    workspace.delete(f"/articles/{key}")
    assert found(workspace, "") == ["New"]
    workspace.time += 10
    assert found(workspace, "") == []
