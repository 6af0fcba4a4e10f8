"""The command line as a person and as a machine meet it."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import yaml

from reconciler.cli import apply as apply_command
from reconciler.cli.main import COMMANDS, main
from reconciler.cli.progress import Progress
from reconciler.errors import Exit
from reconciler.model import StepResult
from reconciler.simulator import Fault, Observer, SimulatorError
from reconciler.simulator.database import Database
from tests.core.toys import planned, want
from tests.scenarios.workspace import FILES
from tests.world import World

ROOT = Path(__file__).parents[2]


def run(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reconciler", *args]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, **options
    )


def test_help_names_every_command() -> None:
    shown = run("--help").stdout
    for name, about in COMMANDS.items():
        assert name in shown
        assert about in shown


def test_version_is_one_word() -> None:
    assert run("--version").stdout.strip().count(".") == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert f"Usage: reconciler {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["pln"], "Did you mean plan?"),
        (["zzzz"], "there is no command 'zzzz'"),
        (["plan", "--ot", "x"], "--ot"),
        (["get", "articels"], "did you mean articles?"),
        (["get"], "KIND"),
        (["apply", "--allow-deletes", "-1"], "--allow-deletes"),
    ],
)
def test_a_wrong_word_is_a_usage_error_with_a_hint(
    args: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(args) == Exit.USAGE
    assert says in capsys.readouterr().err
    assert main([*args, "--json"]) == Exit.USAGE
    assert json.loads(capsys.readouterr().out)["exit"] == Exit.USAGE


def test_a_folder_without_a_project_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", "-C", str(tmp_path)]) == Exit.INVALID
    said = capsys.readouterr().err
    assert "no-project" in said
    assert "`reconciler import` writes one" in said


def test_an_unknown_workspace_is_a_usage_error(newest: World) -> None:
    newest.write(FILES)
    ran = newest.run("plan", "-w", "stagin")
    assert ran.code == Exit.USAGE
    assert "stagin" in ran.err


def test_validate_counts_what_is_valid(newest: World) -> None:
    newest.write(FILES)
    assert newest.ok("validate").out == "Valid: 15 resources.\n"
    assert newest.ok("validate", "--json").json["valid"] is True


def test_offline_commands_load_no_http_client() -> None:
    code = ("import sys; from reconciler.cli.main import main; main(['validate']);"
            "print([one for one in ('httpx', 'rich', 'deepdiff', 'http.server') if one in sys.modules])")  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def test_the_schema_accepts_our_own_specs_and_refuses_a_mistake() -> None:
    schema = json.loads(run("schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    for path in sorted((ROOT / "specs").glob("*.yaml")):
        assert list(validator.iter_errors(yaml.safe_load(path.read_text()))) == []
    assert list(validator.iter_errors({"tags": {"a": {"nmae": "x"}}}))
    assert list(validator.iter_errors({"tgas": {}}))
    rows = {
        "moved": [{"from": "tag/a", "to": "tag/b"}],
        "removed": [{"ref": "tag/c", "delete": True}],
    }
    assert list(validator.iter_errors(rows)) == []
    assert list(validator.iter_errors({"moved": [{"from": "a"}]}))


def test_the_schema_of_a_kind_is_that_of_its_files(newest: World) -> None:
    validator = jsonschema.Draft202012Validator(newest.ok("schema", "article").json)
    assert list(validator.iter_errors({"title": "Hello", "state": "draft", "name": "x"})) == []
    assert list(validator.iter_errors({"titel": "Hello"}))
    ran = newest.run("schema", "artical")
    assert (ran.code, "did you mean article" in ran.err) == (64, True)


def test_get_shows_a_list_and_one_object(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    assert '"VIP"' in newest.ok("get", "tags").out
    assert 'name: "VIP"' in newest.ok("get", "tag", "vip").out
    ran = newest.run("get", "tag", "nobody")
    assert (ran.code, "There is no tag" in ran.err) == (1, True)
    assert newest.ok("get", "admins").out.count("@example.com") == 3


def test_get_finds_an_object_by_the_name_that_plans_print(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    for name in ("start/hello", "article/start/hello"):
        assert 'title: "Hello"' in newest.ok("get", "article", name).out
    assert newest.run("get", "article", "start/nobody").code == 1
    newest.simulator.store.remove("article", newest.simulator.store.rows("article")[0]["id"])
    gone = [newest.run("get", "article", f"start/{one}").code for one in ("hello", "install")]
    assert sorted(gone) == [0, 1]


def test_get_says_that_companies_without_users_are_in_no_list(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    ran = newest.ok("get", "companies")
    assert ran.out.startswith("0 companies;")
    assert "Companies without users appear in no list of Intercom." in ran.err
    assert 'company_id: "c-1"' in newest.ok("get", "company", "acme").out
    newest.simulator.store.create("tag", name="x")
    assert "appear in no list" not in newest.ok("get", "tags").err


@pytest.mark.parametrize(
    "args",
    [("plan",), ("plan", "--out", "{root}/p.json"), ("apply", "--dry-run"), ("get", "tags"),
     ("get", "tag", "nobody"), ("import",), ("validate",), ("ledger", "unlock")],
)  # fmt: skip
def test_json_is_one_document_with_the_exit_code(newest: World, args: tuple[str, ...]) -> None:
    newest.write(FILES)
    newest.simulator.store.create("tag", name="theirs")
    ran = newest.run(*[one.format(root=newest.root) for one in args], "--json")
    assert ran.json["exit"] == ran.code, ran.text
    (newest.root / "specs" / "bad.yaml").write_text("tgas: {}\n")
    ran = newest.run(*args, "--json", "--base-url", "http://127.0.0.1:9") if args[0] in {
        "get", "ledger"} else newest.run(*args, "--json")  # fmt: skip
    assert ran.code != 0
    assert ran.json["exit"] == ran.code


def test_a_plan_that_cannot_be_saved_says_where_and_why(newest: World) -> None:
    newest.write(FILES)
    ran = newest.run("plan", "--out", f"{newest.root}/nowhere/plan.json")
    assert ran.code == Exit.FAILED
    assert "nowhere/plan.json: No such file or directory" in ran.err


def test_hostile_names_from_intercom_move_no_cursor(newest: World) -> None:
    newest.simulator.store.create("tag", name="\x1b[31mred\x07\nnew line")
    out = newest.ok("get", "tags").out
    assert "\x1b" not in out
    assert "\\x1b[31mred\\x07\\nnew line" in out


# ---------------------------------------------------------------- asking


class Terminal:
    def isatty(self) -> bool:
        return True


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> None:
    replies = iter(given)
    monkeypatch.setattr(apply_command.sys, "stdin", Terminal())
    monkeypatch.setattr(apply_command.click, "prompt", lambda *_, **__: next(replies))


def test_on_a_terminal_the_word_yes_is_asked_for(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest.write({"t.yaml": "tags: {a: , b: }\n"})
    answers(monkeypatch, "no")
    assert newest.run("apply").code == Exit.REFUSED
    answers(monkeypatch, "yes")
    assert newest.run("apply").code == 0
    assert newest.titles("tag", "name") == ["a", "b"]


def test_on_a_terminal_removals_ask_for_their_number(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest.write({"t.yaml": "tags: {a: , b: }\n"})
    newest.apply()
    newest.write({"t.yaml": "tags: {a: }\n"})
    answers(monkeypatch, "yes")
    assert newest.run("apply").code == Exit.REFUSED
    answers(monkeypatch, "1")
    assert newest.run("apply").code == 0
    assert newest.titles("tag", "name") == ["a"]


class Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_question_ends_in_a_colon_and_nothing_else(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest.write({"t.yaml": "tags: {a: , b: }\n"})
    monkeypatch.setattr(sys, "stdin", Typed("yes\n"))
    ran = newest.ok("apply")
    assert "Type yes to apply:" in ran.out
    assert "[]" not in ran.text
    newest.write({"t.yaml": "tags: {b: }\n"})
    monkeypatch.setattr(sys, "stdin", Typed("1\n"))
    assert "Type that number to go on:" in newest.ok("apply").out


# ---------------------------------------------------------------- what is said


def test_plan_and_apply_say_which_ledger_is_used(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: }\n"})
    line = f"Ledger: {newest.ledger.resolve()}"
    assert newest.ok("plan").out.splitlines()[-1] == line
    assert newest.ok("apply", "--yes").out.count(line) == 1
    newest.env["RECONCILER_LEDGER"] = ""
    assert "Ledger:" not in newest.ok("plan", "--simulator").out


def test_after_a_failure_the_report_does_not_call_the_second_plan_empty(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: , b: }\n"})
    body = b'{"type": "error.list", "errors": [{"code": "no", "message": "no"}]}'
    fault = Fault(method="POST", path="/tags", status=422, nth=1, body=body)
    newest.simulator.faults.append(fault)
    ran = newest.run("apply", "--yes")
    newest.simulator.faults.clear()
    assert ran.code == Exit.PARTIAL
    assert "reads back as declared (1 object); 1 write is still due: apply again." in ran.out
    assert "Second plan" not in ran.out
    assert "Second plan: empty, 1 object read again." in newest.ok("apply", "--yes").out


def test_skipped_steps_are_counted_and_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    steps = planned([want("label", str(number)) for number in range(3)]).plan.steps
    with Progress(3, quiet=False) as progress:
        for step, outcome in zip(steps, ("done", "skipped", "failed"), strict=True):
            progress(StepResult(step, outcome))  # type: ignore[arg-type] # a tuple of literals
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["done", "failed"]


def test_in_ci_nobody_is_asked(newest: World, monkeypatch: pytest.MonkeyPatch) -> None:
    newest.write({"t.yaml": "tags: {a: }\n"})
    newest.env |= {"CI": "1", "RECONCILER_LEDGER": f"file:{Path.home() / '.reconciler-test.jsonl'}"}
    answers(monkeypatch, "yes")
    ran = newest.run("apply")
    assert (ran.code, newest.writes) == (Exit.REFUSED, 0)


def test_an_approved_plan_that_cannot_be_read_says_so(newest: World) -> None:
    newest.write(FILES)
    ran = newest.run("apply", "--approved", "nowhere.json")
    assert ran.code == Exit.REFUSED
    assert "nowhere.json cannot be read" in ran.err


# ---------------------------------------------------------------- signals


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_finishes_what_is_in_flight_and_reports(
    newest: World, sent: signal.Signals, code: int
) -> None:
    newest.write({"t.yaml": "tags:\n" + "".join(f"  t{number}:\n" for number in range(60))})
    newest.simulator.faults.append(Fault(method="POST", path="/tags", slow=0.05))
    child = subprocess.Popen(
        [sys.executable, "-m", "reconciler", "apply", "--yes", "--json", "-C", str(newest.root)],
        env={**os.environ, **newest.environment(), "CI": ""}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip

    def signalled(_: int, method: str, __: str) -> None:
        if method == "POST" and newest.writes == 5:
            os.kill(child.pid, sent)

    newest.simulator.observers.append(Observer(after=signalled))
    out, err = child.communicate(timeout=60)
    newest.simulator.observers.clear()
    newest.simulator.faults.clear()
    assert child.returncode == code, out + err
    report = json.loads(out)
    assert sum(report["outcomes"].values()) == 60
    assert report["outcomes"]["done"] == len(newest.simulator.store.rows("tag")) < 60
    assert report["outcomes"]["skipped"] > 0
    newest.apply()
    newest.settled()


# ---------------------------------------------------------------- the simulator


def test_the_simulator_answers_on_a_port_and_keeps_its_file(tmp_path: Path) -> None:
    store, dump = tmp_path / "intercom.db", tmp_path / "dump.json"
    (tmp_path / "reconciler.yaml").write_text("version: 1\n")
    (tmp_path / "specs").mkdir()
    child = subprocess.Popen(
        [sys.executable, "-m", "reconciler", "simulate", "--port", "0", "--seed", "3", "--json",
         "--store", str(store), "--dump", str(dump), "-C", str(tmp_path)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    lines = []
    while not lines or lines[-1].strip() != "}":
        lines.append(child.stdout.readline())
    found = json.loads("".join(lines))
    headers = {"Authorization": f"Bearer {found['token']}", "Accept": "application/json"}
    assert len(httpx.get(f"{found['url']}/articles", headers=headers).json()["data"]) == 3
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=20) == 0
    child.stdout.close()
    assert main(["get", "articles", "--simulator", str(store), "-C", str(tmp_path)]) == 0
    assert len(json.loads(dump.read_text())["rows"]["article"]) == 3


def test_a_spoilt_simulator_file_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reconciler.yaml").write_text("version: 1\n")
    (tmp_path / "specs").mkdir()
    spoilt = tmp_path / "x.json"
    spoilt.write_text("{")
    assert main(["plan", "--simulator", str(spoilt), "-C", str(tmp_path)]) == 1
    assert "x.json" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["no/x.db", "specs"])
def test_a_simulator_file_that_cannot_be_written_says_so_before_anything_is_done(
    newest: World, name: str
) -> None:
    newest.write(FILES)
    for command in ("apply", "--yes"), ("simulate",):
        option = "--store" if command == ("simulate",) else "--simulator"
        ran = newest.run(*command, f"{option}={newest.root}/{name}", "--json")
        assert ran.code == (Exit.USAGE if (command[0], name) == ("simulate", "specs") else 1)
        if ran.code == 1:
            assert f"{name}: cannot be" in ran.json["errors"][0]["message"]


def test_a_dump_is_not_taken_for_a_store_and_loads_into_one(newest: World) -> None:
    newest.write(FILES)
    dump = newest.root / "dump.json"
    newest.simulator.store.dump(dump)
    ran = newest.run("plan", f"--simulator={dump}")
    assert ran.code == Exit.FAILED
    assert "dump.json: not a workspace of the simulator" in ran.err
    assert "--store NEW --load FILE" in ran.err


def test_a_simulator_file_without_room_says_why(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest.write(FILES)

    def full(self: Database, *_: object) -> None:
        raise SimulatorError(f"{self.path}: cannot be written: database or disk is full")

    newest.ok("plan", f"--simulator={newest.root}/x.db")
    monkeypatch.setattr(Database, "_follow", full)
    ran = newest.run("apply", "--yes", f"--simulator={newest.root}/x.db")
    assert ran.code == Exit.FAILED
    assert "x.db: cannot be written: database or disk is full" in ran.err


def test_a_language_added_later_is_added_to_the_simulated_help_center(newest: World) -> None:
    newest.write(FILES)
    newest.env["RECONCILER_LEDGER"] = ""
    newest.env.pop("RECONCILER_LEDGER")
    file = f"--simulator={newest.root}/x.db"
    config = (newest.root / "reconciler.yaml").read_text()
    newest.file("reconciler.yaml", config.replace("[en, fr]", "[en]"))
    newest.remove("articles/1-start/1-hello.fr.md")
    collection = "articles/1-start/_collection.yaml"
    newest.file(f"specs/{collection}", "name: Start\n")
    newest.ok("apply", "--yes", file)
    newest.write(FILES)
    assert "Second plan: empty" in newest.ok("apply", "--yes", file).out
    with closing(sqlite3.connect(newest.root / "x.db")) as file_:
        ((center,),) = file_.execute("SELECT row FROM rows WHERE kind = 'help_center'")
    center = json.loads(center)
    assert center["locales"] == ["en", "fr"]


def test_a_simulator_in_memory_needs_no_token(newest: World) -> None:
    newest.write(FILES)
    newest.env |= {"INTERCOM_ACCESS_TOKEN": ""}
    newest.env.pop("RECONCILER_LEDGER", None)
    assert newest.run("plan", "--simulator").code == 0
    assert newest.simulator.journal == []


def test_a_port_in_use_says_so(newest: World) -> None:
    newest.write(FILES)
    ran = newest.run("simulate", "--port", str(newest.server.port))
    assert (ran.code, "--port" in ran.err) == (1, True)


def test_an_unlocked_ledger_is_said_to_be(newest: World) -> None:
    newest.write(FILES)
    assert newest.ok("ledger", "unlock").out == "The ledger was not locked.\n"
    assert newest.ok("ledger", "unlock", "--json").json == {
        "was_locked": False, "owner": None, "exit": 0,
    }  # fmt: skip


def test_the_package_runs_as_a_module() -> None:
    started = time.monotonic()
    assert run("validate", "-C", str(ROOT)).stdout.startswith("Valid: 49 resources")
    assert time.monotonic() - started < 30


def test_a_token_of_another_region_is_refused() -> None:
    from reconciler.cli.connect import _check_region  # noqa: PLC0415 - the seam that needs no host
    from reconciler.cli.options import Common  # noqa: PLC0415 - as above
    from reconciler.errors import GuardError  # noqa: PLC0415 - as above
    from reconciler.model import Workspace  # noqa: PLC0415 - as above
    from reconciler.workflow import Identity  # noqa: PLC0415 - as above

    real = Common(
        Path(), None, as_json=False, simulator=None, base_url=None, token_env="X", ledger=None
    )
    with pytest.raises(GuardError, match="lives in region eu, but us is asked"):
        _check_region(real, Workspace(region="us"), Identity("ab12", "ada@example.com", "EU"))
    _check_region(real, Workspace(region="eu"), Identity("ab12", "ada@example.com", "EU"))


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["--switch", "translation_merged=false"], 64, "did you mean translations_merged?"),
        (["--dump", "no/where.json"], 1, "cannot be written"),
        (["--load", "nothing.json"], 1, "cannot be read"),
    ],
)
def test_simulate_says_before_it_serves_what_cannot_be(
    newest: World, args: list[str], code: int, says: str
) -> None:
    newest.write(FILES)
    ran = newest.run("simulate", "--port", "0", *args)
    assert (ran.code, says in ran.err) == (code, True), ran.err


def test_simulate_stands_for_the_workspace_of_a_valid_configuration_alone(newest: World) -> None:
    newest.write(FILES)
    config = newest.root / "reconciler.yaml"
    config.write_text(config.read_text().replace("region: us", "regoin: us"))
    ran = newest.run("simulate", "--port", "0")
    assert (ran.code, "reconciler.yaml:" in ran.err) == (6, True), ran.err


def test_a_port_in_use_leaves_no_store_behind(newest: World) -> None:
    newest.write(FILES)
    store = newest.root / "mine.db"
    ran = newest.run("simulate", "--port", str(newest.server.port), "--store", str(store))
    assert (ran.code, "choose another --port" in ran.err) == (1, True), ran.err
    assert not store.exists()
