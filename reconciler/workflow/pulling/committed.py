"""Whether git has files as they stand, so that whatever is done to them can be undone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

WAIT = 60


def uncommitted(root: Path, paths: Sequence[str]) -> list[str]:
    """The files that differ from the last commit, or are in none; none without a repository."""
    there = [path for path in paths if (root / path).exists()]
    if not there:
        return []
    command = ["git", "-C", str(root), "status", "--porcelain", "-z", "--untracked-files=all",
               "--ignored", "--no-renames", "--", *there]  # fmt: skip
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        ran = subprocess.run(
            command, capture_output=True, timeout=WAIT, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    if ran.returncode:
        return []
    rows = [one for one in ran.stdout.decode("utf-8", "replace").split("\0") if one]
    return [one[3:] for one in rows]
