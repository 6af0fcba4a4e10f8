"""What the tests of several files here make: repositories, and a clock."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *command], capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def make_clone(folder: Path, remote: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "remote", "add", "origin", str(remote))
    return folder


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now
