"""Real documentation: 155 English and 150 Chinese pages, read in place."""

import pytest
from corpus import CORPUS, LANGUAGES, pages
from server import server

from reconciler.content import canonical, image_sources, replaced, without_image_hosts

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies outside the project")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_survives_what_intercom_does_to_it(language: str) -> None:
    """None is refused, and none differs by more than where its images are served from."""
    assert len(pages(language)) == LANGUAGES[language]
    for page in pages(language):
        echo = server(page.html)
        live = canonical(echo)
        assert without_image_hosts(live) == without_image_hosts(page.own), page.path
        served = dict(zip(image_sources(page.html), image_sources(echo), strict=True))
        assert replaced(page.own, served) == live, page.path
        assert canonical(page.own) == page.own, page.path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_has_a_line_of_its_page(language: str) -> None:
    for page in pages(language):
        assert all(1 <= line <= page.lines for line in page.noted), page.path
