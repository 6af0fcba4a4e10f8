"""Ctrl-C and SIGTERM while reading: over within a second or two, also where answers are slow."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from reconciler.simulator import Fault, Observer
from tests.scenarios.workspace import FILES, WRITES
from tests.world import World

PATIENCE = 2.5
"""Seconds from the signal to the end of the process, on a busy machine."""


@pytest.fixture
def slow(newest: World) -> Iterator[World]:
    """Lists whose later pages take a minute, for as long as the test needs them."""
    newest.write(FILES)
    for number in range(300):
        newest.simulator.store.create("article", title=f"A {number}", state="published")
    yield newest
    newest.simulator.observers.clear()


class Held:
    """Holds answers back from request `at` for `path` on, and tells that they are awaited."""

    def __init__(self, world: World, path: str, at: int = 1) -> None:
        self.path, self.left = path, at
        self.awaited, self.free = threading.Event(), threading.Event()
        world.simulator.observers.append(Observer(before=self.hold))

    def hold(self, _: int, __: str, path: str) -> None:
        if path != self.path:
            return
        self.left -= 1
        if self.left <= 0:
            self.awaited.set()
            self.free.wait(60)


def interrupted(
    world: World, held: Held, sent: signal.Signals, *command: str
) -> tuple[int, str, str]:
    """Code, stdout and stderr of a command that gets the signal while an answer is awaited."""
    child = subprocess.Popen(
        [sys.executable, "-m", "reconciler", *command, "-C", str(world.root)],
        env={**os.environ, **world.environment(), "CI": ""}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        while not held.awaited.wait(0.05):
            assert child.poll() is None, child.communicate()
        child.send_signal(sent)
        started = time.monotonic()
        out, err = child.communicate(timeout=30)
        assert time.monotonic() - started < PATIENCE
    finally:
        child.kill()
        child.communicate()
        held.free.set()
    return child.returncode, out, err


BOTH = [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]


@pytest.mark.parametrize(
    ("command", "path", "at", "how"),
    [
        (("plan",), "/me", 1, BOTH[0]),
        (("plan",), "/articles", 3, BOTH[0]),
        (("plan",), "/articles", 3, BOTH[1]),
        (("get", "articles"), "/articles", 2, BOTH[1]),
        (("import",), "/help_center/collections", 1, BOTH[0]),
    ],
    ids=["the first answer", "a pool of pages", "a pool, terminated", "get", "import"],
)
def test_a_signal_ends_a_read_at_once_with_a_word(
    slow: World,
    command: tuple[str, ...],
    path: str,
    *,
    at: int,
    how: tuple[signal.Signals, int, str],
) -> None:
    sent, code, word = how
    held = Held(slow, path, at)
    found, out, err = interrupted(slow, held, sent, *command)
    assert found == code, out + err
    assert f"error: {word} after " in err
    assert "Traceback" not in out + err
    assert not list((slow.root / ".reconciler").glob("*.lock"))


def test_the_document_of_an_interrupted_run_counts_what_was_sent(slow: World) -> None:
    held = Held(slow, "/articles", 2)
    code, out, _ = interrupted(
        slow, held, signal.SIGINT, "get", "articles", "--json", "--fields", "id"
    )
    found = json.loads(out)
    assert (code, found["exit"]) == (130, 130)
    assert found["errors"][0]["message"].startswith("interrupted after ")
    assert found["requests"]["reads"] >= 2
    assert found["requests"]["writes"] == 0
    assert slow.writes == 0


@pytest.mark.parametrize(("sent", "code", "word"), BOTH)
def test_a_doctor_that_is_interrupted_shows_what_it_found(
    slow: World, sent: signal.Signals, code: int, word: str
) -> None:
    held = Held(slow, "/articles")
    found, out, err = interrupted(slow, held, sent, "doctor")
    assert found == code, out + err
    assert "ok       workspace" in out
    assert f"{word.capitalize()} after 8 checks, 0 problems, 0 warnings." in out


def test_a_signal_ends_a_wait_for_the_next_window(slow: World) -> None:
    slow.simulator.faults.append(Fault(path="/articles", status=429, body=b"{}",
                                       headers={"X-RateLimit-Reset": "99999999999"}))  # fmt: skip
    held = Held(slow, "/articles", 99)
    slow.simulator.observers.append(
        Observer(after=lambda _, __, path: held.awaited.set() if path == "/articles" else None)
    )
    code, out, err = interrupted(slow, held, signal.SIGINT, "get", "articles")
    assert code == 130, out + err


def test_nothing_of_an_interrupted_import_is_left_behind(slow: World) -> None:
    held = Held(slow, "/articles")
    before = sorted((slow.root / "specs").rglob("*"))
    interrupted(slow, held, signal.SIGINT, "import")
    assert sorted((slow.root / "specs").rglob("*")) == before
    assert not list((slow.root / ".reconciler").glob("*.jsonl"))


ARTICLES = sum(path.endswith(".md") and ".fr." not in path for path in FILES)


@pytest.mark.parametrize(("sent", "code", "word"), BOTH)
def test_a_signal_while_reading_again_what_was_written_leaves_a_report(
    newest: World, sent: signal.Signals, code: int, word: str
) -> None:
    newest.write(FILES)
    held = Held(newest, "/articles", 1 + ARTICLES + 1)
    found, out, err = interrupted(newest, held, sent, "apply", "--yes", "--json")
    shown = json.loads(out)
    assert (found, shown["exit"]) == (code, code), out + err
    assert shown["outcomes"]["done"] == len(shown["results"]) == WRITES, word
    assert shown["second_plan_empty"] is False
    newest.simulator.observers.clear()
    newest.settled()
