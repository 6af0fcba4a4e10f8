"""Plain files are read by their lines: to the letter as the parser reads them, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.model import Map, Quoted, Seq
from reconciler.source.plain import read
from reconciler.source.yaml import by_events

ROOT = Path(__file__).parents[2]


def told(value: Any) -> Any:
    """A value with its type and every place."""
    if isinstance(value, Map):
        inner = [(key, told(one), value.marks[key]) for key, one in value.items()]
        return ("map", value.mark, inner, sorted(value.marks))
    if isinstance(value, Seq):
        return ("seq", value.mark, [told(one) for one in value], value.marks)
    return (type(value), value)


def agrees(text: str) -> bool:
    """Whether it was read by its lines; AssertionError where the parser says otherwise."""
    found = read(text)
    if found is not None:
        parsed = by_events(text, "x.yaml")
        assert parsed.findings == ()
        assert told(found) == told(parsed.data)
    return found is not None


PLAIN = """\
# a comment

companies:
  acme-1:   # another
    name: Acme Ltd.
    site: https://acme.example/a:b
    note: "quoted: # text"
    empty: ''
    minus: -5
    aligned:    yes
    tags:
    - one
    - "two"

    custom_attributes:
      seats: 12

        # deep comment
      über uns: naïve café
    size: 3
  "not": plain
"""


def test_the_lines_of_a_plain_file_give_what_the_parser_gives() -> None:
    text = PLAIN.replace('  "not": plain\n', "")
    assert agrees(text)
    found = read(text)
    assert found is not None
    acme = found["companies"]["acme-1"]
    assert acme["tags"] == ["one", "two"]
    assert (type(acme["note"]), type(acme["tags"][1]), type(acme["name"])) == (Quoted, Quoted, str)
    assert acme.value_mark("aligned") == (10, 17)
    assert acme.key_mark("custom_attributes") == (15, 5)
    assert acme.value_mark("custom_attributes") == (16, 7)


@pytest.mark.parametrize(
    "line",
    ['"not": plain', "a: {b: c}", "a: [b]", "a: |", "a: &b c", "a: *b", "a: !t b", "a:\tb", "a: b: c",
     "a: b:", "a : b", "? a", "- a", "a", "---", "...", "a: 'it''s'", 'a: "\\n"', "a: %b", "a: @b",
     "a: `b`", "a: ~", "a: b#c", "<<: b", "a: \u2028", "a: \x85", "a: \ufeff", "a: b\n  c", "a: b\n  c: d",
     "a:\n", "a:\n b: c\n  d: e", "a:\n  b: c\n d: e", "a:\n  - b\n  c: d", "a:\n - b\n  - c", "a:\n  b:\n- c",
     " a: b", "a: b\na: c", "a: b\n- c"],
)  # fmt: skip
def test_a_line_that_is_not_plain_leaves_the_file_to_the_parser(line: str) -> None:
    assert read(f"before: it\n{line}\n") is None
    agrees(f"{line}\n")


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing\n", "a: b", "a:\n  b: c", "a:\n  b: c\n\n# end"]
)
def test_ends_and_emptiness_agree_with_the_parser(text: str) -> None:
    agrees(text)


def test_a_file_may_end_without_a_line_end() -> None:
    assert agrees("a:\n  b: c")
    assert agrees("a: b  # c")


def test_nesting_beyond_the_plain_is_left_to_the_parser() -> None:
    deep = "".join(f"{' ' * n}k:\n" for n in range(30)) + " " * 30 + "k: v\n"
    assert read(deep) is None
    assert agrees("".join(f"{' ' * n}k:\n" for n in range(15)) + " " * 15 + "k: v\n")


WORDS = st.sampled_from(
    ["a", "b c", "key", "x-1", "12", "-5", "- ", "it's", "é", "a.b", "a/b", "null", "yes", '"q"', "'s'",
     '"a: b"', "http://x/y", "a:b", "a #b", "a#b", "#c", "&x", "*x", "!t", "{", "}", "[a]", "{{ x }}", "|", ">",
     "?", "? a", "%", "@", "~", "", " ", ":", "::", "---", "...", ",", "a, b", "\t", "\\", '"', "'", "a'b", "=", "<<",
     "\u00a0", "\u4e2d", "\U0001f600", "- -", "$x", "(x)", "+1", ".5", "_x", "x "]
)  # fmt: skip
LINES = st.builds(
    lambda indent, parts: " " * indent + "".join(parts),
    st.integers(0, 5),
    st.lists(st.one_of(WORDS, st.sampled_from([": ", ":", "- ", " # "])), max_size=5),
)
USUAL = st.builds(
    lambda indent, dash, key, value: " " * indent + ("- " if dash else f"{key}:") + value,
    st.integers(0, 4),
    st.sampled_from([False, False, False, True]),
    st.sampled_from(["a", "b", "c", "d e"]),
    st.sampled_from(["", " x", "  x", ' "q"', " 'q' # c", " -1", " a:b"]),
)


TEXTS = st.sampled_from(
    ["x", "b c", '"q"', "'s # t'", "-1", "a:b", "Ltd.", "12", "é", "it's", "x  # c", "[1", "y, z", "a#b", "a: b", "-"]
)  # fmt: skip
TREES = st.recursive(
    st.one_of(TEXTS, st.lists(TEXTS, min_size=1, max_size=3)),
    lambda inner: st.dictionaries(st.sampled_from(["a", "b c", "d-e", "f.g"]), inner, min_size=1, max_size=3),
    max_leaves=8,
)  # fmt: skip


def lines(tree: Any, depth: int, step: int) -> list[str]:
    """A tree as block YAML, each level deeper by `step`; lists as deep as their keys for 1."""
    if isinstance(tree, list):
        return [f"{' ' * depth}- {one}" for one in tree]
    made: list[str] = []
    for key, value in tree.items():
        if isinstance(value, str):
            made.append(f"{' ' * depth}{key}: {value}")
        else:
            deeper = depth if isinstance(value, list) and step == 1 else depth + step
            made += [f"{' ' * depth}{key}:", *lines(value, deeper, step)]
    return made


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c"]), TREES, min_size=1),
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["", "  # c", " x: y", "- z", "#"])), max_size=1),
)  # fmt: skip
def test_trees_are_read_as_by_the_parser_with_and_without_a_line_that_disturbs(
    tree: dict[str, Any], step: int, disturbed: list[tuple[int, str]]
) -> None:
    made = lines(tree, 0, step)
    for place, line in disturbed:
        made.insert(place, line)
    agrees("\n".join(made))


@given(st.lists(st.one_of(LINES, USUAL), max_size=8).map("\n".join), st.sampled_from(["", "\n"]))
@example("a:\n- b\n", "")
@example("a: b\n\n  # c", "\n")
def test_whatever_is_read_by_its_lines_is_read_as_by_the_parser(text: str, end: str) -> None:
    agrees(text + end)


@given(st.lists(USUAL, min_size=1, max_size=10).map("\n".join))
def test_usual_lines_in_any_order_and_depth_are_read_as_by_the_parser(text: str) -> None:
    agrees(text)


def test_the_specs_of_this_project_agree() -> None:
    files = [*(ROOT / "specs").rglob("*.yaml"), *(ROOT / "tests/layouts").rglob("*.y*ml")]
    read_so = [agrees(file.read_text().replace("\r\n", "\n")) for file in files]
    assert any(read_so)
