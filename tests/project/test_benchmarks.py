"""The benchmark of planning drives the real command: a small one runs to its end."""

import subprocess
import sys
from pathlib import Path

PLANNING = Path(__file__).parents[2] / "benchmarks" / "planning.py"


def ran(*arguments: str | Path) -> str:
    command = [sys.executable, PLANNING, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_small_workspace_is_recorded_owned_and_planned_without_a_change(tmp_path: Path) -> None:
    ran("record", tmp_path / "w", "70")
    ran("first", tmp_path / "w")
    plan = ran("plan", tmp_path / "w")
    assert "Plan: 0 to create, 0 to update, 0 to remove, 0 refused; 75 unchanged." in plan
