"""Edits of YAML that leave everything else as it is."""

import pytest

from reconciler.source.edit import (
    Edit,
    edited,
    line_at,
    pair,
    replaced,
    scalar,
    scalar_at,
    top,
    with_item,
    with_key,
    without,
    without_item,
)
from reconciler.source.yaml import parse

BLOCK = "a: 1 # x\ntags:\n  # about VIP\n  VIP:   # yes\n    name: b\n\n  # other\n  two: {name: c} # t\n"
FLOW = "tags: {a: , b: {x: y}, c: }\n"


def cut(text: str, *names: str) -> str:
    found = pair(top(text), "tags")
    assert found
    return edited(text, [without(text, found[1], name) for name in names])


def test_a_key_goes_with_its_fields_and_the_comment_right_above() -> None:
    assert cut(BLOCK, "VIP") == "a: 1 # x\ntags:\n\n  # other\n  two: {name: c} # t\n"
    assert cut(BLOCK, "two") == BLOCK[: BLOCK.index("  # other")]
    assert cut("# head\ntags:\n  a: |\n    x\n  b: [y]") == "# head\ntags:\n  a: |\n    x\n  b: [y]"
    assert cut("# head\ntags:\n  a: |\n    x\n  b: [y]", "a") == "# head\ntags:\n  b: [y]"
    assert cut("# head\ntags:\n  a: |\n    x\n  b:\n  - y", "b") == "# head\ntags:\n  a: |\n    x\n"
    assert cut("tags:\n  a: 1\n# not its own\n  b: 2\n", "b") == "tags:\n  a: 1\n# not its own\n"


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("a", "tags: {b: {x: y}, c: }\n"),
        ("b", "tags: {a: , c: }\n"),
        ("c", "tags: {a: , b: {x: y}}\n"),
        ("bc", "tags: {a: , }\n"),
        ("abc", "tags: {}\n"),
    ],
)
def test_keys_go_out_of_a_mapping_on_one_line(names: str, left: str) -> None:
    assert cut(FLOW, *names) == left
    assert not parse(left, "x").findings


def test_the_only_key_of_one_line_leaves_an_empty_mapping() -> None:
    assert cut("tags: {a: 1}\n", "a") == "tags: {}\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "moved:\n  - {x}\n  - y\n"),
        ("a: 1", "a: 1\nmoved:\n  - {x}\n  - y\n"),
        ("a: 1\r\n", "a: 1\r\nmoved:\r\n  - {x}\r\n  - y\r\n"),
        ("moved:\n- a\n# end\n", "moved:\n- a\n- {x}\n- y\n# end\n"),
        (
            "moved:\n    - from: a\n      to: b",
            "moved:\n    - from: a\n      to: b\n    - {x}\n    - y\n",
        ),
        ("moved: []\n", "moved: [{x}, y]\n"),
        ("moved: [a]\nb: 1\n", "moved: [a, {x}, y]\nb: 1\n"),
    ],
)
def test_items_go_to_the_end_of_their_list(text: str, after: str) -> None:
    assert edited(text, [with_item(text, "moved", ["{x}", "y"])]) == after


@pytest.mark.parametrize(
    ("text", "number", "after"),
    [
        ("m:\n- from: a\n  to: b\n- {from: c}\n", 0, "m:\n- {from: c}\n"),
        ("m:\n- from: a\n  to: b\n- {from: c}\n", 1, "m:\n- from: a\n  to: b\n"),
        ("m: [a, b]\n", 0, "m: [b]\n"),
        ("m: [a, b]\n", 1, "m: [a]\n"),
        ("m: [a]\n", 0, "m: []\n"),
    ],
)
def test_an_item_goes_out_of_its_list(text: str, number: int, after: str) -> None:
    found = pair(top(text), "m")
    assert found
    assert edited(text, [without_item(text, found[1], found[1].value[number])]) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n    b: 1\n", "a:\n    n: 1\n    b: 1\n"),
        ("a: {b: 1}\n", "a: {n: 1, b: 1}\n"),
        ("a: {}\n", "a: {n: 1}\n"),
        ("a:   # c\n", "a: {n: 1}   # c\n"),
    ],
)
def test_a_field_is_put_first_in_the_style_of_the_others(text: str, after: str) -> None:
    found = pair(top(text), "a")
    assert found
    assert edited(text, [with_key(text, found, "n: 1")]) == after


def test_a_scalar_is_found_by_its_place() -> None:
    text = "a: [x, {b: y}]\nc: z\n"
    node = scalar_at(top(text), (1, 12))
    assert node
    assert edited(text, [replaced(node, "new")]) == "a: [x, {b: new}]\nc: z\n"
    assert scalar_at(top(text), (2, 9)) is None
    assert scalar_at(None, (1, 1)) is None
    assert pair(None, "a") is None
    assert pair(top(text), "z") is None


@pytest.mark.parametrize(
    "text", ["VIP", "a b", "1x", "no", "Null", "a, b", "x/y", "ü", "{{ a }}", "a:", '"', "a\\b"]
)
def test_a_written_name_is_read_as_the_same(text: str) -> None:
    assert parse(f"m: [{scalar(text)}]\n{scalar(text)}: 1\n", "x").data == {"m": [text], text: "1"}


def test_a_key_at_the_very_beginning_goes_with_its_comment() -> None:
    text = "# c\na: 1\nb: 2\n"
    mapping = top(text)
    assert mapping
    assert edited(text, [without(text, mapping, "a")]) == "b: 2\n"
    assert [line_at(text, index) for index in (0, 4, 9)] == [1, 2, 3]


def test_overlapping_cuts_are_one() -> None:
    assert edited("abcdef", [Edit(0, 3, ""), Edit(2, 4, ""), Edit(5, 5, "X")]) == "eXf"
