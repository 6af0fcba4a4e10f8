"""What the ledger remembers of deliveries, line by line and in its shortest form."""

import threading
from typing import Any

import pytest

from reconciler.errors import LedgerError
from reconciler.ledger import MemoryStore, open_ledger
from reconciler.ledger.format import State, header, parse, record, surviving
from reconciler.model.delivered import Delivered, Noted, Phase, Standing, TagId

NAME = "message/hello"
TAG = TagId("7", "reconciler/message/hello")
CLAIM = TagId("", "reconciler/claim/message/hello/1")


def after(*notes: Noted) -> Delivered:
    book = open_ledger(MemoryStore(), "app")
    for one in notes:
        book.note([one])
    return book.deliveries[NAME]


def test_what_is_noted_is_there_after_reading_again_and_after_compacting() -> None:
    store = MemoryStore()
    book = open_ledger(store, "app")
    book.note([Noted(NAME, "tag", tag=TAG)])
    book.note([Noted(NAME, "claimed", {"a": 1, "b": 1, "c": 1}, CLAIM)])
    book.note([Noted(NAME, "intended", {"a": 2, "b": 3}), Noted(NAME, "sent", {"a": 4})])
    expected = Delivered(
        TAG,
        {"a": Standing("sent", 2), "b": Standing("intended", 3), "c": Standing("claimed", 1)},
        {CLAIM.name: None},
    )
    assert book.deliveries[NAME] == expected
    assert open_ledger(store, "app").deliveries[NAME] == expected
    book.compact()
    assert open_ledger(store, "app").deliveries[NAME] == expected


def test_letting_go_takes_back_only_what_was_not_begun() -> None:
    phases: tuple[Phase, ...] = ("claimed", "intended", "sent", "done", "held", "uncertain")
    notes = [Noted(NAME, phase, {phase: 1}) for phase in phases]
    everybody = dict.fromkeys(phases, 1)
    assert set(after(*notes, Noted(NAME, "free", everybody)).recipients) == {*phases} - {"claimed"}
    left = after(*notes, Noted(NAME, "again", everybody)).recipients
    assert set(left) == {"done", "held"}


@pytest.mark.parametrize("final", ["done", "held"])
@pytest.mark.parametrize("late", ["claimed", "intended", "sent", "uncertain", "free", "again"])
def test_no_late_line_takes_back_what_is_done(final: Phase, late: Any) -> None:
    found = after(Noted(NAME, final, {"a": 1}), Noted(NAME, late, {"a": 2}))
    assert found.recipients == {"a": Standing(final, 1)}


def test_a_forgotten_delivery_is_forgotten() -> None:
    store = MemoryStore()
    open_ledger(store, "app").note([Noted(NAME, "done", {"a": 1}), Noted(NAME, "forget")])
    assert not open_ledger(store, "app").deliveries


def test_the_lines_of_a_run_that_died_stay_whatever_another_run_wrote() -> None:
    line = b'{"delivery":"message/hello","what":"intended","to":["a"],"at":3}'
    tip = parse(header("app") + b'{"delivery":"message/hello","what":"tag","tag":["7","x"]}\n',
                "app", "x")  # fmt: skip
    assert surviving([line], State(), tip, "journal") == [line]


@pytest.mark.parametrize(
    "line",
    [
        '{"delivery":"m","what":"posted"}',
        '{"delivery":"m","what":"done","to":"a"}',
        '{"delivery":"m","what":"done","to":["a"],"at":"now"}',
        '{"delivery":"m","what":"done","to":["a","b"],"at":[1]}',
        '{"delivery":"m","what":"tag","tag":["7"]}',
        '{"delivery":"m","what":["done"]}',
    ],
)
def test_a_malformed_note_is_an_error_and_no_empty_delivery(line: str) -> None:
    with pytest.raises(LedgerError, match="ledger:2"):
        record(line.encode(), "ledger:2")


class Failing(MemoryStore):
    """The disk is full from the second write on."""

    writes = 0

    def append(self, data: bytes) -> None:
        self.writes += 1
        raise LedgerError("no space left")


def test_nobody_goes_on_without_its_note_on_the_disk() -> None:
    store = Failing()
    book = open_ledger(store, "app")
    book.note([Noted(NAME, "tag", tag=TAG)])
    failures: list[str] = []

    def send(number: int) -> None:
        try:
            book.note([Noted(NAME, "intended", {str(number): 1})])
        except LedgerError as error:
            failures.append(error.message)

    threads = [threading.Thread(target=send, args=(one,)) for one in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(failures) == 20
    assert not book.deliveries[NAME].recipients


def test_notes_of_many_threads_share_the_way_to_the_disk() -> None:
    store = MemoryStore()
    book = open_ledger(store, "app")
    threads = [
        threading.Thread(target=book.note, args=([Noted(NAME, "intended", {str(one): one})],))
        for one in range(50)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(open_ledger(store, "app").deliveries[NAME].recipients) == 50
