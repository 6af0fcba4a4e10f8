"""What waits to be published survives the ledger's file, and nothing else is taken for it."""

import pytest

from reconciler.errors import LedgerError
from reconciler.ledger.format import encode, record
from reconciler.model import Entry, Ref, Staged

STAGED = Staged({"body": "<p>B</p>", "translations": {"fr": {"title": "F"}}}, {"": 7, "fr": 8})
ENTRY = Entry(Ref("article", "a"), "1", {"title": "A"}, staged=STAGED)


def test_it_is_read_as_it_was_written() -> None:
    assert record(encode(ENTRY), "x") == ENTRY
    assert b"staged" not in encode(Entry(Ref("tag", "t"), "2"))


@pytest.mark.parametrize("value", ['"x"', "null", '{"values":{}}', '{"values":[],"drafts":{}}',
                                   '{"values":{},"drafts":{"fr":"x"}}'])  # fmt: skip
def test_anything_else_is_refused(value: str) -> None:
    line = encode(ENTRY).decode()
    at = line.index('"staged":') + len('"staged":')
    with pytest.raises(LedgerError, match="staged is not values and the times of drafts"):
        record((line[:at] + value + "}\n").encode(), "x")
