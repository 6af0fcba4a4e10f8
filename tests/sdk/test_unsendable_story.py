"""A day of work-arounds: what Intercom takes and the SDK cannot say, or says to nobody."""

import pytest
from intercom import Intercom
from intercom.conversations import CreateConversationRequestFrom
from intercom.core.api_error import ApiError
from intercom.types import (
    CreateDataAttributeRequestOne,
    CreateDataEventRequestWithUserId,
    CreateMessageRequest_Inapp,
    UpdateCompanyRequestBody,
)
from pydantic import ValidationError
from sdk_story import Clock, company, own_admin, refusal, user

from reconciler.simulator import Simulator, outbox


@pytest.mark.meets("data attributes: a request has no name and no model")
def test_a_data_attribute_is_named_by_keys_that_the_sdk_does_not_know(sdk: Intercom) -> None:
    assert set(CreateDataAttributeRequestOne.model_fields) == {"data_type"}
    fields = {"name": "seats", "model": "company"}
    request = CreateDataAttributeRequestOne(data_type="integer", **fields)
    assert sdk.data_attributes.create(request=request).model == "company"


@pytest.mark.meets("companies: an update takes texts alone as custom attributes")
def test_an_attribute_that_is_no_text_is_changed_by_the_upsert(sdk: Intercom) -> None:
    fields = {"name": "seats", "model": "company"}
    sdk.data_attributes.create(request=CreateDataAttributeRequestOne(data_type="integer", **fields))
    with pytest.raises(ValidationError, match=r"custom_attributes\.seats"):
        UpdateCompanyRequestBody(custom_attributes={"seats": 3})
    key = company(sdk, "acme", name="Acme", custom_attributes={"seats": 3})
    assert sdk.companies.find(key).custom_attributes == {"seats": 3}


@pytest.mark.meets("events: metadata of texts alone")
def test_an_event_with_an_amount_goes_as_plain_json(sdk: Intercom, simulator: Simulator) -> None:
    user(sdk, "u1")
    price = {"price": {"amount": 100, "currency": "eur"}}
    event = {"user_id": "u1", "event_name": "paid", "created_at": 1_799_990_000}
    with pytest.raises(ValidationError, match=r"metadata\.price"):
        CreateDataEventRequestWithUserId(metadata=price, **event)
    sdk.events.create(request={**event, "metadata": price})
    assert [row["metadata"] for row in simulator.store.rows("event")] == [price]


@pytest.mark.meets(
    "messages: one recipient, no copies",
    "additional_body_parameters: dropped where the body is a model",
)
def test_a_message_to_two_goes_as_plain_json(
    sdk: Intercom, simulator: Simulator, clock: Clock
) -> None:
    users = [{"type": "user", "id": user(sdk, key)} for key in ("u1", "u2")]
    clock.now += 600
    sender = {"type": "admin", "id": own_admin(sdk)}
    with pytest.raises(ValidationError, match="to"):
        CreateMessageRequest_Inapp(body="Hi", from_=sender, to=users)
    more = {"additional_body_parameters": {"to": users}}
    typed = CreateMessageRequest_Inapp(body="Hi", from_=sender, to=users[0])
    sdk.messages.create(request=typed, request_options=more)
    plain = {"message_type": "inapp", "body": "Hello", "from": sender, "to": users}
    sdk.messages.create(request=plain)
    got = [outbox.received(simulator.store, one["id"]) for one in users]
    assert [[one["body"] for one in each] for each in got] == [["Hi", "Hello"], ["Hello"]]


@pytest.mark.meets("conversations: assignment rules are run at a path that left after 2.11")
def test_assignment_rules_are_run_by_asking_for_2_11(sdk: Intercom) -> None:
    contact = CreateConversationRequestFrom(type="user", id=user(sdk, "u1"))
    key = sdk.conversations.create(from_=contact, body="Hello").conversation_id or ""
    with pytest.raises(ApiError) as caught:
        sdk.conversations.run_assignment_rules(key)
    assert refusal(caught.value)[:2] == (400, "intercom_version_invalid")
    older = {"additional_headers": {"Intercom-Version": "2.11"}}
    ruled = sdk.conversations.run_assignment_rules(key, request_options=older)
    assert (ruled.id, ruled.state) == (key, "open")
