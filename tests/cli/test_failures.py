"""However a run ends, it ends with a message and a code, never with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from reconciler.cli import schema as schema_command
from reconciler.cli.main import main
from reconciler.errors import Exit
from tests.world import World

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that meets something nobody foresaw."""

    def meet() -> NoReturn:
        raise KeyError("\x1b[31mred\n" + "x" * 9999)

    monkeypatch.setattr(schema_command.command, "callback", lambda **_: meet())
    monkeypatch.delenv("RECONCILER_DEBUG", raising=False)


@pytest.mark.usefixtures("broken")
def test_what_nobody_foresaw_is_one_printable_message(capsys: Captured) -> None:
    assert main(["schema"]) == Exit.FAILED
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: KeyError: ")
    assert "(a defect of reconciler, please report it)" in err
    assert "RECONCILER_DEBUG=1" in err
    assert "Traceback" not in err
    assert "\x1b[31m" not in err
    assert len(err) < 1000


@pytest.mark.usefixtures("broken")
def test_the_traceback_is_shown_on_demand(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECONCILER_DEBUG", "1")
    assert main(["schema"]) == Exit.FAILED
    assert "Traceback" in capsys.readouterr().err


def test_what_nobody_foresaw_is_one_document_for_a_machine(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise RecursionError("too deep")

    monkeypatch.setattr("reconciler.cli.validate.open_project", broken)
    assert main(["validate", "--json", "-C", str(tmp_path)]) == Exit.FAILED
    document = json.loads(capsys.readouterr().out)
    (error,) = document["errors"]
    assert document["exit"] == error["exit"] == Exit.FAILED
    assert error["message"] == "RecursionError: too deep (a defect of reconciler, please report it)"


@pytest.mark.parametrize(("args", "usage"), [([], "[OPTIONS] COMMAND"), (["ledger"], "ledger")])
def test_without_a_command_there_is_help(args: list[str], usage: str, capsys: Captured) -> None:
    assert main(args) == Exit.USAGE
    shown = capsys.readouterr().err
    assert shown.startswith(f"Usage: reconciler {usage}")
    assert shown.count("\n") > 5
    assert "\\n" not in shown
    assert "error" not in shown.splitlines()[0]


@pytest.mark.parametrize(
    ("args", "example"),
    [
        (["-C", "x", "plan"], "reconciler plan -C DIR"),
        (["-Cx", "plan"], "reconciler plan -C DIR"),
        (["--directory=x", "plan"], "reconciler plan --directory DIR"),
        (["-w", "x", "plan"], "reconciler plan -w NAME"),
        (["--json", "plan"], "reconciler plan --json"),
    ],
)
def test_an_option_before_the_command_is_told_its_place(
    args: list[str], example: str, capsys: Captured
) -> None:
    assert main(args) == Exit.USAGE
    assert f"write it after the command: {example}" in "".join(capsys.readouterr())


def test_an_unknown_option_before_the_command_is_shown_the_help(capsys: Captured) -> None:
    assert main(["--nonsense", "plan"]) == Exit.USAGE
    assert "see reconciler --help" in capsys.readouterr().err


def test_a_reader_that_is_gone_ends_the_run_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        command = [sys.executable, "-m", "reconciler", "schema"]
        ran = subprocess.run(
            command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    finally:
        os.close(writer)
    assert (ran.returncode, "Traceback" in ran.stderr) == (Exit.FAILED, False)


def test_a_failure_after_the_document_prints_no_second_one(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reconciler.errors import LedgerError  # noqa: PLC0415 - only here
    from reconciler.ledger import LedgerBook  # noqa: PLC0415 - only here

    def unreachable(_: LedgerBook) -> None:
        raise LedgerError("the ledger cannot be reached any more")

    monkeypatch.setattr(LedgerBook, "compact", unreachable)
    newest.write({"t.yaml": "tags: {a: }\n"})
    ran = newest.run("apply", "--yes", "--json")
    assert ran.code == 1
    assert ran.json["outcomes"]["done"] == 1
    assert "cannot be reached any more" in ran.err
