"""Help centers, their collections and their redirects."""

from recorder import ADMIN, Recorder

OBJECTS = {
    "/help_center/collections": "collection", "/help_center/help_centers": "help_center",
    r"/help_center/help_centers/\d+/redirects": "help_center_redirect",
}  # fmt: skip
DEVIATIONS = ()


def walk(asked: Recorder) -> None:
    translations = {"de": {"name": "Rechnung", "description": "Alles"}}
    top = asked.post("/help_center/collections", {
        "name": "Billing", "translated_content": translations})["id"]  # fmt: skip
    asked.post("/help_center/collections", {"name": "Below", "parent_id": top})
    asked.post("/help_center/collections", {})
    center = asked.get("/help_center/help_centers")["data"][0]["id"]
    for path in ("/help_center/collections?per_page=1", f"/help_center/collections/{top}",
                 "/help_center/collections/1", "/help_center/help_centers/1",
                 f"/help_center/help_centers/{center}"):  # fmt: skip
        asked.get(path)
    asked.put(f"/help_center/collections/{top}", {"description": "x"})
    asked.put("/help_center/collections/1", {"description": "x"})
    if asked.number >= (2, 16):
        _redirects(asked, f"/help_center/help_centers/{center}/redirects", top)
    for _ in range(2):
        asked.delete(f"/help_center/collections/{top}")


def _redirects(asked: Recorder, path: str, collection: str) -> None:
    article = asked.unrecorded("POST", "/articles", {
        "title": "Moved", "author_id": ADMIN, "parent_id": int(collection)})["id"]  # fmt: skip
    host = "https://help.example.com"
    bound = {"locale": "de", "target_type": "article", "target_id": article}
    made = asked.post(path, {"from_url": f"{host}/old", **bound})
    asked.post(path, {"from_url": f"{host}/old", **bound})
    asked.post(path, {"from_url": "https://elsewhere.example.com/old", **bound})
    asked.post(path, {"from_url": f"{host}/older", **bound, "target_type": "folder"})
    asked.post(path, bound)
    asked.post(path, {"from_url": f"{host}/other", "locale": "de", "target_type": "collection",
                      "target_id": collection})  # fmt: skip
    asked.post("/help_center/help_centers/1/redirects", bound)
    for target in (path, f"{path}?per_page=1", f"{path}/{made['id']}", f"{path}/1",
                   "/help_center/help_centers/1/redirects"):  # fmt: skip
        asked.get(target)
    for _ in range(2):
        asked.delete(f"{path}/{made['id']}")
