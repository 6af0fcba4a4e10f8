"""What Intercom stored otherwise, with the line of each part in the file that it came from."""

from dataclasses import replace

import pytest

from reconciler.content import as_written, canonical, render
from reconciler.core.compared.canonical import field_at
from reconciler.core.compared.lost import lost
from reconciler.model import Change, Map, Path, TextFile
from tests.core.toys import KINDS, want

PAGE = KINDS["page"]
BODY = "# Title\n\nOne.\n\n- a\n  - b\n\nLast [x](https://a.test).\n"
FLAT = "- a\n- b\n"


def form(text: str) -> str:
    return canonical(render(text, link=as_written, image=as_written).html)


def change(*, form_: str = "md", titled: bool = False, french: bool = False) -> Change:
    one = want("page", "p", title="T")
    front = Map({"title": "T"} if titled else {})
    file = TextFile("a.md", front, BODY, 4, form_)  # type: ignore[arg-type]
    spec = replace(one.spec, translations={"fr": file}) if french else replace(one.spec, text=file)
    return Change("update", one.ref, replace(one, spec=spec))


def said(
    one: Change, sent: str, there: str | None, path: Path = ("text",)
) -> list[tuple[str, str]]:
    return [(str(pos), what) for pos, what in lost(one, field_at(PAGE, path), path, sent, there)]


@pytest.mark.parametrize("french", [False, True])
def test_each_part_has_its_line(french: bool) -> None:
    text = BODY.removeprefix("# Title\n\n")
    stored = text.replace("- a\n  - b\n", FLAT).replace("[x](https://a.test)", "x")
    path = ("translations", "fr", "text") if french else ("text",)
    assert said(change(french=french), form(text), form(stored), path) == [
        ("a.md:8:1", "nested list flattened"), ("a.md:11:1", "link lost: https://a.test/"),
    ]  # fmt: skip


def test_a_first_heading_that_is_no_title_counts() -> None:
    assert said(change(titled=True), form(BODY), form(BODY.replace("- a\n  - b\n", FLAT))) == [
        ("a.md:8:1", "nested list flattened")
    ]


def test_without_lines_the_resource_is_named() -> None:
    page = change().desired
    assert page
    assert said(change(form_="html"), form("One."), form("Two.")) == [
        (str(page.spec.pos()), "text changed")
    ]
    alone = Change("update", page.ref)
    assert lost(alone, PAGE.field("text"), ("text",), form("One."), None) == [
        (None, "text changed")
    ]
    assert lost(alone, PAGE.field("title"), ("title",), "a", "b") == [(None, "")]
