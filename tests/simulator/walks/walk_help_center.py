"""Help centers, collections, articles and their drafts."""

from recorder import ADMIN, Recorder

OBJECTS = {
    "/articles": "article", "/help_center/collections": "collection",
    "/help_center/help_centers": "help_center",
}  # fmt: skip
EXAMPLE = "required by the schema of 2.11, missing in its own recorded example"
DEVIATIONS = (
    ("2.11", r"\$\.data\[0\]: 'statistics' is a required property", EXAMPLE + " of GET /articles"),
    ("2.11", r"\$\.statistics: .*", ("its schema says conversions, its recorded examples and every"
     " later version say conversations")),
)  # fmt: skip


def walk(asked: Recorder) -> None:
    translations = {"de": {"name": "Rechnung", "description": "Alles"}}
    top = asked.post("/help_center/collections", {
        "name": "Billing", "translated_content": translations})["id"]  # fmt: skip
    asked.post("/help_center/collections", {"name": "Below", "parent_id": top})
    content = {"title": "Text", "body": "<h1>a</h1>", "description": "b", "state": "published"}
    article = asked.post("/articles", {
        **content, "author_id": ADMIN, "parent_id": int(top),
        "translated_content": {"de": content}})["id"]  # fmt: skip
    center = asked.get("/help_center/help_centers")["data"][0]["id"]
    for path in ("/help_center/collections?per_page=1", f"/help_center/collections/{top}",
                 "/help_center/collections/1", "/articles", "/articles?per_page=1",
                 f"/articles/{article}", "/articles/1",
                 f"/help_center/help_centers/{center}"):  # fmt: skip
        asked.get(path)
    asked.put(f"/help_center/collections/{top}", {"description": "x"})
    asked.put(f"/articles/{article}", {"title": "New"})
    _drafts(asked, f"/articles/{article}/draft")
    for path in (f"/articles/{article}", f"/help_center/collections/{top}", "/articles/1"):
        asked.delete(path)


def _drafts(asked: Recorder, path: str) -> None:
    if asked.number < (2, 16):
        return
    asked.get(path)
    asked.put(path, {"body": "<p>staged</p>", "translated_content": {"de": {"title": "x"}}})
    asked.get(path)
    asked.post(f"{path}/publish")
    asked.post(f"{path}/publish", {"locales": ["en", "de"]})
