"""What a command loads: start-up is paid at every call, so libraries wait until they are needed."""

import subprocess
import sys
from pathlib import Path

HEAVY = {"asyncio", "concurrent.futures", "deepdiff", "httpx", "jinja2", "markdown_it", "rich",
         "selectolax", "ssl"}  # fmt: skip
CODE = """
import atexit, sys
atexit.register(lambda: print("\\nLOADED", *sys.modules))
from reconciler.cli.main import run
run()
"""


def loaded(*arguments: str | Path) -> set[str]:
    command = [sys.executable, "-c", CODE, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_help_loads_neither_a_library_nor_a_type() -> None:
    assert not loaded("--help") & (HEAVY | {"yaml", "reconciler.model"})


def test_validate_of_plain_yaml_loads_no_client_no_engine_and_no_parser_of_text(
    tmp_path: Path,
) -> None:
    (tmp_path / "reconciler.yaml").write_text("version: 1\n")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/all.yaml").write_text("companies:\n  a: {company_id: a, name: A}\n")
    assert not loaded("validate", "-C", tmp_path) & HEAVY


def test_plan_starts_without_what_only_texts_need() -> None:
    assert not loaded("plan", "--help") & (
        HEAVY - {"concurrent.futures"} | {"reconciler.content", "reconciler.render.words"}
    )
