"""Companies: written by company_id, hidden until somebody uses them, archived, scrolled."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

MISSING = (404, "company_not_found", "Company Not Found")


def make(workspace: Workspace, key: str = "acme", /, **fields: object) -> dict[str, Any]:
    made: dict[str, Any] = workspace.post("/companies", {"company_id": key, **fields})
    assert workspace.status == 200, made
    return made


def listed(workspace: Workspace, target: str = "/companies") -> list[str]:
    method = "POST" if target.startswith("/companies/list") else "GET"
    return [one["company_id"] for one in workspace.ask(method, target)["data"]]


def test_a_new_company_reads_as_documented_and_lacks_what_is_unset(workspace: Workspace) -> None:
    made = make(workspace, name="Acme")
    assert len(made["id"]) == 24
    assert made == {
        "type": "company",
        "company_id": "acme",
        "id": made["id"],
        "app_id": "sim00000",
        "name": "Acme",
        "created_at": 1_800_000_000,
        "updated_at": 1_800_000_000,
        "monthly_spend": 0,
        "session_count": 0,
        "user_count": 0,
        "tags": {"type": "tag.list", "tags": []},
        "segments": {"type": "segment.list", "segments": []},
        "plan": {},
        "custom_attributes": {},
    }


def test_a_second_post_updates_the_same_company(workspace: Workspace) -> None:
    first = make(workspace, name="Acme", size=5)
    second = make(workspace, name="Acme Corp")
    assert second == {**first, "name": "Acme Corp"}


def test_a_plan_is_written_as_a_name_and_read_as_an_object(workspace: Workspace) -> None:
    one, two = (make(workspace, name, plan="Pro")["plan"] for name in ("one", "two"))
    assert one == two == {"type": "plan", "id": "269301", "name": "Pro"}
    assert make(workspace, "one", plan="")["plan"] == {}
    assert make(workspace, "two", plan="Free")["plan"]["id"] == "269302"


@pytest.mark.parametrize(("given", "wanted"), [(155.98, 155), (10**12, 2_147_483_647), (None, 0)])
def test_monthly_spend_is_cut_to_a_whole_number(
    workspace: Workspace, given: Any, wanted: Any
) -> None:
    assert make(workspace, monthly_spend=given)["monthly_spend"] == wanted


@pytest.mark.parametrize("body", [{"test": "invalid"}, {"company_id": "a", "test": 1}])
def test_an_unknown_key_is_a_bad_request_without_an_id(workspace: Workspace, body: Any) -> None:
    answer = workspace.post("/companies", body)
    assert workspace.refused(answer) == (400, "bad_request", "bad 'test' parameter")
    assert answer["request_id"] is None
    assert workspace.headers["X-Request-Id"]


def test_a_company_id_is_needed(workspace: Workspace) -> None:
    answer = workspace.post("/companies", {"name": "Acme"})
    assert workspace.refused(answer)[:2] == (400, "parameter_not_found")


def test_put_knows_neither_company_id_nor_remote_created_at(workspace: Workspace) -> None:
    key = make(workspace)["id"]
    for name in ("company_id", "remote_created_at"):
        answer = workspace.put(f"/companies/{key}", {name: 1})
        assert workspace.refused(answer) == (400, "bad_request", f"bad '{name}' parameter")


def test_put_changes_what_it_names(workspace: Workspace) -> None:
    made = make(workspace, name="Acme", remote_created_at=5, website="acme.example.com")
    changed = workspace.put(f"/companies/{made['id']}", {"size": 9, "industry": "Retail"})
    assert changed == {**made, "size": 9, "industry": "Retail"}


@pytest.mark.parametrize("body", [
    {"size": "5"}, {"size": True}, {"size": 1.5}, {"name": 5}, {"monthly_spend": "5"},
    {"monthly_spend": True}, {"plan": {"name": "Pro"}}, {"custom_attributes": []},
    {"website": []}, {"remote_created_at": "yesterday"},
])  # fmt: skip
def test_values_of_a_wrong_type_are_refused(workspace: Workspace, body: Any) -> None:
    answer = workspace.post("/companies", {"company_id": "acme", **body})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


@pytest.mark.parametrize("text", ["1e999", "-1e999", "NaN"])
def test_a_spend_is_a_finite_number(workspace: Workspace, text: str) -> None:
    body = f'{{"company_id": "acme", "monthly_spend": {text}}}'.encode()
    assert workspace.refused(workspace.post("/companies", body))[:2] == (400, "parameter_invalid")


def test_null_clears_a_field_or_does_nothing(workspace: Workspace, switched: Switched) -> None:
    fields = {"name": "Acme", "size": 5, "plan": "Pro", "monthly_spend": 7, "website": "x.example"}
    for each, cleared in ((workspace, True), (switched(company_null_clears=False), False)):
        made = make(each, **fields)
        changed = make(each, **dict.fromkeys(fields))
        assert (changed == made) is not cleared
        assert ({"name", "size", "website"} <= changed.keys()) is not cleared
        assert (changed["plan"] == {}, changed["monthly_spend"] == 0) == (cleared, cleared)


def attribute(workspace: Workspace, **fields: object) -> None:
    workspace.store.create("data_attribute", name="tier", **fields)


def test_custom_attributes_must_exist_for_companies_and_not_be_archived(
    workspace: Workspace,
) -> None:
    message = "Custom attribute 'tier' does not exist"
    body = {"company_id": "acme", "custom_attributes": {"tier": "pro"}}
    assert workspace.refused(workspace.post("/companies", body))[2] == message
    workspace.store.create("data_attribute", name="tier", model="contact")
    assert workspace.refused(workspace.post("/companies", body))[2] == message
    workspace.store.create("data_attribute", name="tier", archived=True)
    assert workspace.refused(workspace.post("/companies", body))[2] == message
    attribute(workspace)
    assert workspace.post("/companies", body)["custom_attributes"] == {"tier": "pro"}


def test_custom_attributes_that_are_not_named_stay(workspace: Workspace) -> None:
    attribute(workspace)
    workspace.store.create("data_attribute", name="seats", data_type="integer")
    key = make(workspace, custom_attributes={"tier": "pro"})["id"]
    changed = workspace.put(f"/companies/{key}", {"custom_attributes": {"seats": 5}})
    assert changed["custom_attributes"] == {"tier": "pro", "seats": 5}


def test_null_clears_a_custom_attribute_or_does_nothing(
    workspace: Workspace, switched: Switched
) -> None:
    for each, left in (
        (workspace, {}),
        (switched(company_attribute_null_clears=False), {"tier": 1}),
    ):
        attribute(each)
        make(each, custom_attributes={"tier": 1})
        assert make(each, custom_attributes={"tier": None})["custom_attributes"] == left


def test_a_custom_attribute_is_one_value(workspace: Workspace) -> None:
    attribute(workspace)
    answer = workspace.post("/companies", {"company_id": "a", "custom_attributes": {"tier": [1]}})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    assert workspace.store.rows("company") == []


def test_a_value_outside_the_options_is_taken_or_refused(
    workspace: Workspace, switched: Switched
) -> None:
    body = {"company_id": "acme", "custom_attributes": {"tier": "gold"}}
    for each, status in ((workspace, 200), (switched(company_options_enforced=True), 400)):
        attribute(each, data_type="options", options=["free", "pro"])
        each.post("/companies", body)
        assert each.status == status
        each.post("/companies", {"company_id": "acme", "custom_attributes": {"tier": "pro"}})
        assert each.status == 200


def test_the_flag_for_the_last_request_is_known_from_2_16_on_and_never_read(
    workspace: Workspace,
) -> None:
    body = {"company_id": "acme", "update_last_request_at": True}
    assert workspace.refused(workspace.post("/companies", body, version="2.15"))[1] == "bad_request"
    made = workspace.post("/companies", body)
    assert made["last_request_at"] == 1_800_000_000
    assert "update_last_request_at" not in made


def test_a_company_without_users_is_found_by_its_ids_and_in_no_list(workspace: Workspace) -> None:
    made = make(workspace, name="Acme")
    for target in (
        f"/companies/{made['id']}",
        "/companies?company_id=acme",
        "/companies?name=Acme",
    ):
        assert workspace.get(target) == made
    for target in ("/companies", "/companies/list", "/companies/scroll"):
        assert listed(workspace, target) == []
    workspace.store.edit("company", made["id"], user_count=1)
    assert listed(workspace) == listed(workspace, "/companies/list") == ["acme"]


@pytest.mark.parametrize("path", ["/companies/9", "/companies?company_id=x", "/companies?name=x"])
def test_an_unknown_company_has_a_code_of_its_own(workspace: Workspace, path: str) -> None:
    assert workspace.refused(workspace.get(path)) == MISSING


def test_an_unknown_company_cannot_be_written_by_id(workspace: Workspace) -> None:
    assert workspace.refused(workspace.put("/companies/9", {"name": "x"})) == MISSING
    assert workspace.refused(workspace.delete("/companies/9")) == MISSING


def test_a_lookup_may_answer_with_a_list(switched: Switched) -> None:
    workspace = switched(company_lookup_lists=True)
    made = make(workspace)
    found = workspace.get("/companies?company_id=acme")
    assert (found["data"], found["total_count"]) == ([made], 1)


def used(workspace: Workspace, *names: str, **fields: object) -> None:
    for number, name in enumerate(names):
        workspace.store.create(
            "company", company_id=name, user_count=1, last_request_at=number, **fields
        )


def test_companies_come_in_pages_of_15_and_at_most_60(workspace: Workspace) -> None:
    used(workspace, *(f"c{number}" for number in range(70)))
    first = workspace.get("/companies")
    assert (len(first["data"]), first["total_count"]) == (15, 70)
    assert first["pages"]["next"] == "https://api.intercom.io/companies?page=2&per_page=15"
    last = workspace.get("/companies?per_page=100&page=2")
    assert (len(last["data"]), last["pages"]["next"], last["pages"]["per_page"]) == (10, None, 60)


def test_the_list_goes_by_last_request(workspace: Workspace) -> None:
    used(workspace, "old", "new")
    assert listed(workspace, "/companies/list") == ["new", "old"]
    assert listed(workspace, "/companies/list?order=asc") == ["old", "new"]


def test_lists_are_filtered_by_tag_and_by_segment(workspace: Workspace) -> None:
    used(workspace, "one")
    used(workspace, "two", tags=["101"])
    assert listed(workspace, "/companies?tag_id=101") == ["two"]
    assert listed(workspace, "/companies?segment_id=5") == []


def test_lists_end_at_ten_thousand(workspace: Workspace) -> None:
    workspace.get("/companies?per_page=60&page=167")
    assert workspace.status == 200
    answer = workspace.get("/companies?per_page=60&page=168")
    assert workspace.refused(answer)[::2] == (400, "page limit reached, please use scroll API")


def test_a_deleted_company_leaves_the_lists_and_answers_for_a_while(workspace: Workspace) -> None:
    used(workspace, "acme")
    key = workspace.get("/companies?company_id=acme")["id"]
    accepted = {"id": key, "object": "company", "deleted": True}
    assert workspace.delete(f"/companies/{key}") == accepted
    assert workspace.delete(f"/companies/{key}") == accepted
    assert listed(workspace) == []
    assert workspace.get(f"/companies/{key}")["user_count"] == 0
    workspace.time += 60
    assert workspace.refused(workspace.get("/companies?company_id=acme")) == MISSING
    assert workspace.refused(workspace.delete(f"/companies/{key}")) == MISSING


@pytest.mark.parametrize(("lasting", "status"), [(0, 404), (None, 200)])
def test_a_deleted_company_may_be_gone_at_once_or_never(
    switched: Switched, lasting: int | None, status: int
) -> None:
    workspace = switched(deleted_company_readable_for=lasting)
    key = make(workspace)["id"]
    workspace.delete(f"/companies/{key}")
    workspace.time += 10**6 * (lasting is None)
    workspace.get(f"/companies/{key}")
    assert workspace.status == status


def test_a_deleted_company_posted_again_comes_back_or_is_new(
    workspace: Workspace, switched: Switched
) -> None:
    for each, same in ((workspace, True), (switched(repost_revives_company=False), False)):
        key = make(each)["id"]
        each.delete(f"/companies/{key}")
        each.time += 100
        again = make(each)
        assert (again["id"] == key) is same
        assert each.get("/companies?company_id=acme")["id"] == again["id"]
