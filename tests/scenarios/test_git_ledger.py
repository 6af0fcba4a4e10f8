"""The ledger in a branch of the repository: the default wherever there is a remote."""

import subprocess
from pathlib import Path

import pytest

from tests.scenarios.workspace import FILES
from tests.world import World

IDENTITY = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
            "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com"}  # fmt: skip


def git(folder: Path, *args: str) -> str:
    return subprocess.run(
        ["git", *args], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def shared(newest: World, tmp_path: Path) -> World:
    """The project is a clone of a bare repository; no place is named for the ledger."""
    bare = tmp_path / "remote.git"
    newest.root = tmp_path / "clone"
    newest.root.mkdir()
    git(tmp_path, "init", "-q", "--bare", str(bare))
    git(newest.root, "init", "-q")
    git(newest.root, "remote", "add", "origin", str(bare))
    newest.env |= {"RECONCILER_LEDGER": "git:origin", **IDENTITY}
    return newest


def test_a_second_machine_sees_what_the_first_one_owns(shared: World, tmp_path: Path) -> None:
    shared.write(FILES)
    shared.apply()
    shared.settled()
    assert "reconciler-ledger/sim00000" in git(tmp_path / "remote.git", "branch", "--list")
    assert git(shared.root, "status", "--short").split() == [
        "??",
        "reconciler.yaml",
        "??",
        "specs/",
    ]
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(tmp_path / "remote.git"), str(other))
    shared.root = other
    shared.write({**FILES, "tags.yaml": "tags:\n  VIP:\n"})
    plan = shared.plan()
    assert [(one["op"], one["ref"]) for one in plan["changes"]] == [("delete", "tag/refund")]
    shared.apply("--allow-deletes", "1")
    shared.settled()


def test_in_ci_a_branch_does_not_vanish(shared: World) -> None:
    shared.write(FILES)
    shared.env["CI"] = "true"
    shared.apply()
    shared.settled()


def test_a_remote_that_is_gone_is_said_and_nothing_is_written(
    shared: World, tmp_path: Path
) -> None:
    shared.write(FILES)
    git(shared.root, "remote", "set-url", "origin", str(tmp_path / "nowhere.git"))
    ran = shared.run("apply", "--yes")
    assert (ran.code, shared.writes) == (1, 0)
    assert "nowhere.git" in ran.err
    assert "Traceback" not in ran.err
