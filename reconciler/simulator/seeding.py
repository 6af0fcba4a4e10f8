"""A believable workspace, the same for the same numbers: for demos, tests and benchmarks.

Fills the store directly, as years of use would have; nothing of it appears in the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from reconciler.simulator import people, phrases
from reconciler.simulator.bodies import rewritten
from reconciler.simulator.bodies.setting import Setting
from reconciler.simulator.resources import admins, help_centers
from reconciler.simulator.simulator import Simulator
from reconciler.simulator.store import Row, Store

DAY = 86_400
AGE = 900
LEVELS = 3
PUBLISHED = 0.9


def seed(
    simulator: Simulator,
    *,
    articles: int = 600,
    collections: int = 40,
    tags: int = 120,
    companies: int = 9000,
    attributes: int = 30,
    locales: Sequence[str] = ("en",),
    twins: int = 2,
    hidden: int = 25,
    contacts: int = 0,
    seed: int = 1,
) -> None:
    """Fill the workspace. `twins`: articles with title and place of another one;
    `hidden`: companies without a contact, which no list shows. `contacts`: with none, companies
    have their numbers of users all the same; otherwise those of the contacts that are attached.
    """
    random = Random(seed)  # noqa: S311 - content, no secret
    store = simulator.store
    with store.work():  # one piece: a file follows at the end
        store.set("help_center", help_centers.default(store)["id"], locales=list(locales))
        _tags(store, tags)
        _attributes(store, attributes)
        _collections(store, collections, random=random, locales=locales[1:])
        _articles(simulator, articles, random=random, locales=locales[1:])
        _twins(store, min(twins, articles))
        _companies(store, companies, random=random, hidden=hidden)
        if contacts:
            people.fill(store, contacts, random=random, hidden=hidden)
        store.settle()


def _aged(store: Store, random: Random) -> dict[str, int]:
    created = store.now() - random.randrange(DAY, AGE * DAY)
    return {"created_at": created, "updated_at": random.randrange(created, store.now())}


def _tags(store: Store, count: int) -> None:
    for number in range(count):
        store.create("tag", name=phrases.numbered(phrases.TAGS, number))


def _attributes(store: Store, count: int) -> None:
    admin = admins.own(store)["id"]
    for number in range(count):
        name, kind = phrases.attribute(number)
        options = list(phrases.OPTIONS) if kind == "options" else None
        model = "contact" if number % 3 == 2 else "company"  # noqa: PLR2004 - every third
        fields = {"name": name, "model": model, "data_type": kind, "options": options}
        store.create("data_attribute", **fields, admin_id=admin)


def _collections(store: Store, count: int, *, random: Random, locales: Sequence[str]) -> None:
    """A tree: a quarter at the top, the rest below what is there and has a level left."""
    depth: dict[str | None, int] = {None: 0}
    order: dict[str | None, int] = {}
    for number in range(count):
        open_ones = [key for key, level in depth.items() if key and level < LEVELS]
        parent = random.choice(open_ones) if number > count // 4 and open_ones else None
        order[parent] = order.get(parent, 0) + 1
        name = phrases.numbered(phrases.COLLECTIONS, number)
        texts = {one: {"name": f"{name} ({one})", "description": ""} for one in locales}
        row = store.create(
            "collection", name=name, description=f"All about {name.lower()}", parent_id=parent,
            order=order[parent], translations=texts, **_aged(store, random),
        )  # fmt: skip
        depth[row["id"]] = depth[parent] + 1


def _articles(simulator: Simulator, count: int, *, random: Random, locales: Sequence[str]) -> None:
    store = simulator.store
    switches = replace(simulator.switches, nested_lists=True)  # or bodies would be refused
    setting = Setting(switches, store.count, store.app["region"])
    places = [row["id"] for row in store.rows("collection")] or [None]
    authors = [int(row["id"]) for row in store.rows("admin")]
    for number in range(count):
        fields = {"author_id": random.choice(authors), "state": _state(random)}
        own = _content(number, setting, random)
        times = _aged(store, random)
        others = {one: {**own, "title": f"{own['title']} ({one})", **fields, **times}
                  for one in locales}  # fmt: skip
        store.create(
            "article", **own, **fields, **times, translations=others,
            parent_id=places[number % len(places)],
            created_by_id=fields["author_id"], updated_by_id=fields["author_id"],
        )  # fmt: skip


def _state(random: Random) -> str:
    return "published" if random.random() < PUBLISHED else "draft"


def _content(number: int, setting: Setting, random: Random) -> dict[str, str]:
    title = phrases.title(number)
    html = phrases.body(title, number, random=random)
    body = rewritten(html, setting) if setting.switches.body_rewriting else html
    return {"title": title, "description": f"{title}, step by step", "body": body}


def _twins(store: Store, count: int) -> None:
    rows: list[Row] = store.rows("article")
    for one, other in zip(rows[:count], rows[::-1], strict=False):
        store.set("article", other["id"], title=one["title"], parent_id=one["parent_id"])


def _companies(store: Store, count: int, *, random: Random, hidden: int) -> None:
    tags = [row["id"] for row in store.rows("tag")]
    rows = store.rows("data_attribute")
    attributes = [row for row in rows if row["model"] == "company"]
    for name in phrases.PLANS:
        if store.by("plan", name) is None:
            store.create("plan", name=name)
    for number in range(count):
        held = random.sample(attributes, min(2, len(attributes)))
        store.create(
            "company",
            company_id=f"acct_{number:05d}",
            name=phrases.company(number),
            plan=random.choice(phrases.PLANS),
            size=random.randrange(1, 5000),
            website=f"https://company-{number}.example.com",
            industry=random.choice(phrases.INDUSTRIES),
            monthly_spend=random.randrange(0, 5000),
            custom_attributes={row["name"]: _value(row, random) for row in held},
            tags=random.sample(tags, min(len(tags), random.randrange(3))),
            user_count=0 if number < hidden else random.randrange(1, 60),
            last_request_at=store.now() - random.randrange(60 * DAY),
            **_aged(store, random),
        )


def _value(row: Row, random: Random) -> Any:
    kinds = {
        "string": "note", "integer": random.randrange(100), "float": random.randrange(100) / 4,
        "boolean": random.random() < 0.5, "datetime": 1_700_000_000, "date": 1_700_000_000,  # noqa: PLR2004 - a coin
    }  # fmt: skip
    return kinds.get(row["data_type"], phrases.OPTIONS[0])
