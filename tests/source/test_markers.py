"""Conflicts in files: written as git does, found again, and never read as text."""

from pathlib import Path

import pytest

from reconciler.source.markers import marked, ours, unresolved
from reconciler.source.walk import Walk

CONFLICT = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> main\n"


def test_a_conflict_has_both_sides_around_the_lines_that_differ() -> None:
    assert marked("a\nb\nc\n", "a\nB\nc\n") == (
        "a\n<<<<<<< here\nb\n=======\nB\n>>>>>>> in Intercom\nc\n"
    )
    assert marked("a\r\nb\r\n", "a\r\nB") == (
        "a\r\n<<<<<<< here\r\nb\r\n=======\r\nB\r\n>>>>>>> in Intercom\r\n"
    )
    assert marked("a\n", "a\nb\n") == "a\n<<<<<<< here\n=======\nb\n>>>>>>> in Intercom\n"
    assert marked("same\n", "same\n") == "same\n"


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a.md", marked("a\nb\n", "a\nc\n"), 2),
        ("a.yaml", f"x: 1\n{CONFLICT}", 2),
        ("a.md", f"text\n\n{CONFLICT}", 3),
        ("a.html", CONFLICT, 1),
        ("a.csv", CONFLICT, 1),
        ("a.md", "text\n\n```\n" + marked("a\n", "b\n") + "```\n", 4),
        ("a.md", f"Look:\n\n```\n{CONFLICT}```\n", None),
        ("a.html", f"<pre>\n{CONFLICT}</pre>", None),
        ("a.md", "<<<<<<< HEAD\nnothing more\n>>>>>>> x\n", None),
        ("a.md", "=======\n<<<<<<< HEAD\n", None),
        ("a.md", " <<<<<<< HEAD\n=======\n>>>>>>> x\n", None),
        ("a.md", f"<<<<<<< HEAD\n{CONFLICT}", 2),
    ],
)
def test_a_conflict_is_found_at_its_line(path: str, text: str, line: int | None) -> None:
    found = unresolved(text, path)
    assert (found and found.pos and found.pos.line) == line


def test_the_text_without_their_side_keeps_its_lines() -> None:
    assert ours(f"a\n{CONFLICT}b\n") == "a\n\nours\n\n\n\nb\n"
    assert ours("a\n=======\nb") == "a\n=======\nb"


def test_very_many_markers_are_looked_through_once() -> None:
    assert unresolved("<<<<<<< x\n" * 200_000, "a.md") is None


def test_a_file_with_a_conflict_is_a_finding_and_read_as_ours(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CONFLICT)
    walk = Walk(tmp_path)
    assert walk.read("a.md") == "\nours\n\n\n\n"
    assert [one.code for one in walk.findings] == ["conflict-markers"]
