"""Where a ledger lies, and whether it outlives the run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from reconciler.errors import LedgerError
from reconciler.ledger import FileStore, GitStore, MemoryStore, choose_store, remote_of, vanishes
from reconciler.ledger.branch import is_tracked
from tests.ledger.places import git

CI = {"CI": "true", "GITHUB_WORKSPACE": "/checkout"}


def test_a_repository_with_a_remote_keeps_the_ledger_on_a_branch(clone: Path) -> None:
    store = choose_store(None, root=clone, workspace="ab12")
    assert isinstance(store, GitStore)
    assert store.where == "branch reconciler-ledger/ab12 of origin"


def test_a_folder_without_a_remote_keeps_it_in_a_file_below_the_root(tmp_path: Path) -> None:
    store = choose_store(None, root=tmp_path, workspace="ab12")
    assert isinstance(store, FileStore)
    assert store.path == tmp_path.resolve() / ".reconciler" / "ab12.jsonl"


def test_a_ledger_that_lies_in_a_file_stays_there_when_the_project_gets_a_remote(
    clone: Path,
) -> None:
    file = clone / ".reconciler" / "ab12.jsonl"
    FileStore(file).append(b"line")
    store = choose_store(None, root=clone, workspace="ab12")
    assert store.where == str(file.resolve())
    assert store.read().data == b"line"
    assert isinstance(choose_store(None, root=clone, workspace="other"), GitStore)


def test_the_folder_of_the_default_file_is_no_part_of_a_commit(clone: Path) -> None:
    FileStore(clone / ".reconciler" / "ab12.jsonl").append(b"line")
    assert (clone / ".reconciler" / ".gitignore").read_text() == "*\n"
    assert git(clone, "status", "--porcelain") == ""
    FileStore(clone / "kept" / "ab12.jsonl").append(b"line")
    assert git(clone, "status", "--porcelain") == "?? kept/"


def test_the_default_file_never_lies_outside_of_its_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is no app_id"):
        choose_store(None, root=tmp_path, workspace="../../x")


@pytest.mark.parametrize("place", ["file:{}/a.jsonl", "{}/a.jsonl"])
def test_a_named_file_is_taken(place: str, tmp_path: Path) -> None:
    store = choose_store(place.format(tmp_path), root=tmp_path, workspace="ab12")
    assert isinstance(store, FileStore)
    assert store.where == str(tmp_path.resolve() / "a.jsonl")


def test_a_named_remote_is_taken(clone: Path, remote: Path) -> None:
    store = choose_store(f"git:{remote}", root=clone, workspace="ab12")
    store.lock("run", 60)
    assert git(remote, "branch", "--list") == "reconciler-ledger/ab12"


@pytest.mark.parametrize("place", ["", "file:", "git:", "s3://bucket/key", "https://x.example"])
def test_a_place_that_is_not_known_is_refused_with_those_that_are(
    place: str, tmp_path: Path
) -> None:
    with pytest.raises(LedgerError, match="is no place for a ledger") as caught:
        choose_store(place, root=tmp_path, workspace="ab12")
    assert "file:PATH, git:REMOTE" in caught.value.hint


def test_origin_comes_first_among_remotes_and_one_of_several_is_never_guessed(clone: Path) -> None:
    git(clone, "remote", "add", "backup", "x")
    assert remote_of(clone) == "origin"
    git(clone, "remote", "rename", "origin", "upstream")
    assert remote_of(clone) is None
    git(clone, "remote", "remove", "upstream")
    assert remote_of(clone) == "backup"


@pytest.mark.parametrize(
    ("path", "chosen", "environ", "gone"),
    [
        ("/home/me/l.jsonl", False, {}, False),
        ("/home/me/l.jsonl", False, {"CI": "false"}, False),
        ("/home/me/l.jsonl", False, CI, True),
        ("/mnt/kept/l.jsonl", True, CI, False),
        ("/checkout/l.jsonl", True, CI, True),
        (f"{tempfile.gettempdir()}/l.jsonl", True, CI, True),
    ],
)
def test_a_file_in_ci_vanishes_unless_it_was_put_where_something_stays(
    path: str, chosen: bool, environ: dict[str, str], gone: bool
) -> None:
    assert vanishes(FileStore(Path(path), chosen=chosen), environ) is gone


def test_memory_vanishes_in_ci_and_a_branch_does_not(clone: Path) -> None:
    assert vanishes(MemoryStore(), CI)
    assert not vanishes(GitStore(clone, "ab12"), CI)


def test_a_ledger_that_a_pull_request_may_have_brought_is_refused(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = clone / ".reconciler/ab12.jsonl"
    file.parent.mkdir()
    file.write_text("")
    assert isinstance(choose_store(None, root=clone, workspace="ab12"), FileStore)
    git(clone, "add", "--force", str(file))
    with pytest.raises(LedgerError, match=r"\.reconciler/ab12\.jsonl is part of the git") as raised:
        choose_store(None, root=clone, workspace="ab12")
    assert "--ledger" in raised.value.hint
    assert isinstance(choose_store(f"file:{file}", root=clone, workspace="ab12"), FileStore)
    monkeypatch.setenv("PATH", "")
    assert not is_tracked(file)
