"""Conversations: begun by a contact, read, updated."""

from typing import Any

import pytest
from conversing import ADA, Talk
from simulator_workspace import Workspace

from reconciler.simulator import Switches
from reconciler.simulator.conversation import parts
from reconciler.simulator.resources import conversations


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_a_contact_begins_a_conversation_and_the_answer_is_a_message(talk: Talk) -> None:
    answer = talk.say("Hello <b>there</b> & you")
    made = talk.get(f"/conversations/{answer['conversation_id']}")
    assert answer == {
        "type": "user_message", "id": made["source"]["id"], "created_at": talk.now(),
        "body": "Hello <b>there</b> & you", "message_type": "inapp",
        "conversation_id": made["id"],
    }  # fmt: skip
    assert made["source"]["body"] == "<p>Hello &lt;b&gt;there&lt;/b&gt; &amp; you</p>"


def test_a_new_conversation_waits_open_and_unread(talk: Talk) -> None:
    made = talk.conversation()
    assert made["source"]["delivered_as"] == "customer_initiated"
    assert made["source"]["author"] == {
        "type": "user", "id": talk.cleo, "name": "Cleo", "email": "cleo@example.com",
    }  # fmt: skip
    assert (made["state"], made["open"], made["read"]) == ("open", True, False)
    assert made["waiting_since"] == talk.now()
    assert made["first_contact_reply"]["created_at"] == talk.now()
    assert made["contacts"]["contacts"] == [
        {"type": "contact", "id": talk.cleo, "external_id": "70"}
    ]
    assert made["conversation_parts"] == {
        "type": "conversation_part.list", "conversation_parts": [], "total_count": 0,
    }  # fmt: skip
    assert talk.store.get("contact", talk.cleo)["last_replied_at"] == talk.now()


def test_a_conversation_can_be_backdated(talk: Talk) -> None:
    made = talk.say("Old", created_at=1_671_028_894)
    assert made["created_at"] == 1_671_028_894
    row = talk.store.get("conversation", made["conversation_id"])
    assert row["waiting_since"] == row["created_at"] == 1_671_028_894


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"body": ""}, 400, None),
        ({"body": None}, 400, None),
        ({"body": 5}, 400, "body"),
        ({"from": None}, 400, "type"),
        ({"from": "me"}, 400, "from"),
        ({"from": {"type": "admin", "id": ADA}}, 400, "type"),
        ({"created_at": "now"}, 400, "created_at"),
        ({"attachment_urls": ["https://x.example/a.png"] * 11}, 400, "attachment_urls"),
        ({"attachment_urls": "https://x.example"}, 400, "attachment_urls"),
        ({"attachment_urls": ["file:///etc/passwd"]}, 400, "attachment_urls"),
        ({"attachment_files": [{"name": "a"}]}, 400, "attachment_files"),
    ],
)
def test_a_beginning_that_is_none_is_refused(
    talk: Talk, fields: dict[str, Any], status: int, field: str | None
) -> None:
    answer = talk.say(**{"body": "Hello", **fields})
    assert talk.status == status
    assert answer["errors"][0].get("field") == field
    assert len(talk.store.rows("conversation")) == 1


def test_an_unknown_contact_begins_nothing(talk: Talk) -> None:
    answer = talk.say(contact="123_doesnt_exist")
    assert talk.refused(answer) == (404, "not_found", "User Not Found")


def test_a_plan_without_conversations_has_none_of_them() -> None:
    bare = Talk()
    bare.sim.switches = Switches(plan_without=frozenset({"conversations"}))
    refusal = (403, "api_plan_restricted", "Active subscription needed.")
    for answer in (bare.say, bare.conversation, bare.admin, lambda: bare.get("/conversations"),
                   lambda: bare.post("/conversations/search", {})):  # fmt: skip
        assert bare.refused(answer()) == refusal


def test_attachments_are_shown_with_the_first_message(talk: Talk) -> None:
    file = {"content_type": "text/plain", "data": "aGVsbG8gd29ybGQh", "name": "a.txt"}
    made = talk.say(attachment_urls=["https://x.example/p/cat.png?x=1"], attachment_files=[file])
    shown = talk.get(f"/conversations/{made['conversation_id']}")["source"]["attachments"]
    assert [(one["name"], one["content_type"]) for one in shown] == [
        ("cat.png", "image/png"), ("a.txt", "text/plain"),
    ]  # fmt: skip
    assert shown[1]["filesize"] == 12


def test_a_lead_without_name_and_email_is_shown_as_author(talk: Talk) -> None:
    lead = talk.store.create("contact", role="lead")["id"]
    made = talk.say(contact=lead)
    author = talk.get(f"/conversations/{made['conversation_id']}")["source"]["author"]
    assert author == {"type": "lead", "id": lead, "name": None, "email": ""}


def test_an_unknown_conversation_is_a_404_on_every_way(talk: Talk) -> None:
    for method, path in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/reply"),
                         ("POST", "/parts"), ("POST", "/customers"),
                         ("DELETE", "/customers/1")):  # fmt: skip
        body = {"type": "admin", "message_type": "note", "admin_id": ADA, "body": "x"}
        answer = talk.ask(method, f"/conversations/1{path}", body)
        assert talk.refused(answer) == (404, "not_found", "Resource Not Found"), path


def test_nobody_is_null_before_2_16_and_0_from_there_on(talk: Talk) -> None:
    for version, nobody in (("2.11", None), ("2.15", None), ("2.16", 0)):
        made = talk.conversation(version=version)
        assert (made["admin_assignee_id"], made["team_assignee_id"]) == (nobody, nobody)


@pytest.mark.parametrize(
    ("level", "version", "shown"),
    [("none", "2.15", "not_priority"), ("urgent", "2.15", "priority"), ("low", "2.11", "priority"),
     ("none", "2.16", "none"), ("urgent", "2.16", "urgent")],
)  # fmt: skip
def test_priorities_have_levels_from_2_16_on(
    talk: Talk, level: str, version: str, shown: str
) -> None:
    talk.store.edit("conversation", talk.id, priority=level)
    assert talk.conversation(version=version)["priority"] == shown


def test_plain_text_is_shown_when_it_is_asked_for(talk: Talk) -> None:
    body = '<p>See <a class="x" href="https://a.example/?b=1&amp;c">this &lt;page&gt;</a></p><p>Bye</p>'
    talk.admin(body)
    plain = talk.get(f"/conversations/{talk.id}?display_as=plaintext")
    (part,) = plain["conversation_parts"]["conversation_parts"]
    assert part["body"] == "See this <page> (https://a.example/?b=1&c)\nBye"
    assert plain["source"]["body"] == "Hello there"
    assert talk.parts()[0]["body"] == body


def test_the_500_newest_parts_are_shown_and_all_are_counted(talk: Talk) -> None:
    row = talk.store.get("conversation", talk.id)
    for number in range(503):
        parts.add(talk.store, row, parts.Part("note", {"type": "bot", "id": "1"}, f"Note {number}"))
    shown = talk.conversation()["conversation_parts"]
    assert len(shown["conversation_parts"]) == 500
    assert shown["conversation_parts"][0]["body"] == "Note 3"
    assert shown["total_count"] == 503


def test_an_update_changes_what_it_names(talk: Talk) -> None:
    talk.time += 10
    made = talk.put(f"/conversations/{talk.id}", {"read": True, "title": "Invoice"})
    assert (made["read"], made["title"], made["updated_at"]) == (True, "Invoice", talk.now())
    again = talk.put(f"/conversations/{talk.id}", {"title": ""})
    assert (again["read"], again["title"]) == (True, None)


def test_a_title_cannot_be_written_before_2_13(talk: Talk) -> None:
    path = f"/conversations/{talk.id}"
    assert talk.put(path, {"title": "Invoice"}, version="2.12")["title"] is None
    assert talk.put(path, {"title": "Invoice"}, version="2.13")["title"] == "Invoice"


def test_a_company_is_set_and_removed_by_its_id(talk: Talk) -> None:
    company = talk.store.create("company", company_id="acme", name="Acme")["id"]
    path = f"/conversations/{talk.id}"
    assert talk.put(path, {"company_id": company})["company"]["name"] == "Acme"
    assert "company" not in talk.conversation(version="2.14")
    for nobody in ("nil", None, ""):
        talk.put(path, {"company_id": company})
        assert talk.put(path, {"company_id": nobody})["company"] is None
    talk.put(path, {"company_id": company}, version="2.13")
    assert talk.conversation()["company"] is None
    answer = talk.put(path, {"company_id": "acme"})
    assert talk.refused(answer) == (404, "company_not_found", "Company Not Found")


def attribute(talk: Workspace, name: str, **fields: Any) -> Any:
    return talk.store.create("conversation_attribute", name=name, **fields)["id"]


def test_each_custom_attribute_that_is_written_leaves_a_part_of_the_bot(talk: Talk) -> None:
    attribute(talk, "issue_type")
    attribute(talk, "count", data_type="integer")
    given = {"issue_type": "Billing", "count": 5}
    made = talk.put(f"/conversations/{talk.id}", {"custom_attributes": given})
    assert made["custom_attributes"] == given
    one, other = talk.parts()
    assert one["part_type"] == other["part_type"] == "conversation_attribute_updated_by_admin"
    assert one["author"]["type"] == "bot"
    assert one["event_details"] == {"attribute": {"name": "issue_type"},
                                    "value": {"name": "Billing"}}  # fmt: skip
    assert other["event_details"]["value"] == {"name": "5"}
    talk.put(f"/conversations/{talk.id}", {"custom_attributes": {"count": None}})
    assert talk.parts()[2]["event_details"]["value"] == {"name": None}


def test_an_unknown_custom_attribute_is_refused_and_nothing_is_written(talk: Talk) -> None:
    answer = talk.put(f"/conversations/{talk.id}", {"read": True, "custom_attributes": {"x": 1}})
    assert talk.refused(answer) == (400, "parameter_invalid",
                                    "Custom attribute 'x' does not exist")  # fmt: skip
    assert talk.conversation()["read"] is False
    free = Talk(switches=Switches(conversation_attributes_checked=False))
    made = free.put(f"/conversations/{free.id}", {"custom_attributes": {"x": 1}})
    assert made["custom_attributes"] == {"x": 1}


def test_a_name_that_two_attributes_have_makes_every_update_of_attributes_fail(talk: Talk) -> None:
    twin = attribute(talk, "tier")
    attribute(talk, "tier")
    attribute(talk, "other")
    path, body = f"/conversations/{talk.id}", {"custom_attributes": {"other": "a"}}
    answer = talk.put(path, body)
    assert talk.refused(answer)[:2] == (400, "parameter_invalid")
    assert "tier" in answer["errors"][0]["message"]
    talk.put(path, {"read": True})
    assert talk.status == 200
    talk.store.edit("conversation_attribute", twin, archived=True)
    assert talk.put(path, body)["custom_attributes"] == {"other": "a"}


@pytest.mark.parametrize(
    "body",
    [{"read": "yes"}, {"title": 5}, {"company_id": 5}, {"custom_attributes": []}],
)
def test_an_update_with_values_of_the_wrong_type_is_refused(
    talk: Talk, body: dict[str, Any]
) -> None:
    answer = talk.put(f"/conversations/{talk.id}", body)
    assert talk.refused(answer)[:2] == (400, "parameter_invalid")


def test_conversations_of_a_merged_contact_are_those_of_the_other(talk: Talk) -> None:
    other = talk.store.create("contact", name="Cleo again")["id"]
    both = conversations.begun(talk.store, other, author={}, body="")["id"]
    talk.store.edit("conversation", both, contacts=[other, talk.cleo])
    apart = conversations.begun(talk.store, other, author={}, body="")["id"]
    conversations.hand_over(talk.store, merged=talk.cleo, into=other)
    found = [talk.store.get("conversation", key)["contacts"] for key in (talk.id, both, apart)]
    assert found == [[other], [other], [other]]


def test_a_contact_that_is_gone_stays_by_its_id(talk: Talk) -> None:
    talk.store.remove("contact", talk.cleo)
    (one,) = talk.conversation()["contacts"]["contacts"]
    assert one == {"type": "contact", "id": talk.cleo, "external_id": None}
    talk.admin("Still there?")
    assert talk.status == 200
