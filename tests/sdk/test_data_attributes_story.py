"""A day with data attributes."""

import pytest
from intercom import Intercom
from intercom.errors import BadRequestError, NotFoundError
from intercom.types import (
    CreateDataAttributeRequestOne,
    CreateDataAttributeRequestOptions,
    CreateDataAttributeRequestOptionsOptionsItem,
    UpdateDataAttributeRequestOptions,
    UpdateDataAttributeRequestOptionsOptionsItem,
)
from sdk_story import refusal

from reconciler.simulator import Simulator


def plain(name: str, data_type: str = "string") -> CreateDataAttributeRequestOne:
    """The SDK's model has only data_type; the rest passes because it lets any key pass."""
    fields = {"name": name, "model": "contact", "description": f"The {name}"}
    return CreateDataAttributeRequestOne(data_type=data_type, **fields)


def names(sdk: Intercom, **options: object) -> list[str]:
    found = sdk.data_attributes.list(model="contact", **options).data or []
    return [one.name for one in found if one.custom]


def test_attributes_are_created_described_listed_and_archived(sdk: Intercom) -> None:
    seats = sdk.data_attributes.create(request=plain("seats", "integer"))
    assert (seats.name, seats.full_name, seats.data_type, seats.model, seats.custom) == (
        "seats", "custom_attributes.seats", "integer", "contact", True,
    )  # fmt: skip
    sdk.data_attributes.create(request=plain("renewed", "date"))
    assert names(sdk) == ["seats", "renewed"]
    body = {"description": "Paid seats"}
    told = sdk.data_attributes.update(seats.id or 0, request=body)
    assert (told.id, told.description, told.archived) == (seats.id, "Paid seats", False)
    gone = sdk.data_attributes.update(seats.id or 0, request={"archived": True})
    assert gone.archived is True
    assert names(sdk) == ["renewed"]
    assert names(sdk, include_archived=True) == ["seats", "renewed"]


def test_options_are_written_as_objects_and_read_as_texts(sdk: Intercom) -> None:
    item = CreateDataAttributeRequestOptionsOptionsItem
    body = {"name": "tier", "model": "company"}
    tier = sdk.data_attributes.create(
        request=CreateDataAttributeRequestOptions(
            data_type="options", options=[item(value="free"), item(value="pro")], **body
        )
    )
    assert (tier.data_type, tier.options) == ("string", ["free", "pro"])
    changed = sdk.data_attributes.update(
        tier.id or 0,
        request=UpdateDataAttributeRequestOptions(
            options=[
                UpdateDataAttributeRequestOptionsOptionsItem(value=one) for one in ("free", "max")
            ]
        ),
    )
    assert changed.options == ["free", "max"]


def test_built_in_attributes_are_listed_without_an_id(sdk: Intercom) -> None:
    found = sdk.data_attributes.list(model="company").data or []
    size = next(one for one in found if one.name == "size")
    assert (size.id, size.custom, size.label) == (None, False, "Company size")


def test_a_name_is_unique_across_contacts_and_companies(sdk: Intercom) -> None:
    sdk.data_attributes.create(request=plain("tier"))
    other = CreateDataAttributeRequestOne(data_type="string", name="tier", model="company")
    with pytest.raises(BadRequestError) as caught:
        sdk.data_attributes.create(request=other)
    assert refusal(caught.value)[2] == (
        "You already have 'tier' in your people data. "
        "To save this as new company data, use a different name."
    )


def test_what_is_unknown_or_in_use_is_refused(sdk: Intercom, simulator: Simulator) -> None:
    with pytest.raises(NotFoundError) as missing:
        sdk.data_attributes.update(12345, request={"archived": True})
    assert refusal(missing.value)[:2] == (404, "field_not_found")
    used = sdk.data_attributes.create(request=plain("seats"))
    simulator.store.edit("data_attribute", used.id, dependents=True)
    with pytest.raises(Exception, match="dependant object") as caught:
        sdk.data_attributes.update(used.id or 0, request={"archived": True})
    assert caught.value.status_code == 422
