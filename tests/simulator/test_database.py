"""A workspace in a SQLite file: it follows every request and refuses what is not its own."""

import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path

import pytest
from simulator_workspace import Workspace

from reconciler.simulator import SimulatorError, Store
from reconciler.simulator.database import Database, is_database


def opened(path: Path) -> tuple[Workspace, Database]:
    workspace = Workspace()
    return workspace, Database(path, workspace.store)


def refusal(path: Path, store: Store | None = None) -> str:
    with pytest.raises(SimulatorError) as caught:
        Database(path, store or Workspace().store)
    assert caught.value.message.startswith(f"{path}: ")
    return caught.value.message.removeprefix(f"{path}: ")


def changed(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with the tag "VIP"."""
    path = tmp_path / "acme.db"
    workspace, database = opened(path)
    workspace.post("/tags", {"name": "VIP"})
    database.close()
    return path


def test_what_was_written_is_there_after_a_restart_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "acme.db"
    workspace, database = opened(path)
    tags = [workspace.post("/tags", {"name": name})["id"] for name in ("a", "b", "c")]
    workspace.post("/tags", {"id": tags[0], "name": "z"})
    workspace.delete(f"/tags/{tags[1]}")
    workspace.post("/companies", {"company_id": "acme", "plan": "Größe"})
    database.close()
    again, database = opened(path)
    with database:
        for target in ("/tags", "/companies?company_id=acme", "/admins", "/me"):
            assert again.get(target) == workspace.get(target)
        assert [one["name"] for one in again.get("/tags")["data"]] == ["z", "c"]
        assert again.post("/tags", {"name": "d"})["id"] == str(int(tags[2]) + 1)


def killed(path: Path) -> None:
    workspace, _ = opened(path)
    workspace.post("/tags", {"name": "before the kill"})
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_process_leaves_every_answered_request(tmp_path: Path) -> None:
    path = tmp_path / "acme.db"
    process = multiprocessing.get_context("forkserver").Process(target=killed, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    workspace, database = opened(path)
    with database:
        assert [one["name"] for one in workspace.get("/tags")["data"]] == ["before the kill"]


def test_a_file_that_is_open_is_refused_to_another(tmp_path: Path) -> None:
    path = tmp_path / "acme.db"
    with opened(path)[1]:
        assert refusal(path) == "another process has it open"
    opened(path)[1].close()


def test_a_file_of_a_newer_simulator_is_refused(kept: Path) -> None:
    changed(kept, "PRAGMA user_version = 99")
    message = "written by a newer simulator (format 99, this one reads 1)"
    assert refusal(kept) == message


@pytest.mark.parametrize("statement", ["PRAGMA application_id = 5", "PRAGMA user_version = 0"])
def test_the_database_of_another_program_is_refused_and_left_alone(
    kept: Path, statement: str
) -> None:
    changed(kept, statement)
    before = kept.read_bytes()
    assert refusal(kept).startswith("not a workspace of the simulator")
    assert kept.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "acme.db"
    path.write_text("tags: [VIP]\n" * 100)
    assert refusal(path) == "not a workspace of the simulator"


def test_a_damaged_row_is_refused_with_its_place(kept: Path) -> None:
    changed(kept, """UPDATE rows SET row = '{"id":"1"}' WHERE kind = 'tag'""")
    assert refusal(kept).startswith("rows.tag[0]: the fields are not those of the kind")


@pytest.mark.parametrize(
    "damage", ["UPDATE rows SET row = '{'", "UPDATE workspace SET value = '['"]
)
def test_a_damaged_value_is_refused(kept: Path, damage: str) -> None:
    changed(kept, damage)
    assert refusal(kept).startswith("damaged: ")


def test_a_file_without_its_middle_is_refused(kept: Path) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(whole[:5000] + b"\xff" * (len(whole) - 5000))
    assert refusal(kept)


def test_a_place_that_cannot_be_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none" / "acme.db").startswith("cannot be opened")
    assert refusal(tmp_path).startswith("cannot be opened")


def test_a_refused_file_leaves_the_store_as_it_was(kept: Path) -> None:
    changed(kept, "PRAGMA user_version = 99")
    workspace = Workspace()
    before = workspace.store.whole()
    refusal(kept, workspace.store)
    assert workspace.store.whole() == before
    assert not workspace.store.listeners


def test_a_write_that_fails_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "acme.db"
    workspace, database = opened(path)
    database._connection.execute("DROP TABLE rows")
    with pytest.raises(SimulatorError, match=r"acme\.db: cannot be written: no such table"):
        workspace.store.create("tag", name="x")
    database.close()


def test_a_closed_file_is_closed_again_and_the_store_goes_on(tmp_path: Path) -> None:
    workspace, database = opened(tmp_path / "acme.db")
    database.close()
    database.close()
    assert workspace.post("/tags", {"name": "x"})


def test_a_loaded_workspace_replaces_the_file(kept: Path, tmp_path: Path) -> None:
    dump = tmp_path / "acme.json"
    Workspace().store.dump(dump)
    workspace, database = opened(kept)
    workspace.store.load(dump)
    database.close()
    again, database = opened(kept)
    with database:
        assert again.get("/tags")["data"] == []


def test_what_a_file_is_can_be_told(kept: Path, tmp_path: Path) -> None:
    dump = tmp_path / "acme.json"
    Workspace().store.dump(dump)
    assert is_database(kept)
    assert is_database(tmp_path / "new.db")
    assert not is_database(dump)
    with pytest.raises(SimulatorError, match="cannot be read"):
        is_database(tmp_path)
