"""The contacts of a seeded workspace: who they are, and in which companies.

A quarter are leads. Every company but the hidden ones has at least one contact, as long as
no contact needs more than the thousand companies that it may have.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from reconciler.simulator import phrases
from reconciler.simulator.resources.contact_companies import LIMIT
from reconciler.simulator.store import Row, Store

DAY = 86_400
LEADS = 4
"""Every fourth."""
ALIKE = 40
"""Every fortieth contact is a lead with the e-mail of the user before."""


def fill(store: Store, count: int, *, random: Random, hidden: int) -> None:
    """Create the contacts and attach them; companies count them from now on."""
    shown = [row["id"] for row in store.rows("company")[hidden:]]
    tags = [row["id"] for row in store.rows("tag")]
    users: Counter[str] = Counter()
    for number in range(count):
        held = _companies(number, count, shown, random)
        users.update(held)
        fields = _user(number) if number % LEADS < LEADS - 1 else _lead(number)
        store.create(
            "contact", **fields, **_seen(store, random), companies=held,
            tags=random.sample(tags, min(len(tags), random.randrange(3))),
        )  # fmt: skip
    for row in store.rows("company"):
        store.set("company", row["id"], user_count=users[row["id"]])


def _companies(number: int, count: int, shown: list[str], random: Random) -> list[str]:
    """Its share of the companies; any one where there are fewer companies than contacts."""
    own = shown[number::count]
    if not own and shown:
        own = [random.choice(shown)]
    return own[:LIMIT]


def _user(number: int) -> Row:
    name = phrases.person(number)
    return {
        "role": "user", "external_id": f"user_{number:06d}", "name": name,
        "email": _address(number), "phone": f"+1555{number:07d}",
    }  # fmt: skip


def _lead(number: int) -> Row:
    alike = number % ALIKE == ALIKE - 1
    email = _address(number - 1) if alike else _address(number) if number % 2 else None
    return {"role": "lead", "name": phrases.person(number), "email": email}


def _address(number: int) -> str:
    given, _, family = phrases.person(number).partition(" ")
    return f"{given}.{family.replace(' ', '')}@company-{number}.example.com".lower()


def _seen(store: Store, random: Random) -> dict[str, Any]:
    created = store.now() - random.randrange(DAY, 900 * DAY)
    seen = random.randrange(created, store.now())
    city, country = random.choice(phrases.CITIES)
    device = {"browser": random.choice(phrases.BROWSERS), "location.city": city,
              "location.country": country}  # fmt: skip
    return {"created_at": created, "updated_at": seen, "signed_up_at": created,
            "last_seen_at": seen, "device": device}  # fmt: skip
