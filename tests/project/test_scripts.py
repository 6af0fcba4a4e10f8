from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERBS = [ROOT / "script" / name for name in ("bench", "check", "demo", "test")] + [ROOT / ".ci/run"]


def bash(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs bash from the root of the disk with nothing in the environment but PATH."""
    return subprocess.run(
        ["bash", *arguments],
        cwd="/",
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize("path", VERBS, ids=lambda path: path.name)
def test_a_verb_can_be_executed_and_stops_at_its_first_error(path: Path) -> None:
    assert os.access(path, os.X_OK)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines


def test_shellcheck_finds_nothing() -> None:
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed")
    paths = [str(path) for path in (*VERBS, ROOT / "script/lib.sh")]
    done = subprocess.run(
        ["shellcheck", "-x", *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


def test_a_benchmark_that_does_not_exist_is_wrong_usage() -> None:
    done = bash(str(ROOT / "script/bench"), "nothing-of-the-kind")
    assert done.returncode == 64
    assert done.stderr.startswith("usage: script/bench NAME")


def test_without_a_suitable_python_the_message_says_what_to_install(tmp_path: Path) -> None:
    for name in ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"):
        old = tmp_path / name
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
    done = bash(
        str(ROOT / "script/demo"),
        PATH=f"{tmp_path}:{os.environ['PATH']}",
        RECONCILER_VENV=str(tmp_path / "venv"),
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or later with venv" in done.stderr
    assert "RECONCILER_PYTHON" in done.stderr


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    done = bash(str(ROOT / "script/demo"), RECONCILER_VENV=str(tmp_path))
    assert done.returncode == 1
    assert "is not a virtual environment and not empty" in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_slow_step_that_fails_shows_its_output_and_stops(tmp_path: Path) -> None:
    library = ROOT / "script/lib.sh"
    script = f"source '{library}'; slowly 'Trying' sh -c 'echo why; exit 3'; echo never"
    done = bash("-euo", "pipefail", "-c", script, TMPDIR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.splitlines()[:2] == ["Trying ...", "why"]
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/**/*.md")) + sorted(ROOT.glob("*.md")),
                         ids=lambda path: path.name)  # fmt: skip
def test_every_link_between_documents_leads_to_a_file(path: Path) -> None:
    prose = re.sub(
        r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", prose)
    assert [one for one in targets if not (path.parent / one).exists()] == []
