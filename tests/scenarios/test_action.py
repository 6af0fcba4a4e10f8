"""The action's one step, as a workflow runs it, against a simulated Intercom."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenarios.workspace import FILES
from tests.world import TOKEN, World

SCRIPT = Path(__file__).parents[2] / "script" / "action.py"


def step(world: World, command: str, **inputs: str) -> tuple[int, dict[str, str], str]:
    """(exit code, outputs, job summary) of one run of the action."""
    return logged(world, command, **inputs)[:3]


def logged(world: World, command: str, **inputs: str) -> tuple[int, dict[str, str], str, str]:
    """The same, and the log."""
    temp = world.root / "runner"
    temp.mkdir(exist_ok=True)
    files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("INTERCOM")}
    environ |= {name: str(file) for name, file in files.items()} | {
        "RUNNER_TEMP": str(temp), "CI": "true", "INPUT_COMMAND": command, "INPUT_TOKEN": TOKEN,
        "INPUT_BASE_URL": world.server.url,
        # A disk that stays, as far as a runner can know: neither its checkout nor its temp folder.
        "INPUT_LEDGER": f"file:{world.ledger}", "TMPDIR": str(temp / "tmp"),
        **{f"INPUT_{name.upper()}": value for name, value in inputs.items()},
    }  # fmt: skip
    (temp / "tmp").mkdir(exist_ok=True)
    ran = subprocess.run([sys.executable, str(SCRIPT)], cwd=world.root, env=environ, check=False,
                         capture_output=True, text=True)  # fmt: skip
    assert TOKEN not in ran.stdout + ran.stderr
    lines = files["GITHUB_OUTPUT"].read_text().splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    return ran.returncode, outputs, files["GITHUB_STEP_SUMMARY"].read_text(), ran.stdout


def test_a_plan_is_approved_and_applied_in_a_later_step(newest: World) -> None:
    newest.write(FILES)
    assert step(newest, "validate")[0] == 0
    code, outputs, summary = step(newest, "plan")
    assert (code, outputs["changes"], outputs["to_create"]) == (0, "true", "15")
    assert "Plan: 15 to create" in summary
    assert newest.writes == 0
    saved = newest.root / "plan.json"
    saved.write_text(Path(outputs["plan_path"]).read_text())
    code, _, summary = step(newest, "apply", approved=str(saved))
    assert code == 0, summary
    assert "Second plan: empty" in summary
    code, outputs, _ = step(newest, "plan")
    assert (code, outputs["changes"]) == (0, "false")


def test_a_mistake_fails_the_step_and_is_in_the_summary(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: {nmae: x}}\n"})
    code, outputs, summary = step(newest, "plan")
    assert (code, outputs) == (6, {})
    assert "specs/t.yaml:1:12" in summary


@pytest.mark.parametrize("command", ["validate", "plan"])
def test_a_mistake_is_annotated_at_its_line_and_nothing_else_is_a_command(
    newest: World, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(newest.root.parent))
    newest.write({"a.yaml": "tags:\n  '::error::x': {nmae: '##[add-mask]x'}\n"})
    *_, log = logged(newest, command)
    before, pause, after = log.partition("::stop-commands::")
    token, _, inside = after.partition("\n")
    resumed = inside.partition(f"::{token}::")[2]
    commands = [one for one in resumed.splitlines() if one.startswith("::")]
    assert (before, pause) == ("", "::stop-commands::")
    assert len(commands) == 1
    place = f"file={newest.root.name}/specs/a.yaml,line=2,col=18"
    assert commands[0].startswith(f"::error {place},title=unknown-field::tag/::error::x: there is ")


def test_text_of_intercom_runs_no_workflow_command(newest: World) -> None:
    newest.simulator.store.create("tag", name="::set-output name=x::y")
    newest.write({"t.yaml": 'tags: {a: {name: "::SET-OUTPUT name=x::y"}, b: }\n'})
    code, outputs, _ = step(newest, "plan")
    assert code == 0
    assert "x" not in outputs
