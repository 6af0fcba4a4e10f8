"""Another value where one stands: its style, its comments and everything around it stay."""

from typing import Any

import pytest

from reconciler.source.edit import edited, pair, top
from reconciler.source.rewrite import at, is_made, items_of, rewritten, text_of, value


def put(text: str, new: Any, *path: str) -> str:
    found = at(top(text), path or ("k",))
    assert found
    return edited(text, rewritten(text, found, new))


@pytest.mark.parametrize(
    ("text", "new", "after"),
    [
        ("k: old # why\n", "new", "k: new # why\n"),
        ("k: old\n", "new & true", "k: new & true\n"),
        ("k: old\n", "no: way", 'k: "no: way"\n'),
        ("k: old\n", "a:b #c", 'k: "a:b #c"\n'),
        ("k: old\n", "a:b", "k: a:b\n"),
        ("k: old\n", "true", 'k: "true"\n'),
        ("k: old\n", "two\nlines", 'k: "two\\nlines"\n'),
        ("k: old\n", "", 'k: ""\n'),
        ("k: 'old'\n", "it's", "k: 'it''s'\n"),
        ("k: 'old'\n", "two\nlines", 'k: "two\\nlines"\n'),
        ('k: "old"\n', "new", 'k: "new"\n'),
        ("k: 1 # n\n", 2.5, "k: 2.5 # n\n"),
        ("k: old\n", None, "k: null\n"),
        ("k: old\n", True, "k: true\n"),
        ("k: |\n  old\nl: 1\n", "new\nline\n", "k: |\n  new\n  line\nl: 1\n"),
        ("k: |\n  old\nl: 1\n", "new\n\nline", "k: |-\n  new\n\n  line\nl: 1\n"),
        ("k: |\r\n  old\r\nl: 1\r\n", "a\nb\n", "k: |\r\n  a\r\n  b\r\nl: 1\r\n"),
        ("k: |\n  old\nl: 1\n", " lead\nx", 'k: " lead\\nx"\nl: 1\n'),
        ("k: |\n  old\nl: 1\n", "one", "k: one\nl: 1\n"),
        ("k: >-\n  old\nl: 1\n", "one", "k: one\nl: 1\n"),
        ("k: [a, b] # x\n", ["b", "c d"], "k: [b, c d] # x\n"),
        ("k: {a: 1}\n", {"a": "x", "b": [1]}, "k: {a: x, b: [1]}\n"),
        ("k:\n  - a # first\n  - b\n", ["a", "c"], "k:\n  - a # first\n  - c\n"),
        ("k:\n  - a\n  - b # last\nl: 1\n", ["a", "b", "c"],
         "k:\n  - a\n  - b # last\n  - c\nl: 1\n"),
        ("k:\r\n- a\r\n- b\r\n", ["b", "c"], "k:\r\n- b\r\n- c\r\n"),
        ("k:\n- a # x\n- b\nl: 1\n", ["b"], "k:\n- b\nl: 1\n"),
        ("k:\n- a", ["a", "b"], "k:\n- a\n- b"),
        ("k:\n  - a\n  - b\nl: 1\n", ["b", "a"], "k:\n  [b, a]\nl: 1\n"),
        ("k:\n  - a\n", [], "k:\n  []\n"),
        ("k:\n  - a\nl: 1\n", "text", "k:\n  text\nl: 1\n"),
    ],
)  # fmt: skip
def test_a_value_is_written_where_the_old_one_stood(text: str, new: Any, after: str) -> None:
    assert put(text, new) == after
    found = pair(top(after), "k")
    assert found


def test_a_way_leads_through_mappings_and_may_end() -> None:
    root = top("a: {b: {c: d}}\n")
    found = at(root, ("a", "b", "c"))
    assert found
    assert (text_of(found[1]), items_of(found[1])) == ("d", None)
    assert at(root, ("a", "x", "c")) is None
    assert at(root, ()) is None


@pytest.mark.parametrize(
    ("text", "made"),
    [("k: x\n", False), ("k: '{{ x }}'\n", True), ("k: [a, '{{ x }}']\n", True),
     ("k: {a: b}\n", False), ("k: {a: ['{% if x %}']}\n", True)],
)  # fmt: skip
def test_what_a_template_makes_is_known(text: str, made: bool) -> None:
    found = pair(top(text), "k")
    assert found
    assert is_made(found[1]) is made
    if text == "k: [a, '{{ x }}']\n":
        assert text_of(found[1]) is None
        assert items_of(found[1]) == ["a", "{{ x }}"]


def test_values_on_one_line() -> None:
    assert value({"a b": ["x: y", 1, None]}) == '{a b: ["x: y", 1, null]}'
