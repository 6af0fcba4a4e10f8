"""The search index: behind by so many seconds, and never further."""

from simulator_workspace import Workspace

from reconciler.simulator import Store, Switches
from reconciler.simulator.store import Table


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def lagged(lag: float) -> tuple[Store, Clock]:
    clock = Clock()
    table = Table("note", {"text": ""}, new_id=lambda number, _now: str(number), lagged=True)
    return Store([table], clock=clock, lag=Switches(search_lag=lag).search_lag), clock


def seen(store: Store) -> list[str]:
    return [row["text"] for row in store.indexed("note")]


def test_a_new_row_is_found_when_the_index_has_caught_up() -> None:
    store, clock = lagged(10)
    store.create("note", text="a")
    clock.now += 9.9
    assert seen(store) == []
    clock.now += 0.1
    assert seen(store) == ["a"]


def test_each_change_is_seen_after_its_own_delay() -> None:
    store, clock = lagged(10)
    row = store.create("note", text="a")
    clock.now += 6
    store.edit("note", row["id"], text="b")
    clock.now += 4
    assert seen(store) == ["a"]
    clock.now += 6
    assert seen(store) == ["b"]


def test_a_removed_row_is_found_for_a_while() -> None:
    store, clock = lagged(10)
    row = store.create("note", text="a")
    clock.now += 20
    store.remove("note", row["id"])
    assert seen(store) == ["a"]
    clock.now += 10
    assert seen(store) == []


def test_an_index_without_delay_shows_the_rows() -> None:
    store, _ = lagged(0)
    row = store.create("note", text="a")
    store.set("note", row["id"], text="b")
    assert seen(store) == ["b"]


def test_an_index_that_was_read_from_a_file_has_caught_up() -> None:
    store, _ = lagged(10)
    store.create("note", text="a")
    other, _ = lagged(10)
    other.create("note", text="old")
    other.take(store.whole())
    assert seen(other) == ["a"]


def test_what_intercom_changes_by_itself_does_not_count_as_a_change(workspace: Workspace) -> None:
    tag = workspace.store.create("tag", name="a")
    workspace.time += 100
    before = dict(tag)
    workspace.store.set("tag", tag["id"], name="b")
    assert tag == {**before, "name": "b"}


def test_listeners_hear_of_one_piece_of_work_at_its_end() -> None:
    store, _ = lagged(0)
    heard: list[list[tuple[str, str]]] = []
    store.listeners.append(lambda _store, changed: heard.append(list(changed)))
    with store.work():
        first = store.create("note", text="a")
        store.create("note", text="b")
        store.edit("note", first["id"], text="c")
        assert not heard
    store.remove("note", first["id"])
    assert heard == [[("note", "1"), ("note", "2")], [("note", "1")]]
