"""A day in the help center: centers, collections, articles."""

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


def test_articles_are_written_read_changed_searched_and_deleted(sdk: Intercom) -> None:
    me = own_admin(sdk)
    home = sdk.help_centers.collections.create(name="Guides")
    article = sdk.articles.create(
        request=CreateArticleRequest(
            title="Import data",
            description="From a file",
            body="<p>Upload the file</p>",
            author_id=me,
            state="published",
            parent_id=int(home.id),
            parent_type="collection",
            translated_content=ArticleTranslatedContent(
                fr=ArticleContent(title="Importer", body="<p>Envoyez</p>", author_id=me)
            ),
        )
    )
    assert (article.type, article.title, article.state, article.author_id) == (
        "article", "Import data", "published", me,
    )  # fmt: skip
    assert article.parent_ids == [int(home.id)]
    read = sdk.articles.find(int(article.id))
    assert read.body == '<p class="no-margin">Upload the file</p>'
    assert read.statistics is not None
    assert read.statistics.views == 0
    assert read.translated_content is not None
    assert read.translated_content.fr is not None
    assert read.translated_content.fr.title == "Importer"
    changed = sdk.articles.update(int(article.id), title="Import your data", state="draft")
    assert (changed.title, changed.state, changed.url) == ("Import your data", "draft", None)
    other = sdk.help_centers.collections.create(name="Reference")
    moved = sdk.articles.update(int(article.id), parent_id=other.id, parent_type="collection")
    assert moved.parent_ids == [int(other.id)]
    gone = sdk.articles.delete(int(article.id))
    assert (gone.id, gone.object, gone.deleted) == (article.id, "article", True)
    with pytest.raises(NotFoundError):
        sdk.articles.find(int(article.id))


def test_the_pager_of_articles_goes_one_page_further_than_there_are(sdk: Intercom) -> None:
    me = own_admin(sdk)
    for number in range(5):
        sdk.articles.create(request=CreateArticleRequest(title=f"Note {number}", author_id=me))
    pages = list(sdk.articles.list(per_page=2).iter_pages())
    assert [[one.title for one in page.items or []] for page in pages] == [
        ["Note 4", "Note 3"], ["Note 2", "Note 1"], ["Note 0"],
    ]  # fmt: skip


def test_articles_are_found_by_their_words(sdk: Intercom, clock: Clock) -> None:
    author = own_admin(sdk)
    for title, state in (
        ("Import data", "published"),
        ("Export data", "published"),
        ("Data", "draft"),
    ):
        text = f"<p>All about {title.lower()}</p>"
        sdk.articles.create(
            request=CreateArticleRequest(title=title, author_id=author, state=state, body=text)
        )
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
