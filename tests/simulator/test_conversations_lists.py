"""Conversations deleted, and the lists of them."""

import pytest
from conversing import Talk

from reconciler.simulator import Switches
from reconciler.simulator.resources import conversations


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_a_deleted_conversation_is_gone_with_its_parts(talk: Talk) -> None:
    talk.admin()
    assert talk.delete(f"/conversations/{talk.id}") == {
        "id": talk.id, "object": "conversation", "deleted": True,
    }  # fmt: skip
    talk.get(f"/conversations/{talk.id}")
    assert talk.status == 404
    assert talk.get("/conversations")["conversations"] == []
    assert talk.store.rows("conversation_part") == []


def test_nothing_is_deleted_before_2_13(talk: Talk) -> None:
    answer = talk.delete(f"/conversations/{talk.id}", version="2.12")
    assert talk.refused(answer)[:2] == (400, "intercom_version_invalid")


def test_the_deleted_are_listed_by_pages_whose_next_is_a_url(talk: Talk) -> None:
    ids = [talk.id, *(talk.say()["conversation_id"] for _ in range(2))]
    talk.delete(f"/conversations/{ids[0]}")
    talk.time += 5
    talk.delete(f"/conversations/{ids[1]}?retain_metrics=false")
    talk.delete(f"/conversations/{ids[2]}?retain_metrics=false", version="2.15")
    found = talk.get("/conversations/deleted?per_page=2")
    assert found["type"] == "conversations.list"
    assert found["total_count"] == 3
    assert [one["id"] for one in found["conversations"]] == [ids[2], ids[1]]
    assert [one["metrics_retained"] for one in found["conversations"]] == [True, False]
    assert found["conversations"][0]["deleted_at"] == talk.now()
    following = found["pages"]["next"]
    assert following.startswith("https://api.intercom.io/conversations/deleted?")
    last = talk.get(following.removeprefix("https://api.intercom.io"))
    assert [one["id"] for one in last["conversations"]] == [ids[0]]
    assert "next" not in last["pages"]
    rising = talk.get("/conversations/deleted?per_page=2&order=asc")
    assert rising["conversations"][0]["id"] == ids[0]
    assert "order=asc" in rising["pages"]["next"]


def test_the_deleted_are_listed_from_2_16_on(talk: Talk) -> None:
    answer = talk.get("/conversations/deleted", version="2.15")
    assert talk.refused(answer) == (
        400, "intercom_version_invalid",
        "Requested resource is not available in current API version.",
    )  # fmt: skip


def test_conversations_are_listed_with_a_cursor_and_without_parts(talk: Talk) -> None:
    for number in range(4):
        talk.time += 1
        talk.say(f"Hello {number}")
    found = talk.get("/conversations?per_page=3")
    assert (found["type"], found["total_count"]) == ("conversation.list", 5)
    assert [one["source"]["body"] for one in found["conversations"]] == [
        "<p>Hello 3</p>", "<p>Hello 2</p>", "<p>Hello 1</p>",
    ]  # fmt: skip
    assert "conversation_parts" not in found["conversations"][0]
    after = found["pages"]["next"]["starting_after"]
    rest = talk.get(f"/conversations?per_page=3&starting_after={after}")
    assert len(rest["conversations"]) == 2
    assert "next" not in rest["pages"]


def test_the_list_drifts_unless_it_goes_by_creation() -> None:
    for by, first in (("updated_at", 0), ("created_at", 1)):
        talk = Talk(switches=Switches(conversations_by=by))  # type: ignore[arg-type] # a parameter
        talk.time += 1
        ids = [talk.id, talk.say()["conversation_id"]]
        talk.time += 1
        talk.admin()
        assert talk.get("/conversations")["conversations"][0]["id"] == ids[first]


def test_pages_hold_20_and_at_most_150(talk: Talk) -> None:
    for _ in range(160):
        conversations.begun(talk.store, talk.cleo, author={}, body="")
    assert len(talk.get("/conversations")["conversations"]) == 20
    assert len(talk.get("/conversations?per_page=500")["conversations"]) == 150
