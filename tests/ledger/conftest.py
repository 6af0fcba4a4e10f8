"""A bare remote on disk, clones of it, and every store over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.ledger import FileStore, GitStore, MemoryStore, Store
from tests.ledger.places import Clock, git, make_clone


@pytest.fixture(autouse=True)
def own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine's user reaches the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    folder = tmp_path / "remote.git"
    folder.mkdir()
    git(folder, "init", "-q", "--bare", "-b", "main")
    return folder


@pytest.fixture
def clone(tmp_path: Path, remote: Path) -> Path:
    return make_clone(tmp_path / "clone", remote)


@pytest.fixture(params=["memory", "file", "git"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore(clock=clock)
    elif request.param == "file":
        yield FileStore(tmp_path / "deep" / "ledger.jsonl", clock=clock)
    else:
        yield GitStore(request.getfixturevalue("clone"), "ab12cd34", clock=clock)
