"""A fixed sample of random edits of live bodies; script/bench bodies makes ten thousand of each."""

import random
import sys
from pathlib import Path

from asis import asis
from mutated import SEEN, UNSEEN, mutated
from server import server

from reconciler.content import canonical, render

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from _pages import page

SAMPLE = 400


def bodies() -> list[str]:
    return [server(render(page(n), link=asis, image=asis).html) for n in range(12)]


def test_every_edit_that_can_be_seen_is_detected() -> None:
    chance, live = random.Random(1), bodies()
    found = set()
    for _ in range(SAMPLE):
        html = chance.choice(live)
        name, new = mutated(html, SEEN, chance)
        assert canonical(new) != canonical(html), name
        found.add(name)
    assert found == set(SEEN)


def test_no_edit_that_cannot_be_seen_is_reported() -> None:
    chance, live = random.Random(2), bodies()
    found = set()
    for _ in range(SAMPLE):
        html = chance.choice(live)
        name, new = mutated(html, UNSEEN, chance)
        assert canonical(new) == canonical(html), name
        found.add(name)
    assert found == set(UNSEEN)
