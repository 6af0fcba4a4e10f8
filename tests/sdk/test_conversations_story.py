"""A day with conversations."""

import pytest
from intercom import Intercom
from intercom.conversations import (
    AttachContactToConversationRequestCustomerIntercomUserId,
    ConversationsManageRequestBody_Assignment,
    ConversationsManageRequestBody_Close,
    ConversationsManageRequestBody_Open,
    ConversationsManageRequestBody_Snoozed,
    CreateConversationRequestFrom,
)
from intercom.errors import NotFoundError
from intercom.types import (
    AdminReplyConversationRequest,
    ContactReplyIntercomUserIdRequest,
    CreateOrUpdateTagRequest,
    MultipleFilterSearchRequest,
    RedactConversationRequest_ConversationPart,
    RedactConversationRequest_Source,
    SingleFilterSearchRequest,
    StartingAfterPaging,
)
from sdk_story import Clock, own_admin, user

from reconciler.simulator import Simulator, outbox

of_2_16 = pytest.mark.meets(
    "Conversation.priority: 'none' is not known",
    "Conversation.team_assignee_id: integer, not string",
    since=(2, 16),
)


def started(sdk: Intercom, contact: str, body: str = "Where is my order?") -> str:
    """The id of a new conversation."""
    sender = CreateConversationRequestFrom(type="user", id=contact)
    message = sdk.conversations.create(from_=sender, body=body)
    assert (message.type, message.body) == ("user_message", body)
    return message.conversation_id or ""


def parts(sdk: Intercom, key: str) -> list[tuple[str | None, str | None]]:
    found = sdk.conversations.find(key, display_as="plaintext").conversation_parts
    assert found is not None
    return [(one.part_type, one.body) for one in found.conversation_parts or []]


def contacts(sdk: Intercom, key: str) -> list[str | None]:
    found = sdk.conversations.find(key).contacts
    assert found is not None
    return [one.id for one in found.contacts or []]


@of_2_16
def test_a_contact_writes_an_admin_answers_and_both_read_it(
    sdk: Intercom, simulator: Simulator
) -> None:
    contact, admin = user(sdk, "u1"), own_admin(sdk)
    key = started(sdk, contact)
    read = sdk.conversations.find(key)
    assert read.source is not None
    assert (read.id, read.state, read.open) == (key, "open", True)
    assert read.source.body == "<p>Where is my order?</p>"
    assert contacts(sdk, key) == [contact]
    sdk.conversations.reply(
        key,
        request=AdminReplyConversationRequest(
            message_type="comment", admin_id=str(admin), body="On its way"
        ),
    )
    sdk.conversations.reply(
        key,
        request=AdminReplyConversationRequest(
            message_type="note", admin_id=str(admin), body="Check the depot"
        ),
    )
    last = sdk.conversations.reply(
        key, request=ContactReplyIntercomUserIdRequest(intercom_user_id=contact, body="Thanks")
    )
    assert last.id == key
    assert parts(sdk, key) == [
        ("comment", "On its way"), ("note", "Check the depot"), ("comment", "Thanks"),
    ]  # fmt: skip
    assert [one["sender"] for one in outbox.received(simulator.store, contact)] == [str(admin)]


@of_2_16
def test_a_conversation_is_assigned_snoozed_opened_and_closed(sdk: Intercom, clock: Clock) -> None:
    key, admin = started(sdk, user(sdk, "u1")), str(own_admin(sdk))
    manage = sdk.conversations.manage
    taken = manage(
        key,
        request=ConversationsManageRequestBody_Assignment(
            type="admin", admin_id=admin, assignee_id=admin
        ),
    )
    assert taken.admin_assignee_id == int(admin)
    until = int(clock.now) + 3600
    asleep = manage(
        key, request=ConversationsManageRequestBody_Snoozed(admin_id=admin, snoozed_until=until)
    )
    assert (asleep.state, asleep.snoozed_until) == ("snoozed", until)
    awake = manage(key, request=ConversationsManageRequestBody_Open(admin_id=admin))
    assert (awake.state, awake.snoozed_until) == ("open", None)
    done = manage(key, request=ConversationsManageRequestBody_Close(admin_id=admin))
    assert (done.state, done.open) == ("closed", False)
    again = sdk.conversations.find(key)
    assert again.statistics is not None
    assert (again.state, again.statistics.count_assignments) == ("closed", 1)


@of_2_16
@pytest.mark.meets("Conversation.team_assignee_id: integer, not string")
def test_a_conversation_is_given_to_a_team_and_back(sdk: Intercom) -> None:
    key, admin = started(sdk, user(sdk, "u1")), str(own_admin(sdk))
    team = (sdk.teams.list().teams or [])[0].id or ""
    taken = sdk.conversations.manage(
        key,
        request=ConversationsManageRequestBody_Assignment(
            type="team", admin_id=admin, assignee_id=team
        ),
    )
    assert taken.team_assignee_id == int(team)
    nobody = ConversationsManageRequestBody_Assignment(type="team", admin_id=admin, assignee_id="0")
    assert not sdk.conversations.manage(key, request=nobody).team_assignee_id


@of_2_16
def test_a_conversation_is_titled_read_tagged_and_untagged(sdk: Intercom) -> None:
    key, admin = started(sdk, user(sdk, "u1")), str(own_admin(sdk))
    told = sdk.conversations.update(key, read=True, title="Late order")
    assert (told.title, told.read) == ("Late order", True)
    tag = sdk.tags.create(request=CreateOrUpdateTagRequest(name="Logistics"))
    put = sdk.tags.tag_conversation(key, tag_id=tag.id, admin_id=admin)
    assert (put.id, put.name) == (tag.id, "Logistics")
    held = sdk.conversations.find(key).tags
    assert held is not None
    assert [one.id for one in held.tags or []] == [tag.id]
    assert sdk.tags.untag_conversation(key, tag.id, admin_id=admin).id == tag.id
    left = sdk.conversations.find(key).tags
    assert left is not None
    assert left.tags == []


@of_2_16
def test_a_second_contact_joins_and_leaves(sdk: Intercom) -> None:
    first, second = user(sdk, "u1"), user(sdk, "u2")
    key, admin = started(sdk, first), str(own_admin(sdk))
    customer = AttachContactToConversationRequestCustomerIntercomUserId(intercom_user_id=second)
    sdk.conversations.attach_contact_as_admin(key, admin_id=admin, customer=customer)
    assert contacts(sdk, key) == [first, second]
    sdk.conversations.detach_contact_as_admin(key, second, admin_id=admin)
    assert contacts(sdk, key) == [first]


@of_2_16
def test_what_should_not_have_been_written_is_redacted(sdk: Intercom) -> None:
    key, admin = started(sdk, user(sdk, "u1"), "My card is 4111"), str(own_admin(sdk))
    sdk.conversations.reply(
        key,
        request=AdminReplyConversationRequest(message_type="note", admin_id=admin, body="4111"),
    )
    read = sdk.conversations.find(key)
    assert read.conversation_parts is not None
    assert read.source is not None
    part = (read.conversation_parts.conversation_parts or [])[0].id or ""
    redact = sdk.conversations.redact_conversation_part
    redact(
        request=RedactConversationRequest_ConversationPart(
            conversation_id=key, conversation_part_id=part
        )
    )
    told = redact(
        request=RedactConversationRequest_Source(conversation_id=key, source_id=read.source.id)
    )
    assert told.source is not None
    assert told.conversation_parts is not None
    texts = (told.source, *(told.conversation_parts.conversation_parts or []))
    assert [(one.redacted, "4111" in (one.body or "")) for one in texts] == [(True, False)] * 2


@of_2_16
def test_the_pager_reaches_every_conversation_once(sdk: Intercom) -> None:
    contact = user(sdk, "u1")
    made = [started(sdk, contact, f"Question {number}") for number in range(5)]
    pager = sdk.conversations.list(per_page=2)
    assert sorted(one.id or "" for one in pager) == sorted(made)
    assert pager.response.total_count == 5


@of_2_16
def test_conversations_are_found_by_what_is_in_them(sdk: Intercom, clock: Clock) -> None:
    contact, other = user(sdk, "u1"), user(sdk, "u2")
    late = started(sdk, contact)
    started(sdk, other, "Is there a discount?")
    clock.now += 3600  # the index of the search lags
    query = MultipleFilterSearchRequest(
        operator="AND",
        value=[
            SingleFilterSearchRequest(field="source.body", operator="~", value="order"),
            SingleFilterSearchRequest(field="open", operator="=", value="true"),
        ],
    )
    found = sdk.conversations.search(query=query, pagination=StartingAfterPaging(per_page=5))
    assert [one.id for one in found.items or []] == [late]
    assert found.response.total_count == 1


def test_a_deleted_conversation_is_not_found(sdk: Intercom) -> None:
    key = started(sdk, user(sdk, "u1"))
    gone = sdk.conversations.delete_conversation(int(key))
    assert (gone.id, gone.object, gone.deleted) == (key, "conversation", True)
    with pytest.raises(NotFoundError):
        sdk.conversations.find(key)
