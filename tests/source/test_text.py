"""Bytes to text: encodings, sizes, places."""

from __future__ import annotations

import pytest

from reconciler.model import Finding
from reconciler.source import text as texts
from reconciler.source.text import decode, line_of, place


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"a: \xff", 1, 4, "byte 0xff is not UTF-8"),
        ("é: ".encode() + b"\xe9", 1, 4, "byte 0xe9 is not UTF-8"),
        (b"a: 1\r\nb: \xc3", 2, 4, "byte 0xc3 is not UTF-8"),
        (b"\xef\xbb\xbfa: \xff", 1, 4, "byte 0xff is not UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, 1, "byte 0xff is not UTF-8"),
        (b"a\n\nb\x00c", 3, 2, "NUL"),
    ],
)
def test_what_is_no_utf_8_text_is_a_finding_at_its_place(
    data: bytes, line: int, column: int, words: str
) -> None:
    found = decode(data, "f.md")
    assert isinstance(found, Finding)
    assert (found.code, found.pos) == ("file-encoding", ("f.md", line, column))
    assert words in found.message


def test_a_file_over_the_limit_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MAX_BYTES", 3)
    assert decode(b"abc", "f") == "abc"
    found = decode(b"abcd", "f")
    assert isinstance(found, Finding)
    assert (found.code, found.pos) == ("file-too-large", ("f", 0, 0))


def test_the_limit_is_20_megabytes() -> None:
    found = decode(b"x" * 20_000_001, "f")
    assert isinstance(found, Finding)
    assert found.message == "the file is larger than 20 MB"


def test_all_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\nd", "f") == "a\nb\nc\nd"


def test_places_and_lines_count_from_one() -> None:
    assert [place(one) for one in ("", "ab", "a\n", "a\r\nb", "a\rb")] == [
        (1, 1), (1, 3), (2, 1), (2, 2), (2, 2),
    ]  # fmt: skip
    assert [line_of("a\nb", line) for line in (0, 1, 2, 3)] == ["", "a", "b", ""]


def test_signs_that_look_alike_are_the_same_text() -> None:
    assert decode("e\u0301te\u0301".encode(), "f.md") == "\u00e9t\u00e9"
