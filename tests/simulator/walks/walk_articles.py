"""Articles, their drafts, versions and tags, and the search of them."""

from recorder import ADMIN, Recorder

OBJECTS = {
    "/articles": "article", r"/articles/\d+/versions": "article_version",
    r"/articles/\d+/tags": "tag",
}  # fmt: skip
EXAMPLE = "required by the schema of 2.11, missing in its own recorded example"
DRAFT = (
    "url is a string there; that of a draft is null, as at the top level of the search's example"
)
DEVIATIONS = (
    ("2.11", r"\$\.data(\.articles)?\[0\]: 'statistics' is a required property",
     EXAMPLE + " of GET /articles and of the search"),
    ("2.*", r"\$\.translated_content: \{'type': 'article_translated_content'.*", DRAFT),
    ("2.11", r"\$\.statistics: .*", ("its schema says conversions, its recorded examples and every"
     " later version say conversations")),
)  # fmt: skip

OTHER_CODES = {("PUT", "/articles/{article_id}"): ("parameter_invalid",)}
"""[D] in the text of audience_ids: an unknown one is a 404, as the example of snippets has it."""


def walk(asked: Recorder) -> None:
    top = asked.unrecorded("POST", "/help_center/collections", {"name": "Billing"})["id"]
    content = {"title": "Text", "body": "<h1>a</h1>", "description": "b", "state": "published"}
    article = asked.post("/articles", {
        **content, "author_id": ADMIN, "parent_id": int(top),
        "translated_content": {"de": content}})["id"]  # fmt: skip
    asked.post("/articles", content)
    for path in ("/articles", "/articles?per_page=1", f"/articles/{article}", "/articles/1"):
        asked.get(path)
    asked.put(f"/articles/{article}", {"title": "New"})
    asked.put(f"/articles/{article}", {"translated_content": {"de": {"state": "draft"}}})
    asked.unrecorded("PUT", f"/articles/{article}", {
        "translated_content": {"de": {"state": "published"}}})  # fmt: skip
    asked.put("/articles/1", {"title": "New"})
    asked.time += 60
    asked.get("/articles/search?phrase=new&state=published&highlight=true")
    asked.get("/articles/search?phrase=nothing")
    if asked.number >= (2, 16):
        _newer(asked, article)
    for _ in range(2):
        asked.delete(f"/articles/{article}")


def _newer(asked: Recorder, article: str) -> None:
    path = f"/articles/{article}"
    _drafts(asked, f"{path}/draft")
    _schedules(asked, path)
    _tags(asked, path)
    versions = asked.get(f"{path}/versions")["data"]
    for one in ("?per_page=1", "?locale=de", "?locale=xx", f"/{versions[0]['id']}", "/1",
                f"/{versions[0]['id']}?locale=xx"):  # fmt: skip
        asked.get(f"{path}/versions{one}")
    asked.get("/articles/1/versions")


def _drafts(asked: Recorder, path: str) -> None:
    asked.get(path)
    asked.post(f"{path}/publish")
    asked.put(path, {"body": "<p>staged</p>", "translated_content": {"de": {"title": "x"}}})
    asked.get(path)
    asked.post(f"{path}/publish")
    asked.post(f"{path}/publish", {"locales": ["en", "de"]})
    other = asked.post("/articles", {"title": "Never published", "author_id": ADMIN})["id"]
    asked.put(f"/articles/{other}/draft", {"body": "x"})
    asked.put("/articles/1/draft", {"body": "x"})


def _schedules(asked: Recorder, path: str) -> None:
    audience = asked.unrecorded("POST", "/audiences", {"name": "VIP"})["id"]
    asked.put(path, {
        "body_markdown": "# Title\n\nText\n", "audience_ids": [int(audience)],
        "scheduled_unpublish_at": "2040-01-01T00:00:00Z", "ai_copilot_availability": False,
    })  # fmt: skip
    asked.put(path, {"scheduled_unpublish_at": "2001-01-01T00:00:00Z"})
    asked.put(path, {"audience_ids": [99]})


def _tags(asked: Recorder, path: str) -> None:
    tag = asked.unrecorded("POST", "/tags", {"name": "VIP"})["id"]
    asked.post(f"{path}/tags", {"id": tag})
    asked.get(path)
    asked.post(f"{path}/tags", {"id": "1"})
    asked.post("/articles/1/tags", {"id": tag})
    for _ in range(2):
        asked.delete(f"{path}/tags/{tag}")
