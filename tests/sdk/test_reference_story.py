"""A day with what is only read: teams, segments, subscription types."""

import pytest
from intercom import Intercom
from intercom.errors import NotFoundError

from reconciler.simulator import Simulator


def test_teams_are_listed_and_found(sdk: Intercom, simulator: Simulator) -> None:
    admins = [int(row["id"]) for row in simulator.store.rows("admin")]
    key = simulator.store.create("team", name="Support", admin_ids=admins)["id"]
    assert [(one.id, one.name) for one in sdk.teams.list().teams or []] == [(key, "Support")]
    found = sdk.teams.find(key)
    assert (found.type, found.name, found.admin_ids) == ("team", "Support", admins)
    with pytest.raises(NotFoundError):
        sdk.teams.find("1")


def test_segments_are_listed_counted_and_found(sdk: Intercom, simulator: Simulator) -> None:
    key = simulator.store.create("segment", name="Active", person_type="user")["id"]
    listed = sdk.segments.list(include_count=True).segments or []
    found = next(one for one in listed if one.id == key)
    assert (found.type, found.name, found.person_type, found.count) == (
        "segment", "Active", "user", 0,
    )  # fmt: skip
    assert sdk.segments.find(key).name == "Active"
    with pytest.raises(NotFoundError):
        sdk.segments.find("1")


def test_subscription_types_are_listed_with_their_texts(sdk: Intercom) -> None:
    first = (sdk.subscription_types.list().data or [])[0]
    assert first.default_translation is not None
    assert (first.type, first.state, first.consent_type) == ("subscription", "live", "opt_out")
    assert first.default_translation.locale == "en"
