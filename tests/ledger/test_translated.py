"""What the ledger notes of translations survives the file, and nothing else is taken for it."""

import pytest

from reconciler.errors import LedgerError
from reconciler.ledger.format import encode, record
from reconciler.model import Entry, Ref

ENTRY = Entry(Ref("article", "a"), "1", {"title": "A"}, translated={"fr": ("0a", "1b")})


def test_it_is_read_as_it_was_written() -> None:
    assert record(encode(ENTRY), "x") == ENTRY
    assert b"translated" not in encode(Entry(Ref("tag", "t"), "2"))


@pytest.mark.parametrize("value", ['"x"', '["fr"]', '{"fr":"x"}', '{"fr":["a"]}', '{"fr":["a",1]}'])
def test_anything_else_is_refused(value: str) -> None:
    line = encode(ENTRY).decode().replace('{"fr":["0a","1b"]}', value)
    with pytest.raises(LedgerError, match="translated is not language: two digests"):
        record(line.encode(), "x")
