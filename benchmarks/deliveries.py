"""Deliveries at full size: cost, rate, and that nobody is sent to twice, wherever a run is killed.

    python benchmarks/deliveries.py [cost] [rate] [kills] [random]

Without a word all of them; `kills` alone is minutes of work. Ends with 1 where a bound is missed.

cost    10,000 contacts, 2,000 match, after a merge that sends nothing: requests per message
rate    the same against a window of 1,666 requests and answers that take 0.1 s
kills   SIGKILL at every request of a run over 60 recipients, before and after its work, with the
        ledger and without it
random  SIGKILL at 12 random requests of one run over 2,000 recipients after the other
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from math import ceil
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from reconciler.api.pace import MOST
from reconciler.deliver.run import BATCH
from reconciler.simulator import Observer
from tests.deliveries.audience import (
    HELLO,
    delivered,
    indexed,
    once_each,
    people,
    received,
    results,
)
from tests.deliveries.test_killed import killed, ledger_lost, nothing, requests, scene
from tests.world import open_world

ALL, MATCHING, FEW, KILLS = 10_000, 2_000, 60, 12
PER_MESSAGE, SHARE, WINDOW, PAGE = 2.1, 0.97, 10, 150
ARTICLE = {"articles/hello.md": "# Hello\n\nFirst.\n"}


def cost(root: Path) -> bool:
    for world in open_world(root, limit=1_000_000):
        rows = people(world, ALL, matching=MATCHING)
        world.write({"a.yaml": HELLO, **ARTICLE})
        world.apply()
        merged = sum(received(world).values())
        report = delivered(world)
        sent = report["requests"]["reads"] + report["requests"]["writes"]
        each = (sent - ceil(MATCHING / PAGE)) / MATCHING
        exact = once_each(world, rows[:MATCHING])
        again = results(delivered(world))
        indexed(world)
        again |= results(delivered(world))
        print(f"merge of an article: {merged} messages")
        print(
            f"{ALL:,} contacts, {results(report)} in {report['seconds']:.1f} s; each once: {exact}"
        )
        print(f"{sent:,} requests, {each:.3f} per message and at most {PER_MESSAGE}, less pages")
        print(f"two more runs: {again or 'nothing'}")
        return not merged and exact and not again and each <= PER_MESSAGE
    raise AssertionError


def counting() -> tuple[Counter[int], Observer]:
    """Requests by the window in which they came."""
    windows: Counter[int] = Counter()
    return windows, Observer(before=lambda *_: windows.update([int(time.time() // WINDOW)]))


def rate(root: Path) -> bool:
    """Full windows are those between the first and the last request."""
    for world in open_world(root):
        people(world, ALL, matching=MATCHING)
        world.write({"a.yaml": HELLO})
        world.simulator.latency = 0.1
        windows, count = counting()
        world.simulator.observers.append(count)
        killed(world, 10**9, before=True)  # in a process of its own, and not killed
        first, last = min(windows), max(windows)
        full = [count for window, count in windows.items() if first < window < last]
        limit = world.simulator.window.limit
        refused = sum(status == 429 for *_, status in world.simulator.journal)
        print(f"requests per full window of {limit:,}: {full}; refused for pace: {refused}")
        print(f"{len(received(world)):,} received one, {max(received(world).values())} at most")
        return bool(full) and min(full) >= SHARE * limit and len(received(world)) == MATCHING
    raise AssertionError


def kills(root: Path) -> bool:
    """Every position; `scene` asserts that nobody gets two and nobody is forgotten."""
    total = requests(root / "count", FEW)
    worst: Counter[str] = Counter()
    for name, lost in (("ledger kept", nothing), ("ledger lost", ledger_lost)):
        for before in (True, False):
            for at in range(1, total + 1):
                place = root / f"{name}-{before}-{at}"
                unsure = scene(place, FEW, lost, at, before=before)
                worst[name] = max(worst[name], unsure)
    print(f"killed at each of {total} requests, 4 ways: nobody twice, nobody forgotten")
    print(f"uncertain at most: {dict(worst)}")
    return worst["ledger kept"] <= MOST and worst["ledger lost"] <= BATCH


def random(root: Path) -> bool:
    chance = Random(2_000)
    ats = [chance.randrange(1, 700) for _ in range(KILLS)]
    unsure = scene(root, MATCHING, nothing, *ats, before=False)
    print(f"2,000 recipients, killed at {ats}: nobody twice, {unsure} uncertain")
    return unsure <= MOST * KILLS


CASES: dict[str, Callable[[Path], bool]] = {
    "cost": cost, "rate": rate, "kills": kills, "random": random,
}  # fmt: skip


def main(names: list[str]) -> int:
    missed = []
    for name in names or CASES:
        began = time.monotonic()
        print(f"-- {name}", flush=True)
        with tempfile.TemporaryDirectory() as root:
            if not CASES[name](Path(root)):
                missed.append(name)
        print(f"   {time.monotonic() - began:.0f} s", flush=True)
    print(f"MISSED: {', '.join(missed)}" if missed else "All bounds hold.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
