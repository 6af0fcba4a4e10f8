"""Help centers and their collections."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

PATH = "/help_center/collections"


def make(workspace: Workspace, name: str, parent: str | None = None) -> str:
    body = {"name": name, "parent_id": parent}
    return str(workspace.post(PATH, body)["id"])


def test_a_help_center_tells_its_locales_from_2_16_on(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    new = workspace.get("/help_center/help_centers")["data"][0]
    old = workspace.get(f"/help_center/help_centers/{new['id']}", version="2.15")
    assert (new["default"], new["locales"]) == (True, ["en", "de"])
    assert old == {name: new[name] for name in old}
    assert not {"default", "locales"} & old.keys()


def test_an_unknown_help_center_is_not_found(workspace: Workspace) -> None:
    answer = workspace.get("/help_center/help_centers/1")
    assert workspace.refused(answer)[:2] == (404, "not_found")


def test_a_new_collection_reads_as_documented(workspace: Workspace) -> None:
    assert workspace.post(PATH, {"name": "Thanks for everything"}) == {
        "id": "2000001",
        "workspace_id": "sim00000",
        "name": "Thanks for everything",
        "url": "https://help.example.com/",
        "order": 1,
        "created_at": 1_800_000_000,
        "updated_at": 1_800_000_000,
        "description": "",
        "icon": "book-bookmark",
        "parent_id": None,
        "help_center_id": 91,
    }


@pytest.mark.parametrize("body", [{"description": "x"}, {"name": ""}, {"name": None}])
def test_a_collection_needs_a_name(workspace: Workspace, body: Any) -> None:
    answer = workspace.post(PATH, body)
    message = "Name is a required parameter."
    assert workspace.refused(answer) == (400, "parameter_not_found", message)
    key = make(workspace, "Billing")
    assert workspace.put(f"{PATH}/{key}", {"description": "x"})["name"] == "Billing"
    assert workspace.refused(workspace.put(f"{PATH}/{key}", {"name": ""}))[2] == message


def test_names_need_not_be_unique(workspace: Workspace) -> None:
    assert make(workspace, "Billing") != make(workspace, "Billing")


def test_the_order_is_that_of_creation_among_siblings(workspace: Workspace) -> None:
    top = [make(workspace, name) for name in "AB"]
    below = [make(workspace, name, top[0]) for name in "CD"]
    orders = [workspace.get(f"{PATH}/{key}")["order"] for key in top + below]
    assert orders == [1, 2, 1, 2]


def test_names_come_back_escaped(workspace: Workspace) -> None:
    assert workspace.get(f"{PATH}/{make(workspace, 'A & <B>')}")["name"] == "A &amp; &lt;B&gt;"


def test_names_may_come_back_as_they_are(switched: Switched) -> None:
    workspace = switched(collection_names_escaped=False)
    assert workspace.get(f"{PATH}/{make(workspace, 'A & B')}")["name"] == "A & B"


def test_a_nested_collection_does_not_tell_its_help_center(
    workspace: Workspace, switched: Switched
) -> None:
    child = make(workspace, "Child", make(workspace, "Parent"))
    assert workspace.get(f"{PATH}/{child}")["help_center_id"] is None
    other = switched(child_collection_hides_help_center=False)
    child = make(other, "Child", make(other, "Parent"))
    assert other.get(f"{PATH}/{child}")["help_center_id"] == 91


def test_a_collection_with_articles_has_an_address_of_its_own(workspace: Workspace) -> None:
    key = make(workspace, "Billing & Co")
    workspace.store.create("article", title="x", parent_id=key)
    url = f"https://help.example.com/en/collections/{key}-billing-co"
    assert workspace.get(f"{PATH}/{key}")["url"] == url
    assert workspace.get(PATH)["data"][0]["url"] == url


def test_collections_nest_to_three_levels(workspace: Workspace) -> None:
    third = make(workspace, "3", make(workspace, "2", make(workspace, "1")))
    answer = workspace.post(PATH, {"name": "4", "parent_id": third})
    assert workspace.refused(answer) == (400, "parameter_invalid", "Collections nest to 3 levels")


def test_a_tree_cannot_be_moved_below_the_third_level(workspace: Workspace) -> None:
    tree = make(workspace, "A")
    make(workspace, "B", tree)
    second = make(workspace, "2", make(workspace, "1"))
    answer = workspace.put(f"{PATH}/{tree}", {"parent_id": second})
    assert workspace.refused(answer)[2] == "Collections nest to 3 levels"


def test_a_collection_cannot_lie_in_itself(workspace: Workspace) -> None:
    top = make(workspace, "A")
    child = make(workspace, "B", top)
    for parent in (top, child):
        answer = workspace.put(f"{PATH}/{top}", {"parent_id": parent})
        assert workspace.refused(answer)[2] == "A collection cannot lie in itself"


@pytest.mark.parametrize("parent", ["9", 9])
def test_an_unknown_parent_is_refused(workspace: Workspace, parent: Any) -> None:
    answer = workspace.post(PATH, {"name": "A", "parent_id": parent})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_a_help_center_is_chosen_at_creation_only(workspace: Workspace) -> None:
    second = workspace.store.create("help_center", host="two.example.com", locales=["en"])
    made = workspace.post(PATH, {"name": "A", "help_center_id": int(second["id"])})
    assert made["help_center_id"] == 92
    assert made["url"] == "https://two.example.com/"
    assert workspace.put(f"{PATH}/{made['id']}", {"help_center_id": 91})["help_center_id"] == 92
    answer = workspace.post(PATH, {"name": "A", "help_center_id": 93})
    assert workspace.refused(answer)[:2] == (404, "not_found")


def test_null_moves_to_the_top_and_silence_keeps_the_place(workspace: Workspace) -> None:
    parent = make(workspace, "A")
    child = make(workspace, "B", parent)
    assert workspace.put(f"{PATH}/{child}", {"name": "C"})["parent_id"] == parent
    assert workspace.put(f"{PATH}/{child}", {"parent_id": None})["parent_id"] is None


def test_the_list_shows_the_latest_change_first(workspace: Workspace) -> None:
    keys = [make(workspace, name) for name in "ABC"]
    workspace.time += 5
    workspace.put(f"{PATH}/{keys[0]}", {"description": "x"})
    assert [one["id"] for one in workspace.get(PATH)["data"]] == [keys[0], keys[2], keys[1]]


def test_a_write_to_a_child_may_touch_its_parent(workspace: Workspace, switched: Switched) -> None:
    for each, times in ((workspace, 0), (switched(child_write_touches_parent=True), 5)):
        parent = make(each, "A")
        child = make(each, "B", parent)
        each.time += 5
        each.put(f"{PATH}/{child}", {"description": "x"})
        touched = each.get(f"{PATH}/{parent}")
        assert touched["updated_at"] - touched["created_at"] == times


def test_pages_name_the_next_one_by_url_and_the_last_names_none(workspace: Workspace) -> None:
    for number in range(5):
        make(workspace, f"C{number}")
    first = workspace.get(f"{PATH}?per_page=2")
    assert first["pages"] == {
        "type": "pages", "page": 1, "per_page": 2, "total_pages": 3,
        "next": "https://api.intercom.io/help_center/collections?page=2&per_page=2",
    }  # fmt: skip
    last = workspace.get(f"{PATH}?per_page=2&page=3")
    assert "next" not in last["pages"]
    assert (len(last["data"]), last["total_count"]) == (1, 5)
    assert workspace.get(f"{PATH}?page=9")["data"] == []
    assert workspace.get(PATH)["pages"]["per_page"] == 20


def test_per_page_over_the_maximum_is_clamped_or_refused(
    workspace: Workspace, switched: Switched
) -> None:
    assert workspace.get(f"{PATH}?per_page=1000")["pages"]["per_page"] == 250
    strict = switched(per_page_over_maximum="refuse")
    answer = strict.get(f"{PATH}?per_page=251")
    assert strict.refused(answer)[:2] == (400, "parameter_invalid")
    assert strict.get(f"{PATH}?per_page=250")["pages"]["per_page"] == 250


def test_one_page_has_its_pages_or_null(workspace: Workspace, switched: Switched) -> None:
    workspace.store.create("collection", name="Billing")
    assert workspace.get(PATH)["pages"]["total_pages"] == 1
    bare = switched(one_page_is_null=True)
    for name in ("Billing", "Security"):
        bare.store.create("collection", name=name)
    read = bare.get(PATH)
    assert (read["pages"], read["total_count"]) == (None, 2)
    assert bare.get(f"{PATH}?per_page=1")["pages"]["total_pages"] == 2


@pytest.mark.parametrize("text", ["page=0", "page=-1", "page=x", "per_page=0", "page=9999999999"])
def test_a_page_is_a_positive_integer(workspace: Workspace, text: str) -> None:
    answer = workspace.get(f"{PATH}?{text}")
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_an_unknown_collection_is_not_found(workspace: Workspace) -> None:
    for answer in (workspace.get(f"{PATH}/9"), workspace.put(f"{PATH}/9", {"name": "x"}),
                   workspace.delete(f"{PATH}/9")):  # fmt: skip
        assert workspace.refused(answer) == (404, "not_found", "Resource Not Found")


def filled(workspace: Workspace) -> tuple[str, str, str]:
    top = make(workspace, "Top")
    child = make(workspace, "Child", top)
    below = make(workspace, "Below", child)
    workspace.store.create("article", title="x", parent_id=child)
    return top, child, below


def test_what_lay_in_a_deleted_collection_stays(workspace: Workspace) -> None:
    top, child, below = filled(workspace)
    answer = workspace.delete(f"{PATH}/{child}")
    assert answer == {"id": child, "object": "collection", "deleted": True}
    assert workspace.get(f"{PATH}/{below}")["parent_id"] is None
    assert workspace.get("/articles")["data"][0]["parent_ids"] == []
    assert workspace.get(f"{PATH}/{top}")["parent_id"] is None


def test_what_lay_in_a_deleted_collection_may_go_with_it(switched: Switched) -> None:
    workspace = switched(collection_delete="cascade")
    workspace.delete(f"{PATH}/{filled(workspace)[0]}")
    assert workspace.get(PATH)["data"] == []
    assert workspace.get("/articles")["data"] == []


def test_an_article_that_goes_with_its_collection_leaves_no_versions(switched: Switched) -> None:
    workspace = switched(collection_delete="cascade")
    top, kept = (workspace.post(PATH, {"name": name})["id"] for name in ("Top", "Other"))
    for parent in (top, kept):
        fields = {"title": "x", "author_id": 991267451, "parent_id": int(parent)}
        workspace.post("/articles", fields)
    workspace.delete(f"{PATH}/{top}")
    (left,) = workspace.store.rows("article_version")
    assert left["article_id"] == workspace.get("/articles")["data"][0]["id"]


def test_a_file_may_name_a_help_center_that_is_not_there(workspace: Workspace) -> None:
    workspace.store.create("collection", name="Lost", help_center_id="77")
    assert workspace.get(PATH)["data"][0]["help_center_id"] == 91


def test_a_collection_that_is_not_empty_may_not_be_deletable(switched: Switched) -> None:
    workspace = switched(collection_delete="refuse")
    top, child, below = filled(workspace)
    for key in (top, child):
        assert workspace.refused(workspace.delete(f"{PATH}/{key}"))[0] == 422
    assert workspace.delete(f"{PATH}/{below}")["deleted"] is True


def test_translations_exist_only_where_there_are_languages(
    workspace: Workspace, switched: Switched
) -> None:
    body = {"name": "Billing", "translated_content": {"de": {"name": "Rechnung"}}}
    assert "translated_content" not in workspace.post(PATH, body)
    german = switched(locales=("en", "de"))
    made = german.post(PATH, body)
    assert made["default_locale"] == "en"
    assert made["translated_content"] == {
        "type": "group_translated_content",
        "en": {"type": "group_content", "name": "Billing", "description": ""},
        "de": {"type": "group_content", "name": "Rechnung"},
    }
    changes = {"translated_content": {"de": {"description": "Alles"}}}
    entry = german.put(f"{PATH}/{made['id']}", changes)["translated_content"]["de"]
    assert entry == {"type": "group_content", "name": "Rechnung", "description": "Alles"}


def test_the_default_locale_counts_as_the_collection_itself(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    body = {"translated_content": {"type": "x", "en": {"name": "Billing"}, "de": None}}
    assert workspace.post(PATH, body)["name"] == "Billing"


def test_the_default_locale_may_be_missing_from_translations(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"), default_locale_in_translations=False)
    assert "en" not in workspace.post(PATH, {"name": "Billing"})["translated_content"]


@pytest.mark.parametrize("value", [{"fr": {"name": "Facture"}}, {"de": "Rechnung"}, ["de"]])
def test_translations_are_objects_by_known_locale(switched: Switched, value: Any) -> None:
    workspace = switched(locales=("en", "de"))
    answer = workspace.post(PATH, {"name": "Billing", "translated_content": value})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


def test_an_unknown_locale_may_be_accepted(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"), unknown_locale="accept")
    body = {"name": "Billing", "translated_content": {"fr": {"name": "Facture"}}}
    assert workspace.post(PATH, body)["translated_content"]["fr"]["name"] == "Facture"
