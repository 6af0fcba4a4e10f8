"""The book: what it remembers, what a crash may cost, what it refuses to read."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.errors import LedgerError
from reconciler.ledger import FileStore, MemoryStore, Store, open_ledger
from reconciler.ledger.format import compacted, encode, header, parse, record
from reconciler.ledger.ledger import LedgerBook
from reconciler.ledger.stores import ChangedError, Stored
from reconciler.model import Entry, Intent, Ledger, Ref, flat, nested

WORKSPACE = "ab12cd34"
VIP, FAQ = Ref("tag", "VIP"), Ref("article", "guides/a.b/c")
ENTRY = Entry(VIP, "7", {"name": "VIP"}, applied_at="2026-11-22T18:00:00Z")
ARTICLE = Entry(
    FAQ,
    "12",
    {
        "title": "Fragen",
        "translations": {"pt-BR": {"body": "<p>olá\n</p>"}},
        "custom.attributes": {"a.b": True},
    },
    {"translations": {"pt-BR": {"body": None}}, "custom.attributes": {"a.b": 1}},
    protected=True,
    canon_version=3,
)
INTENT = Intent(VIP, {("name",): "VIP"}, 1_800_000_000)


def book(data: bytes | None = None) -> tuple[MemoryStore, LedgerBook]:
    store = MemoryStore(data)
    return store, open_ledger(store, WORKSPACE)


def test_what_is_recorded_is_there_after_opening_again(store: Store) -> None:
    first: Ledger = open_ledger(store, WORKSPACE)
    first.intend([INTENT])
    first.record([ARTICLE])
    again = open_ledger(store, WORKSPACE)
    assert again.entries == {FAQ: ARTICLE} == first.entries
    assert again.intents == {VIP: INTENT} == first.intents


def test_recording_an_entry_ends_its_intent(store: Store) -> None:
    ledger = open_ledger(store, WORKSPACE)
    ledger.intend([INTENT])
    ledger.record([ENTRY])
    ledger.close()
    again = open_ledger(store, WORKSPACE)
    assert (again.entries, again.intents) == ({VIP: ENTRY}, {})


def test_what_is_forgotten_is_gone_with_its_intent(store: Store) -> None:
    ledger = open_ledger(store, WORKSPACE)
    ledger.record([ENTRY, ARTICLE])
    ledger.intend([INTENT])
    ledger.forget([VIP, Ref("tag", "never known")])
    again = open_ledger(store, WORKSPACE)
    assert (again.entries, again.intents) == ({FAQ: ARTICLE}, {})


def test_opening_reading_and_closing_create_nothing(store: Store, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    ledger = open_ledger(store, WORKSPACE)
    ledger.record([])
    ledger.compact()
    ledger.close()
    assert store.read().data is None
    assert sorted(tmp_path.rglob("*")) == before


def test_a_book_that_only_read_leaves_every_byte_as_it_was() -> None:
    data = header(WORKSPACE) + encode(INTENT) + encode(ENTRY) + b'{"ent'
    store, ledger = book(data)
    ledger.close()
    assert store.read().data == data


def test_many_intents_are_one_append() -> None:
    appended = []

    class Counting(MemoryStore):
        def append(self, data: bytes) -> None:
            appended.append(data)
            super().append(data)

    ledger = open_ledger(Counting(header(WORKSPACE)), WORKSPACE)
    ledger.intend([Intent(Ref("tag", str(number)), {}, 0) for number in range(50)])
    assert [one.count(b"\n") for one in appended] == [50]


def test_compaction_keeps_one_line_per_ref_sorted_and_always_the_same() -> None:
    store, ledger = book()
    ledger.record([ENTRY])
    ledger.intend([INTENT, Intent(FAQ, {}, 1)])
    ledger.record([ARTICLE, ENTRY])
    ledger.compact()
    lines = (store.read().data or b"").decode().splitlines()
    assert [json.loads(one).get("entry") for one in lines] == [None, str(FAQ), str(VIP)]
    assert json.loads(lines[0])["workspace"] == WORKSPACE
    other, book2 = book()
    book2.record([ENTRY, ARTICLE])
    book2.close()
    assert other.read().data == store.read().data


def test_compaction_keeps_what_another_run_added_meanwhile() -> None:
    store, ledger = book()
    ledger.record([ENTRY])
    open_ledger(store, WORKSPACE).record([ARTICLE])
    ledger.close()
    assert open_ledger(store, WORKSPACE).entries == {VIP: ENTRY, FAQ: ARTICLE}


def test_what_another_run_wrote_before_the_lock_was_taken_is_seen_after_a_refresh(
    store: Store,
) -> None:
    ledger = open_ledger(store, WORKSPACE)
    other = open_ledger(store, WORKSPACE)
    other.record([ENTRY])
    other.intend([Intent(FAQ, {}, 1)])
    other.close()
    entries = ledger.entries
    assert entries == {}
    ledger.refresh()
    assert entries == other.entries == {VIP: ENTRY}
    assert ledger.intents == other.intents


def test_a_failed_write_is_not_believed() -> None:
    class Full(MemoryStore):
        def append(self, data: bytes) -> None:
            raise LedgerError(f"{self.where}: no space for {len(data)} bytes")

    ledger = open_ledger(Full(header(WORKSPACE)), WORKSPACE)
    with pytest.raises(LedgerError, match="no space"):
        ledger.record([ENTRY])
    assert ledger.entries == {}


class Restless(MemoryStore):
    """Changes after each of the first `times` reads."""

    times = 0

    def read(self) -> Stored:
        found = super().read()
        if self.times:
            self.times -= 1
            self.append(encode(Ref("tag", "other")))
        return found


@pytest.mark.parametrize("torn", [b"", b"{"])
def test_a_store_that_changes_under_a_write_or_compaction_is_read_again(torn: bytes) -> None:
    store = Restless(header(WORKSPACE) + torn)
    ledger = open_ledger(store, WORKSPACE)
    ledger.record([ENTRY])
    store.times = 2
    ledger.close()
    assert open_ledger(store, WORKSPACE).entries == {VIP: ENTRY}


def test_a_store_that_never_holds_still_is_given_up() -> None:
    class Contended(MemoryStore):
        def replace(self, data: bytes, *, expected: str) -> None:
            raise ChangedError("lost")

    with pytest.raises(LedgerError, match="keeps changing"):
        open_ledger(Contended(), WORKSPACE).record([ENTRY])
    with pytest.raises(LedgerError, match="keeps changing"):
        open_ledger(Contended(header(WORKSPACE)), WORKSPACE).compact()


def test_threads_record_side_by_side_and_nothing_is_lost(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "ledger.jsonl")
    ledger = open_ledger(store, WORKSPACE)

    def record_some(start: int) -> None:
        for number in range(start, start + 10):
            ledger.record([Entry(Ref("tag", str(number)), str(number))])

    threads = [threading.Thread(target=record_some, args=(start,)) for start in range(0, 80, 10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert len(open_ledger(store, WORKSPACE).entries) == 80


# ------------------------------------------------------------------ crashes


def test_a_file_cut_at_any_byte_of_its_last_line_keeps_all_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.jsonl"
    open_ledger(FileStore(path), WORKSPACE).record([ENTRY])
    acknowledged = path.read_bytes()
    last = encode(ARTICLE)
    for cut in range(len(last)):
        path.write_bytes(acknowledged + last[:cut])
        ledger = open_ledger(FileStore(path), WORKSPACE)
        whole = cut == len(last) - 1
        assert set(ledger.entries) == ({VIP, FAQ} if whole else {VIP}), cut
        ledger.record([Entry(Ref("tag", "next"), "9")])
        again = open_ledger(FileStore(path), WORKSPACE).entries
        assert set(again) == set(ledger.entries)
        assert parse(path.read_bytes(), WORKSPACE, "").torn is False


def test_a_header_without_a_line_end_is_repaired() -> None:
    store, ledger = book(header(WORKSPACE)[:-1])
    ledger.record([ENTRY])
    assert store.read().data == header(WORKSPACE) + encode(ENTRY)


# ------------------------------------------------------------------ refusals

GOOD = header(WORKSPACE).decode()
WHOLE = (
    '{"entry": "tag/x", "id": "5", "meant": {"a": 1}, "echoed": ECHOED, "protected": false, '
    '"canon": 1, "at": ""}\n'
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "memory: the ledger is empty"),
        ("\n", "memory:1: the first line is not the header"),
        ("{", "memory:1: the first line is not the header"),
        ("\xff\n", "memory:1: the first line is not the header"),
        ("[]\n", "memory:1: the first line is not the header"),
        ('{"format": 1}\n', "memory:1: the first line is not the header"),
        ('{"format": 1, "workspace": "ab12cd34"}\n', "has format 1, this version knows format 2"),
        ('{"format": 3, "workspace": "ab12cd34"}\n', "has format 3, this version knows format 2"),
        ('{"format": 2, "workspace": "zz98yy76"}\n', "belongs to workspace zz98yy76, not to ab12"),
        (GOOD + "\n", "memory:2: Expecting value"),
        (GOOD + "{\n", "memory:2: Expecting property name"),
        (GOOD + "\n".join(["[" * 100_000, ""]), "memory:2:"),
        ("[" * 100_000, "memory:1: the first line is not the header"),
        ("[" * 100_000 + "\n" + GOOD, "memory:1: the first line is not the header"),
        (
            GOOD + '{"intent":"a/b","fields":{"x":NaN},"since":1}\n',
            "memory:2: NaN is no number",
        ),
        (GOOD + '{"intent":"a/b","fields":{"x":1e400},"since":1}\n', "memory:2: 1e400 is no n"),
        (GOOD + '{"forget": "tag/x"}\n{"what": 1}\n', "memory:3: the line is neither"),
        (GOOD + '{"forget": "tag"}\n', "memory:2: 'tag' is not kind/name"),
        (GOOD + '{"intent": "tag/x", "fields": [1], "since": 1}\n', "the line is neither"),
        (GOOD + '{"entry": "tag/x", "id": 5, "meant": {}}\n', "the line is neither"),
        (GOOD + WHOLE.replace("ECHOED", "[]"), "memory:2: echoed is not"),
        (
            GOOD + WHOLE.replace('"5"', "5").replace("ECHOED", "{}"),
            "memory:2: an entry has entry, id, meant",
        ),
        (
            GOOD + WHOLE.replace("false", "0").replace("ECHOED", "{}"),
            "memory:2: an entry has entry, id, meant",
        ),
    ],
)
def test_what_is_no_ledger_of_this_workspace_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(LedgerError) as caught:
        book(text.encode("latin-1"))
    assert says in caught.value.message
    assert caught.value.hint


# ------------------------------------------------------------------ format

texts = st.text(st.characters(), min_size=1)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)
trees = st.dictionaries(
    texts,
    st.recursive(
        values,
        lambda inner: st.dictionaries(texts, inner, min_size=1, max_size=3),
        max_leaves=6,
    ),
    max_size=3,
)
refs = st.builds(Ref, st.sampled_from(["tag", "article"]), texts)
entries = st.builds(
    Entry, refs, st.text(), trees, trees, st.booleans(), st.integers(0, 9), st.text()
)
intents = st.builds(Intent, refs, trees.map(flat).map(dict), st.integers())


@settings(max_examples=60, deadline=None)
@given(trees, st.data())
def test_leaves_are_the_same_as_what_they_are_nested_in(tree: Any, data: st.DataObject) -> None:
    leaves = dict(flat(tree))
    assert nested(leaves) == tree
    pairs = {path: (meant, data.draw(values)) for path, meant in leaves.items()}
    assert Entry(VIP, "7").holding(pairs).pairs == pairs


@settings(max_examples=60, deadline=None)
@given(entries | intents | refs)
def test_every_line_reads_back_as_what_was_written(one: Any) -> None:
    line = encode(one)
    assert line.count(b"\n") == 1
    assert record(line, "") == one


@settings(max_examples=40, deadline=None)
@given(st.lists(entries | intents | refs, max_size=6))
def test_compaction_changes_nothing_that_is_remembered(items: list[Any]) -> None:
    data = header(WORKSPACE) + b"".join(map(encode, items))
    state = parse(data, WORKSPACE, "")
    short = compacted(state, WORKSPACE)
    again = parse(short, WORKSPACE, "")
    assert (again.entries, again.intents) == (state.entries, state.intents)
    assert compacted(again, WORKSPACE) == short
