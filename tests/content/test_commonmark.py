"""CommonMark's own examples: each is read as the HTML that the specification gives for it."""

import json
from pathlib import Path
from typing import Any

import pytest
from asis import asis, put

from reconciler.content import canonical, render

EXAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parent / "commonmark" / "examples.jsonl")
    .read_text("utf-8")
    .split("\n")
    if line
]
SPELT_OTHERWISE = {526, 538, 603}
"""Brackets in an address, which the specification escapes and we send as they are written."""


def image(source: str) -> str:
    return source if source.startswith("http") else f"https://example.com/{source}"


def form(text: str, kind: str) -> str:
    made = render(text, format="html" if kind == "html" else "md", link=asis, image=put(image))
    return canonical(made.html)


def test_all_examples_are_there() -> None:
    assert [one["example"] for one in EXAMPLES] == list(range(1, 653))


@pytest.mark.parametrize("section", sorted({one["section"] for one in EXAMPLES}))
def test_examples_of_a_section_are_read_as_the_specification_says(section: str) -> None:
    for one in EXAMPLES:
        if one["section"] == section:
            assert form(one["markdown"], "md") == _meant(one), one


def _meant(one: dict[str, Any]) -> str:
    form_ = form(one["html"], "html")
    if one["example"] in SPELT_OTHERWISE:
        form_ = form_.replace("%5D", "]").replace("%5B", "[")
    return form_
