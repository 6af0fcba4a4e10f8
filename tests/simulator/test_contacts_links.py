"""What hangs on contacts: companies, tags, subscriptions, segments and notes."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

UNKNOWN = (404, "not_found", "User Not Found")
MISSING = (404, "not_found", "Resource Not Found")
NO_COMPANY = (404, "company_not_found", "Company Not Found")
LINKS = ("companies", "tags", "subscriptions")


def contact(workspace: Workspace, **fields: Any) -> str:
    key: str = workspace.store.create("contact", **fields)["id"]
    return key


def company(workspace: Workspace, name: str = "acme") -> str:
    key: str = workspace.store.create("company", company_id=name)["id"]
    return key


def target(workspace: Workspace, link: str) -> str:
    """Something to attach."""
    if link == "companies":
        return company(workspace)
    kind = {"tags": "tag", "subscriptions": "subscription_type"}[link]
    key: str = workspace.store.create(kind, name="News")["id"]
    return key


def attach(workspace: Workspace, key: str, link: str, other: str) -> Any:
    return workspace.post(f"/contacts/{key}/{link}", {"id": other, "consent_type": "opt_out"})


def listed(workspace: Workspace, key: str, link: str) -> list[str]:
    return [one["id"] for one in workspace.get(f"/contacts/{key}/{link}")["data"]]


@pytest.mark.parametrize("link", LINKS)
def test_what_is_attached_is_answered_listed_and_detached(workspace: Workspace, link: str) -> None:
    key, other = contact(workspace), target(workspace, link)
    assert attach(workspace, key, link, other)["id"] == other
    attach(workspace, key, link, other)
    assert listed(workspace, key, link) == [other]
    assert workspace.delete(f"/contacts/{key}/{link}/{other}")["id"] == other
    assert listed(workspace, key, link) == []


@pytest.mark.parametrize("link", LINKS)
def test_an_unknown_contact_or_thing_is_told_apart(workspace: Workspace, link: str) -> None:
    key, other = contact(workspace), target(workspace, link)
    missing = NO_COMPANY if link == "companies" else MISSING
    assert workspace.refused(attach(workspace, "1", link, other)) == UNKNOWN
    assert workspace.refused(attach(workspace, key, link, "1")) == missing
    assert workspace.refused(workspace.delete(f"/contacts/{key}/{link}/1")) == missing
    assert workspace.refused(workspace.get(f"/contacts/1/{link}")) == UNKNOWN


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(("needed", "status"), [(False, 200), (True, 404)])
def test_whether_detaching_needs_what_is_detached_is_a_switch(
    switched: Switched, link: str, needed: bool, status: int
) -> None:
    workspace = switched(detaching_needs_link=needed)
    key, other = contact(workspace), target(workspace, link)
    workspace.delete(f"/contacts/{key}/{link}/{other}")
    assert workspace.status == status


def test_the_first_contact_makes_a_company_visible_and_the_last_hides_it(
    workspace: Workspace,
) -> None:
    key, other = contact(workspace), company(workspace)
    assert workspace.get("/companies")["data"] == []
    workspace.time += 5
    assert attach(workspace, key, "companies", other)["user_count"] == 1
    attach(workspace, key, "companies", other)
    assert [one["user_count"] for one in workspace.get("/companies")["data"]] == [1]
    assert workspace.get(f"/companies/{other}")["updated_at"] == 1_800_000_005
    assert workspace.delete(f"/contacts/{key}/companies/{other}")["user_count"] == 0
    assert workspace.get("/companies")["data"] == []


def test_contacts_of_a_company_are_listed(workspace: Workspace) -> None:
    keys, other = [contact(workspace) for _ in range(3)], company(workspace)
    for key in keys:
        attach(workspace, key, "companies", other)
    contact(workspace, companies=[company(workspace, "else")])
    first = workspace.get(f"/companies/{other}/contacts?per_page=2")
    assert ([one["id"] for one in first["data"]], first["total_count"]) == (keys[:2], 3)
    assert workspace.refused(workspace.get("/companies/1/contacts")) == NO_COMPANY


def test_a_company_is_attached_by_intercoms_id_alone(workspace: Workspace) -> None:
    key = contact(workspace)
    company(workspace)
    assert workspace.refused(attach(workspace, key, "companies", "acme")) == NO_COMPANY
    answer = workspace.post(f"/contacts/{key}/companies", {"company_id": "acme"})
    assert workspace.refused(answer) == (400, "parameter_not_found", "company not specified")


def test_a_contact_has_a_thousand_companies_at_most(workspace: Workspace) -> None:
    held = [company(workspace, f"c{number}") for number in range(1000)]
    key, other = contact(workspace, companies=held), company(workspace)
    answer = attach(workspace, key, "companies", other)
    assert workspace.refused(answer) == (
        400, "contact_company_limit_exceeded",
        "Contact has reached the maximum of 1000 company associations",
    )  # fmt: skip
    attach(workspace, key, "companies", held[0])
    assert workspace.status == 200


def test_deleting_a_company_detaches_its_contacts(workspace: Workspace) -> None:
    kept, other = company(workspace, "kept"), company(workspace)
    key, _ = contact(workspace), contact(workspace)
    for one in (kept, other):
        attach(workspace, key, "companies", one)
    workspace.delete(f"/companies/{other}")
    assert listed(workspace, key, "companies") == [kept]
    assert workspace.refused(attach(workspace, key, "companies", other)) == NO_COMPANY


def test_a_contact_shows_ten_of_what_it_has_and_says_where_the_rest_is(
    workspace: Workspace,
) -> None:
    key = contact(workspace)
    tags = [workspace.store.create("tag", name=str(number))["id"] for number in range(11)]
    for tag in tags:
        attach(workspace, key, "tags", tag)
    shown = workspace.get(f"/contacts/{key}")["tags"]
    assert shown["data"][0] == {"type": "tag", "id": tags[0], "url": f"/tags/{tags[0]}"}
    assert (len(shown["data"]), shown["total_count"], shown["has_more"]) == (10, 11, True)
    assert listed(workspace, key, "tags") == tags


def test_a_tag_says_when_and_by_whom_it_was_applied_first(workspace: Workspace) -> None:
    key, tag = contact(workspace), target(workspace, "tags")
    attach(workspace, key, "tags", tag)
    workspace.time += 60
    again = attach(workspace, key, "tags", tag)
    by = {"type": "admin", "id": "991267451"}
    wanted = {
        "type": "tag",
        "id": tag,
        "name": "News",
        "applied_at": 1_800_000_000,
        "applied_by": by,
    }
    assert again == wanted
    assert workspace.get(f"/contacts/{key}/tags")["data"] == [wanted]
    assert workspace.delete(f"/contacts/{key}/tags/{tag}") == wanted
    gone = workspace.delete(f"/contacts/{key}/tags/{tag}")
    assert (gone["applied_at"], gone["applied_by"]) == (None, None)


def test_a_deleted_tag_is_on_no_contact_any_more(workspace: Workspace) -> None:
    key, tag = contact(workspace), target(workspace, "tags")
    attach(workspace, key, "tags", tag)
    workspace.delete(f"/tags/{tag}")
    assert listed(workspace, key, "tags") == []
    assert workspace.get(f"/contacts/{key}")["tags"]["total_count"] == 0


def test_contacts_are_tagged_by_the_tags_endpoint_too(workspace: Workspace) -> None:
    key = contact(workspace)
    told = workspace.post("/tags", {"name": "VIP", "users": [{"id": key}, {"id": "1"}]})
    assert told["users"] == [{"id": key, "tagged": True}]
    assert listed(workspace, key, "tags") == [told["id"]]
    workspace.post("/tags", {"name": "VIP", "users": [{"id": key, "untag": True}]})
    assert listed(workspace, key, "tags") == []


def subscription(workspace: Workspace, consent: str) -> str:
    row = workspace.store.create("subscription_type", name="News", consent_type=consent)
    key: str = row["id"]
    return key


def test_only_explicit_choices_are_listed_and_opt_out_means_out(workspace: Workspace) -> None:
    key = contact(workspace)
    out, in_ = subscription(workspace, "opt_out"), subscription(workspace, "opt_in")
    subscription(workspace, "opt_in")
    path = f"/contacts/{key}/subscriptions"
    workspace.post(path, {"id": int(out), "consent_type": "opt_out"})
    workspace.post(path, {"id": in_, "consent_type": "opt_in"})
    assert listed(workspace, key, "subscriptions") == [out, in_]
    read = workspace.get(f"/contacts/{key}")
    link = {"type": "subscription", "id": out, "url": f"/subscription_types/{out}"}
    assert read["opted_out_subscription_types"]["data"] == [link]
    assert [one["id"] for one in read["opted_in_subscription_types"]["data"]] == [in_]


@pytest.mark.parametrize(("matched", "status"), [(True, 400), (False, 200)])
def test_whether_the_consent_must_be_that_of_the_type_is_a_switch(
    switched: Switched, matched: bool, status: int
) -> None:
    workspace = switched(consent_type_must_match=matched)
    key, out = contact(workspace), subscription(workspace, "opt_out")
    workspace.post(f"/contacts/{key}/subscriptions", {"id": out, "consent_type": "opt_in"})
    assert workspace.status == status
    opted_in = workspace.get(f"/contacts/{key}")["opted_in_subscription_types"]
    assert opted_in["total_count"] == 0


def test_a_consent_is_one_of_two(workspace: Workspace) -> None:
    key, out = contact(workspace), subscription(workspace, "opt_out")
    answer = workspace.post(f"/contacts/{key}/subscriptions", {"id": out, "consent_type": "maybe"})
    assert workspace.refused(answer)[2] == "consent_type must be one of opt_out, opt_in"


def test_segments_are_those_of_the_row(workspace: Workspace) -> None:
    made = workspace.store.create("segment", name="Active")["id"]
    key, other = contact(workspace, segments=[made, "gone"]), company(workspace)
    workspace.store.edit("company", other, segments=[made], user_count=1)
    company(workspace, "else")
    assert [one["name"] for one in workspace.get(f"/contacts/{key}/segments")["data"]] == ["Active"]
    assert listed(workspace, key, "segments") == [made]
    assert [one["id"] for one in workspace.get(f"/companies/{other}/segments")["data"]] == [made]
    embedded = workspace.get(f"/companies/{other}")["segments"]["segments"]
    assert [one["id"] for one in embedded] == [made]
    found = workspace.get(f"/companies?segment_id={made}")["data"]
    assert [one["id"] for one in found] == [other]


def test_a_note_is_a_paragraph_by_the_token_s_admin(workspace: Workspace) -> None:
    key = contact(workspace)
    note = workspace.post(f"/contacts/{key}/notes", {"body": "Hello"})
    assert note == {
        "type": "note", "id": "21", "created_at": 1_800_000_000,
        "contact": {"type": "contact", "id": key},
        "author": {
            "type": "admin", "id": "991267451", "name": "Ada Bell", "email": "ada@example.com",
            "away_mode_enabled": False, "away_mode_reassign": False,
        },
        "body": "<p>Hello</p>",
    }  # fmt: skip
    assert workspace.get("/notes/21") == note
    html = workspace.post(f"/contacts/{key}/notes", {"body": "<h1>Hi</h1>", "admin_id": 991267452})
    assert (html["body"], html["author"]["name"]) == ("<h1>Hi</h1>", "Ben Cole")
    assert listed(workspace, key, "notes") == ["22", "21"]
    shown = workspace.get(f"/contacts/{key}")["notes"]["data"]
    assert shown[0] == {"type": "note", "id": "22", "url": "/notes/22"}


def test_a_note_needs_a_body_and_an_author_who_is_there(workspace: Workspace) -> None:
    path = f"/contacts/{contact(workspace)}/notes"
    assert workspace.refused(workspace.post(path, {"body": " "}))[2] == "a note needs a body"
    answer = workspace.post(path, {"body": "Hello", "admin_id": "123"})
    assert workspace.refused(answer) == MISSING
    assert workspace.refused(workspace.get("/notes/1")) == MISSING
    assert workspace.refused(workspace.post("/contacts/1/notes", {"body": "Hello"})) == UNKNOWN


def test_notes_of_companies_are_read_from_2_15_and_written_from_2_16_on(
    workspace: Workspace,
) -> None:
    other = company(workspace)
    path = f"/companies/{other}/notes"
    note = workspace.post(path, {"body": "Hello"})
    assert note["company"] == {"type": "company", "id": other}
    assert [one["id"] for one in workspace.get(path, version="2.15")["data"]] == [note["id"]]
    assert workspace.get(f"/companies/{company(workspace, 'else')}/notes")["total_count"] == 0
    workspace.post(path, {"body": "Hello"}, version="2.15")
    assert workspace.status == 400
    workspace.get(path, version="2.14")
    assert workspace.status == 400


def test_what_a_teammate_removed_is_listed_no_more_and_breaks_nothing(workspace: Workspace) -> None:
    key, lead = contact(workspace, email="a@example.com"), contact(workspace, role="lead")
    made = {link: target(workspace, link) for link in LINKS}
    for link, other in made.items():
        attach(workspace, key, link, other)
    workspace.post(f"/contacts/{key}/notes", {"body": "Hello", "admin_id": "991267452"})
    workspace.store.remove("admin", "991267452")
    assert workspace.get(f"/contacts/{key}/notes")["data"][0]["author"] is None
    kinds = ("company", "tag", "subscription_type", "note")
    for kind, other in zip(kinds, (*made.values(), "21"), strict=True):
        workspace.store.remove(kind, other)
    for link in (*LINKS, "notes"):
        assert listed(workspace, key, link) == []
    workspace.store.set("contact", lead, **{name: ["gone"] for name in ("companies", "tags")})
    for method, path, body in (
        ("POST", "/contacts/merge", {"from": lead, "into": key, "skip_duplicate_validation": True}),
        ("POST", f"/contacts/{key}/archive", None), ("DELETE", f"/contacts/{key}", None),
    ):  # fmt: skip
        workspace.ask(method, path, body)
        assert workspace.status == 200
