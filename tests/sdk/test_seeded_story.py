"""A day of reading: everything that a seeded workspace holds passes through the SDK's models."""

import pytest
from intercom import Intercom
from intercom.types import SingleFilterSearchRequest, StartingAfterPaging

from reconciler.simulator import Simulator, seed


@pytest.mark.meets("OffsetPages.type: 'pages' is not known")
def test_the_help_center_of_a_seeded_workspace_is_read_whole(
    sdk: Intercom, simulator: Simulator
) -> None:
    seed(simulator, articles=60, collections=12, companies=0, locales=("en", "fr"))
    articles = list(sdk.articles.list(per_page=50))
    assert len({one.id for one in articles}) == 60
    assert {one.state for one in articles} == {"published", "draft"}
    assert len(list(sdk.help_centers.collections.list())) == 12


@pytest.mark.meets("OffsetPages.type: 'pages' is not known")
def test_the_people_of_a_seeded_workspace_are_read_whole(
    sdk: Intercom, simulator: Simulator
) -> None:
    seed(simulator, articles=0, collections=0, companies=40, hidden=5, contacts=60)
    assert len({one.id for one in sdk.companies.list(per_page=30)}) == 35
    assert len({one.id for one in sdk.companies.scroll()}) == 35
    contacts = list(sdk.contacts.list(per_page=25))
    assert len({one.id for one in contacts}) == 60
    assert len(sdk.tags.list().data or []) == 120
    found = sdk.contacts.search(
        query=SingleFilterSearchRequest(field="role", operator="=", value="user"),
        pagination=StartingAfterPaging(per_page=150),
    )
    assert len(found.items or []) == sum(one.role == "user" for one in contacts)
    custom = [one for one in sdk.data_attributes.list().data or [] if one.custom]
    assert len(custom) == 30
