"""Closing, snoozing, opening, assigning, tagging, joining and redacting conversations."""

from typing import Any

import pytest
from conversing import ADA, BEN, Talk

from reconciler.simulator import Switches, outbox


@pytest.fixture
def talk() -> Talk:
    return Talk()


def last(talk: Talk) -> Any:
    return talk.parts()[-1]


def test_a_close_may_carry_a_last_word_which_the_contact_receives(talk: Talk) -> None:
    made = talk.manage("close", body="Goodbye :)")
    assert (made["state"], made["open"]) == ("closed", False)
    assert (last(talk)["part_type"], last(talk)["body"]) == ("close", "<p>Goodbye :)</p>")
    assert last(talk)["state"] == "closed"
    assert [one["body"] for one in outbox.received(talk.store, talk.cleo)] == ["<p>Goodbye :)</p>"]
    talk.manage("close")
    assert last(talk)["body"] is None
    assert len(outbox.received(talk.store, talk.cleo)) == 1


def test_a_snoozed_conversation_is_open_and_wakes_by_itself(talk: Talk) -> None:
    until = talk.now() + 3600
    made = talk.manage("snoozed", snoozed_until=until)
    assert (made["state"], made["open"], made["snoozed_until"]) == ("snoozed", True, until)
    talk.time = until - 1
    assert talk.conversation()["state"] == "snoozed"
    talk.time = until
    assert [one["state"] for one in talk.get("/conversations")["conversations"]] == ["open"]
    woken = talk.conversation()
    assert (woken["state"], woken["snoozed_until"]) == ("open", None)


@pytest.mark.parametrize("until", [None, "soon", 5, True])
def test_a_snooze_needs_a_time_in_the_future(talk: Talk, until: Any) -> None:
    answer = talk.manage("snoozed", snoozed_until=until)
    assert talk.refused(answer)[:2] == (400, "parameter_invalid")
    assert "snoozed_until" in answer["errors"][0]["message"]


def test_what_is_closed_or_snoozed_can_be_opened(talk: Talk) -> None:
    talk.manage("snoozed", snoozed_until=talk.now() + 600)
    opened = talk.manage("open")
    assert (opened["state"], opened["snoozed_until"]) == ("open", None)
    assert opened["statistics"]["count_reopens"] == 0
    talk.manage("close")
    assert talk.manage("open")["statistics"]["count_reopens"] == 1
    assert last(talk)["part_type"] == "open"


def test_an_assignment_names_an_admin_or_a_team(talk: Talk) -> None:
    team = talk.store.create("team", name="Billing")["id"]
    made = talk.manage("assignment", assignee_id=int(BEN))
    assert made["admin_assignee_id"] == int(BEN)
    assert last(talk)["part_type"] == "assignment"
    assert last(talk)["assigned_to"] == {"type": "admin", "id": BEN}
    made = talk.manage("assignment", type="team", assignee_id=team, body="Over to you")
    assert (made["admin_assignee_id"], made["team_assignee_id"]) == (int(BEN), int(team))
    assert last(talk)["assigned_to"] == {"type": "team", "id": team}
    assert len(outbox.received(talk.store, talk.cleo)) == 1


def test_assigning_what_is_closed_opens_it(talk: Talk) -> None:
    talk.manage("close")
    made = talk.manage("assignment", assignee_id=BEN)
    assert (made["state"], last(talk)["part_type"]) == ("open", "assign_and_reopen")
    assert made["statistics"]["count_reopens"] == 1


@pytest.mark.parametrize(("both", "team_left"), [(False, True), (True, False)])
def test_assignee_0_unassigns(both: bool, team_left: bool) -> None:
    talk = Talk(switches=Switches(unassign_clears_both=both))
    team = talk.store.create("team", name="Billing")["id"]
    talk.manage("assignment", assignee_id=BEN)
    talk.manage("assignment", type="team", assignee_id=team)
    made = talk.manage("assignment", assignee_id="0")
    assert (made["admin_assignee_id"], bool(made["team_assignee_id"])) == (0, team_left)
    assert last(talk)["assigned_to"] == {"type": "nobody_admin", "id": None}
    assert talk.conversation(version="2.15")["admin_assignee_id"] is None


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"assignee_id": "1"}, 404, "admin_not_found"),
        ({"assignee_id": "1", "type": "team"}, 404, "team_not_found"),
        ({"assignee_id": None}, 400, "parameter_not_found"),
        ({"assignee_id": True}, 400, "parameter_not_found"),
        ({"assignee_id": ADA, "type": "bot"}, 400, "parameter_invalid"),
        ({"assignee_id": ADA, "body": 5}, 400, "parameter_invalid"),
        ({"assignee_id": ADA, "admin": "7"}, 404, "admin_not_found"),
    ],
)
def test_an_assignment_that_is_none_is_refused(
    talk: Talk, fields: dict[str, Any], status: int, code: str
) -> None:
    answer = talk.manage("assignment", **fields)
    assert talk.refused(answer)[:2] == (status, code)
    assert talk.parts() == []


def test_an_unknown_verb_is_refused(talk: Talk) -> None:
    assert "close, snoozed, open, assignment" in talk.refused(talk.manage("explode"))[2]


def test_rules_of_assignment_run_in_2_11_alone(talk: Talk) -> None:
    path = f"/conversations/{talk.id}/run_assignment_rules"
    made = talk.post(path, version="2.11")
    (part,) = made["conversation_parts"]["conversation_parts"]
    assert part["part_type"] == "default_assignment"
    assert part["assigned_to"] == {"type": "nobody_admin", "id": None}
    assert part["author"]["type"] == "bot"
    talk.post(path, version="2.12")
    assert talk.status == 400


def test_a_tag_says_when_and_by_whom_it_was_given(talk: Talk) -> None:
    tag = talk.store.create("tag", name="Manual tag")["id"]
    answer = talk.post(f"/conversations/{talk.id}/tags", {"id": int(tag), "admin_id": int(BEN)})
    given = {
        "type": "tag", "id": tag, "name": "Manual tag", "applied_at": talk.now(),
        "applied_by": {"type": "admin", "id": BEN},
    }  # fmt: skip
    assert answer == given
    talk.time += 5
    assert talk.post(f"/conversations/{talk.id}/tags", {"id": tag, "admin_id": ADA}) == given
    assert talk.conversation()["tags"] == {"type": "tag.list", "tags": [given]}
    path = f"/conversations/{talk.id}/tags/{tag}"
    assert talk.delete(path, body={"admin_id": ADA}) == given
    assert talk.conversation()["tags"]["tags"] == []
    answer = talk.delete(path, body={"admin_id": ADA})
    assert talk.refused(answer) == (404, "tag_not_found", "Tag not found")


def test_a_tag_that_was_deleted_leaves_the_conversation(talk: Talk) -> None:
    tag = talk.store.create("tag", name="VIP")["id"]
    talk.post(f"/conversations/{talk.id}/tags", {"id": tag, "admin_id": ADA})
    talk.delete(f"/tags/{tag}")
    assert talk.conversation()["tags"]["tags"] == []


def test_a_tagging_of_something_unknown_or_by_nobody_is_refused(talk: Talk) -> None:
    tag = talk.store.create("tag", name="VIP")["id"]
    for path, body, refusal in (
        ("/conversations/1/tags", {"id": tag, "admin_id": ADA},
         (404, "not_found", "Conversation not found")),
        (f"/conversations/{talk.id}/tags", {"id": "1", "admin_id": ADA},
         (404, "tag_not_found", "Tag not found")),
        (f"/conversations/{talk.id}/tags", {"id": tag},
         (400, "parameter_not_found", "admin_id is required")),
    ):  # fmt: skip
        assert talk.refused(talk.post(path, body)) == refusal
    talk.delete(f"/conversations/{talk.id}/tags/{tag}")
    assert talk.status == 400
    assert talk.conversation()["tags"]["tags"] == []


def test_a_tagged_row_without_its_story_is_shown(talk: Talk) -> None:
    tag = talk.store.create("tag", name="VIP")["id"]
    talk.store.edit("conversation", talk.id, tags=[tag])
    (shown,) = talk.conversation()["tags"]["tags"]
    assert (shown["applied_at"], shown["applied_by"]) == (None, None)


def customers(talk: Talk, customer: Any, **fields: Any) -> Any:
    return talk.post(f"/conversations/{talk.id}/customers",
                     {"admin_id": ADA, "customer": customer, **fields})  # fmt: skip


def test_contacts_join_by_id_external_id_or_email(talk: Talk) -> None:
    dan = talk.store.create("contact", external_id="d1", email="dan@example.com", role="lead")["id"]
    answer = customers(talk, {"intercom_user_id": dan})
    both = {"customers": [{"type": "user", "id": talk.cleo}, {"type": "lead", "id": dan}]}
    assert answer == both
    assert (
        customers(talk, {"user_id": "d1"}) == customers(talk, {"email": "dan@example.com"}) == both
    )


def test_an_email_that_nobody_has_makes_a_lead(talk: Talk) -> None:
    answer = customers(talk, {"email": "new@example.com"})
    key = answer["customers"][1]["id"]
    row = talk.store.get("contact", key)
    assert (row["role"], row["email"]) == ("lead", "new@example.com")


def test_a_contact_may_invite_another_one(talk: Talk) -> None:
    dan = talk.store.create("contact", external_id="d1")["id"]
    invited = {"intercom_user_id": dan, "customer": {"intercom_user_id": talk.cleo}}
    answer = talk.post(f"/conversations/{talk.id}/customers", {"customer": invited})
    assert answer["customers"][1]["id"] == dan
    stranger = {"intercom_user_id": dan, "customer": {"user_id": "none"}}
    answer = talk.post(f"/conversations/{talk.id}/customers", {"customer": stranger})
    assert talk.refused(answer) == (404, "not_found", "User Not Found")


@pytest.mark.parametrize(
    ("customer", "status"),
    [({"intercom_user_id": "1"}, 404), ({"user_id": "none"}, 404), ({}, 400), ({"email": 5}, 404),
     ({"email": ""}, 404), ("x", 400), ({"user_id": "none", "email": "new@example.com"}, 404)],
)  # fmt: skip
def test_nobody_joins_who_is_unknown(talk: Talk, customer: Any, status: int) -> None:
    talk.refused(customers(talk, customer))
    assert talk.status == status
    assert len(talk.store.rows("contact")) == 1


def test_a_contact_leaves_unless_it_is_the_last(talk: Talk) -> None:
    dan = talk.store.create("contact", external_id="d1")["id"]
    customers(talk, {"intercom_user_id": dan})
    path = f"/conversations/{talk.id}/customers"
    answer = talk.delete(f"{path}/{talk.cleo}", body={"admin_id": ADA})
    assert answer == {"customers": [{"type": "user", "id": dan}]}
    answer = talk.delete(f"{path}/{talk.cleo}", body={"admin_id": ADA})
    assert talk.refused(answer) == (404, "not_found", "User Not Found")
    answer = talk.delete(f"{path}/{dan}", body={"admin_id": ADA})
    assert talk.refused(answer) == (422, "parameter_invalid",
                                    "Removing the last customer is not allowed")  # fmt: skip


def redacted(talk: Talk, **fields: Any) -> Any:
    return talk.post("/conversations/redact", {"conversation_id": talk.id, **fields})


def test_a_part_is_redacted_in_place(talk: Talk) -> None:
    talk.user("My password", attachment_urls=["https://x.example/a.png"])
    talk.time += 5
    key = talk.parts()[0]["id"]
    made = redacted(talk, type="conversation_part", conversation_part_id=int(key))
    (part,) = made["conversation_parts"]["conversation_parts"]
    assert part["body"] == "<p><i>This message was deleted</i></p>"
    assert (part["redacted"], part["attachments"]) == (True, [])
    assert made["updated_at"] == part["updated_at"] == talk.now()


def test_the_first_message_of_a_contact_is_redacted_and_that_of_an_admin_is_not(
    talk: Talk,
) -> None:
    source = talk.conversation()["source"]
    made = redacted(talk, type="source", source_id=source["id"])
    assert made["source"]["redacted"] is True
    assert "password" not in made["source"]["body"]
    by_admin = {**source, "author": {"type": "admin", "id": ADA, "name": "", "email": ""}}
    talk.store.edit("conversation", talk.id, source=by_admin)
    answer = redacted(talk, type="source", source_id=source["id"])
    assert talk.refused(answer)[:2] == (400, "conversation_part_not_redactable")


def test_what_has_no_body_or_is_elsewhere_is_not_redacted(talk: Talk) -> None:
    talk.manage("open")
    key = talk.parts()[0]["id"]
    answer = redacted(talk, type="conversation_part", conversation_part_id=key)
    assert talk.refused(answer)[:2] == (400, "conversation_part_not_redactable")
    other = talk.say()["conversation_id"]
    missing = (404, "conversation_part_or_message_not_found",
               "Conversation part or message not found")  # fmt: skip
    for fields in (
        {"type": "conversation_part", "conversation_part_id": key, "conversation_id": other},
        {"type": "conversation_part", "conversation_part_id": "1"},
        {"type": "conversation_part", "conversation_id": "really_123_doesnt_exist"},
        {"type": "source", "source_id": "1"},
        {"type": "source"},
    ):
        assert talk.refused(redacted(talk, **fields)) == missing
    assert talk.refused(redacted(talk, type="all"))[0] == 400
