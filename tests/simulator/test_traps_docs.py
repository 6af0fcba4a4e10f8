"""docs/traps.md: each trap has its row, and the tests that it names exist."""

import re
from functools import cache
from pathlib import Path

import pytest

DOC = Path(__file__).parents[2] / "docs/traps.md"
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(test_\w+)::(\w+)`")
UNSHOWN = re.compile(r"(later kind|not Intercom's|not served): \w.+")
TRAPS, POINTS = DOC.read_text("utf-8").split("## What a simulator", 1)


@cache
def known(file: str) -> set[str]:
    source = (Path(__file__).parent / f"{file}.py").read_text("utf-8")
    return set(re.findall(r"^def test_(\w+)", source, re.MULTILINE))


@pytest.mark.parametrize(("text", "count"), [(TRAPS, 52), (POINTS, 16)])
def test_every_number_has_its_row(text: str, count: int) -> None:
    assert [int(number) for number, _, _ in ROW.findall(text)] == [*range(1, count + 1)]


@pytest.mark.parametrize("row", ROW.findall(TRAPS + POINTS), ids=lambda row: row[1][:40])
def test_the_tests_of_a_trap_exist_or_it_says_why_there_are_none(row: tuple[str, ...]) -> None:
    named = TEST.findall(row[2])
    assert named or UNSHOWN.fullmatch(row[2])
    assert [one for one in named if one[1] not in known(one[0])] == []
