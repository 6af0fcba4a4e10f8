"""A workspace on its first day: its admins and teams, one help center, what ships with Intercom.

Decides only what is there before anybody did anything; seeding fills it.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.simulator.store import Store

ADMINS = (
    {"name": "Ada Bell", "email": "ada@example.com", "role": "Administrator"},
    {"name": "Ben Cole", "email": "ben@example.com"},
    {"name": "Cleo Dunn", "email": "cleo@example.com", "has_inbox_seat": False},
)
SEGMENTS = (("Active", "user", "contact"), ("New", "user", "contact"),
            ("Slipping Away", "user", "contact"), ("All Leads", "contact", "contact"),
            ("Active companies", "user", "company"))  # fmt: skip
SUBSCRIPTIONS = (
    ("Newsletters", "News once a month", "opt_out"),
    ("Product updates", "What is new and what changed", "opt_in"),
)
REASONS = (("☕", "On a break"), ("🗓", "In a meeting"))


def fill(store: Store, *, locales: Sequence[str], app_id: str, region: str, timezone: str) -> None:
    store.app = {
        "id_code": app_id,
        "name": "Simulated workspace",
        "created_at": store.now(),
        "secure": False,
        "identity_verification": False,
        "timezone": timezone,
        "region": region,
    }
    _people(store)
    store.create(
        "help_center",
        identifier="help",
        display_name="Help Center",
        host="help.example.com",
        locales=list(locales),
        default=True,
    )
    for name, person_type, of in SEGMENTS:
        store.create("segment", name=name, person_type=person_type, of=of)
    for name, description, consent in SUBSCRIPTIONS:
        store.create("subscription_type", name=name, description=description, consent_type=consent)


def _people(store: Store) -> None:
    """The admin without an inbox seat is in no team; one team is balanced by load."""
    ada, ben, _ = [int(store.create("admin", **one)["id"]) for one in ADMINS]
    store.create("team", name="Support", admin_ids=[ada, ben], distribution_method="round_robin")
    store.create("team", name="Success", admin_ids=[ben], distribution_method="load_balanced",
                 assignment_limit=10)  # fmt: skip
    for order, (emoji, label) in enumerate(REASONS, 1):
        store.create("away_status_reason", emoji=emoji, label=label, order=order)
