"""Messages: every way to write one, whom they reach, and what comes of them."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

from reconciler.simulator import outbox
from reconciler.simulator.resources import messages
from reconciler.simulator.store import Row

ADA = {"type": "admin", "id": 991267451}
OLD = 1_700_000_000


def contact(workspace: Workspace, **fields: Any) -> str:
    """One that was made long ago."""
    given = {"email": "sam@example.com", "created_at": OLD, **fields}
    return str(workspace.store.create("contact", **given)["id"])


def to(*keys: str) -> Any:
    named = [{"type": "user", "id": key} for key in keys]
    return named[0] if len(named) == 1 else named


def email(*keys: str, **fields: Any) -> dict[str, Any]:
    said = {"message_type": "email", "subject": "Hello", "body": "Hi", "template": "plain"}
    return {**said, "from": ADA, "to": to(*keys), **fields}


def inapp(*keys: str, **fields: Any) -> dict[str, Any]:
    return {"message_type": "in_app", "body": "Hi", "from": ADA, "to": to(*keys), **fields}


def received(workspace: Workspace, key: str) -> list[Row]:
    return outbox.received(workspace.store, key)


def test_an_email_reaches_its_contact_once(workspace: Workspace) -> None:
    sam = contact(workspace)
    answer = workspace.post("/messages", email(sam))
    told = {name: answer[name] for name in ("type", "message_type", "subject", "body")}
    assert told == {"type": "admin_message", "message_type": "email", "subject": "Hello",
                    "body": "Hi"}  # fmt: skip
    assert answer["owner"]["id"] == "991267451"
    assert "conversation_id" not in answer
    delivery = received(workspace, sam)[0]
    assert (delivery["channel"], delivery["subject"], delivery["body"]) == ("email", "Hello", "Hi")
    assert (delivery["sender"], delivery["source"]) == ("991267451", f"message/{answer['id']}")
    assert workspace.store.get("contact", sam)["last_contacted_at"] == workspace.store.now()


def test_a_repeat_sends_again(workspace: Workspace) -> None:
    sam = contact(workspace)
    first, second = (workspace.post("/messages", email(sam)) for _ in range(2))
    assert first["id"] != second["id"]
    assert len(received(workspace, sam)) == 2


@pytest.mark.parametrize("spelled", ["in_app", "inapp", "conversation"])
def test_every_spelling_of_in_app_is_answered_as_inapp(workspace: Workspace, spelled: str) -> None:
    sam = contact(workspace)
    answer = workspace.post("/messages", inapp(sam, message_type=spelled))
    assert (answer["message_type"], answer["subject"]) == ("inapp", "Hi")
    assert [one["subject"] for one in received(workspace, sam)] == [None]


def test_only_what_is_described_may_be_taken(switched: Switched) -> None:
    workspace = switched(message_type_spelled_freely=False)
    sam = contact(workspace)
    assert workspace.post("/messages", inapp(sam))["message_type"] == "inapp"
    for spelled in ("inapp", "conversation"):
        answer = workspace.post("/messages", inapp(sam, message_type=spelled))
        assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


@pytest.mark.parametrize("body", ["", " ", None])
@pytest.mark.parametrize("make", [email, inapp])
def test_a_message_needs_a_body(workspace: Workspace, make: Any, body: Any) -> None:
    sam = contact(workspace)
    answer = workspace.post("/messages", make(sam, body=body))
    assert workspace.refused(answer) == (400, "parameter_invalid", "Body is required")
    assert received(workspace, sam) == []


def test_an_email_needs_a_subject(workspace: Workspace) -> None:
    body = {**email(contact(workspace)), "subject": None}
    refused = workspace.refused(workspace.post("/messages", body))
    message = "No subject supplied for email message"
    assert refused == (422, "parameter_not_found", message)


def test_the_template_is_one_of_two_and_may_be_left_out(workspace: Workspace) -> None:
    sam = contact(workspace)
    answer = workspace.post("/messages", email(sam, template="loud"))
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    assert workspace.post("/messages", email(sam, template=None))["type"] == "admin_message"


def test_the_template_may_be_required(switched: Switched) -> None:
    workspace = switched(message_template_required=True)
    sam = contact(workspace)
    answer = workspace.post("/messages", email(sam, template=None))
    assert workspace.refused(answer)[:2] == (400, "parameter_not_found")
    assert workspace.post("/messages", inapp(sam))["type"] == "admin_message"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"message_type": "fax"}, "parameter_invalid"),
        ({"message_type": None}, "parameter_invalid"),
        ({"from": {"type": "bot", "id": 1}}, "parameter_invalid"),
        ({"from": "Ada"}, "parameter_invalid"),
        ({"to": None}, "parameter_not_found"),
        ({"to": []}, "parameter_not_found"),
        ({"to": {"type": "user"}}, "parameter_not_found"),
        ({"to": {"type": "admin", "id": "1"}}, "parameter_invalid"),
        ({"to": ["sam"]}, "parameter_invalid"),
        ({"cc": "sam"}, "parameter_invalid"),
        ({"created_at": "yesterday"}, "parameter_invalid"),
        ({"create_conversation_without_contact_reply": "yes"}, "parameter_invalid"),
    ],
)
def test_what_cannot_be_a_message_is_refused_and_reaches_nobody(
    workspace: Workspace, fields: Any, code: str
) -> None:
    sam = contact(workspace)
    answer = workspace.post("/messages", inapp(sam, **fields))
    assert workspace.refused(answer)[:2] == (400, code)
    assert received(workspace, sam) == []
    assert workspace.store.rows("message") == []


def test_the_unknown_are_not_found(workspace: Workspace) -> None:
    sam = contact(workspace)
    answer = workspace.post("/messages", inapp("5f8f8f8f"))
    assert workspace.refused(answer) == (404, "not_found", "User Not Found")
    answer = workspace.post("/messages", inapp(sam, **{"from": {"type": "admin", "id": sam}}))
    assert workspace.refused(answer) == (404, "not_found", "Resource Not Found")
    archived = contact(workspace, archived=True)
    answer = workspace.post("/messages", inapp(sam, archived))
    assert workspace.refused(answer) == (404, "not_found", "User Not Found")
    assert received(workspace, sam) == []


def test_an_archived_contact_may_be_written_to(switched: Switched) -> None:
    workspace = switched(hidden_contacts_reachable=True)
    sam = contact(workspace, archived=True)
    assert workspace.post("/messages", inapp(sam))["type"] == "admin_message"


@pytest.mark.parametrize("named", [{"user_id": "70"}, {"email": "sam@example.com"}])
def test_a_contact_is_named_by_its_other_keys_too(
    workspace: Workspace, named: dict[str, str]
) -> None:
    sam = contact(workspace, external_id="70")
    workspace.post("/messages", inapp(to={"type": "user", **named}, **{"from": None}))
    assert [one["sender"] for one in received(workspace, sam)] == ["991267451"]
    answer = workspace.post("/messages", inapp(to={"type": "user", "user_id": "71"}))
    assert workspace.refused(answer)[:2] == (404, "not_found")


def test_a_new_contact_cannot_be_written_to_at_once(workspace: Workspace) -> None:
    sam = contact(workspace, created_at=workspace.store.now())
    answer = workspace.post("/messages", inapp(sam))
    assert workspace.refused(answer) == (404, "not_found", "User Not Found")
    workspace.time += 2
    assert workspace.post("/messages", inapp(sam))["type"] == "admin_message"


def test_a_new_contact_may_be_written_to_at_once(switched: Switched) -> None:
    workspace = switched(contact_messageable_after=0.0)
    sam = contact(workspace, created_at=workspace.store.now())
    assert workspace.post("/messages", inapp(sam))["type"] == "admin_message"


def test_recipients_copies_and_blind_copies_each_receive_it_once(workspace: Workspace) -> None:
    ann, bob, cid, dee = (contact(workspace, email=f"{one}@example.com") for one in "abcd")
    body = email(ann, bob, cc=to(bob, cid), bcc=to(dee))
    workspace.post("/messages", body, version="2.14")
    assert [len(received(workspace, one)) for one in (ann, bob, cid, dee)] == [1, 1, 1, 1]


@pytest.mark.parametrize("fields", [{"to": [{}]}, {"cc": {}}, {"bcc": []}])
def test_before_2_14_there_is_one_recipient(workspace: Workspace, fields: Any) -> None:
    sam = contact(workspace)
    answer = workspace.post("/messages", inapp(sam, **fields), version="2.13")
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    assert workspace.post("/messages", inapp(sam), version="2.13")["type"] == "admin_message"


def test_before_2_14_several_recipients_may_be_taken(switched: Switched) -> None:
    workspace = switched(message_lists_before_2_14="accept")
    ann, bob = contact(workspace), contact(workspace)
    workspace.post("/messages", inapp(ann, cc=to(bob)), version="2.11")
    assert [len(received(workspace, one)) for one in (ann, bob)] == [1, 1]


UNREACHABLE = [{"email": None}, {"unsubscribed_from_emails": True}, {"has_hard_bounced": True}]


@pytest.mark.parametrize("fields", UNREACHABLE)
def test_an_email_that_reaches_nobody_is_taken(workspace: Workspace, fields: Any) -> None:
    sam = contact(workspace, **fields)
    assert workspace.post("/messages", email(sam))["type"] == "admin_message"
    assert received(workspace, sam) == []
    workspace.post("/messages", inapp(sam))
    assert len(received(workspace, sam)) == 1


def test_an_email_that_does_not_reach_all_may_be_refused(switched: Switched) -> None:
    workspace = switched(undeliverable_message="refuse")
    ann, bob = contact(workspace), contact(workspace, unsubscribed_from_emails=True)
    answer = workspace.post("/messages", email(ann, bob))
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    assert received(workspace, ann) == []


def test_created_at_backdates(workspace: Workspace) -> None:
    answer = workspace.post("/messages", inapp(contact(workspace), created_at=1_590_000_000))
    assert answer["created_at"] == 1_590_000_000


def test_a_conversation_is_opened_where_it_is_asked_for(workspace: Workspace) -> None:
    ann, bob = contact(workspace), contact(workspace)
    flag = {"create_conversation_without_contact_reply": True}
    answer = workspace.post("/messages", email(ann, bob, **flag))
    found = workspace.get(f"/conversations/{answer['conversation_id']}")
    assert [one["id"] for one in found["contacts"]["contacts"]] == [ann, bob]
    assert found["source"]["id"] == answer["id"]
    assert (found["source"]["type"], found["source"]["subject"]) == ("email", "Hello")
    assert found["source"]["author"]["id"] == "991267451"
    assert len(workspace.store.rows("conversation")) == 1


def test_each_recipient_may_have_a_conversation(switched: Switched) -> None:
    workspace = switched(message_creates_conversation_per_recipient=True)
    ann, bob = contact(workspace), contact(workspace)
    flag = {"create_conversation_without_contact_reply": True}
    workspace.post("/messages", inapp(ann, bob, **flag))
    held = [one["contacts"] for one in workspace.store.rows("conversation")]
    assert held == [[ann], [bob]]


def test_there_is_no_conversation_until_a_contact_answers(workspace: Workspace) -> None:
    ann, bob = contact(workspace), contact(workspace)
    message = workspace.post("/messages", inapp(ann, bob))["id"]
    assert workspace.store.rows("conversation") == []
    first = messages.answered(workspace.store, message, ann, body="Yes?")
    again = messages.answered(workspace.store, message, ann, body="Hello?")
    other = messages.answered(workspace.store, message, bob, body="No.")
    assert first["id"] == again["id"] != other["id"]
    workspace.time += 60
    query = {"query": {"field": "source.id", "operator": "=", "value": message}}
    found = workspace.post("/conversations/search", query)["conversations"]
    assert {one["id"] for one in found} == {first["id"], other["id"]}
    parts = workspace.get(f"/conversations/{first['id']}")["conversation_parts"]
    bodies = [one["body"] for one in parts["conversation_parts"]]
    assert bodies == ["<p>Yes?</p>", "<p>Hello?</p>"]


@pytest.mark.parametrize("version", ["2.11", "2.16"])
def test_a_contact_writes_to_the_workspace(workspace: Workspace, version: str) -> None:
    sam = contact(workspace)
    body = {"from": {"type": "user", "id": sam}, "body": "heyy"}
    answer = workspace.post("/messages", body, version=version)
    assert (answer["type"], answer["message_type"]) == ("user_message", "inapp")
    found = workspace.get(f"/conversations/{answer['conversation_id']}")
    assert found["source"]["author"]["id"] == sam
    assert received(workspace, sam) == []


def test_from_2_12_only_admins_may_write(switched: Switched) -> None:
    workspace = switched(messages_from_contacts=False)
    body = {"from": {"type": "lead", "id": contact(workspace, role="lead")}, "body": "heyy"}
    answer = workspace.post("/messages", body, version="2.12")
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    assert workspace.post("/messages", body, version="2.11")["type"] == "user_message"


def test_messages_are_not_in_every_plan(switched: Switched) -> None:
    workspace = switched(plan_without=frozenset({"messages", "whatsapp"}))
    restricted = (403, "api_plan_restricted", "Active subscription needed.")
    assert workspace.refused(workspace.post("/messages", inapp(contact(workspace)))) == restricted
    for path in ("/messages/status?ruleset_id=1", "/messages/whatsapp/status?message_id=1"):
        assert workspace.refused(workspace.get(path)) == restricted


def test_whatsapp_is_known_from_2_16_and_in_no_plan(workspace: Workspace) -> None:
    body = inapp(contact(workspace), message_type="whatsapp")
    assert workspace.refused(workspace.post("/messages", body))[:2] == (403, "api_plan_restricted")
    answer = workspace.post("/messages", body, version="2.15")
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_the_status_of_whatsapp_messages(workspace: Workspace) -> None:
    error = {"message": "Message delivery failed", "details": "Not on WhatsApp"}
    for number, fields in enumerate(({"status": "failed", "error": error}, {}, {})):
        workspace.store.create("whatsapp_message", ruleset_id="7", created_at=number, **fields)
    found = workspace.get("/messages/whatsapp/status?message_id=wamid_000001")
    assert (found["status"], found["error"], found["message_id"]) == (
        "failed",
        error,
        "wamid_000001",
    )
    assert "error" not in workspace.get("/messages/whatsapp/status?message_id=wamid_000002")
    page = workspace.get("/messages/status?ruleset_id=7&per_page=2")
    assert (page["ruleset_id"], page["total_count"], len(page["events"])) == ("7", 3, 2)
    after = page["pages"]["next"]["starting_after"]
    rest = workspace.get(f"/messages/status?ruleset_id=7&per_page=2&starting_after={after}")
    assert [one["whatsapp_message_id"] for one in rest["events"]] == ["wamid_000001"]


def test_a_status_needs_to_be_asked_for_something(workspace: Workspace) -> None:
    for path in ("/messages/status", "/messages/whatsapp/status"):
        assert workspace.refused(workspace.get(path))[:2] == (400, "parameter_not_found")
    answer = workspace.get("/messages/whatsapp/status?message_id=wamid_9")
    assert workspace.refused(answer)[:2] == (404, "whatsapp_message_not_found")
