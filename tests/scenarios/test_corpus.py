"""Real input: the 155 English pages of a real documentation, taken as they stand."""

import re
import shutil
from math import ceil
from pathlib import Path

import pytest

from tests.world import CONFIG, World

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dolphinscheduler"
EXTRA = """sources: {articles: {en: docs/en, preset: plain}}
assets: {base_url: https://raw.example.com/dolphinscheduler}
"""
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")


def test_the_corpus_is_published_once_and_then_nothing_is_due(world: World) -> None:
    shutil.copytree(CORPUS / "en", world.root / "docs" / "en")
    config = CONFIG.format(version=world.version, extra=EXTRA).replace("[en, fr]", "[en]")
    world.file("reconciler.yaml", config)
    plan = world.plan()
    creates = [one["ref"] for one in plan["changes"] if one["op"] == "create"]
    articles = [ref for ref in creates if ref.startswith("article/")]
    assert (len(articles), len(creates)) == (155, len(plan["changes"]))
    world.simulator.journal.clear()
    report = world.apply()
    assert report["second_plan_empty"], report["deviations"][:3]
    assert report["findings"] == []
    links = [one for one in report["results"] if one["part"] == "links"]
    # Pages of one level are created side by side, so a link between them may go either way.
    assert linking_forward(world)
    assert linking_forward(world) <= written_twice(world)
    assert len(links) == len(written_twice(world))
    assert len(world.requests("POST", "/articles")) == 155
    assert world.writes == len(creates) + len(links) == plan["forecast"]["writes"]
    lists = len(world.requests("GET", "/articles")) - len(world.requests("GET", "/articles/"))
    assert lists == 1 + ceil(155 / 50), "once by the plan, when it was empty, once to certify"
    world.settled()
    world.ledger.unlink()
    world.settled()


def written_twice(world: World) -> set[str]:
    """Ids of articles that got a second write; each of them one."""
    puts = [path.rpartition("/")[2] for _, path in world.requests("PUT", "/articles/")]
    assert len(puts) == len(set(puts))
    return set(puts)


def linking_forward(world: World) -> set[str]:
    """Ids of articles that link to one with a later id, read from what Intercom has."""
    found = set()
    own = {one["id"] for one in world.simulator.store.rows("article")}
    for one in world.simulator.store.rows("article"):
        targets = own.intersection(re.findall(r"/articles/(\d+)", one["body"]))
        if any(int(target) > int(one["id"]) for target in targets):
            found.add(one["id"])
    return found


def test_all_pages_with_their_translations_are_published_once(world: World) -> None:
    """155 English pages and 150 Chinese ones, of which those with an original translate it."""
    for folder in ("en", "zh"):
        shutil.copytree(CORPUS / folder, world.root / "docs" / folder)
    extra = EXTRA.replace("{en: docs/en, preset", "{en: docs/en, zh-CN: docs/zh, preset")
    config = CONFIG.format(version=world.version, extra=extra).replace("[en, fr]", "[en, zh-CN]")
    world.file("reconciler.yaml", config)
    store = world.simulator.store
    center = next(iter(store.rows("help_center")))
    store.set("help_center", center["id"], locales=["en", "zh-CN"])
    report = world.apply()
    assert report["second_plan_empty"], report["deviations"][:3]
    assert report["findings"] == []
    rows = list(store.rows("article"))
    translated = [one for one in rows if "zh-CN" in one["translations"]]
    assert (len(rows), len(translated)) == (155, 150)
    world.settled()
