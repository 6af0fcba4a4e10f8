"""What action.yml runs: one command, its text as job summary, its numbers as outputs.

Reads its inputs from the environment (INPUT_*), so that none is ever part of a shell script.
Knows the command line and the saved plan, nothing else of the package.
"""

from __future__ import annotations

import html
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

COMMANDS = ("validate", "plan", "apply", "deliver")
PASSED_ON = {
    "INPUT_TOKEN": "INTERCOM_ACCESS_TOKEN",
    "INPUT_BASE_URL": "INTERCOM_BASE_URL",
    "INPUT_LEDGER": "RECONCILER_LEDGER",
    "INPUT_ASSETS": "RECONCILER_ASSETS",
}
OPTIONS = {
    "INPUT_WORKSPACE": ("--workspace", COMMANDS),
    "INPUT_APPROVED": ("--approved", ("apply",)),
    "INPUT_ALLOW_DELETES": ("--allow-deletes", ("apply",)),
}
SUMMARY_BYTES = 900_000
"""GitHub refuses a job summary of more than 1 MiB."""
PENDING = 2
INVALID = 6
USAGE = 64
ANNOTATIONS = ("::error ", "::warning ", "::notice ")


def main() -> int:
    environ = dict(os.environ)
    command = environ.get("INPUT_COMMAND", "")
    if command not in COMMANDS:
        sys.stderr.write(f"command: {command!a} is not one of {', '.join(COMMANDS)}\n")
        return USAGE
    folder = Path(environ["RUNNER_TEMP"], "reconciler-out")
    folder.mkdir(parents=True, exist_ok=True)
    code, text = _run(_arguments(command, environ, folder), _environment(environ))
    (folder / f"{command}.txt").write_text(text, encoding="utf-8")
    _append(environ.get("GITHUB_STEP_SUMMARY"), _summary(command, text))
    if command == "validate" or code == INVALID:
        _annotate(_arguments("validate", environ, folder), _environment(environ))
    if command != "plan":
        return code
    if code in (0, PENDING):
        _append(environ.get("GITHUB_OUTPUT"), _outputs(folder / "plan.json", code))
    return 0 if code == PENDING else code


def _arguments(command: str, environ: Mapping[str, str], folder: Path) -> list[str]:
    program = str(Path(sys.executable).with_name("reconciler"))
    chosen = [
        f"{option}={environ[name]}"
        for name, (option, commands) in OPTIONS.items()
        if environ.get(name) and command in commands
    ]
    fixed = {
        "validate": [],
        "plan": ["--detailed-exitcode", f"--out={folder / 'plan.json'}"],
        "apply": ["--yes"],
        "deliver": [],
    }
    return [program, command, *chosen, *fixed[command]]


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The job's own, inputs under the names the command reads; an empty input changes nothing."""
    given = {name: environ[source] for source, name in PASSED_ON.items() if environ.get(source)}
    kept = {name: value for name, value in environ.items() if not name.startswith("INPUT_")}
    return {**kept, "NO_COLOR": "1", **given}


def _run(arguments: Sequence[str], environ: Mapping[str, str]) -> tuple[int, str]:
    """Exit code and text, which is shown while it comes; no workflow command in it runs."""
    pause = secrets.token_hex(16)
    _show(f"::stop-commands::{pause}\n")
    with subprocess.Popen(
        arguments,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # findings belong into the summary too
        encoding="utf-8",
        errors="replace",
    ) as running:
        lines = [_show(line) for line in running.stdout or ()]
    _show(f"\n::{pause}::\n")
    return running.returncode, "".join(lines)


def _annotate(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Findings at their lines in the pull request; the command escapes all that is in them."""
    ran = subprocess.run(
        [*arguments, "--format=github"],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    lines = ran.stdout.split("\n")
    _show("".join(f"{line}\n" for line in lines if line.startswith(ANNOTATIONS)))


def _show(text: str) -> str:
    sys.stdout.write(text)
    sys.stdout.flush()
    return text


def _summary(command: str, text: str) -> str:
    shown = text.encode()[: SUMMARY_BYTES // 6]  # an escaped character takes six bytes at most
    cut = "" if len(shown) == len(text.encode()) else "\n\nCut here; the whole is in the log."
    escaped = html.escape(shown.decode(errors="ignore"))
    return f"### reconciler {command}\n\n<pre>\n{escaped}\n</pre>{cut}\n"


def _outputs(saved: Path, code: int) -> str:
    plan = json.loads(saved.read_text(encoding="utf-8"))
    counts = plan["summary"]
    outputs = {
        "changes": "true" if code == PENDING else "false",
        "to_create": int(counts["create"]),
        "to_update": int(counts["update"]) + int(counts["move"]),
        "to_remove": int(counts["remove"]),
        "plan_path": saved,
        "plan_digest": plan["digest"],
    }
    return "".join(f"{name}={value}\n" for name, value in outputs.items())


def _append(path: str | None, text: str) -> None:
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main())
