"""A day with what is only read: teams, segments, subscription types."""

import pytest
from intercom import Intercom
from intercom.errors import NotFoundError

from reconciler.simulator import Simulator


def test_teams_are_listed_and_found(sdk: Intercom, simulator: Simulator) -> None:
    admins = [int(row["id"]) for row in simulator.store.rows("admin")]
    key = simulator.store.create("team", name="Billing", admin_ids=admins)["id"]
    assert (key, "Billing") in [(one.id, one.name) for one in sdk.teams.list().teams or []]
    found = sdk.teams.find(key)
    assert (found.type, found.name, found.admin_ids) == ("team", "Billing", admins)
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


def test_subscription_types_are_listed_with_their_texts(
    sdk: Intercom, simulator: Simulator
) -> None:
    simulator.store.create("subscription_type", name="Bulletin", description="Once a month")
    first = (sdk.subscription_types.list().data or [])[-1]
    assert first.default_translation is not None
    assert (first.type, first.state, first.consent_type) == ("subscription", "live", "opt_out")
    text = first.default_translation
    assert (text.name, text.description, text.locale) == ("Bulletin", "Once a month", "en")
    assert (first.translations, first.content_types) == ([text], ["email"])
