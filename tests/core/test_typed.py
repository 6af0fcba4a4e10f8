"""A written value is read by the type of its field, never by its look."""

from typing import Any

import pytest

from reconciler.core.declared import typed
from reconciler.model import Quoted, Type
from reconciler.near import did_you_mean, nearest


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        ("text", "00123", "00123"),
        ("text", "true", "true"),
        ("text", Quoted(""), ""),
        ("text", 12, "12"),
        ("text", True, "true"),
        ("text", False, "false"),
        ("integer", "00123", 123),
        ("integer", Quoted("12"), 12),
        ("integer", 12, 12),
        ("integer", "0" * 5000 + "7", 7),
        ("integer", "-0", 0),
        ("integer", "-" + "9" * 18, -(10**18 - 1)),
        ("integer", "+5", 5),
        ("number", "1.5", 1.5),
        ("number", "-2", -2),
        ("number", 1.5, 1.5),
        ("number", "1e3", 1000.0),
        ("boolean", "true", True),
        ("boolean", "False", False),
        ("boolean", False, False),
        ("list", ["a"], ["a"]),
        ("map", {"a": "b"}, {"a": "b"}),
    ],
)
def test_the_type_of_the_field_decides(kind: Type, written: Any, read: Any) -> None:
    found = typed.read(kind, written)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("kind", "written", "problem"),
    [
        ("text", ["a"], "a list is not text"),
        ("text", {}, "a mapping is not text"),
        ("integer", "1.5", '"1.5" is not a whole number'),
        ("integer", True, '"True" is not a whole number'),
        ("number", "many", '"many" is not a number'),
        ("number", True, '"True" is not a number'),
        ("boolean", "yes", "write true or false"),
        ("boolean", "maybe", '"maybe" is not true or false'),
        ("boolean", 1, '"1" is not true or false'),
        ("list", "a", "is not a list"),
        ("map", "a", "is not a mapping"),
        ("integer", "x" * 99, f'"{"x" * 40}…" is not'),
        ("integer", "1" * 5000, f'"{"1" * 40}…" is no number that can be sent'),
        ("integer", "-" + "9" * 19, "whole numbers have at most 18 digits"),
        pytest.param(
            "integer", 10**5000, "a huge number is no number that can be sent", id="huge integer"
        ),
        ("number", "9" * 5000, "whole numbers have at most 18 digits"),
        ("number", "1e400", '"1e400" is no number that can be sent'),
        ("number", "-1e400", "others are finite"),
        ("number", float("inf"), '"inf" is no number that can be sent'),
        ("number", float("nan"), '"nan" is no number that can be sent'),
        pytest.param(
            "text", 10**5000, "a huge number is no number that can be sent", id="huge text"
        ),
        ("text", float("-inf"), '"-inf" is no number that can be sent'),
        pytest.param("list", 10**5000, "a huge number is not a list", id="huge list"),
    ],
)
def test_a_wrong_type_is_said_with_what_was_found(kind: Type, written: Any, problem: str) -> None:
    with pytest.raises(typed.WrongTypeError, match=problem):
        typed.read(kind, written)


def test_null_and_bare_are_told_from_quotes() -> None:
    assert [typed.is_null(one) for one in ("null", "~", None, Quoted("null"), "x")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert [typed.is_bare(one) for one in ("", Quoted(""), "x", None)] == [
        True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [("12", 12), ("1.5", 1.5), ("true", True), ("no", "no"), ("12:30", "12:30"),
     (Quoted("12"), "12"), (7, 7), ([1], [1]), ("-7", -7), ("1" * 5000, "1" * 5000),
     ("1e400", "1e400")],
)  # fmt: skip
def test_without_a_type_the_core_schema_of_yaml_counts(written: Any, read: Any) -> None:
    found = typed.core_schema(written)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize("made", [float("inf"), float("nan"), 10**18])
def test_a_number_beyond_all_that_a_template_made_is_refused_without_a_type_too(made: Any) -> None:
    with pytest.raises(typed.WrongTypeError, match="is no number that can be sent"):
        typed.core_schema(made)


def test_the_nearest_name_is_offered_and_a_far_one_is_not() -> None:
    assert nearest("Tittle", ["title", "text"]) == "title"
    assert did_you_mean("tittle", ["title"]) == "did you mean title?"
    assert did_you_mean("zzz", ["title"]) == ""
