"""Pages made to hurt: they are read in time that grows with their length, and in bounded depth.

Each is of a size at which the square of its length would take minutes.
"""

import subprocess
import sys

import pytest
from asis import asis

from reconciler.content import canonical, overlong, render, take_title
from reconciler.content.bounds import DEEPEST, bounded
from reconciler.content.overlong import LONGEST
from reconciler.content.tree import Note, Rendered

MANY = 100_000
PAGES = {
    "nested divisions": "<div>" * MANY + "end",
    "nested and closed": "<div>" * MANY + "end" + "</div>" * MANY,
    "nested lists": "<ul><li>" * 20_000 + "end",
    "nested tables": "<table><tr><td>" * 10_000 + "end",
    "nested collapsibles": "<details><summary>a" * 20_000 + "</summary>end",
    "unknown elements": "<x-y>" * MANY + "end",
    "marks that are never closed": "".join(f"<font a={n}>" for n in range(200)) + "<p>end" * 20_000,
    "bold that is never closed": "".join(f"<b id={n}>" for n in range(20_000)) + "end",
    "misnested marks": "<b><i><u><p>" * 10_000 + "end",
    "attributes": "<p " + " ".join(f"a{n}" for n in range(50_000)) + ">end",
    "unclosed quotes": "end<a b='" * 20_000,
    "unclosed comments": "end<!-- " * 20_000,
    "closing nothing": "</x></b>" * 50_000 + "end",
    "breaks": "<p>end" + "<br>a" * 20_000,
    "breaks alone": "<p>end" + "<br>" * 20_000 + "a",
    "lists in a list": "<ul>" + "<ul><li>a</li></ul>" * 5000 + "</ul>end",
    "summaries": "<details>" + "<summary>a</summary>" * 5000 + "end",
    "scripts": "end" + "<script>" * 20_000,
}


def of(text: str, form: str) -> Rendered:
    return render(text, format="html" if form == "html" else "md", link=asis, image=asis)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_hostile_page_is_read_and_keeps_its_text(page: str) -> None:
    text = canonical(page)
    assert "end" in text
    assert canonical(text) == text
    assert "end" in of(page, "html").html


MARKDOWN = {
    "brackets": "[" * 50_000,
    "images": "![a](" * 20_000,
    "escapes": "\\[" * 20_000,
    "angles": "<a " * 20_000,
    "stars": "*a **b " * 5000,
    "quotations": "> " * 20_000 + "a",
    "bullets": "- " * 20_000 + "a",
    "backticks": " ".join("`" * (n % 200) for n in range(2000)),
    "comments": "a <!-- " * 5000,
}


@pytest.mark.parametrize("text", MARKDOWN.values(), ids=MARKDOWN)
def test_hostile_markdown_is_read(text: str) -> None:
    rendered = of(text, "md")
    assert canonical(canonical(rendered.html)) == canonical(rendered.html)
    assert take_title(text) == (None, text, 0)


def test_directives_that_are_never_closed_are_one_error() -> None:
    made = of(":::callout\n" * 60_000 + "end", "md")
    refused = [(one.line, one.message) for one in made.notes if one.code == "body-refused"]
    assert refused == [
        (101, "more than 100 directives are open; what follows is kept as text"),
    ]
    assert len(made.notes) < 100
    assert made.html.count(":::callout") == 60_000 - 20
    assert "end" in made.html


def test_as_many_directives_as_one_likes_may_follow_each_other() -> None:
    made = of(":::callout\na\n:::\n\n" * 300, "md")
    assert made.notes == ()
    assert made.html.count("<div") == 300


def test_a_comment_of_colons_is_told_from_ours() -> None:
    page = f"<!--{':' * 200_000}0-->\n\n    <!--:::0-->\n\n:::callout\na\n:::"
    assert "&lt;!--:::0--&gt;" in of(page, "md").html


def test_rows_that_might_each_begin_a_table_are_one_error() -> None:
    notes: list[Note] = []
    text = "a\n" + "|-|\n" * 120_000 + "\n|a|\n|-|\n|b|\n"
    made = overlong.bounded(text, 5, notes.append)
    message = "a table of 1 columns and 119998 rows is kept as text"
    assert [(one.line, one.message) for one in notes] == [(7, message)]
    assert made.startswith("a\n|-|\n\\|-|\n\\|-|\n")
    assert made.endswith("\n|-|\n\n|a|\n|-|\n|b|\n")


def test_line_feeds_of_rows_are_counted_once() -> None:
    class Counted(str):
        __slots__ = ()
        read = 0

        def count(self, part: str, start: int = 0, end: int = sys.maxsize) -> int:  # type: ignore[override]
            Counted.read += min(end, len(self)) - start
            return super().count(part, start, end)

    for row in ("|\n", "|-|\n", "|a|\n|-|\n\n", "|a|\n|-|\n"):
        Counted.read = 0
        text = Counted(row * 30_000)
        overlong.bounded(text, 1, lambda _: None)
        assert 0 < Counted.read < 10 * len(text)


def test_only_below_a_head_does_a_line_of_delimiters_make_a_table() -> None:
    notes: list[Note] = []
    page = "|-" * 2000 + "\n" + "a\n" * 5000
    assert overlong.bounded(page, 1, notes.append) == page
    assert notes == []


def test_a_paragraph_of_brackets_keeps_its_text() -> None:
    rendered = of("a\n\n" + "[" * 3000, "md")
    assert rendered.html == f"<p>a</p><p>{'[' * 3000}</p>"
    assert rendered.notes == ()


def test_what_markdown_nests_too_deep_is_reported() -> None:
    rendered = of("a\n\n" + "> " * 100 + "b", "md")
    assert [(one.code, one.line) for one in rendered.notes if one.code == "body-refused"] == [
        ("body-refused", 3)
    ]


def test_blocks_nested_too_deep_are_flattened_and_reported() -> None:
    rendered = of("<ul><li>a" * 20 + "<details><summary>t</summary>b</details>", "html")
    assert "<details>" not in rendered.html
    assert rendered.html.count("<ul>") == 12
    assert "blocks nested more than 24 deep are flattened" in [
        one.message for one in rendered.notes
    ]
    for one in (
        "<table><tr><td>b</td></tr></table>",
        '<div class="intercom-interblocks-callout">b</div>',
    ):
        flat = of("<ul><li>a" * 20 + one, "html").html
        assert "table" not in flat
        assert "callout" not in flat


def test_a_page_written_in_earnest_is_not_touched() -> None:
    row = '<tr><td><p><b>a</b> <a href="x">b</a><br></p></td></tr>\n'
    page = f"<!-- c --><table>{row * 2000}</table>"
    assert bounded(page) == page
    deep = "<div>" * DEEPEST + "a" + "</div>" * DEEPEST
    assert bounded(deep + page) == deep + page


def test_importing_loads_no_parser() -> None:
    code = "import sys, reconciler.content; print([m for m in sys.modules if 'markdown_it' in m or 'selectolax' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


REFUSED = {
    "a page of megabytes": ("a\n" * 1_100_000, 4, "the page has 2,200,000 characters; no more than 2,000,000 are read"),
    "a table that is filled up": (
        "a\n\n" + "|a" * 2000 + "\n" + "|-" * 2000 + "\n" + "|a\n" * 5000,
        7, "a table of 2000 columns and 5000 rows is kept as text",
    ),
    "tables one behind the other": (
        ("|a" * 400 + "\n" + "|-" * 400 + "\n" + "|a\n" * 300 + "\n") * 3,
        5, "a table of 400 columns and 300 rows is kept as text",
    ),
    "footnotes": ("a" + "[^1]" * 3000 + "\n\n[^1]: b", 4, "a page has at most 2000 footnotes; here they are kept as text"),
    "quotations": ("a\n\n" + "> " * 20_000 + "b", 6, "lists and quotations are nested more than 30 deep; they are flattened"),
    "lists on one line": ("1. - " * 40 + "b", 4, "lists and quotations are nested more than 30 deep; they are flattened"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), REFUSED.values(), ids=REFUSED)
def test_what_the_parser_would_not_bear_is_an_error_at_its_line(
    text: str, line: int, message: str
) -> None:
    made = render(text, link=asis, image=asis, line=4)
    assert ("body-refused", message, line) in [
        (one.code, one.message, one.line) for one in made.notes
    ]
    assert len(made.html) < 2 * len(text) + 100
    if len(text) < LONGEST:
        assert "b" in made.html or "a" in made.html


def test_a_page_of_html_of_megabytes_is_an_error() -> None:
    made = render("<p>a</p>\n" * 600_000, format="html", link=asis, image=asis, line=3)
    assert [(one.code, one.line) for one in made.notes] == [("body-refused", 3)]
    assert made.html == ""


def test_a_large_table_in_earnest_is_read() -> None:
    text = "| a | b | c |\n|---|---|---|\n" + "| 1 | 2 | 3 |\n" * 3000
    made = of(text, "md")
    assert made.notes == ()
    assert made.html.count("<tr>") == 3001
