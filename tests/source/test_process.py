"""The process that renders templates: what it answers, and what becomes of one that hangs or dies."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from reconciler.model import Pos
from reconciler.source import engine, process, worker
from reconciler.source.jobs import Failure, Job
from reconciler.source.process import GIVEN_UP, Process
from reconciler.source.template import Origin, Templates, templates

SETUP = {"root": "/", "folders": ["specs"], "values": {"days": 14}}
READY = "import sys; sys.stdin.readline(); print('{\"value\": null}', flush=True); "
ONCE = READY + "sys.stdin.readline(); print('{\"value\": 1}', flush=True); "


def job(source: str) -> Job:
    return Job(source, "specs/a.yaml", "en", native=True)


def here(asked: Job, rows: Sequence[Any]) -> Iterator[Any]:
    yield from [f"here {asked.source}" for _ in rows]


@pytest.fixture
def isolated(tmp_path: Path) -> Iterator[Templates]:
    made = templates(tmp_path, ("specs",), {"days": 14, "xs": ["a", {"b": 1.5}]}, "production")
    yield made
    made.engine.close()


def origin(file: str = "specs/a.yaml") -> Origin:
    return Origin(file, "en", lambda line, word: Pos(file, line, len(word)))


def test_values_and_failures_come_out_of_the_process_as_they_are(
    isolated: Templates, tmp_path: Path
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/p.md").write_text("one\n{{ nope }}")
    assert isolated.value("{{ days * 2 }}", origin()) == 28
    assert isolated.value("{{ xs + [none, true] }}", origin()) == ["a", {"b": 1.5}, None, True]
    isolated.value("{% include 'p.md' %}{{ days + 1 }}", origin("specs/b.yaml"))
    isolated.value("\n{{ 1 / 0 }}", origin())
    assert [(one.code, str(one.pos)) for one in isolated.close()] == [
        ("template-failed", "specs/a.yaml:2"), ("template-undefined", "specs/p.md:2:4"),
    ]  # fmt: skip


def test_names_and_partials_start_no_process_and_load_no_engine(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/p.md").write_text("{{ days }}")
    code = (
        "import sys, pathlib\n"
        "from reconciler.source.template import Origin, templates\n"
        f"one = templates(pathlib.Path({str(tmp_path)!r}), ('specs',), {{'days': 14}}, 'w')\n"
        "here = Origin('specs/a.md', 'en', None)\n"
        "assert one.value('{{ days }}', here) == 14\n"
        "assert one.body('{% include \"p.md\" %} `{{ x }}`', 'md', here) == '14 `{{ x }}`'\n"
        "assert one.close() == []\n"
        "assert not {'jinja2', 'subprocess'} & {*sys.modules}, 'loaded'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_process_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "secret-token")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    boot = READY + "import os, json; print(json.dumps({'value': sorted(os.environ)}), flush=True)"
    monkeypatch.setattr(process, "BOOT", boot)
    one = Process(SETUP, here)
    (names,) = one.render(job("x"), [None])
    one.close()
    assert "LD_LIBRARY_PATH" in names
    assert "INTERCOM_ACCESS_TOKEN" not in names


def test_a_template_that_hangs_is_ended_and_the_next_ones_are_rendered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "BOOT", ONCE + "sys.stdin.read()")
    monkeypatch.setattr(process, "PATIENCE", 0.5)
    one = Process(SETUP, here)
    first, second = one.render(job("x"), [None, None])
    assert (first, second) == (1, Failure("limit", process.TIME))
    assert list(one.render(job("x"), [None])) == [1]
    one.close()


def test_the_system_ends_a_template_that_takes_the_processor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    endless = READY + "import signal; signal.setitimer(signal.ITIMER_PROF, 0.05)\nwhile True: pass"
    monkeypatch.setattr(process, "BOOT", endless)
    one = Process(SETUP, here)
    assert list(one.render(job("x"), [None])) == [Failure("limit", process.TIME)]


def test_a_process_that_dies_is_a_failure_and_after_three_nothing_more_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "BOOT", READY + "sys.stdin.readline(); sys.exit(1)")
    one = Process(SETUP, here)
    ended = Failure("limit", process.ENDED)
    assert list(one.render(job("x"), [None] * 5)) == [ended, ended, ended, GIVEN_UP, GIVEN_UP]
    assert list(one.render(job("x"), [None])) == [GIVEN_UP]


def test_a_process_that_is_gone_before_it_is_asked_is_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "BOOT", ONCE)
    one = Process(SETUP, here)
    assert list(one.render(job("x"), [None])) == [1]
    assert one.worker is not None
    one.worker.process.wait()
    assert list(one.render(job("x"), [None])) == [Failure("limit", process.ENDED)]


def test_an_endless_answer_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "BOOT", READY + "\nwhile True: print('x' * 10000, end='')")
    monkeypatch.setattr(process, "MAX_ANSWER", 100_000)
    one = Process(SETUP, here)
    assert list(one.render(job("x"), [None])) == [Failure("limit", process.ENDED)]


@pytest.mark.parametrize("boot", ["raise SystemExit(1)", "import sys; sys.stdin.close()"])
def test_where_no_process_can_be_started_templates_are_rendered_here(
    monkeypatch: pytest.MonkeyPatch, boot: str
) -> None:
    monkeypatch.setattr(process, "BOOT", boot)
    one = Process(SETUP, here)
    assert list(one.render(job("x"), [None])) == ["here x"]
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert list(one.render(job("y"), [None])) == ["here y"]
    one.close()


def test_without_a_process_the_engine_of_the_project_renders(
    isolated: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert isolated.value("{{ days + 1 }}", origin()) == 15


# ---------------------------------------------------------------- the process itself


def test_the_process_answers_a_line_for_every_row() -> None:
    asked = [SETUP, ["{{ each.n ~ days }}", "f", "en", True, ["n"], [["a"], ["b"]]],
             ["{{ nope }}", "f", "en", True, [], [None]]]  # fmt: skip
    out = io.BytesIO()
    worker.serve(io.BytesIO(b"".join(json.dumps(one).encode() + b"\n" for one in asked)), out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"value": None}, {"value": "a14"}, {"value": "b14"},
        {"failure": ["undefined", "nope", "nope", 1, "", 1]},
    ]  # fmt: skip


def test_a_template_that_has_no_memory_left_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(engine.Engine, "_render", full)
    one = engine.Engine(Path("/"), (), {})
    (made,) = one.render(job("{{ days + 1 }}"), [None])
    assert made == Failure("limit", "it takes more memory than a template may")


def test_the_process_gives_up_what_it_does_not_need(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[int, tuple[int, int]] = {}

    def setrlimit(what: int, limits: tuple[int, int]) -> None:
        if what == resource.RLIMIT_AS:
            raise ValueError("not on this system")
        given[what] = limits

    monkeypatch.setattr(resource, "setrlimit", setrlimit)
    monkeypatch.setattr(worker, "serve", lambda lines, out: None)
    worker.main()
    assert given[resource.RLIMIT_FSIZE] == given[resource.RLIMIT_NPROC] == (0, 0)
    assert set(worker.LIMITS) - set(given) == {resource.RLIMIT_AS}
