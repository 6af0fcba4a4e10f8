"""A seeded workspace: believable, and the same for the same numbers."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from simulator_workspace import Workspace

from reconciler.simulator import Simulator, Switches, seed
from reconciler.simulator.database import Database

SMALL = {"articles": 40, "collections": 12, "tags": 15, "companies": 30, "attributes": 9}


def fill(workspace: Workspace, **options: Any) -> Workspace:
    seed(workspace.sim, **{**SMALL, "hidden": 4, **options})
    return workspace


def listed(workspace: Workspace, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workspace.get(path)["data"]
    return found


def test_the_numbers_are_those_that_were_asked_for(workspace: Workspace) -> None:
    fill(workspace)
    counts = [workspace.get(path)["total_count"]
              for path in ("/articles", "/help_center/collections", "/companies")]  # fmt: skip
    assert counts == [40, 12, 26]
    assert len(listed(workspace, "/tags")) == 15
    assert sum(one["custom"] for one in listed(workspace, "/data_attributes")) == 9
    assert workspace.get("/companies?company_id=acct_00000")["user_count"] == 0


def test_the_same_numbers_give_the_same_workspace(workspace: Workspace, tmp_path: Path) -> None:
    texts = []
    for each in (workspace, Workspace()):
        fill(each).store.dump(tmp_path / "acme.json")
        texts.append((tmp_path / "acme.json").read_text("utf-8"))
    assert texts[0] == texts[1]
    fill(other := Workspace(), seed=2).store.dump(tmp_path / "acme.json")
    assert (tmp_path / "acme.json").read_text("utf-8") != texts[0]
    assert other.get("/articles")["total_count"] == 40


def test_collections_nest_and_names_need_escaping(workspace: Workspace) -> None:
    fill(workspace)
    rows = listed(workspace, "/help_center/collections")
    parents = {one["id"]: one["parent_id"] for one in rows}
    levels = {key: 1 + (parent is not None) + (parents.get(parent) is not None)
              for key, parent in parents.items()}  # fmt: skip
    assert set(levels.values()) == {1, 2, 3}
    assert "Billing &amp; invoices" in {one["name"] for one in rows}


def test_twins_share_title_and_place(workspace: Workspace) -> None:
    fill(workspace, twins=3)
    rows = workspace.get("/articles?per_page=50")["data"]
    keys = [(one["title"], one["parent_ids"][0]) for one in rows]
    assert len(keys) - len(set(keys)) == 3


def test_no_collection_and_no_twin_are_possible(workspace: Workspace) -> None:
    fill(workspace, collections=0, twins=0, tags=0, attributes=0)
    assert {tuple(one["parent_ids"]) for one in listed(workspace, "/articles")} == {()}


def test_every_locale_has_its_translations(workspace: Workspace) -> None:
    fill(workspace, locales=("en", "de", "fr"))
    content = listed(workspace, "/articles")[0]["translated_content"]
    assert content.keys() == {"type", "en", "de", "fr"}
    assert content["de"]["title"].endswith(" (de)")
    assert listed(workspace, "/help_center/collections")[0]["translated_content"]["fr"]["name"]


def test_bodies_are_what_the_server_would_have_made_of_them(workspace: Workspace) -> None:
    fill(workspace)
    before = [row["body"] for row in workspace.store.rows("article")]
    for row in workspace.store.rows("article"):
        workspace.put(f"/articles/{row['id']}", {"body": row["body"]})
        assert workspace.status == 200
    assert [row["body"] for row in workspace.store.rows("article")] == before


def test_without_rewriting_bodies_are_as_their_authors_sent_them() -> None:
    simulator = Simulator(switches=Switches(body_rewriting=False))
    seed(simulator, **SMALL)
    assert simulator.store.rows("article")[0]["body"].startswith("<p>")


def test_a_second_seed_adds_to_the_first(workspace: Workspace) -> None:
    fill(workspace)
    fill(workspace)
    assert workspace.get("/articles")["total_count"] == 80
    assert len(workspace.store.rows("plan")) == 3


@pytest.mark.parametrize("path", ["/articles", "/companies", "/help_center/collections"])
def test_times_lie_in_the_past_and_creation_before_change(workspace: Workspace, path: str) -> None:
    for one in listed(fill(workspace), path):
        assert one["created_at"] <= one["updated_at"] < 1_800_000_000


def test_contacts_are_in_the_companies_that_count_them(workspace: Workspace) -> None:
    fill(workspace, contacts=80)
    rows = workspace.store.rows("contact")
    held = Counter(one for row in rows for one in row["companies"])
    shown = {row["id"]: row["user_count"] for row in workspace.store.rows("company")}
    assert {key: count for key, count in shown.items() if count} == held
    assert workspace.get("/companies")["total_count"] == 26
    assert Counter(row["role"] for row in rows) == {"user": 60, "lead": 20}
    assert workspace.get("/contacts")["total_count"] == 80


def test_seeded_contacts_are_found_at_once_and_a_lead_shares_an_email(
    workspace: Workspace,
) -> None:
    fill(workspace, contacts=80)
    lead = workspace.store.rows("contact")[39]
    query = {"query": {"field": "email", "operator": "=", "value": lead["email"]}}
    found = workspace.post("/contacts/search", query)["data"]
    assert sorted(one["role"] for one in found) == ["lead", "user"]
    user = next(one["id"] for one in found if one["role"] == "user")
    workspace.post("/contacts/merge", {"from": lead["id"], "into": user})
    assert workspace.status == 200


def test_few_contacts_share_many_companies_and_none_has_too_many(workspace: Workspace) -> None:
    fill(workspace, contacts=1, companies=1010)
    assert len(workspace.store.rows("contact")[0]["companies"]) == 1000
    fill(other := Workspace(), contacts=3, companies=4)
    assert [row["companies"] for row in other.store.rows("contact")] == [[], [], []]


def test_a_file_follows_the_seeding(workspace: Workspace, tmp_path: Path) -> None:
    with Database(tmp_path / "acme.db", workspace.store):
        fill(workspace, locales=("en", "de"))
    again = Workspace()
    with Database(tmp_path / "acme.db", again.store):
        assert again.store.whole() == workspace.store.whole()
    assert again.store.rows("help_center")[0]["locales"] == ["en", "de"]


def test_what_the_server_would_refuse_to_take_now_is_there_from_before() -> None:
    simulator = Simulator(switches=Switches(nested_lists=False))
    seed(simulator, **SMALL)
    assert len(simulator.store.rows("article")) == 40
