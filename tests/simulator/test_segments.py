"""Segments: listed by what they are of, counted, and in the way of their tags' deletion."""

from simulator_workspace import Workspace


def test_segments_of_contacts_and_of_companies_are_two_lists(workspace: Workspace) -> None:
    answer = workspace.get("/segments")
    assert answer["type"] == "segment.list"
    names = [one["name"] for one in answer["segments"]]
    assert names == ["Active", "New", "Slipping Away", "All Leads"]
    of_companies = workspace.get("/segments?type=company")["segments"]
    assert [one["name"] for one in of_companies] == ["Active companies"]


def test_a_segment_is_read_by_its_id(workspace: Workspace) -> None:
    first = workspace.get("/segments")["segments"][0]
    assert workspace.get(f"/segments/{first['id']}") == first
    assert first["person_type"] == "user"
    assert workspace.refused(workspace.get("/segments/1")) == (
        404,
        "not_found",
        "Resource Not Found",
    )


def test_the_count_is_of_the_contacts_that_are_not_archived(workspace: Workspace) -> None:
    first = workspace.get("/segments")["segments"][0]
    assert "count" not in first
    for archived in (False, False, True):
        workspace.store.create("contact", segments=[first["id"]], archived=archived)
    counted = workspace.get("/segments?include_count=true")["segments"]
    assert [one["count"] for one in counted] == [2, 0, 0, 0]
    assert workspace.get(f"/segments/{first['id']}?include_count=true")["count"] == 2


def test_a_tag_that_a_segment_names_is_not_deleted(workspace: Workspace) -> None:
    tag = workspace.post("/tags", {"name": "VIP"})["id"]
    for name in ("Seg 1", "Seg 2"):
        workspace.store.create("segment", name=name, tag_ids=[tag])
    answer = workspace.delete(f"/tags/{tag}")
    message = "Unable to delete Tag with dependent objects. Segments: Seg 1, Seg 2."
    assert workspace.refused(answer) == (400, "tag_has_dependent_objects", message)
    for row in workspace.store.rows("segment")[-2:]:
        workspace.store.edit("segment", row["id"], tag_ids=[])
    assert workspace.delete(f"/tags/{tag}") is None
    assert workspace.status == 200


def test_the_count_of_a_company_segment_is_without_the_deleted_ones(workspace: Workspace) -> None:
    key = workspace.store.create("segment", name="Big", of="company")["id"]
    for number in range(3):
        workspace.store.create("company", company_id=str(number), segments=[key])
    gone = workspace.store.rows("company")[0]["id"]
    workspace.delete(f"/companies/{gone}")
    found = workspace.get("/segments?type=company&include_count=true")["segments"]
    assert found[-1]["count"] == 2
