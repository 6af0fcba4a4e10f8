"""Whatever Intercom answers is written so that it is read back as the same text."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.source.text import decode
from reconciler.source.write import yaml_text
from reconciler.source.yaml import Parsed, parse

ODD = ["\u2028", "\u2029", "\x85", "\ufeff", "\x00", "\x07", "\r", "\n", "\t", " ", "a", "'", '"', "\\", "#",
       ": ", "- ", "{{", "|", "---", "&", "!", "~", "\xa0", "\ufffe", "\U0001f600", "e\u0301"]  # fmt: skip
odd = st.lists(st.sampled_from(ODD), max_size=6).map("".join)


@given(st.one_of(odd, st.text()), st.one_of(odd, st.text()))
@example("a\u2028b", "\u2029")
@example("\x85", "a\u2028\nb")
def test_any_text_is_read_back_as_it_was_as_key_as_value_and_in_a_list(
    name: str, value: str
) -> None:
    text = decode(yaml_text({"tags": {name: {"name": value, "list": [value]}}}).encode(), "a.yaml")
    assert isinstance(text, str)
    parsed = parse(text, "a.yaml")
    assert parsed.findings == ()
    composed = normalize("NFC", value)
    assert parsed.data["tags"] == {
        normalize("NFC", name): {"name": composed, "list": [composed]},
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a\u2028b", r'"a\Lb"'),
        ("\u2029", r'"\P"'),
        ("\x85", r'"\N"'),
        ("a b", "a b"),
        ("é中", "é中"),
    ],
)
def test_only_what_the_reader_refuses_is_an_escape(value: str, written: str) -> None:
    assert yaml_text({"name": value}) == f"name: {written}\n"
    assert parse(f"name: {written}\n", "a.yaml") == Parsed({"name": value})
