"""A day with the people of a workspace."""

import pytest
from intercom import Intercom
from intercom.errors import NotFoundError
from sdk_story import refusal

from reconciler.simulator import Simulator


def test_the_token_tells_who_it_is_and_where(sdk: Intercom, simulator: Simulator) -> None:
    me = sdk.admins.identify()
    assert me is not None
    assert (me.type, me.name, me.email, me.email_verified) == (
        "admin", "Ada Bell", "ada@example.com", True,
    )  # fmt: skip
    assert me.app is not None
    assert (me.app.id_code, me.app.region, me.app.timezone) == (
        "sim00000", "US", "America/Los_Angeles",
    )  # fmt: skip


def test_admins_are_listed_and_found_one_by_one(sdk: Intercom) -> None:
    listed = sdk.admins.list().admins or []
    assert [one.email for one in listed if one][:2] == ["ada@example.com", "ben@example.com"]
    ben = sdk.admins.find(int(listed[1].id))
    assert ben is not None
    assert (ben.name, ben.has_inbox_seat, ben.team_ids) == ("Ben Cole", True, ben.team_ids)
    with pytest.raises(NotFoundError) as caught:
        sdk.admins.find(1)
    assert refusal(caught.value) == (404, "admin_not_found", "Admin not found")
