"""What every store promises, and what only some of them can break."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reconciler.errors import LedgerError
from reconciler.ledger import FileStore, GitStore, MemoryStore, Store
from reconciler.ledger.lock import Lock
from reconciler.ledger.stores import ChangedError
from tests.ledger.places import Clock, make_clone


def test_a_store_that_was_never_written_reads_as_nothing(store: Store) -> None:
    assert store.read().data is None
    assert store.held() is None


def test_what_is_replaced_and_appended_is_read_back(store: Store) -> None:
    store.replace(b"one\n", expected=store.read().version)
    store.append(b"two\n")
    store.append(b"three\n")
    assert store.read().data == b"one\ntwo\nthree\n"


def test_appending_begins_a_store_that_was_never_written(store: Store) -> None:
    store.append(b"one\n")
    assert store.read().data == b"one\n"


def test_replacing_a_version_that_is_no_longer_there_changes_nothing(store: Store) -> None:
    store.replace(b"one\n", expected="")
    old = store.read().version
    store.append(b"two\n")
    with pytest.raises(ChangedError, match="changed since it was read"):
        store.replace(b"three\n", expected=old)
    assert store.read().data == b"one\ntwo\n"


def test_creating_twice_fails_the_second_time(store: Store) -> None:
    store.replace(b"one\n", expected="")
    with pytest.raises(ChangedError):
        store.replace(b"two\n", expected="")


def test_the_version_stays_while_nothing_changes(store: Store) -> None:
    store.replace(b"one\n", expected="")
    assert store.read() == store.read()


def test_a_lock_keeps_others_out_and_says_who_since_when_and_how_to_break_it(
    store: Store, clock: Clock
) -> None:
    store.lock("run 1", 600)
    assert store.held() == Lock("run 1", clock.now, clock.now + 600)
    with pytest.raises(LedgerError) as caught:
        store.lock("run 2", 600)
    assert "locked by run 1 since 2027-01-15 08:00:00 UTC" in caught.value.message
    assert "until 2027-01-15 08:10:00 UTC" in caught.value.message
    assert "reconciler ledger unlock" in caught.value.hint


def test_an_own_lock_is_renewed_and_keeps_its_start(store: Store, clock: Clock) -> None:
    store.lock("run 1", 600)
    started = clock.now
    clock.now += 500
    store.lock("run 1", 600)
    assert store.held() == Lock("run 1", started, started + 1100)


def test_an_expired_lock_is_taken_over(store: Store, clock: Clock) -> None:
    store.lock("run 1", 600)
    clock.now += 600
    store.lock("run 2", 60)
    assert store.held() == Lock("run 2", clock.now, clock.now + 60)


def test_only_its_owner_gives_a_lock_back_and_anybody_may_break_it(store: Store) -> None:
    store.unlock("run 1")
    store.lock("run 1", 600)
    store.unlock("run 2")
    assert store.held() is not None
    store.unlock("run 1")
    assert store.held() is None
    store.lock("run 1", 600)
    store.unlock(None)
    assert store.held() is None


def test_locking_leaves_the_data_and_its_version_alone(store: Store) -> None:
    store.replace(b"one\n", expected="")
    before = store.read()
    store.lock("run 1", 600)
    assert store.read() == before
    store.unlock("run 1")
    assert store.read() == before


def test_of_many_threads_exactly_one_swaps_each_version() -> None:
    store = MemoryStore(b"")
    version = store.read().version
    won: list[int] = []

    def swap(number: int) -> None:
        try:
            store.replace(b"%d" % number, expected=version)
        except ChangedError:
            return
        won.append(number)

    threads = [threading.Thread(target=swap, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(10)
    assert len(won) == 1
    assert store.read().data == b"%d" % won[0]


COUNT = """
import sys
from pathlib import Path
from reconciler.ledger import FileStore, GitStore
from reconciler.ledger.stores import ChangedError
kind, place, rounds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
store = FileStore(place) if kind == "file" else GitStore(place, "ab12cd34")
won = 0
while won < rounds:
    data, version = store.read()
    try:
        store.replace(b"%d" % (int(data or b"0") + 1), expected=version)
    except ChangedError:
        continue
    won += 1
print(won)
"""


def race(*commands: list[str]) -> list[int]:
    runs = [
        subprocess.Popen([sys.executable, "-c", COUNT, *one], stdout=subprocess.PIPE)
        for one in commands
    ]
    return [int(one.communicate(timeout=60)[0]) for one in runs]


def test_two_processes_never_lose_a_write_to_one_file(tmp_path: Path) -> None:
    place = tmp_path / "ledger.jsonl"
    won = race(["file", str(place), "60"], ["file", str(place), "60"])
    assert won == [60, 60]
    assert place.read_bytes() == b"120"


def test_two_clones_never_lose_a_write_to_one_branch(tmp_path: Path, remote: Path) -> None:
    clones = [make_clone(tmp_path / name, remote) for name in ("one", "two")]
    won = race(*(["git", str(one), "4"] for one in clones))
    assert won == [4, 4]
    assert GitStore(clones[0], "ab12cd34").read().data == b"8"


def test_a_file_is_made_with_its_folders_and_leaves_no_other_file_behind(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "a" / "b" / "ledger.jsonl")
    store.replace(b"one\n", expected="")
    store.append(b"two\n")
    assert [one.name for one in (tmp_path / "a" / "b").iterdir()] == ["ledger.jsonl"]


def test_reading_a_file_store_makes_no_folder(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "a" / "ledger.jsonl")
    store.read()
    store.held()
    store.unlock("run 1")
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_the_file_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(tmp_path / "ledger.jsonl")
    store.replace(b"one\n", expected="")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reconciler.ledger.stores.os.fsync", full)
    with pytest.raises(LedgerError, match="No space left on device"):
        store.replace(b"two\n", expected=store.read().version)
    assert [one.name for one in tmp_path.iterdir()] == ["ledger.jsonl"]
    assert store.read().data == b"one\n"


def test_replacing_a_file_by_itself_writes_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "ledger.jsonl")
    store.replace(b"one\n", expected="")
    before = store.path.stat()
    store.replace(b"one\n", expected=store.read().version)
    assert store.path.stat() == before


def test_a_place_that_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="Is a directory") as caught:
        FileStore(tmp_path).read()
    assert str(tmp_path) in caught.value.message


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"owner": 1, "since": 0, "until": 0}',
        '{"owner": "a", "since": "now", "until": 0}',
        '{"owner": "a", "since": NaN, "until": 0}',
        '{"owner": "a", "since": 0, "until": 1e300}',
    ],
)
def test_a_lock_that_cannot_be_read_holds_and_names_its_way_out(
    tmp_path: Path, content: str
) -> None:
    store = FileStore(tmp_path / "ledger.jsonl")
    (tmp_path / "ledger.jsonl.lock").write_text(content)
    with pytest.raises(LedgerError, match="not readable as a lock") as caught:
        store.lock("run 1", 60)
    assert "ledger unlock" in caught.value.hint


def test_what_another_machine_wrote_never_controls_the_terminal(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "ledger.jsonl", clock=lambda: 5.0)
    store.lock("\x1b[2J me", 60)
    with pytest.raises(LedgerError) as caught:
        store.lock("run 2", 60)
    assert caught.value.message.isprintable()


def test_an_append_that_fails_half_way_takes_its_part_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(tmp_path / "ledger.jsonl")
    store.replace(b"one\n", expected="")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("reconciler.ledger.stores.os.fsync", full)
        with pytest.raises(LedgerError, match="No space left on device"):
            store.append(b"two\n")
    assert store.read().data == b"one\n"
    store.append(b"three\n")
    assert store.read().data == b"one\nthree\n"


LOCK = """
import sys
from pathlib import Path
from reconciler.errors import LedgerError
from reconciler.ledger import FileStore
try:
    FileStore(Path(sys.argv[1])).lock(sys.argv[2], 600)
    print(1)
except LedgerError:
    print(0)
"""


def test_of_four_processes_one_takes_over_an_expired_lock(tmp_path: Path) -> None:
    place = tmp_path / "ledger.jsonl"
    FileStore(place, clock=lambda: 0.0).lock("long dead", 1)
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", LOCK, str(place), f"run {number}"], stdout=subprocess.PIPE
        )
        for number in range(4)
    ]
    assert sum(int(one.communicate(timeout=60)[0]) for one in runs) == 1
