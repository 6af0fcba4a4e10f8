"""A day with events and messages."""

from typing import Any

import pytest
from intercom import Intercom
from intercom.core.api_error import ApiError
from intercom.events import CreateDataEventSummariesRequestEventSummaries
from intercom.types import (
    CreateDataEventRequestWithEmail,
    CreateDataEventRequestWithId,
    CreateDataEventRequestWithUserId,
    CreateMessageRequest_Email,
    CreateMessageRequest_Inapp,
    CreateMessageRequestFrom,
    CreateMessageRequestTo,
)
from sdk_story import Clock, own_admin, refusal, user

from reconciler.simulator import Simulator, outbox

AT = 1_799_990_000


def test_events_are_submitted_by_any_identity_once_and_summed_up(sdk: Intercom) -> None:
    key = user(sdk, "u1")
    sdk.contacts.update(key, email="jo@example.com")
    send = sdk.events.create
    send(request=CreateDataEventRequestWithId(id=key, event_name="ordered", created_at=AT))
    again = CreateDataEventRequestWithUserId(user_id="u1", event_name="ordered", created_at=AT)
    send(request=again)
    send(
        request=CreateDataEventRequestWithEmail(
            email="jo@example.com", event_name="ordered", created_at=AT + 60
        )
    )
    told = sdk.events.list(type="user", user_id="u1", summary=True)
    assert (told.type, told.user_id, told.intercom_user_id) == ("event.summary", "u1", key)
    assert [(one.name, one.count) for one in told.events if one] == [("ordered", 2)]


@pytest.mark.meets("DataEventSummary.type: 'event.list' is not known")
def test_single_events_are_listed_as_what_the_sdk_does_not_type(sdk: Intercom) -> None:
    key = user(sdk, "u1")
    for number in range(3):
        sdk.events.create(
            request=CreateDataEventRequestWithId(
                id=key, event_name="ordered", created_at=AT + number
            )
        )
    told: Any = sdk.events.list(type="user", intercom_user_id=key, per_page=2)
    assert [one.created_at for one in told.events] == [AT + 2, AT + 1]
    assert told.pages["next"]


def test_an_event_of_nobody_is_not_found(sdk: Intercom) -> None:
    with pytest.raises(ApiError) as caught:
        sdk.events.create(
            request=CreateDataEventRequestWithUserId(
                user_id="nobody", event_name="ordered", created_at=AT
            )
        )
    assert refusal(caught.value) == (404, "not_found", "User Not Found")


def test_summaries_are_taken_over(sdk: Intercom) -> None:
    user(sdk, "u1")
    sdk.events.summaries(
        user_id="u1",
        event_summaries=CreateDataEventSummariesRequestEventSummaries(
            event_name="ordered", count=7, first=AT - 100, last=AT
        ),
    )
    told = sdk.events.list(type="user", user_id="u1", summary=True)
    assert [(one.name, one.count) for one in told.events if one] == [("ordered", 7)]


def test_messages_reach_a_contact_in_the_app_and_by_email(
    sdk: Intercom, simulator: Simulator, clock: Clock
) -> None:
    key, admin = user(sdk, "u1"), own_admin(sdk)
    sdk.contacts.update(key, email="jo@example.com")
    clock.now += 600  # a contact can be written to a little after it was made
    sender, to = CreateMessageRequestFrom(id=admin), CreateMessageRequestTo(type="user", id=key)
    hello = sdk.messages.create(request=CreateMessageRequest_Inapp(body="Hi", from_=sender, to=to))
    assert (hello.type, hello.message_type, hello.body) == ("admin_message", "inapp", "Hi")
    mail = sdk.messages.create(
        request=CreateMessageRequest_Email(
            subject="Welcome", body="Hello", template="plain", from_=sender, to=to
        )
    )
    assert (mail.message_type, mail.subject) == ("email", "Welcome")
    got = [(one["channel"], one["subject"]) for one in outbox.received(simulator.store, key)]
    assert got == [("inapp", None), ("email", "Welcome")]


def test_a_message_to_nobody_is_refused(sdk: Intercom) -> None:
    sender = CreateMessageRequestFrom(id=own_admin(sdk))
    to = CreateMessageRequestTo(type="user", id="5f8f8f8f8f8f8f8f8f8f8f8f")
    with pytest.raises(ApiError) as caught:
        sdk.messages.create(request=CreateMessageRequest_Inapp(body="Hi", from_=sender, to=to))
    assert refusal(caught.value) == (404, "not_found", "User Not Found")


@pytest.mark.meets(
    "Conversation.priority: 'none' is not known",
    "Conversation.team_assignee_id: integer, not string",
    since=(2, 16),
)
def test_a_message_opens_a_conversation_where_it_is_asked_to(sdk: Intercom, clock: Clock) -> None:
    key, admin = user(sdk, "u1"), own_admin(sdk)
    clock.now += 600
    sdk.messages.create(
        request=CreateMessageRequest_Inapp(
            body="Hi",
            from_=CreateMessageRequestFrom(id=admin),
            to=CreateMessageRequestTo(type="user", id=key),
            create_conversation_without_contact_reply=True,
        )
    )
    found = sdk.conversations.list().items or []
    assert [one.source.body for one in found if one.source] == ["<p>Hi</p>"]
