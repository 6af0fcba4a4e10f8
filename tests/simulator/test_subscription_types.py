"""Subscription types: the two of the first day, with their translations."""

from simulator_workspace import Workspace


def test_every_type_has_its_consent_and_its_default_translation(workspace: Workspace) -> None:
    german = {"name": "Neuigkeiten", "description": "", "locale": "de"}
    first = workspace.store.rows("subscription_type")[0]["id"]
    workspace.store.edit("subscription_type", first, translations=[german])
    newsletters, updates = workspace.get("/subscription_types")["data"]
    own = {"name": "Newsletters", "description": "News once a month", "locale": "en"}
    assert newsletters == {
        "type": "subscription",
        "id": "135",
        "state": "live",
        "consent_type": "opt_out",
        "default_translation": own,
        "translations": [own, german],
        "content_types": ["email"],
    }
    assert updates["consent_type"] == "opt_in"
