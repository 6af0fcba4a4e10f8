"""A day in the help center: centers, collections, articles."""

from typing import Any

import pytest
from intercom import Intercom
from intercom.errors import NotFoundError
from intercom.types import (
    ArticleContent,
    ArticleTranslatedContent,
    CreateArticleRequest,
    GroupContent,
    GroupTranslatedContent,
)
from sdk_story import Clock, own_admin

from reconciler.simulator import Simulator


def test_help_centers_are_listed_and_found(sdk: Intercom) -> None:
    first = sdk.help_centers.list().items or []
    assert [(one.identifier, one.display_name) for one in first] == [("help", "Help Center")]
    found = sdk.help_centers.find(int(first[0].id))
    assert (found.id, found.website_turned_on, found.workspace_id) == (
        first[0].id, True, "sim00000",
    )  # fmt: skip
    with pytest.raises(NotFoundError):
        sdk.help_centers.find(1)


def test_collections_are_created_nested_translated_moved_and_deleted(sdk: Intercom) -> None:
    collections = sdk.help_centers.collections
    guides = collections.create(
        name="Guides",
        description="How things work",
        translated_content=GroupTranslatedContent(fr=GroupContent(name="Guides (fr)")),
    )
    start = collections.create(name="Start", parent_id=guides.id)
    assert (guides.name, guides.description, start.parent_id) == (
        "Guides", "How things work", guides.id,
    )  # fmt: skip
    read = collections.find(int(guides.id))
    assert read.translated_content is not None
    assert read.translated_content.fr is not None
    assert read.translated_content.fr.name == "Guides (fr)"
    changed = collections.update(int(start.id), name="First steps", description="Begin here")
    assert (changed.name, changed.description, changed.parent_id) == (
        "First steps", "Begin here", guides.id,
    )  # fmt: skip
    other = collections.create(name="Reference")
    assert collections.update(int(start.id), parent_id=other.id).parent_id == other.id
    gone = collections.delete(int(start.id))
    assert (gone.id, gone.object, gone.deleted) == (start.id, "collection", True)
    with pytest.raises(NotFoundError):
        collections.find(int(start.id))


@pytest.mark.meets("OffsetPages.type: 'pages' is not known")
def test_the_pager_of_collections_reaches_all_of_them_newest_change_first(sdk: Intercom) -> None:
    collections = sdk.help_centers.collections
    for number in range(5):
        collections.create(name=f"Part {number}")
    pager = collections.list(per_page=2)
    assert [one.name for one in pager] == [f"Part {number}" for number in (4, 3, 2, 1, 0)]
    assert pager.response.total_count == 5


def article(sdk: Intercom, title: str, **fields: Any) -> int:
    """Its id."""
    request = CreateArticleRequest(title=title, author_id=own_admin(sdk), **fields)
    return int(sdk.articles.create(request=request).id)


def test_an_article_is_written_in_two_languages_and_read(sdk: Intercom) -> None:
    me, home = own_admin(sdk), sdk.help_centers.collections.create(name="Guides")
    french = ArticleContent(title="Importer", body="<p>Envoyez</p>", author_id=me)
    key = article(
        sdk, "Import data", description="From a file", body="<p>Upload the file</p>",
        state="published", parent_id=int(home.id), parent_type="collection",
        translated_content=ArticleTranslatedContent(fr=french),
    )  # fmt: skip
    read = sdk.articles.find(key)
    assert (read.type, read.title, read.description, read.state, read.author_id) == (
        "article", "Import data", "From a file", "published", me,
    )  # fmt: skip
    assert (read.parent_ids, read.body) == (
        [int(home.id)], '<p class="no-margin">Upload the file</p>',
    )  # fmt: skip
    assert read.statistics is not None
    assert read.statistics.views == 0
    assert read.translated_content is not None
    assert read.translated_content.fr is not None
    assert read.translated_content.fr.title == "Importer"


def test_an_article_is_changed_moved_and_deleted(sdk: Intercom) -> None:
    key, other = article(sdk, "Import"), sdk.help_centers.collections.create(name="Reference")
    changed = sdk.articles.update(key, title="Import your data", state="published")
    assert (changed.title, changed.state) == ("Import your data", "published")
    assert changed.url is not None
    assert changed.url.endswith("-import-your-data")
    moved = sdk.articles.update(key, parent_id=other.id, parent_type="collection", state="draft")
    assert (moved.parent_ids, moved.url) == ([int(other.id)], None)
    gone = sdk.articles.delete(key)
    assert (gone.id, gone.object, gone.deleted) == (str(key), "article", True)
    with pytest.raises(NotFoundError):
        sdk.articles.find(key)


def test_the_pager_of_articles_asks_for_one_page_more_than_there_are(
    sdk: Intercom, simulator: Simulator
) -> None:
    for number in range(5):
        article(sdk, f"Note {number}")
    pages = list(sdk.articles.list(per_page=2).iter_pages())
    assert [[one.title for one in page.items or []] for page in pages] == [
        ["Note 4", "Note 3"], ["Note 2", "Note 1"], ["Note 0"],
    ]  # fmt: skip
    assert simulator.journal[-4:] == [("GET", "/articles", 200)] * 4


def test_articles_are_found_by_their_words(sdk: Intercom, clock: Clock) -> None:
    for title, state in (("Import data", "published"), ("Data", "draft"), ("Export", "published")):
        article(sdk, title, state=state, body=f"<p>All about {title.lower()} and data</p>")
    clock.now += 3600  # the index of the search lags
    found = sdk.articles.search(phrase="import", state="published", highlight=True)
    assert found.data is not None
    assert found.total_count == 1
    assert [one.title for one in found.data.articles or []] == ["Import data"]
    marked = (found.data.highlights or [])[0]
    assert marked.article_id == (found.data.articles or [])[0].id
    assert [(one.type, one.text) for one in marked.highlighted_title or []] == [
        ("highlight", "Import"), ("plain", " data"),
    ]  # fmt: skip
    every = sdk.articles.search(phrase="data", state="all").data
    assert every is not None
    assert len(every.articles or []) == 3
