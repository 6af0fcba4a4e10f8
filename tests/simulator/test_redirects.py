"""Redirects of a help center: made, listed, read, deleted, and what they refuse."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

ADA = 991267451
HOST = "https://help.example.com"


def center(workspace: Workspace) -> str:
    return str(workspace.store.rows("help_center")[0]["id"])


def path(workspace: Workspace) -> str:
    return f"/help_center/help_centers/{center(workspace)}/redirects"


def article(workspace: Workspace, **fields: object) -> str:
    top = workspace.post("/help_center/collections", {"name": "Top"})["id"]
    body = {"title": "x", "author_id": ADA, "parent_id": int(top), **fields}
    return str(workspace.post("/articles", body)["id"])


def make(workspace: Workspace, target: str, url: str = f"{HOST}/old", **fields: object) -> Any:
    body = {"from_url": url, "locale": "en", "target_type": "article", "target_id": target}
    return workspace.post(path(workspace), {**body, **fields})


def test_a_redirect_is_made_read_and_deleted(workspace: Workspace) -> None:
    target = article(workspace)
    made = make(workspace, target)
    assert made == {
        "type": "help_center_redirect", "id": "26", "from_url": f"{HOST}/old", "locale": "en",
        "target_type": "article", "target_id": target, "help_center_id": center(workspace),
        "created_at": 1_800_000_000, "updated_at": 1_800_000_000,
    }  # fmt: skip
    where = f"{path(workspace)}/26"
    assert workspace.get(where) == made
    assert workspace.delete(where) == {
        "id": "26", "object": "help_center_redirect", "deleted": True,
    }  # fmt: skip
    for answer in (workspace.get(where), workspace.delete(where)):
        assert workspace.refused(answer) == (404, "not_found", "Resource not found")


def test_redirects_are_listed_newest_first_fifty_to_a_page(workspace: Workspace) -> None:
    target = article(workspace)
    for number in range(52):
        make(workspace, target, f"{HOST}/{number}")
    first = workspace.get(path(workspace))
    assert (first["total_count"], first["pages"]["per_page"], len(first["data"])) == (52, 50, 50)
    assert first["data"][0]["from_url"] == f"{HOST}/51"
    whole = workspace.get(f"{path(workspace)}?per_page=300")
    assert (whole["pages"]["per_page"], len(whole["data"])) == (250, 52)


def test_redirects_belong_to_their_help_center(workspace: Workspace) -> None:
    make(workspace, article(workspace))
    other = workspace.store.create("help_center", host="other.example.com", locales=["en"])
    theirs = f"/help_center/help_centers/{other['id']}/redirects"
    assert workspace.get(theirs)["data"] == []
    for where in (f"{theirs}/26", "/help_center/help_centers/1/redirects",
                  "/help_center/help_centers/1/redirects/26"):  # fmt: skip
        assert workspace.refused(workspace.get(where))[:2] == (404, "not_found")


@pytest.mark.parametrize(("fields", "told"), [
    ({"from_url": None}, (400, "parameter_not_found", "from_url is required")),
    ({"locale": ""}, (400, "parameter_not_found", "locale is required")),
    ({"target_id": None}, (400, "parameter_not_found", "target_id is required")),
    ({"target_type": "folder"},
     (400, "parameter_invalid", "target_type must be 'article' or 'collection'")),
    ({"target_id": 5}, (400, "parameter_invalid", "target_id must be a string")),
    *[({"from_url": url}, (422, "data_invalid",
                           "from_url must be an absolute URL within this help center's URL space"))
      for url in ("/old", "https://elsewhere.example.com/old", "ftp://help.example.com/old",
                  "https://[help/old")],
])  # fmt: skip
def test_a_redirect_that_cannot_be_is_refused(
    workspace: Workspace, fields: dict[str, Any], told: tuple[int, str, str]
) -> None:
    assert workspace.refused(make(workspace, article(workspace), **fields)) == told
    assert workspace.get(path(workspace))["data"] == []


def test_a_url_is_redirected_once(workspace: Workspace, switched: Switched) -> None:
    for each, status in ((workspace, 200), (switched(redirect_urls_normalised=True), 409)):
        target = article(each)
        make(each, target)
        conflict = (409, "resource_conflict", "A redirect with that URL already exists")
        assert each.refused(make(each, target)) == conflict
        make(each, target, f"{HOST}/Old/")
        assert each.status == status


def test_the_target_must_belong_to_the_help_center(
    workspace: Workspace, switched: Switched
) -> None:
    other = switched(redirect_target_unknown="not_found")
    for each, told in ((workspace, (422, "data_invalid")), (other, (404, "not_found"))):
        alone = each.post("/articles", {"title": "x", "author_id": ADA})["id"]
        foreign = each.store.create("help_center", host="other.example.com", locales=["en"])
        body = {"name": "Top", "help_center_id": int(foreign["id"])}
        collection = each.post("/help_center/collections", body)["id"]
        for answer in (make(each, "1"), make(each, alone),
                       make(each, collection, target_type="collection")):  # fmt: skip
            assert each.refused(answer)[:2] == told


def test_an_article_is_bound_in_the_locale_that_it_has(switched: Switched) -> None:
    workspace = switched(locales=("en", "de", "fr"))
    content = {"de": {"title": "x"}}
    target = article(workspace, translated_content=content)
    assert make(workspace, target, locale="de")["locale"] == "de"
    assert make(workspace, target, f"{HOST}/fr", locale="fr")["locale"] == "en"


def test_a_collection_keeps_the_locale_that_was_sent(workspace: Workspace) -> None:
    key = workspace.post("/help_center/collections", {"name": "Top"})["id"]
    made = make(workspace, key, target_type="collection", locale="fr")
    assert (made["target_type"], made["target_id"], made["locale"]) == ("collection", key, "fr")


def test_a_redirect_outlives_its_target_or_goes_with_it(
    workspace: Workspace, switched: Switched
) -> None:
    for each, left in ((workspace, 1), (switched(redirect_outlives_target=False), 0)):
        target = article(each)
        make(each, target)
        each.delete(f"/articles/{target}")
        assert each.get(path(each))["total_count"] == left
        each.get(f"{path(each)}/26")
        assert each.status == (200 if left else 404)
        make(each, article(each))
        assert each.status == (409 if left else 200)


def test_redirects_are_of_2_16(workspace: Workspace) -> None:
    answer = workspace.get(path(workspace), version="2.15")
    assert workspace.refused(answer)[:2] == (400, "intercom_version_invalid")
