"""YAML: structure as PyYAML sees it, every place, every mistake with its code and place."""

from __future__ import annotations

import gc

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model import Map, Quoted, Seq
from reconciler.source.mistakes import explained
from reconciler.source.text import decode
from reconciler.source.yaml import parse

MISTAKES = [
    # text, code, line, column, words of the message
    ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1, '"a" is already written in line 1'),
    ("a: {b: 1, b: 2}\n", "yaml-duplicate-key", 1, 11, '"b" is already written in line 1'),
    ("a: *x\n", "yaml-alias", 1, 4, "*x is an alias"),
    ("*x : 1\n", "yaml-alias", 1, 1, "*x is an alias"),
    ("a: [*x]\n", "yaml-alias", 1, 5, "*x is an alias"),
    ("é: &x y\n", "yaml-alias", 1, 4, "&x is an anchor"),
    ("a: &x {b: 1}\n", "yaml-alias", 1, 4, "&x is an anchor"),
    ("a: !!str 1\n", "yaml-alias", 1, 4, "!!str is a tag"),
    ("a: ! x\n", "yaml-alias", 1, 4, "! is a tag"),
    ("a: !own {}\n", "yaml-alias", 1, 4, "!own is a tag"),
    ("a: !foo!bar x\n", "yaml-syntax", 1, 4, "! starts a YAML tag"),
    ("a: {{ x }}\n", "yaml-braces", 1, 4, "{{ without quotes"),
    ("é: {{ x }} z\n", "yaml-braces", 1, 4, "{{ without quotes"),
    ('a: {{ "x" ~ y }}\n', "yaml-braces", 1, 4, "{{ without quotes"),
    ("{{ x }}: b\n", "yaml-braces", 1, 1, "{{ without quotes"),
    ("{{ x }} b: c\n", "yaml-braces", 1, 1, "{{ without quotes"),
    ("a:\n  - {{ x }}\n", "yaml-braces", 2, 5, "{{ without quotes"),
    ("a: {% if x %}y{% endif %}\n", "yaml-braces", 1, 4, "{% without quotes"),
    ("[b, c]: 1\n", "yaml-shape", 1, 1, "a key must be text"),
    ("a:\n  ? {b: c}\n  : 1\n", "yaml-shape", 2, 5, "a key must be text"),
    ("- a\n", "yaml-shape", 1, 1, "the file holds a list, not a mapping"),
    ("hello\n", "yaml-shape", 1, 1, 'the file holds the text "hello"'),
    ("x" * 50, "yaml-shape", 1, 1, 'the text "' + "x" * 30 + '…"'),
    ("a:\n\tb: 1\n", "yaml-syntax", 2, 1, "a tab indents this line"),
    ("a: 1\n\tb: 1\n", "yaml-syntax", 2, 1, "a tab indents this line"),
    ("a: |\n x\n\ty: 1\n", "yaml-syntax", 3, 1, "a tab indents this line"),
    ("a:\n  b: 1\n c: 2\n", "yaml-syntax", 3, 2, "does not fit the lines around it"),
    ("a: 1\n  b: 2\n", "yaml-syntax", 2, 4, "a colon followed by a space"),
    ("日本: b: c\n", "yaml-syntax", 1, 6, "a colon followed by a space"),
    ("a:\n - 1\n b\n", "yaml-syntax", 3, 2, "has no `key:`"),
    ("a: 1\n- b\n", "yaml-syntax", 2, 1, "does not fit the lines around it"),
    ("- a\nb: 1\n", "yaml-shape", 1, 1, "the file holds a list"),
    ("x:\n  - a\n  b: 1\n", "yaml-syntax", 3, 3, "does not begin with `- `"),
    ("a: - b\n", "yaml-syntax", 1, 4, "a list cannot begin on the line of its key"),
    ("a: 'x\n", "yaml-syntax", 1, 4, "the quote that opens here is not closed"),
    ("a: 'x\n---\n", "yaml-syntax", 1, 4, "the quote that opens here is not closed"),
    ("a: 'x' y\n", "yaml-syntax", 1, 8, "does not fit"),
    ("a: {b\n", "yaml-syntax", 1, 4, "opens here with { is not closed"),
    ("a: [1, 2\nb: 1\n", "yaml-syntax", 1, 4, "opens here with [ is not closed"),
    ('é: "\\q"\n', "yaml-syntax", 1, 5, "no such escape"),
    ("a: @x\n", "yaml-syntax", 1, 4, "a value cannot begin with @"),
    ("{", "yaml-syntax", 1, 2, "a value is missing here"),
    ("a: }\n", "yaml-syntax", 1, 4, "a value is missing here"),
    ("%YAML 1.1\n%YAML 1.1\n---\n", "yaml-syntax", 2, 1, "duplicate %YAML directive"),
    ("a: 1\n---\nb: 2\n", "yaml-syntax", 2, 1, "a second document begins here"),
    ("é: \x07\n", "yaml-syntax", 1, 4, "the control character U+0007"),
    ("a: b\u2028c\n", "yaml-syntax", 1, 5, "(U+2028)"),
    ("a: b\x85c\n", "yaml-syntax", 1, 5, "(U+0085)"),
    ("a: " + "[" * 70, "yaml-shape", 1, 67, "nested deeper than 64"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "column", "words"), MISTAKES)
def test_a_mistake_is_one_finding_at_its_exact_place(
    text: str, code: str, line: int, column: int, words: str
) -> None:
    (found,) = parse(text, "f.yaml").findings
    assert (found.code, found.pos) == (code, ("f.yaml", line, column))
    assert words in found.message


def test_several_mistakes_of_a_file_are_found_in_one_run() -> None:
    text = "[a]: 1\nb: *x\nb: &y z\nc: {{ d }}\ne: {{ f }}\n"
    found = [(one.code, one.pos and one.pos.line) for one in parse(text, "f.yaml").findings]
    assert found == [
        ("yaml-shape", 1), ("yaml-alias", 2), ("yaml-duplicate-key", 3), ("yaml-alias", 3),
        ("yaml-braces", 4), ("yaml-braces", 5),
    ]  # fmt: skip


def test_every_message_has_a_way_out() -> None:
    assert [text for text, *_ in MISTAKES if not parse(text, "f").findings[0].hint] == []


def test_a_colon_in_a_flow_mapping_is_named_rather_than_the_brace() -> None:
    found = parse("a: {b: c: d}\n", "f").findings[0]
    assert (found.pos, found.message.partition(" starts")[0]) == (
        ("f", 1, 9), "a colon followed by a space",
    )  # fmt: skip


def test_plain_scalars_stay_the_text_they_are_and_quoted_ones_are_marked() -> None:
    data = parse(
        "a: 00123\nb: '1'\nc: \"no\"\nd: |\n  x\ne: no\nf:\ng: ~\nh: [2.10, '2']\n", "f"
    ).data
    assert data == {
        "a": "00123", "b": "1", "c": "no", "d": "x\n", "e": "no", "f": "", "g": "~",
        "h": ["2.10", "2"],
    }  # fmt: skip
    assert [type(data[key]) for key in "abcdefg"] == [str, Quoted, Quoted, Quoted, str, str, str]
    assert [type(one) for one in data["h"]] == [str, Quoted]


def test_places_count_characters_in_lines_and_columns_from_one() -> None:
    data = parse("é: [ü, 日本, {k: v}]\n😀: {a: b}\nz:\n  y: 1\n", "f").data
    assert data.mark == (1, 1)
    assert (data.key_mark("é"), data.value_mark("é")) == ((1, 1), (1, 4))
    assert data["é"].marks == [(1, 5), (1, 8), (1, 12)]
    assert data["é"][2].value_mark("k") == (1, 16)
    assert (data.key_mark("😀"), data.value_mark("😀")) == ((2, 1), (2, 4))
    assert data["😀"].value_mark("a") == (2, 8)
    assert data["z"].mark == data.value_mark("z") == data["z"].key_mark("y") == (4, 3)


def test_a_column_beyond_what_a_mark_holds_is_the_last_one_and_spoils_no_line() -> None:
    wide = "x" * 5000
    data = parse(f"{{a: {wide}, b: 1, d: [1], c: *d, e: {{}}}}\n", "f").data
    assert data.key_mark("b") == data.value_mark("b") == (1, 4095)
    assert data.key_mark("d") == data.value_mark("d") == (1, 4095)
    assert data.value_mark("c") == data.value_mark("e") == (1, 4095)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "--- \n...\n", "''\n"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    parsed = parse(text, "f")
    assert (parsed.data, parsed.findings) == ({}, ())


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    text = decode(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\nc: 2\r", "f")
    assert isinstance(text, str)
    data = parse(text, "f").data
    assert data == {"a": "1", "b": "x\ny\n", "c": "2"}
    assert [data.key_mark(key) for key in data] == [(1, 1), (2, 1), (5, 1)]


def test_collecting_garbage_is_as_it_was_after_a_file() -> None:
    assert gc.isenabled()
    parse("a: 'x\n", "f")
    assert gc.isenabled()
    gc.disable()
    try:
        parse("a: 1\n", "f")
        assert not gc.isenabled()
    finally:
        gc.enable()


# ---------------------------------------------------------------- against PyYAML

SCALARS = st.text("abzé日😀 :#-'\"{}[],&*!|>%@\n\t0123456789", max_size=12)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SCALARS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=40)
@given(st.dictionaries(SCALARS, TREES, max_size=5), st.booleans(), st.booleans())
def test_any_tree_of_text_reads_as_pyyaml_wrote_it(tree: object, flow: bool, wide: bool) -> None:
    text = yaml.safe_dump(
        tree, allow_unicode=True, default_flow_style=flow, width=1000 if wide else 20
    )
    parsed = parse(text, "f")
    assert parsed.findings == ()
    assert parsed.data == yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - text only


def marks(value: object) -> list[tuple[int, int]]:
    """All places of a tree, in the order of the text."""
    if isinstance(value, Map):
        return [one for key in value for one in (value.key_mark(key), *marks_at(value, key))]
    return [one for item, at in zip(value, value.marks, strict=True) for one in (at, *marks(item))] \
        if isinstance(value, Seq) else []  # fmt: skip


def marks_at(value: Map, key: str) -> list[tuple[int, int]]:
    return [value.value_mark(key), *marks(value[key])]


@settings(max_examples=40)
@given(st.dictionaries(SCALARS, TREES, max_size=5), st.booleans())
def test_the_places_are_those_of_the_parsers_own_nodes(tree: object, flow: bool) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, width=20)

    def nodes(node: yaml.Node) -> list[tuple[int, int]]:
        at = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return [at, *(one for pair in node.value for inner in pair for one in nodes(inner))]
        if isinstance(node, yaml.SequenceNode):
            return [at, *(one for inner in node.value for one in nodes(inner))]
        return [at]

    assert marks(parse(text, "f").data) == nodes(yaml.compose(text, Loader=yaml.CBaseLoader))[1:]


@given(st.text())
def test_no_text_raises(text: str) -> None:
    parse(text, "f.yaml")


@given(st.text("a: -[]{}&*!|>'\"%@`,?#\n\t{{}}\\", max_size=40))
def test_no_text_made_of_yaml_signs_raises_and_all_findings_have_a_place(text: str) -> None:
    for found in parse(text, "f.yaml").findings:
        assert found.pos is not None
        assert 1 <= found.pos.line <= text.count("\n") + 1
        assert 1 <= found.pos.column <= len(text) + 1


@given(st.binary(max_size=60))
def test_no_bytes_raise(data: bytes) -> None:
    text = decode(data, "f.yaml")
    if isinstance(text, str):
        parse(text, "f.yaml")


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a: &a [x, x]"] + [
        f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    found = parse("\n".join(lines), "f").findings
    assert len(found) == 25
    assert {one.code for one in found} == {"yaml-alias"}


def test_a_complaint_without_a_place_is_about_the_whole_file() -> None:
    found = explained(yaml.YAMLError("odd"), "", "f")
    assert (found.code, found.pos, found.message) == ("yaml-syntax", ("f", 0, 0), "not YAML: odd")
