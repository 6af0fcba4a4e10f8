from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
import yaml

from reconciler.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]
WORKFLOWS = [ROOT / "action.yml", *sorted((ROOT / ".github/workflows").glob("*.yml"))]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
PLAN = {"create": 3, "update": 2, "move": 1, "remove": 4, "release": 9, "refuse": 1}


@pytest.fixture
def action() -> ModuleType:
    spec = importlib.util.spec_from_file_location("action", ROOT / "script/action.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Path]:
    """The environment of a job, and a command that writes down how it was called."""
    names = {"GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary", "RUNNER_TEMP": "temp"}
    paths = {name: tmp_path / file for name, file in names.items()}
    for name, path in paths.items():
        monkeypatch.setenv(name, str(path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    return {**paths, "program": tmp_path / "reconciler", "called": tmp_path / "called"}


def program(runner: Mapping[str, Path], *, code: int = 0, text: str = "") -> None:
    plan = {"summary": PLAN, "digest": "ab12"}
    saved = runner["RUNNER_TEMP"] / "reconciler-out/plan.json"
    called = runner["called"]
    runner["program"].write_text(
        f"#!/bin/sh\nprintf '%s\\n' \"$@\" >{called}\nenv >>{called}\n"
        f"cat >&2 <<'END'\n{text}\nEND\n"
        f"cat <<'END' >{saved}\n{json.dumps(plan)}\nEND\nexit {code}\n"
    )
    runner["program"].chmod(0o755)


def steps(document: Any) -> list[dict[str, Any]]:
    if "runs" in document:
        return list(document["runs"]["steps"])
    return [step for job in document["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_is_ever_part_of_a_shell_script(path: Path) -> None:
    scripts = [one.get("run", "") for one in steps(yaml.safe_load(path.read_text()))]
    assert any(scripts)
    assert not [one for one in scripts if "${{" in one]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_foreign_action_is_pinned_by_a_full_commit(path: Path) -> None:
    used = [one["uses"] for one in steps(yaml.safe_load(path.read_text())) if "uses" in one]
    foreign = [one for one in used if one != "./"]
    assert foreign
    assert not [one for one in foreign if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)]


def test_the_workflow_may_only_read_and_keeps_no_credentials() -> None:
    document = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    assert document["permissions"] == {"contents": "read"}
    checkouts = [one for one in steps(document) if "actions/checkout" in one.get("uses", "")]
    assert [one["with"] for one in checkouts] == [{"persist-credentials": False}] * 2


def test_every_input_of_the_action_reaches_a_name_that_the_script_reads(action: ModuleType) -> None:
    given = ACTION["runs"]["steps"][-1]["env"]
    known = {"INPUT_COMMAND", *action.PASSED_ON, *action.OPTIONS}
    assert set(given) == known
    inputs = {re.sub(r"\W", "_", name).upper() for name in ACTION["inputs"]}
    elsewhere = {"INPUT_WORKING_DIRECTORY", "INPUT_PYTHON_VERSION"}
    assert {f"INPUT_{name}" for name in inputs} == known | elsewhere


@pytest.mark.parametrize("name", ["validate", "plan", "apply"])
def test_every_option_that_the_script_passes_exists_on_its_command(
    action: ModuleType, runner: Mapping[str, Path], name: str
) -> None:
    assert name in COMMANDS
    command = cli.get_command(click.Context(cli), name)
    assert command
    known = {option for one in command.params for option in one.opts}
    inputs = dict.fromkeys(action.OPTIONS, "1")
    _, _, *passed = action._arguments(name, inputs, runner["RUNNER_TEMP"])
    assert {one.split("=")[0] for one in passed} - known == set()


def test_the_script_sets_variables_that_the_command_line_reads(action: ModuleType) -> None:
    command = cli.get_command(click.Context(cli), "plan")
    assert command
    read = {one.envvar for one in command.params}
    token = next(one.default for one in command.params if "--token-env" in one.opts)
    assert set(action.PASSED_ON.values()) <= {*read, token}


def test_a_plan_gives_its_numbers_its_path_and_its_digest(
    action: ModuleType, runner: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(runner, code=2, text="Plan: 3 to create")
    monkeypatch.setenv("INPUT_COMMAND", "plan")
    assert action.main() == 0
    saved = runner["RUNNER_TEMP"] / "reconciler-out/plan.json"
    outputs = dict(one.split("=", 1) for one in runner["GITHUB_OUTPUT"].read_text().splitlines())
    assert outputs == {
        "changes": "true", "to_create": "3", "to_update": "3", "to_remove": "4",
        "plan_path": str(saved), "plan_digest": "ab12",
    }  # fmt: skip
    assert set(outputs) == set(ACTION["outputs"])
    assert saved.with_name("plan.txt").read_text().strip() == "Plan: 3 to create"


def test_an_empty_plan_says_that_nothing_changes(
    action: ModuleType, runner: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(runner)
    monkeypatch.setenv("INPUT_COMMAND", "plan")
    assert action.main() == 0
    assert "changes=false" in runner["GITHUB_OUTPUT"].read_text()


def test_a_plan_that_fails_keeps_its_exit_code_and_has_no_outputs(
    action: ModuleType, runner: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(runner, code=6)
    monkeypatch.setenv("INPUT_COMMAND", "plan")
    assert action.main() == 6
    assert not runner["GITHUB_OUTPUT"].exists()


def test_the_summary_shows_foreign_text_as_text(
    action: ModuleType, runner: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(runner, text="</pre><img src=x>")
    monkeypatch.setenv("INPUT_COMMAND", "validate")
    assert action.main() == 0
    summary = runner["GITHUB_STEP_SUMMARY"].read_text()
    assert "&lt;/pre&gt;&lt;img src=x&gt;" in summary
    assert summary.count("</pre>") == 1


def test_a_summary_never_exceeds_what_the_runner_takes(action: ModuleType) -> None:
    summary = action._summary("plan", "&" * 2_000_000)
    assert len(summary.encode()) < 1_048_576
    assert summary.endswith("Cut here; the whole is in the log.\n")


def test_workflow_commands_in_foreign_text_do_not_run(
    action: ModuleType,
    runner: Mapping[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program(runner, text="::error::not mine")
    monkeypatch.setenv("INPUT_COMMAND", "validate")
    action.main()
    lines = capsys.readouterr().out.split()
    token = lines[0].removeprefix("::stop-commands::")
    assert re.fullmatch(r"[0-9a-f]{32}", token)
    assert lines[-1] == f"::{token}::"


def test_apply_passes_its_inputs_on_as_single_arguments(
    action: ModuleType, runner: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(runner)
    monkeypatch.setenv("INPUT_COMMAND", "apply")
    monkeypatch.setenv("INPUT_WORKSPACE", "staging; rm -rf .")
    monkeypatch.setenv("INPUT_APPROVED", "--help")
    monkeypatch.setenv("INPUT_ALLOW_DELETES", "2")
    assert action.main() == 0
    arguments = runner["called"].read_text().splitlines()[:5]
    assert arguments == [
        "apply", "--workspace=staging; rm -rf .", "--approved=--help", "--allow-deletes=2", "--yes",
    ]  # fmt: skip


def test_the_token_travels_in_the_environment_under_the_one_name_that_is_read(
    action: ModuleType, runner: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(runner)
    monkeypatch.setenv("INPUT_COMMAND", "validate")
    monkeypatch.setenv("INPUT_TOKEN", "s3cret")
    monkeypatch.setenv("INPUT_BASE_URL", "")
    monkeypatch.setenv("INTERCOM_BASE_URL", "http://127.0.0.1:8000")
    action.main()
    called = runner["called"].read_text().splitlines()
    assert [one for one in called if "s3cret" in one] == ["INTERCOM_ACCESS_TOKEN=s3cret"]
    assert "INTERCOM_BASE_URL=http://127.0.0.1:8000" in called


def test_an_unknown_command_is_wrong_usage(
    action: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INPUT_COMMAND", "destroy")
    assert action.main() == 64
    assert "'destroy' is not one of validate, plan, apply" in capsys.readouterr().err
