"""Real input: the 155 English pages of a real documentation, taken as they stand."""

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
    assert len(links) == forward_links(world)
    assert world.writes == len(creates) + len(links) == plan["forecast"]["writes"]
    lists = len(world.requests("GET", "/articles")) - len(world.requests("GET", "/articles/"))
    assert lists == 1 + ceil(155 / 50), "once by the plan, when it was empty, once to certify"
    world.settled()
    world.ledger.unlink()
    world.settled()


def forward_links(world: World) -> int:
    """Articles that link to one created later, counted from what Intercom has and was asked."""
    created: list[str] = []
    again = set()
    for method, path, *_ in world.simulator.journal:
        if method == "POST" and path == "/articles":
            created.append(path)
        if method == "PUT" and path.startswith("/articles/"):
            again.add(path)
    assert len(created) == 155
    return len(again)
