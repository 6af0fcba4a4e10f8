"""`reconciler simulate`: its options, what it refuses, and how it ends."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from reconciler.cli.main import main

BAD = "rules:\n  - on: {methd: POST}\n    then: {drop: aftr}\nlimitt: 3\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "reconciler.yaml").write_text("version: 1\n")
    (tmp_path / "specs").mkdir()
    return tmp_path


@dataclass(slots=True)
class Running:
    child: subprocess.Popen[str]
    url: str
    token: str

    def get(self, path: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        return httpx.get(self.url + path, headers=headers)

    def end(self, cause: signal.Signals) -> tuple[int, str, str]:
        """Exit code, the rest of stdout, and stderr."""
        self.child.send_signal(cause)
        out, err = self.child.communicate(timeout=20)
        return self.child.returncode, out, err


@contextmanager
def running(project: Path, *options: str) -> Iterator[Running]:
    """The real command on a free port; what it announces is one JSON document."""
    line = [sys.executable, "-m", "reconciler", "simulate", "--port", "0", "--json"]
    child = subprocess.Popen(
        [*line, "-C", str(project), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        while lines[-1].strip() not in {"}", ""}:
            lines.append(child.stdout.readline())
        yield Running(child, **json.loads("".join(lines)))
    finally:
        child.kill()
        child.communicate()


def run(project: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    code = main(["simulate", "-C", str(project), "--port", "0", *options])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_script_a_limit_a_latency_and_a_journal_go_together(project: Path) -> None:
    script, journal = project / "faults.yaml", project / "requests.jsonl"
    script.write_text("rules: [{on: {path: /me, nth: 2}, then: {answer: html}}]\n")
    journal.write_text('{"earlier": true}\n')
    options = (
        "--faults",
        str(script),
        "--journal",
        str(journal),
        "--limit",
        "83",
        "--latency",
        "1",
    )
    with running(project, *options) as simulate:
        assert simulate.get("/me").headers["x-ratelimit-limit"] == "83"
        assert simulate.get("/me?secret=canary").status_code == 502
        entries = [json.loads(line) for line in journal.read_text().splitlines()]
        assert simulate.end(signal.SIGTERM) == (0, "", "")
    assert entries[0] == {"earlier": True}
    assert [(one["number"], one["method"], one["path"], one["status"]) for one in entries[1:]] == [
        (1, "GET", "/me", 200), (2, "GET", "/me", 502),
    ]  # fmt: skip
    assert set(entries[1]) == {"at", "number", "method", "path", "status"}


def test_the_clock_of_a_running_simulator_is_moved(project: Path) -> None:
    with running(project) as simulate:
        before = simulate.get("/_simulator/clock").json()["now"]
        headers = {"Authorization": f"Bearer {simulate.token}"}
        url = f"{simulate.url}/_simulator/clock"
        moved = httpx.post(url, json={"advance": 86_400}, headers=headers).json()["now"]
        assert 86_400 <= moved - before < 86_400 + 60
        assert simulate.end(signal.SIGINT) == (0, "", "")


def test_a_bad_script_is_refused_with_all_its_lines(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / "faults.yaml"
    file.write_text(BAD)
    code, out, err = run(project, capsys, "--faults", str(file))
    assert (code, out) == (6, "")
    places = [f"{file}:2:10: ", f"{file}:3:18: ", f"{file}:4:1: "]
    assert [one for one in places if one in err] == places
    assert "  - on: {methd: POST}" in err
    assert "help: did you mean method?" in err
    assert "3 errors" in err


def test_a_bad_script_is_one_json_document(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / "faults.yaml"
    file.write_text(BAD)
    code, out, err = run(project, capsys, "--faults", str(file), "--json")
    found = json.loads(out)["findings"]
    assert (code, err) == (6, "")
    assert [(one["code"], one["line"], one["column"]) for one in found] == [
        ("fault-script", 2, 10), ("fault-script", 3, 18), ("fault-script", 4, 1),
    ]  # fmt: skip


def test_a_script_that_is_not_there_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(project, capsys, "--faults", str(project / "none.yaml"))
    assert code == 6
    assert "none.yaml:1:1" in err
    assert "cannot be read: No such file or directory" in err


def test_a_journal_that_cannot_be_written_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(project, capsys, "--journal", str(project / "no/journal"))
    assert code == 1
    assert "no/journal cannot be written: No such file or directory" in err
    assert "name a file in a folder that may be written" in err


def test_a_journal_on_a_full_disk_stops_no_answer_and_is_told_at_the_end(project: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with running(project, "--journal", "/dev/full") as simulate:
        assert [simulate.get("/me").status_code for _ in range(2)] == [200, 200]
        code, out, err = simulate.end(signal.SIGINT)
    assert (code, out) == (1, "")
    assert "the journal /dev/full cannot be written: No space left on device" in err


@pytest.mark.parametrize("as_json", [False, True])
def test_a_port_in_use_is_named_with_the_way_out(
    project: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        options = ["--port", port, *(["--json"] if as_json else [])]
        code, out, err = run(project, capsys, *options)
    assert code == 1
    shown: dict[str, Any] = json.loads(out)["errors"][0] if as_json else {}
    assert f"cannot listen on 127.0.0.1:{port}: " in (shown.get("message") or err)
    assert "choose another --port, 0 for any" in (shown.get("hint") or err)


@pytest.mark.parametrize("option", [
    ("--latency", "-1"), ("--latency", "nan"), ("--limit", "0"), ("--limit", "1.5"), ("--seed", "0"),
])  # fmt: skip
def test_an_option_that_means_nothing_is_a_usage_error(
    project: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    code, _, err = run(project, capsys, *option)
    assert code == 64
    assert option[0] in err
