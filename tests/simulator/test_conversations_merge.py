"""Conversations merged, and what stands beside one."""

import pytest
from conversing import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_a_merge_closes_the_secondary_and_leaves_a_part_in_the_primary(talk: Talk) -> None:
    other = talk.say()["conversation_id"]
    made = talk.post(f"/conversations/{talk.id}/merge", {"merge_into_conversation_id": int(other)})
    (part,) = made["conversation_parts"]["conversation_parts"]
    assert made["id"] == other
    assert (part["part_type"], part["author"]["type"]) == ("merged_primary_conversation", "bot")
    assert talk.conversation()["state"] == "closed"
    again = talk.post(f"/conversations/{talk.id}/merge", {"merge_into_conversation_id": int(other)})
    assert talk.refused(again) == (
        422, "merge_failed", "Secondary conversation has already been merged",
    )  # fmt: skip


def test_a_merge_needs_two_conversations(talk: Talk) -> None:
    for key, refusal in (
        (int(talk.id), (422, "merge_failed", "Cannot merge a conversation into itself")),
        (1, (422, "merge_failed", "Primary conversation not found")),
        ("x", (400, "parameter_invalid",
               "merge_into_conversation_id must be a valid integer conversation ID")),
    ):  # fmt: skip
        body = {"merge_into_conversation_id": key}
        assert talk.refused(talk.post(f"/conversations/{talk.id}/merge", body)) == refusal
    assert talk.conversation()["state"] == "open"
    talk.post("/conversations/1/merge", {"merge_into_conversation_id": int(talk.id)})
    assert talk.status == 404


def test_what_no_api_can_make_is_an_empty_list(talk: Talk) -> None:
    path = f"/conversations/{talk.id}"
    assert talk.get(f"{path}/handling_events") == {"handling_events": []}
    assert talk.get(f"{path}/side_conversations?per_page=5") == {
        "type": "side_conversation.list", "side_conversations": [], "total_count": 0,
        "pages": {"type": "pages", "page": 1, "per_page": 5, "total_pages": 1},
    }  # fmt: skip
    for name in ("handling_events", "side_conversations"):
        talk.get(f"/conversations/1/{name}")
        assert talk.status == 404
