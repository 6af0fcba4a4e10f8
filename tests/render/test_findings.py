"""Findings in a terminal and in a pull request, whatever stands in the files they are about."""

import re

import pytest

from reconciler.codes import finding
from reconciler.model import Finding, Pos, RowPos
from reconciler.render.annotations import commands
from reconciler.render.findings import findings
from reconciler.render.safe import inert, plain
from reconciler.render.snippet import cells, snippet


def caret(line: str, column: int) -> tuple[str, str]:
    """What is shown, and the character of it that the caret points at, by cells."""
    shown, below = snippet(Pos("a", 1, column), line, plain)
    at = len(below) - 1
    seen = 0
    for one in shown:
        if seen == at:
            return shown, one
        seen += cells(one)
    return shown, ""


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("\tname: x", 2, "    1 |     name: x"),
        ("名前: x", 5, "    1 | 名前: x"),
        ("e\u0301 x", 4, "    1 | e\u0301 x"),
        ("\x1b[31mred", 6, "    1 | \\x1b[31mred"),
        ("\u202eabc x", 6, "    1 | \\u202eabc x"),
        ("a\u200b x", 4, "    1 | a\\u200b x"),
        ("😀 x\r\n", 3, "    1 | 😀 x"),
    ],
)
def test_the_caret_stands_below_the_place_whatever_is_before_it(
    line: str, column: int, shown: str
) -> None:
    made, under = caret(line, column)
    assert made == shown
    assert under == line[column - 1]


@pytest.mark.parametrize("filler", ["y", "名", "\x1b", "\t"])
@pytest.mark.parametrize("column", [1, 40, 100, 3000])
def test_a_long_line_of_anything_is_cut_around_the_place(filler: str, column: int) -> None:
    line = filler * (column - 1) + "X" + filler * 5000
    made, under = caret(line, column)
    assert cells(made) <= 8 + 110 + 2
    assert under == "X"
    assert made.endswith("…")


def test_a_place_behind_the_end_of_the_line_has_its_caret_there() -> None:
    shown, below = snippet(Pos("a", 3, 6), "ab: [", plain)
    assert (shown, below) == ("    3 | ab: [", "             ^")


def dead(file: str, line: int, target: str) -> Finding:
    return finding("dead-link", f"the link to {target} leads nowhere", Pos(file, line, 1), hint="h")


def wrong(number: int, message: str = "there is no field x") -> Finding:
    return finding(
        "unknown-field", f"company/{number}: {message}", Pos(f"{number}.yaml", 2, 3), hint="h"
    )


def test_errors_that_differ_in_the_resource_only_are_one_group_with_its_files_counted() -> None:
    found = [wrong(number) for number in range(45)] + [wrong(7, "there is no field y")]
    text = findings(found, plain, lambda _: None).splitlines()
    assert text == [
        "0.yaml:2:3: error[unknown-field]: company/0: there is no field x",
        "  also: 1.yaml:2:3: company/1: there is no field x",
        "  also: 2.yaml:2:3: company/2: there is no field x",
        "  also: 3.yaml:2:3: company/3: there is no field x",
        "  and 41 more in 41 files; --json lists all",
        "  help: h",
        "7.yaml:2:3: error[unknown-field]: company/7: there is no field y",
        "  help: h",
    ]


def test_warnings_of_one_code_are_one_group_whatever_they_say() -> None:
    found = [dead("a.md", number, f"{number}.md") for number in range(1, 7)]
    text = findings(found, plain, lambda _: None).splitlines()
    assert text[0] == "a.md:1:1: warning[dead-link]: the link to 1.md leads nowhere"
    assert text[-2:] == ["  and 2 more in 1 file; --json lists all", "  help: h"]
    assert len(text) == 6


def test_a_few_with_the_same_words_are_listed_by_place_alone() -> None:
    same = [finding("dead-link", "m", Pos("a.md", line)) for line in (1, 2)]
    assert findings(same, plain, lambda _: None).splitlines()[1:] == ["  also: a.md:2"]


def test_what_stands_in_a_group_with_another_way_out_names_its_own() -> None:
    one, other = (
        finding("body-changed", f"{what} is left out", Pos("a.md", line), hint=f"close {what}")
        for line, what in ((1, "x"), (2, "y"))
    )
    assert findings([one, other], plain, lambda _: None).splitlines()[1:] == [
        "  also: a.md:2: y is left out (close y)",
        "  help: close x",
    ]
    none = [finding("scope", "m"), finding("scope", "m")]
    assert findings(none, plain, lambda _: None) == "note[scope]: m"


def test_a_value_of_a_row_names_the_template_it_fills() -> None:
    one = finding("wrong-type", "m", RowPos(Pos("rows.csv", 3, 1), Pos("specs/a.yaml", 2, 3)))
    assert findings([one], plain, lambda _: None).splitlines()[1] == "  with: specs/a.yaml:2:3"


# ---------------------------------------------------------------- annotations


def test_an_annotation_has_place_code_message_and_way_out() -> None:
    one = finding("bad-choice", "state cannot be 50%", Pos("specs/a.md", 3, 8), hint="write draft")
    (made,) = commands([one], prefix="docs/")
    place = "file=docs/specs/a.md,line=3,col=8,title=bad-choice"
    assert made == f"::error {place}::state cannot be 50%25%0Awrite draft"


def test_each_severity_has_its_level_and_a_finding_without_a_place_its_title() -> None:
    found = [
        finding("scope", "n"),
        finding("dead-link", "w", Pos("a")),
        finding("taken", "e", hint="h"),
    ]
    assert commands(found) == ["::error title=taken::e%0Ah", "::warning file=a,title=dead-link::w",
                               "::notice title=scope::n"]  # fmt: skip


HOSTILE = [
    "a\n::add-mask::x", "a\r\n::set-env name=A::b", "a::error::b", "a,line=9", "%0A::stop-commands::x",
    "a\u2028::x::y", "##[error]a", "a\x85::x::y", "\x1b[2K::x::y",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_file_name_and_no_message_makes_a_command(text: str) -> None:
    one = finding("bad-choice", text, Pos(text, 1, 1), hint=text)
    (line,) = commands([one])
    assert len(line.splitlines()) == 1
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert properties.count(",") == 3
    assert "::" not in properties
    assert "\n" not in message
    assert "\r" not in message


@pytest.mark.parametrize("text", [*HOSTILE, "::x::y", "  ::x::y", "\t::x::y", "\u3000::x::y"])
def test_no_text_for_people_is_a_command_to_the_log(text: str) -> None:
    for line in re.split("[\r\n]", inert(text)):  # as the runner reads lines
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_text_that_is_no_command_stays_as_it_is() -> None:
    for text in ("a::b", "## [x]", "std::string", "a: b"):
        assert inert(text) == text


def test_more_groups_than_are_shown_are_counted_in_the_last_annotation() -> None:
    found = [wrong(number, f"there is no field {chr(97 + number)}") for number in range(12)]
    made = commands([*found, *found[-1:], dead("a.md", 1, "b"), dead("b.md", 1, "c")])
    errors = [one for one in made if one.startswith("::error")]
    assert len(errors) == 10
    assert errors[-1] == "::error title=reconciler::4 more in 3 files; the log has them"
    assert made[-1].startswith("::warning")
    assert "and 1 more in 1 file%0Ah" in made[-1]
    assert len(commands(found[:10])) == 10
