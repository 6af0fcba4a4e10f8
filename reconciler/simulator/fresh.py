"""A workspace on its first day: two admins and one help center.

Decides only what is there before anybody did anything; seeding fills it.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.simulator.store import Store

ADMINS = (("Ada Bell", "ada@example.com"), ("Ben Cole", "ben@example.com"))


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
    for name, email in ADMINS:
        store.create("admin", name=name, email=email)
    store.create(
        "help_center",
        identifier="help",
        display_name="Help Center",
        host="help.example.com",
        locales=list(locales),
        default=True,
    )
