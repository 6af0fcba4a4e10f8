"""The pages of the corpus, rendered once for all tests."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reconciler.content import canonical, render, take_title
from tests.content.asis import asis, put

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dolphinscheduler"
LANGUAGES = {"en": 155, "zh": 150}


class Page(NamedTuple):
    path: Path
    title: str
    html: str
    own: str
    lines: int
    noted: tuple[int, ...]


@lru_cache
def pages(language: str) -> list[Page]:
    return [_page(path) for path in sorted((CORPUS / language).rglob("*.md"))]


def _page(path: Path) -> Page:
    text = path.read_text("utf-8")
    title, rest, taken = take_title(text)
    rendered = render(
        rest, link=asis, image=put("https://cdn.example.com/{}".format), line=1 + taken
    )
    noted = tuple(note.line for note in rendered.notes)
    own = canonical(rendered.html)
    return Page(path, title or path.stem, rendered.html, own, text.count("\n") + 1, noted)
