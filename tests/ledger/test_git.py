"""The branch: what it leaves alone, what survives a run that died, how it fails."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from reconciler.errors import LedgerError
from reconciler.ledger import GitStore, open_ledger, remote_of
from reconciler.ledger.branch import Branch
from reconciler.model import Entry, Intent, Ref
from tests.ledger.places import git, make_clone

WORKSPACE = "ab12cd34"
BRANCH = "reconciler-ledger/ab12cd34"
ONE, TWO, THREE = (Entry(Ref("tag", name), name, {}) for name in ("one", "two", "three"))


def names(folder: Path) -> list[str]:
    return sorted(ref.name for ref in open_ledger(GitStore(folder, WORKSPACE), WORKSPACE).entries)


@pytest.fixture
def other(tmp_path: Path, remote: Path) -> Path:
    return make_clone(tmp_path / "other", remote)


def test_work_tree_index_and_branches_of_the_user_stay_as_they_are(clone: Path) -> None:
    (clone / "file").write_text("text")
    git(clone, "add", "file")
    git(clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one")
    (clone / "staged").write_text("text")
    git(clone, "add", "staged")
    index, status = (clone / ".git/index").read_bytes(), git(clone, "status", "--porcelain")
    head, branches = git(clone, "rev-parse", "HEAD"), git(clone, "branch")
    store = GitStore(clone, WORKSPACE)
    store.lock("run 1", 60)
    ledger = open_ledger(store, WORKSPACE)
    ledger.record([ONE])
    ledger.record([TWO])
    ledger.close()
    store.unlock("run 1")
    assert (clone / ".git/index").read_bytes() == index
    assert git(clone, "status", "--porcelain") == status
    assert (git(clone, "rev-parse", "HEAD"), git(clone, "branch")) == (head, branches)
    assert names(clone) == ["one", "two"]


def test_only_reading_writes_no_ref_and_no_file_of_ours(clone: Path, other: Path) -> None:
    open_ledger(GitStore(other, WORKSPACE), WORKSPACE).record([ONE])
    before = git(clone, "for-each-ref")
    assert names(clone) == ["one"]
    assert git(clone, "for-each-ref") == before == ""
    assert not (clone / ".git/FETCH_HEAD").exists()
    assert not (clone / ".git/reconciler").exists()


def test_it_works_in_a_linked_work_tree_and_a_folder_below(clone: Path, tmp_path: Path) -> None:
    git(clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x", "--allow-empty")
    git(clone, "worktree", "add", "-q", str(tmp_path / "linked"))
    below = tmp_path / "linked" / "deep"
    below.mkdir()
    ledger = open_ledger(GitStore(below, WORKSPACE), WORKSPACE)
    ledger.record([ONE])
    ledger.record([TWO])
    assert git(tmp_path / "linked", "status", "--porcelain") == ""
    ledger.close()
    assert names(clone) == ["one", "two"]


def test_appending_pushes_nothing_until_the_end(clone: Path, other: Path, remote: Path) -> None:
    ledger = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    ledger.record([ONE])
    commit = git(remote, "rev-parse", BRANCH)
    ledger.record([TWO])
    ledger.intend([Intent(Ref("tag", "three"), {}, 1)])
    assert git(remote, "rev-parse", BRANCH) == commit
    assert names(other) == ["one"]
    ledger.close()
    assert names(other) == ["one", "two"]


def test_what_a_dead_run_appended_is_merged_by_the_next_one(clone: Path, other: Path) -> None:
    dead = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    dead.record([ONE])
    dead.record([TWO])
    dead.intend([Intent(Ref("tag", "sent"), {("name",): "sent"}, 5)])
    journal = clone / ".git/reconciler/ab12cd34.journal"
    with journal.open("ab") as file:
        file.write(b'{"entry":"tag/torn')
    again = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    assert set(again.entries) == {ONE.ref, TWO.ref}
    assert set(again.intents) == {Ref("tag", "sent")}
    again.record([THREE])
    again.close()
    assert not journal.exists()
    assert names(other) == ["one", "three", "two"]


def test_what_another_run_wrote_since_wins_over_a_dead_run(clone: Path, other: Path) -> None:
    dead = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    dead.record([ONE])
    dead.record([Entry(ONE.ref, "older"), TWO])
    living = open_ledger(GitStore(other, WORKSPACE), WORKSPACE)
    living.record([Entry(ONE.ref, "newer")])
    living.close()
    store = GitStore(clone, WORKSPACE)
    again = open_ledger(store, WORKSPACE)
    assert again.entries[ONE.ref].id == "newer"
    assert TWO.ref in again.entries
    again.record([THREE])
    assert open_ledger(GitStore(clone, WORKSPACE), WORKSPACE).entries[ONE.ref].id == "newer"
    again.close()
    assert names(other) == ["one", "three", "two"]


def test_a_run_that_died_after_its_push_leaves_a_journal_that_changes_nothing(
    clone: Path, other: Path
) -> None:
    first = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    first.record([ONE])
    first.intend([Intent(TWO.ref, {}, 1)])
    first.record([TWO])
    first.forget([ONE.ref])
    journal = clone / ".git/reconciler/ab12cd34.journal"
    left = journal.read_bytes()
    first.close()
    journal.write_bytes(left)
    later = open_ledger(GitStore(other, WORKSPACE), WORKSPACE)
    later.record([Entry(TWO.ref, "later")])
    later.close()
    again = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    assert (set(again.entries), again.intents) == ({TWO.ref}, {})
    assert again.entries[TWO.ref].id == "later"


def test_a_dead_run_survives_the_garbage_collection_of_git(clone: Path, other: Path) -> None:
    dead = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    dead.record([ONE])
    dead.record([TWO])
    git(clone, "gc", "-q", "--prune=now")
    assert names(clone) == ["one", "two"]
    living = open_ledger(GitStore(other, WORKSPACE), WORKSPACE)
    living.record([THREE])
    living.close()
    assert names(clone) == ["one", "three", "two"]


def test_a_journal_without_its_branch_is_never_an_empty_ledger(clone: Path, remote: Path) -> None:
    dead = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    dead.record([ONE])
    dead.record([TWO])
    base = git(remote, "rev-parse", BRANCH)
    git(remote, "update-ref", "-d", f"refs/heads/{BRANCH}")
    with pytest.raises(LedgerError, match="gone, but") as caught:
        open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    command = caught.value.hint.partition("git ")[2].split()
    assert f"{base}:refs/heads/{BRANCH}" in command
    git(clone, *command)
    assert names(clone) == ["one", "two"]


@pytest.mark.parametrize("text", ["", "nonsense", "nonsense\n", "[]\n"])
def test_a_journal_that_is_none_is_refused(clone: Path, text: str) -> None:
    open_ledger(GitStore(clone, WORKSPACE), WORKSPACE).record([ONE])
    (clone / ".git/reconciler").mkdir(exist_ok=True)
    (clone / ".git/reconciler/ab12cd34.journal").write_text(text)
    with pytest.raises(LedgerError, match="not the journal of a ledger"):
        open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)


def test_an_append_goes_on_after_another_run_took_the_journal_along(clone: Path) -> None:
    ledger = open_ledger(GitStore(clone, WORKSPACE), WORKSPACE)
    ledger.record([ONE])
    ledger.record([TWO])
    open_ledger(GitStore(clone, WORKSPACE), WORKSPACE).compact()
    ledger.record([THREE])
    ledger.close()
    assert names(clone) == ["one", "three", "two"]


def test_a_swap_lost_to_a_push_in_between_is_noticed(
    clone: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = GitStore(clone, WORKSPACE)
    store.replace(b"one\n", expected="")
    expected = store.read().version
    put = Branch.put

    def slow(self: Branch, data: bytes) -> str:
        monkeypatch.setattr(Branch, "put", put)
        rival = GitStore(other, WORKSPACE)
        rival.replace(b"rival\n", expected=rival.read().version)
        return self.put(data)

    monkeypatch.setattr(Branch, "put", slow)
    with pytest.raises(LedgerError, match="changed since it was read"):
        store.replace(b"two\n", expected=expected)
    assert store.read().data == b"rival\n"


def test_a_lock_of_another_clone_in_between_is_noticed(
    clone: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Branch.put

    def slow(self: Branch, data: bytes) -> str:
        monkeypatch.setattr(Branch, "put", put)
        GitStore(other, WORKSPACE).lock("rival", 600)
        return self.put(data)

    monkeypatch.setattr(Branch, "put", slow)
    with pytest.raises(LedgerError, match="locked by rival"):
        GitStore(clone, WORKSPACE).lock("late", 600)


def test_a_remote_that_never_holds_still_is_given_up(
    clone: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reconciler.ledger.branch.TRIES", 3)
    put = Branch.put
    count = iter(range(100))

    def busy(self: Branch, data: bytes) -> str:
        if self.folder == clone:
            rival = Branch(other, "origin", BRANCH)
            rival.push(lambda _: {f"file{next(count)}": put(rival, b"")}, "busy")
        return put(self, data)

    monkeypatch.setattr(Branch, "put", busy)
    with pytest.raises(LedgerError, match="other runs keep pushing"):
        GitStore(clone, WORKSPACE).lock("late", 600)


def test_two_runs_with_equal_files_in_one_second_make_two_commits(
    clone: Path, remote: Path
) -> None:
    store = GitStore(clone, WORKSPACE)
    store.lock("run", 60)
    first = git(remote, "rev-parse", BRANCH)
    git(remote, "update-ref", "-d", f"refs/heads/{BRANCH}")
    store.lock("run", 60)
    assert git(remote, "rev-parse", BRANCH) != first


def test_a_refused_push_says_what_git_said(clone: Path, remote: Path) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho no ledgers here >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(LedgerError, match="pre-receive hook declined") as caught:
        GitStore(clone, WORKSPACE).lock("run 1", 60)
    assert "--ledger file:PATH" in caught.value.hint


def test_a_remote_that_is_not_there_is_named(clone: Path) -> None:
    store = GitStore(clone, WORKSPACE, remote="nowhere")
    with pytest.raises(LedgerError, match="of nowhere: git ls-remote: "):
        store.read()


def test_a_folder_outside_of_any_repository_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="git ls-remote: "):
        GitStore(tmp_path, WORKSPACE).read()


def test_git_that_hangs_or_is_missing_is_an_error_like_any_other(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("git", 120)

    monkeypatch.setattr("reconciler.ledger.branch.subprocess.run", hangs)
    with pytest.raises(LedgerError, match="timed out after 120 seconds"):
        GitStore(clone, WORKSPACE).read()
    assert remote_of(clone) is None


@pytest.mark.parametrize("workspace", ["", "-x", "a/b", "a..b", "a b", "ab.lock"])
def test_a_name_that_is_no_workspace_gives_no_branch(clone: Path, workspace: str) -> None:
    with pytest.raises(LedgerError, match="gives no branch"):
        GitStore(clone, workspace)


def test_a_remote_is_never_an_option_of_git(clone: Path) -> None:
    with pytest.raises(LedgerError, match="gives no branch"):
        GitStore(clone, WORKSPACE, remote="--upload-pack=touch x")
