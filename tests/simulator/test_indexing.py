"""Rows found by values that change: always what a look at each row would find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.simulator import Store
from reconciler.simulator.database import Database
from reconciler.simulator.store import Table

FIELDS = ("email", "mark")
TEXTS = ["", "a", "A", "ß", "SS", "ss", "b"]
VALUES: list[Any] = [None, *TEXTS, 0, 1, True, 1.0, float("nan"), [], [1], {"a": 1}]
IDS = st.sampled_from(["1", "2", "3", "4", "5"])
KEPT = {field: st.sampled_from(VALUES) for field in FIELDS}
Operation = tuple[str, str, dict[str, Any]]
OPERATIONS: st.SearchStrategy[Operation] = st.one_of(
    st.tuples(st.just("create"), IDS, st.fixed_dictionaries({}, optional=KEPT)),
    st.tuples(st.sampled_from(["set", "edit"]), IDS,
              st.fixed_dictionaries({}, optional={**KEPT, "other": st.just("x")})),
    st.tuples(st.sampled_from(["remove", "take"]), IDS, st.just({})),
)  # fmt: skip


def indexed_store() -> Store:
    types = {"email": str, "mark": str}
    table = Table(
        "contact", {**dict.fromkeys(types), "other": ""}, new_id=lambda number, _: str(number),
        types=types, indexes=FIELDS, lagged=True,
    )  # fmt: skip
    return Store([table], clock=lambda: 1000.0, lag=10)


def done(store: Store, what: str, key: str, fields: dict[str, Any]) -> None:
    if what == "create":
        store.create("contact", id=key, **fields)
    elif what == "take":
        store.take(store.whole())
    elif store.find("contact", key):
        ways: dict[str, Callable[..., object]] = {
            "set": store.set, "edit": store.edit, "remove": store.remove,
        }  # fmt: skip
        ways[what]("contact", key, **fields)


def scanned(store: Store, field: str, value: Any, *, folded: bool) -> list[Any]:
    def same(found: Any) -> bool:
        if folded and isinstance(value, str) and isinstance(found, str):
            return value.casefold() == found.casefold()
        return bool(found == value)

    return [row for row in store.rows("contact") if same(row[field])]


@given(st.lists(OPERATIONS, max_size=15))
def test_an_index_finds_what_a_look_at_each_row_finds(
    operations: list[Operation],
) -> None:
    store = indexed_store()
    for one in operations:
        done(store, *one)
    for field in FIELDS:
        for value in VALUES:
            for folded in (False, True):
                found = store.where("contact", field, value, folded=folded)
                assert [id(row) for row in found] == [
                    id(row) for row in scanned(store, field, value, folded=folded)
                ], (field, value, folded)


@given(st.lists(OPERATIONS, max_size=15))
def test_the_oldest_come_first_whatever_happens(operations: list[Operation]) -> None:
    store = indexed_store()
    for at, one in enumerate(operations):
        done(store, *one)
        if one[0] == "set" and store.find("contact", one[1]):
            store.set("contact", one[1], created_at=at % 3)
        rows = store.oldest("contact")
        assert rows == sorted(store.rows("contact"), key=lambda row: (row["created_at"], row["id"]))


def test_a_changed_value_is_found_and_the_one_before_is_not() -> None:
    store = indexed_store()
    first = store.create("contact", email="a@example.com")
    second = store.create("contact", email="B@example.com")
    store.set("contact", first["id"], email="b@example.com")
    assert store.where("contact", "email", "a@example.com") == []
    assert store.where("contact", "email", "b@example.com") == [first]
    assert store.where("contact", "email", "b@EXAMPLE.com", folded=True) == [first, second]


def test_a_workspace_from_a_file_is_indexed(tmp_path: Path) -> None:
    with Database(tmp_path / "store.sqlite", store := indexed_store()):
        store.create("contact", email="a@example.com")
        store.edit("contact", "1", email="c@example.com")
    with Database(tmp_path / "store.sqlite", again := indexed_store()):
        (row,) = again.where("contact", "email", "c@example.com")
    assert row == store.get("contact", "1")


def test_only_declared_fields_are_looked_up() -> None:
    with pytest.raises(KeyError, match="other"):
        indexed_store().where("contact", "other", "")
