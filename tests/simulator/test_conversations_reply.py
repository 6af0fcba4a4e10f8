"""Replies of admins and contacts, and what follows from them."""

from typing import Any

import pytest
from conversing import ADA, BEN, Talk

from reconciler.simulator import Switches, outbox

OPTIONS = [
    {"text": "Yes", "uuid": "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb"},
    {"text": "No", "uuid": "f4a98af1-be56-4948-a57e-e1a83f8484c6"},
]


@pytest.fixture
def talk() -> Talk:
    return Talk()


def received(talk: Talk) -> list[tuple[str, str, str]]:
    return [(one["channel"], one["sender"], one["body"])
            for one in outbox.received(talk.store, talk.cleo)]  # fmt: skip


def test_an_admins_comment_reaches_the_contact_and_ends_the_waiting(talk: Talk) -> None:
    talk.time += 60
    made = talk.admin("Hi & welcome")
    (part,) = talk.parts()
    assert (part["part_type"], part["body"]) == ("comment", "<p>Hi &amp; welcome</p>")
    assert part["author"] == {"type": "admin", "id": ADA, "name": "Ada Bell",
                              "email": "ada@example.com"}  # fmt: skip
    assert received(talk) == [("inapp", ADA, "<p>Hi &amp; welcome</p>")]
    assert outbox.received(talk.store, talk.cleo)[0]["source"] == f"conversation_part/{part['id']}"
    assert made["waiting_since"] is None
    assert made["teammates"] == {"type": "admin.list", "admins": [{"type": "admin", "id": ADA}]}
    assert talk.store.get("contact", talk.cleo)["last_contacted_at"] == talk.now()


def test_every_contact_of_the_conversation_receives_the_comment(talk: Talk) -> None:
    other = talk.store.create("contact", name="Dan")["id"]
    talk.store.edit("conversation", talk.id, contacts=[talk.cleo, other])
    talk.admin()
    assert len(received(talk)) == len(outbox.received(talk.store, other)) == 1


def test_a_conversation_by_email_is_answered_by_email_with_its_subject(talk: Talk) -> None:
    source = talk.store.get("conversation", talk.id)["source"]
    mail = {**source, "type": "email", "subject": "Invoice"}
    talk.store.edit("conversation", talk.id, source=mail)
    talk.admin()
    (one,) = outbox.received(talk.store, talk.cleo)
    assert (one["channel"], one["subject"]) == ("email", "Invoice")


def test_html_of_a_comment_is_kept_unless_switched() -> None:
    for kept, body in ((True, "<b>Hi</b>"), (False, "<p>&lt;b&gt;Hi&lt;/b&gt;</p>")):
        talk = Talk(switches=Switches(comment_html_kept=kept))
        talk.admin("<b>Hi</b>")
        assert talk.parts()[0]["body"] == body


def test_a_note_reaches_nobody_and_leaves_state_and_waiting_alone(talk: Talk) -> None:
    talk.manage("close")
    before = talk.conversation()
    made = talk.admin("For us", "note")
    assert received(talk) == []
    assert talk.parts()[1]["body"] == "<p>For us</p>"
    for name in ("state", "waiting_since", "read"):
        assert made[name] == before[name]


def test_the_html_of_a_note_is_rewritten_as_in_the_official_example(talk: Talk) -> None:
    talk.admin("<html> <body>  <h2>A List</h2>  <ul>   <li>Coffee</li>   <li>Tea</li> </ul>"
               "  </body> </html>", "note")  # fmt: skip
    assert talk.parts()[0]["body"] == (
        "<h2>A List</h2>\n<ul>\n<li>Coffee</li>\n<li>Tea</li>\n</ul>"
    )


def test_quick_replies_carry_their_options_from_2_14_on(talk: Talk) -> None:
    talk.admin(kind="quick_reply", reply_options=OPTIONS)
    (part,) = talk.parts()
    assert (part["part_type"], part["body"]) == ("quick_reply", None)
    assert part["metadata"] == {"quick_reply_options": OPTIONS}
    assert "metadata" not in talk.parts(version="2.13")[0]
    assert "state" not in talk.parts(version="2.12")[0]
    sent = {"type": "admin", "message_type": "quick_reply", "admin_id": ADA,
            "reply_options": OPTIONS}  # fmt: skip
    answer = talk.post(f"/conversations/{talk.id}/reply", sent, version="2.13")
    assert "comment, note" in talk.refused(answer)[2]


@pytest.mark.parametrize("options", [None, [], [{"text": "Yes"}], [{"text": 5, "uuid": "a"}], "x"])
def test_a_quick_reply_without_options_is_refused(talk: Talk, options: Any) -> None:
    answer = talk.admin(kind="quick_reply", reply_options=options)
    assert talk.refused(answer)[:2] == (400, "parameter_invalid")
    assert talk.parts() == []


def test_a_contact_chooses_an_option(talk: Talk) -> None:
    talk.user("", reply_options=OPTIONS[:1])
    talk.user("I mean yes", message_type="quick_reply", reply_options=OPTIONS[:1])
    one, other = talk.parts()
    assert (one["body"], other["body"]) == ("<p>Yes</p>", "<p>I mean yes</p>")
    assert one["metadata"] == {"quick_reply_uuid": OPTIONS[0]["uuid"]}


def test_a_contact_replies_by_id_external_id_or_email(talk: Talk) -> None:
    talk.user("One")
    talk.user("Two", user_id="70")
    talk.user("Three", email="cleo@example.com")
    assert [one["body"] for one in talk.parts()] == ["<p>One</p>", "<p>Two</p>", "<p>Three</p>"]
    assert {one["author"]["id"] for one in talk.parts()} == {talk.cleo}
    assert received(talk) == []


def test_a_contacts_reply_opens_what_was_closed_and_waits_from_then_on(talk: Talk) -> None:
    talk.admin()
    talk.manage("close")
    talk.put(f"/conversations/{talk.id}", {"read": True})
    talk.time += 30
    made = talk.user()
    assert (made["state"], made["open"], made["read"]) == ("open", True, False)
    assert made["waiting_since"] == talk.now()
    assert talk.parts()[-1]["part_type"] == "open"
    talk.time += 30
    assert talk.user()["waiting_since"] == talk.now() - 30
    assert talk.parts()[-1]["part_type"] == "comment"


def test_a_contacts_reply_ends_a_snooze(talk: Talk) -> None:
    talk.manage("snoozed", snoozed_until=talk.now() + 600)
    made = talk.user()
    assert (made["state"], made["snoozed_until"]) == ("open", None)


def test_a_contact_of_no_conversation_cannot_reply_unless_switched(talk: Talk) -> None:
    stranger = talk.store.create("contact", email="dan@example.com")["id"]
    answer = talk.user(email="dan@example.com")
    assert talk.refused(answer) == (404, "not_found", "User Not Found")
    free = Talk(switches=Switches(only_participants_reply=False))
    stranger = free.store.create("contact", email="dan@example.com")["id"]
    made = free.user(email="dan@example.com")
    assert [one["id"] for one in made["contacts"]["contacts"]] == [free.cleo, stranger]


def test_last_is_the_contacts_own_conversation_that_changed_last(talk: Talk) -> None:
    talk.time += 1
    mine = talk.say("Second")["conversation_id"]
    talk.time += 1
    other = talk.store.create("contact", name="Dan")["id"]
    talk.say("Third", contact=other)
    assert talk.user(key="last")["id"] == mine
    nobody = talk.store.create("contact", email="eve@example.com")["id"]
    answer = talk.user(key="last", intercom_user_id=nobody)
    assert talk.refused(answer) == (404, "not_found", "Resource Not Found")


def test_last_means_nothing_for_an_admin_unless_switched(talk: Talk) -> None:
    assert talk.refused(talk.admin(key="last"))[0] == 404
    free = Talk(switches=Switches(last_for_admins=True))
    free.time += 1
    newer = free.say()["conversation_id"]
    assert free.admin(key="last")["id"] == newer


def test_only_admins_with_a_seat_in_the_inbox_may_act(talk: Talk) -> None:
    talk.seatless()
    for act in (
        lambda: talk.admin(admin_id=BEN),
        lambda: talk.manage("close", admin=BEN),
        lambda: talk.post(f"/conversations/{talk.id}/tags",
                          {"admin_id": BEN, "id": talk.store.create("tag", name="x")["id"]}),
    ):  # fmt: skip
        assert talk.refused(act())[:2] == (403, "forbidden")
    free = Talk(switches=Switches(inbox_seat_required=False))
    free.seatless()
    free.admin(admin_id=BEN)
    assert free.status == 200


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"admin_id": None}, 400, "parameter_not_found"),
        ({"admin_id": ""}, 400, "parameter_not_found"),
        ({"admin_id": [ADA]}, 400, "parameter_not_found"),
        ({"admin_id": "1"}, 404, "admin_not_found"),
        ({"body": "  "}, 400, "parameter_not_found"),
        ({"type": "bot"}, 400, "parameter_invalid"),
        ({"message_type": "shout"}, 400, "parameter_invalid"),
        ({"created_at": "then"}, 400, "parameter_invalid"),
        ({"attachment_urls": ["https://x.example"] * 11}, 400, "parameter_invalid"),
        ({"attachment_files": [{"content_type": "a", "data": "", "name": "b"}] * 11}, 400,
         "parameter_invalid"),
    ],
)  # fmt: skip
def test_an_admins_reply_that_is_none_is_refused(
    talk: Talk, fields: dict[str, Any], status: int, code: str
) -> None:
    assert talk.refused(talk.admin(**fields))[:2] == (status, code)
    assert talk.parts() == []
    assert received(talk) == []


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"intercom_user_id": "1"}, 404, "not_found"),
        ({"intercom_user_id": None}, 400, "parameter_not_found"),
        ({"intercom_user_id": None, "email": "nobody@example.com"}, 404, "not_found"),
        ({"body": ""}, 400, "parameter_not_found"),
        ({"message_type": "note"}, 400, "parameter_invalid"),
    ],
)
def test_a_contacts_reply_that_is_none_is_refused(
    talk: Talk, fields: dict[str, Any], status: int, code: str
) -> None:
    assert talk.refused(talk.user(**fields))[:2] == (status, code)
    assert talk.parts() == []


def test_a_reply_can_be_backdated_and_the_conversation_still_moves(talk: Talk) -> None:
    talk.time += 50
    made = talk.admin(created_at=1_590_000_000)
    (part,) = talk.parts()
    assert (part["created_at"], part["notified_at"]) == (1_590_000_000, 1_590_000_000)
    assert made["updated_at"] == talk.now()


def test_statistics_count_the_times_of_replies_closes_and_assignments(talk: Talk) -> None:
    begin = talk.now()
    talk.time = begin + 100
    talk.manage("assignment", assignee_id=ADA)
    talk.time = begin + 150
    talk.admin()
    talk.time = begin + 200
    talk.manage("close", body="Bye")
    talk.time = begin + 290
    talk.user()
    talk.time = begin + 300
    talk.user()
    talk.time = begin + 350
    talk.admin()
    talk.time = begin + 400
    talk.manage("close", admin=BEN)
    assert talk.conversation()["statistics"] == {
        "type": "conversation_statistics",
        "first_contact_reply_at": begin, "last_contact_reply_at": begin + 300,
        "first_assignment_at": begin + 100, "last_assignment_at": begin + 100,
        "time_to_assignment": 100, "count_assignments": 1,
        "first_admin_reply_at": begin + 150, "last_admin_reply_at": begin + 350,
        "last_assignment_admin_reply_at": begin + 150, "time_to_admin_reply": 150,
        "first_close_at": begin + 200, "time_to_first_close": 200,
        "last_close_at": begin + 400, "time_to_last_close": 400, "last_closed_by_id": BEN,
        "count_reopens": 1, "count_conversation_parts": 7, "median_time_to_reply": 100,
    }  # fmt: skip


def test_statistics_that_follow_the_contacts_words_are_missing_before_them(talk: Talk) -> None:
    row = talk.store.get("conversation", talk.id)
    talk.store.edit("conversation", row["id"], statistics={}, waiting_since=None,
                    first_contact_reply_at=None)  # fmt: skip
    talk.admin()
    talk.manage("close")
    talk.manage("assignment", assignee_id=ADA)
    found = talk.conversation()["statistics"]
    assert len(found) == 19
    assert {name: value for name, value in found.items() if value is not None} == {
        "type": "conversation_statistics", "last_admin_reply_at": talk.now(),
        "last_close_at": talk.now(), "last_closed_by_id": ADA, "count_reopens": 0,
        "count_assignments": 0, "count_conversation_parts": 3,
    }  # fmt: skip
    assert talk.conversation()["first_contact_reply"] is None
    made = talk.user()
    assert made["first_contact_reply"]["created_at"] == talk.now()
