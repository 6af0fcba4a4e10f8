"""A day with the people of a workspace."""

from typing import Any

import pytest
from intercom import Intercom
from intercom.errors import NotFoundError
from sdk_story import own_admin, refusal

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


@pytest.mark.meets(
    "list of AwayStatusReason: object, not list",
    "Admin.away_status_reason_id: string, not integer",
)
def test_an_admin_goes_away_and_comes_back_and_the_log_knows(sdk: Intercom) -> None:
    key = own_admin(sdk)
    found: Any = sdk.away_status_reasons.list_away_status_reasons()
    reason = next(one for one in found["data"] if not one["deleted"])
    gone = sdk.admins.away(
        key,
        away_mode_enabled=True,
        away_mode_reassign=True,
        away_status_reason_id=int(reason["id"]),
    )
    assert gone is not None
    assert (gone.away_mode_enabled, gone.away_mode_reassign) == (True, True)
    read = sdk.admins.find(key)
    assert read is not None
    assert read.away_mode_enabled is True
    back = sdk.admins.away(key, away_mode_enabled=False, away_mode_reassign=False)
    assert back is not None
    assert back.away_mode_enabled is False
    logs = sdk.admins.list_all_activity_logs(created_at_after="1799999000").activity_logs or []
    assert [one.performed_by.id for one in logs if one and one.performed_by] == [str(key)] * 2
