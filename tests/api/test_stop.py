"""A client that is stopped: nobody waits any longer, and nothing is hidden."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reconciler.api import HttpClient, Token, open_client, wire
from reconciler.errors import ApiError
from reconciler.model import Request
from reconciler.simulator import Fault, Observer
from tests.api.fakes import http_over, scripted
from tests.world import TOKEN, World, open_world

SOON = 5.0
"""Seconds; far from the 20 of a slow answer, also on a busy machine."""


@pytest.fixture
def newest(tmp_path: Path) -> Iterator[World]:
    yield from open_world(tmp_path)


@pytest.fixture
def client(newest: World) -> Iterator[HttpClient]:
    url = newest.server.url
    with closing(open_client(Token(TOKEN), read_only=False, version="2.16", base_url=url)) as one:
        yield one


def stopped_by(one: HttpClient, world: World, method: str) -> ApiError:
    """The error of a call whose client is stopped while the server thinks about it."""
    world.simulator.faults.append(Fault(method=method, path="/tags", slow=20.0))
    world.simulator.observers.append(Observer(after=lambda *_: one.stop()))
    began = time.monotonic()
    with pytest.raises(ApiError) as caught:
        one.send(
            Request(method, "/tags", {"name": "a"} if method == "POST" else None), repeatable=True
        )
    assert time.monotonic() - began < SOON
    return caught.value


def test_a_slow_read_ends_at_once(newest: World, client: HttpClient) -> None:
    error = stopped_by(client, newest, "GET")
    assert (error.code, error.maybe_done) == ("stopped", False)


def test_a_slow_write_ends_at_once_and_says_that_it_may_be_done(
    newest: World, client: HttpClient
) -> None:
    error = stopped_by(client, newest, "POST")
    assert error.maybe_done
    assert len(newest.simulator.store.rows("tag")) == 1
    assert newest.writes == 1, "it is not sent again"


def test_an_answer_that_comes_soon_is_still_taken(newest: World, client: HttpClient) -> None:
    one = client
    newest.simulator.faults.append(Fault(method="POST", path="/tags", slow=0.05))
    newest.simulator.observers.append(Observer(after=lambda *_: one.stop()))
    assert one.send(Request("POST", "/tags", {"name": "a"}), repeatable=True)["name"] == "a"


def test_a_stopped_client_sends_nothing(newest: World, client: HttpClient) -> None:
    one = client
    one.stop()
    with pytest.raises(ApiError, match="the run was stopped"):
        one.me()
    assert one.probe("/me").found.code == "stopped"  # type: ignore[union-attr] # it is the error
    assert newest.simulator.journal == []


def test_a_wait_for_a_window_or_a_repeat_ends(newest: World, client: HttpClient) -> None:
    one = client
    newest.simulator.window.limit = 2
    newest.simulator.faults.append(Fault(path="/admins", status=503))
    one.me()
    ended: list[str] = []

    def ask(path: str) -> None:
        try:
            while True:
                one.send(Request("GET", path, None), repeatable=True)
        except ApiError as error:
            ended.append(error.code)

    threads = [threading.Thread(target=ask, args=(path,)) for path in ("/admins", "/me", "/tags")]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    one.stop()
    for thread in threads:
        thread.join(SOON)
    assert ended == ["stopped"] * 3


@pytest.mark.parametrize("why", ["slow", "window"])
def test_an_apply_that_is_interrupted_reports_at_once(newest: World, why: str) -> None:
    newest.write({"t.yaml": "tags:\n" + "".join(f"  t{number}:\n" for number in range(30))})
    if why == "slow":
        newest.simulator.faults.append(Fault(method="POST", path="/tags", slow=20.0, nth=3))
    else:
        newest.simulator.window.limit = 12
    child = subprocess.Popen(
        [sys.executable, "-m", "reconciler", "apply", "--yes", "--json", "-C", str(newest.root)],
        env={**os.environ, **newest.environment(), "CI": ""}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    began = []

    def interrupt(_: int, __: str, ___: str) -> None:
        if newest.writes >= 3 and not began:
            began.append(time.monotonic())
            os.kill(child.pid, signal.SIGINT)

    newest.simulator.observers.append(Observer(after=interrupt))
    out, err = child.communicate(timeout=60)
    assert time.monotonic() - began[0] < SOON
    assert child.returncode == 130, out + err
    report = json.loads(out)
    assert sum(report["outcomes"].values()) == 30
    newest.simulator.observers.clear()
    newest.simulator.faults.clear()
    newest.simulator.window.limit = 1666
    newest.apply()
    newest.settled()
    assert len(newest.simulator.store.rows("tag")) == 30


def test_a_connection_that_opens_after_the_stop_is_closed_at_once(newest: World) -> None:
    one = wire.Wire(wire.network(newest.server.url), Token(TOKEN), base_url=newest.server.url,
                    version="2.16")  # fmt: skip
    one.cut()
    with pytest.raises(ApiError):
        one.send("GET", "/me", None)
    one.close()


def test_a_stopped_client_does_not_sleep() -> None:
    server, _ = scripted()
    http = http_over(server)
    http.close()
    with pytest.raises(ApiError, match="the run was stopped"):
        http.sleep(1.0)
