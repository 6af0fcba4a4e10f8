"""A day with companies."""

import pytest
from intercom import Intercom
from intercom.core.api_error import ApiError
from intercom.errors import NotFoundError
from intercom.types import (
    CreateOrUpdateCompanyRequest,
    TagCompanyRequest,
    TagCompanyRequestCompaniesItem,
    UpdateCompanyRequestBody,
)
from sdk_story import Clock, company, refusal, user

from reconciler.simulator import Simulator


def test_companies_are_upserted_read_changed_and_deleted(sdk: Intercom) -> None:
    made = sdk.companies.create_or_update(
        request=CreateOrUpdateCompanyRequest(
            company_id="acme", name="Acme", plan="Pro", size=40, website="acme.example",
            industry="Rockets", remote_created_at=1_700_000_000, monthly_spend=99,
        )
    )  # fmt: skip
    assert (made.company_id, made.name, made.size, made.monthly_spend) == ("acme", "Acme", 40, 99)
    assert made.plan is not None
    assert made.plan.name == "Pro"
    again = sdk.companies.create_or_update(
        request=CreateOrUpdateCompanyRequest(company_id="acme", name="Acme Inc")
    )
    assert (again.id, again.name, again.industry) == (made.id, "Acme Inc", "Rockets")
    changed = sdk.companies.update(made.id, request=UpdateCompanyRequestBody(size=41, plan="Max"))
    assert changed.plan is not None
    assert (changed.size, changed.plan.name, changed.name) == (41, "Max", "Acme Inc")
    by_name = sdk.companies.retrieve(name="Acme Inc")
    assert (by_name.type, by_name.id) == ("company", made.id)
    found = sdk.companies.retrieve(company_id="acme")
    assert (found.type, found.id) == ("company", made.id)
    gone = sdk.companies.delete(made.id)
    assert (gone.id, gone.object, gone.deleted) == (made.id, "company", True)


@pytest.mark.meets("OffsetPages.type: 'pages' is not known")
def test_the_pager_and_the_scroll_reach_every_company_with_a_contact(
    sdk: Intercom, simulator: Simulator
) -> None:
    for number in range(5):
        key = company(sdk, f"c{number}", name=f"Company {number}")
        simulator.store.edit("company", key, user_count=1, last_request_at=number)
    company(sdk, "hidden", name="Hidden")
    names = [f"Company {number}" for number in (4, 3, 2, 1, 0)]
    assert [one.name for one in sdk.companies.list(per_page=2)] == names
    assert [one.name for one in sdk.companies.list(per_page=2, order="asc")] == names[::-1]
    assert sorted(one.name for one in sdk.companies.scroll()) == names[::-1]


def test_a_second_scroll_waits_until_the_first_is_over(
    sdk: Intercom, clock: Clock, simulator: Simulator
) -> None:
    key = company(sdk, "acme", name="Acme")
    simulator.store.edit("company", key, user_count=1)
    first = sdk.companies.scroll()
    with pytest.raises(ApiError) as caught:
        sdk.companies.scroll()
    assert refusal(caught.value) == (
        400, "scroll_exists", "scroll already exists for this workspace",
    )  # fmt: skip
    clock.now += 61
    with pytest.raises(ApiError, match="scroll parameter not found"):
        first.next_page()
    assert [one.name for one in sdk.companies.scroll()] == ["Acme"]


@pytest.mark.meets("OffsetPages.type: 'pages' is not known")
def test_companies_are_filtered_by_tag(sdk: Intercom) -> None:
    key, other = company(sdk, "acme", name="Acme"), company(sdk, "zeta", name="Zeta")
    person = user(sdk, "u1")
    for one in (key, other):
        sdk.companies.attach_contact(person, company_id=one)
    tag = sdk.tags.create(
        request=TagCompanyRequest(name="VIP", companies=[TagCompanyRequestCompaniesItem(id=key)])
    )
    found = sdk.companies.retrieve(tag_id=tag.id)
    assert found.type == "list"
    assert [one.name for one in found.data or []] == ["Acme"]


@pytest.mark.meets("Company.name: missing")
def test_a_company_without_a_name_has_none(sdk: Intercom) -> None:
    made = sdk.companies.find(company(sdk, "acme"))
    assert (made.company_id, made.name) == ("acme", None)


def test_an_unknown_company_is_not_found(sdk: Intercom) -> None:
    with pytest.raises(NotFoundError) as caught:
        sdk.companies.find("5f8f8f8f8f8f8f8f8f8f8f8f")
    assert refusal(caught.value) == (404, "company_not_found", "Company Not Found")
