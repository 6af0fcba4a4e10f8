"""What a trace shows of every attempt, and what it never does."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from reconciler.api import Trace
from reconciler.api import trace as trace_module
from reconciler.errors import ApiError, Exit, UsageError
from reconciler.simulator import Fault
from tests.api.fakes import SECRET, Clock, http_over, ok, refused, scripted
from tests.api.test_limiter import headers
from tests.world import TOKEN, World, open_world


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(one) for one in file.read_text().splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "trace.jsonl"


@pytest.fixture
def trace(file: Path) -> Iterator[Trace]:
    with closing(Trace(file)) as opened:
        yield opened


@pytest.fixture
def newest(tmp_path: Path) -> Iterator[World]:
    yield from open_world(tmp_path)


def test_each_attempt_is_a_line(file: Path) -> None:
    clock = Clock(1_800_000_000.0)
    told = headers(3, clock.now + 10) | {"x-request-id": "req-7"}
    busy = refused(503, "service_unavailable", "later")
    server, _ = scripted(busy, httpx.ReadTimeout("x"), ok(id="1", headers=told))
    http = http_over(server, clock=clock, trace=Trace(file))
    http.call("PUT", "/articles/12?locale=en", {"title": "Secret plans"})
    http.close()
    first, second, third = lines(file)
    assert first == {
        "at": "2027-01-15T08:00:00.000+00:00", "method": "PUT", "path": "/articles/12?locale=en",
        "attempt": 1, "status": 503, "code": "service_unavailable", "request_id": None, "ms": 0,
        "waited_ms": 0, "limit": None, "remaining": None, "reset": None, "sent": 25,
        "received": len(busy.content),
    }  # fmt: skip
    assert [second[name] for name in ("attempt", "status", "code", "waited_ms")] == [
        2,
        0,
        "timeout",
        500,
    ]
    assert [third[name] for name in ("attempt", "status", "code", "request_id", "waited_ms")] == [
        3, 200, "", "req-7", 1000,
    ]  # fmt: skip
    assert [third[name] for name in ("limit", "remaining", "reset")] == ["5", "3", "1800000010"]
    assert "Secret plans" not in file.read_text()


def test_the_wait_for_a_window_is_told_apart_from_the_answer(file: Path, trace: Trace) -> None:
    clock = Clock()
    spent = headers(0, clock.now + 10)
    server, _ = scripted(ok(id="1", headers=spent), ok(id="2"))
    http = http_over(server, clock=clock, trace=trace)
    http.call("GET", "/me")
    http.call("GET", "/me")
    assert [one["waited_ms"] for one in lines(file)] == [0, 10_100]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/articles/123", "/articles/123"),
        ("/contacts/5ba682d23d7cf92bef87bfd4/tags", "/contacts/5ba682d23d7cf92bef87bfd4/tags"),
        ("/companies?page=2&per_page=60", "/companies?page=2&per_page=60"),
        ("/companies?company_id=acme", "/companies?company_id=~#"),
        ("/contacts?email=ada%40example.com&page=1", "/contacts?email=~#&page=1"),
        ("/contacts/find_by_external_id/12345", "/contacts/find_by_external_id/~#"),
        ("/contacts/ada%40example.com", "/contacts/~#"),
        ("/contacts/ada@example.com/notes", "/contacts/~#/notes"),
        ("/companies?ada%40example.com=1", "/companies?~#=~#"),
        ("/companies?page=ada%40example.com", "/companies?page=~#"),
        ("/companies/scroll?scroll_param=69352c47", "/companies/scroll?scroll_param=~#"),
    ],
)
def test_what_may_be_personal_is_a_digest(trace: Trace, path: str, shown: str) -> None:
    parts = trace.path(path)
    for _ in range(shown.count("#")):
        at = parts.index("~") + 1
        assert len(parts[at : at + 10].strip("0123456789abcdef")) == 0
        parts = parts[: at - 1] + "\0#" + parts[at + 10 :]
    assert parts.replace("\0", "~") == shown


def test_equal_values_stay_equal_in_one_file_and_differ_in_another(tmp_path: Path) -> None:
    with closing(Trace(tmp_path / "a")) as one, closing(Trace(tmp_path / "b")) as other:
        assert one.path("/x?email=a") == one.path("/x?email=a") != one.path("/x?email=b")
        assert one.path("/x?email=a") != other.path("/x?email=a")


def test_a_token_that_is_answered_is_in_no_trace(file: Path, trace: Trace) -> None:
    echo = refused(401, SECRET, f"Access Token {SECRET} Invalid")
    echo.headers["X-Request-Id"] = SECRET
    server, _ = scripted(echo)
    http = http_over(server, trace=trace)
    with pytest.raises(ApiError):
        http.call("GET", f"/{SECRET}?q={SECRET}")
    assert lines(file)[0]["status"] == 401
    assert SECRET not in file.read_text()


# ------------------------------------------------------------------ the file


def test_only_the_owner_reads_a_trace_whatever_the_umask(file: Path) -> None:
    before = os.umask(0)
    try:
        Trace(file).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_run_adds_to_the_trace(file: Path) -> None:
    for _ in range(2):
        server, _asked = scripted(ok(id="1"))
        http = http_over(server, trace=Trace(file))
        http.call("GET", "/me")
        http.close()
    assert len(lines(file)) == 2


def test_a_closed_trace_takes_no_more(file: Path, trace: Trace) -> None:
    server, _ = scripted(ok(id="1"))
    http = http_over(server, trace=trace)
    trace.close()
    http.call("GET", "/me")
    assert file.read_text() == ""


def test_a_line_that_was_cut_off_does_not_spoil_the_next(file: Path) -> None:
    file.write_text('{"at": "20')
    server, _ = scripted(ok(id="1"))
    with closing(Trace(file)) as trace:
        http_over(server, trace=trace).call("GET", "/me")
    first, second = file.read_text().splitlines()
    assert first == '{"at": "20'
    assert json.loads(second)["path"] == "/me"


def test_a_full_disk_ends_the_trace_and_not_the_run(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = trace_module._opened

    def full(file: Path) -> int:
        os.close(opened(file))
        return os.open("/dev/full", os.O_WRONLY)

    monkeypatch.setattr(trace_module, "_opened", full)
    newest.write({"t.yaml": "tags: {a: }\n"})
    ran = newest.run("apply", "--yes", "--trace", str(newest.root / "trace.jsonl"))
    assert ran.code == 0, ran.text
    assert ran.err.count("is not complete: No space left on device") == 1
    newest.settled()


@pytest.mark.parametrize("name", ["", "no/folder", "spec.yaml", "link", "pipe"])
def test_a_file_that_is_no_place_for_a_trace_is_refused_and_left_alone(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "spec.yaml").write_text("tags: {}\n")
    (tmp_path / "link").symlink_to("spec.yaml")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="the trace cannot be written to"):
        Trace(tmp_path / name)
    assert (tmp_path / "spec.yaml").read_text() == "tags: {}\n"


# ------------------------------------------------------------------ the command line


def test_every_online_command_traces_and_none_shows_the_token(newest: World) -> None:
    newest.write(
        {"t.yaml": "tags: {a: }\ncompanies: {acme: {company_id: ada@example.com, name: A}}\n"}
    )
    file = newest.root / "trace.jsonl"
    for command in (["plan"], ["apply", "--yes"], ["get", "tags"], ["doctor"]):
        newest.run(*command, "--trace", str(file))
    found = lines(file)
    assert len(found) == len(newest.simulator.journal)
    assert [one["status"] for one in found if one["method"] == "POST"] == [200, 200]
    text = file.read_text()
    assert TOKEN not in text
    assert "ada@example.com" not in text
    assert "ada%40example.com" not in text


@pytest.mark.parametrize("command", [["plan"], ["get", "tags"], ["doctor"]])
def test_a_bad_place_is_refused_before_any_request(newest: World, command: list[str]) -> None:
    newest.write({"t.yaml": "tags: {a: }\n"})
    ran = newest.run(*command, "--trace", str(newest.root / "reconciler.yaml"))
    assert ran.code == Exit.USAGE
    assert "it exists and is no trace" in ran.text
    assert newest.simulator.journal == []


def test_a_reserve_leaves_room_and_the_wait_is_said(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: }\n"})
    newest.simulator.window.limit = 20
    newest.simulator.window.offset = (time.time() + 1.5) % 10  # so that the wait is a short one
    newest.simulator.faults.append(Fault(path="/tags", status=503, nth=1))
    ran = newest.run("plan", "--reserve", "0.9")
    assert ran.code == 0
    assert "for Intercom's next window" in ran.err
    assert ran.err.count("waiting ") == 1
    assert newest.run("plan", "--reserve", "1").code == Exit.USAGE
