"""The worlds that scenarios live in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clocks import Skipping
from tests.world import World, open_world


@pytest.fixture(params=["2.11", "2.16"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A simulated Intercom on a socket, at the oldest and the newest version."""
    yield from open_world(tmp_path, request.param)


@pytest.fixture
def newest(tmp_path: Path) -> Iterator[World]:
    yield from open_world(tmp_path, "2.16")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the client waits takes no time."""
    from reconciler.api.transport import open_http  # noqa: PLC0415 - its defaults are replaced

    clock = Skipping()
    monkeypatch.setitem(open_http.__kwdefaults__, "steady", clock)
    monkeypatch.setitem(open_http.__kwdefaults__, "sleep", clock.sleep)
