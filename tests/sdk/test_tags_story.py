"""A day with tags."""

import pytest
from intercom import Intercom
from intercom.errors import NotFoundError
from intercom.types import (
    CreateOrUpdateTagRequest,
    TagCompanyRequest,
    TagCompanyRequestCompaniesItem,
    TagMultipleUsersRequest,
    TagMultipleUsersRequestUsersItem,
    UntagCompanyRequest,
    UntagCompanyRequestCompaniesItem,
)
from sdk_story import company, refusal, user

from reconciler.simulator import Simulator


def test_tags_are_created_found_renamed_listed_and_deleted(sdk: Intercom) -> None:
    vip = sdk.tags.create(request=CreateOrUpdateTagRequest(name="VIP"))
    again = sdk.tags.create(request=CreateOrUpdateTagRequest(name="vip"))
    assert (vip.type, vip.name, again.id, again.name) == ("tag", "VIP", vip.id, "VIP")
    renamed = sdk.tags.create(request=CreateOrUpdateTagRequest(name="Very important", id=vip.id))
    assert (renamed.id, sdk.tags.find(vip.id).name) == (vip.id, "Very important")
    beta = sdk.tags.create(request=CreateOrUpdateTagRequest(name="Beta"))
    assert [(one.id, one.name) for one in sdk.tags.list().data or []] == [
        (vip.id, "Very important"),
        (beta.id, "Beta"),
    ]
    sdk.tags.delete(vip.id)
    assert [one.name for one in sdk.tags.list().data or []] == ["Beta"]
    with pytest.raises(NotFoundError) as caught:
        sdk.tags.find(vip.id)
    assert refusal(caught.value) == (404, "not_found", "Resource Not Found")


def held(sdk: Intercom, key: str) -> list[tuple[str, str]]:
    """Ids and names of a company's tags, which the SDK leaves untyped (CompanyTags.tags: Any)."""
    found = sdk.companies.find(key).tags
    assert found is not None
    return [(one["id"], one["name"]) for one in found.tags or []]


def test_a_company_is_tagged_and_untagged_by_the_names_of_both(sdk: Intercom) -> None:
    acme = company(sdk, "acme", name="Acme")
    tag = sdk.tags.create(
        request=TagCompanyRequest(
            name="VIP", companies=[TagCompanyRequestCompaniesItem(company_id="acme")]
        )
    )
    assert held(sdk, acme) == [(tag.id, "VIP")]
    sdk.tags.create(
        request=UntagCompanyRequest(
            name="VIP", companies=[UntagCompanyRequestCompaniesItem(company_id="acme", untag=True)]
        )
    )
    assert held(sdk, acme) == []


def test_contacts_are_tagged_by_the_name_of_a_tag(sdk: Intercom) -> None:
    first, second = user(sdk, "u1"), user(sdk, "u2")
    users = [TagMultipleUsersRequestUsersItem(id=one) for one in (first, second)]
    tag = sdk.tags.create(request=TagMultipleUsersRequest(name="VIP", users=users))
    for key in (first, second):
        assert [one.id for one in sdk.contacts.list_attached_tags(key).data or []] == [tag.id]


def test_a_tag_that_a_segment_uses_stays(sdk: Intercom, simulator: Simulator) -> None:
    tag = sdk.tags.create(request=CreateOrUpdateTagRequest(name="VIP"))
    simulator.store.edit("tag", tag.id, dependents="Segments: Seg 1")
    with pytest.raises(Exception, match="Segments: Seg 1"):
        sdk.tags.delete(tag.id)
    assert sdk.tags.find(tag.id).name == "VIP"
