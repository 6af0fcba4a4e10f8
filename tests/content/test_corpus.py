"""Real documentation: 155 English and 150 Chinese pages, read in place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from server import server

from reconciler.content import (
    canonical,
    image_sources,
    render,
    replaced,
    take_title,
    without_image_hosts,
)

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dolphinscheduler"
LANGUAGES = {"en": 155, "zh": 150}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies outside the project")


def pages(language: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((CORPUS / language).rglob("*.md")):
        text = path.read_text("utf-8")
        _, rest, taken = take_title(text)
        rendered = render(
            rest, format="md", link=str, image="https://cdn.example.com/{}".format, line=1 + taken
        )
        assert all(1 <= note.line <= text.count("\n") + 1 for note in rendered.notes), path
        yield path, rendered.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_survives_what_intercom_does_to_it(language: str) -> None:
    """None is refused, and none differs by more than where its images are served from."""
    seen = 0
    for path, html in pages(language):
        echo, own = server(html), canonical(html)
        assert without_image_hosts(canonical(echo)) == without_image_hosts(own), path
        served = dict(zip(image_sources(html), image_sources(echo), strict=True))
        assert replaced(own, served) == canonical(echo), path
        assert canonical(own) == own, path
        seen += 1
    assert seen == LANGUAGES[language]
