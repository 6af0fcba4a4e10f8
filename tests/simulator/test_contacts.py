"""Contacts: created, updated, read one by one and in a list."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

UNKNOWN = (404, "not_found", "User Not Found")
ADMIN = 991267451


def make(workspace: Workspace, /, **fields: object) -> dict[str, Any]:
    made: dict[str, Any] = workspace.post("/contacts", fields)
    assert workspace.status == 200, made
    return made


def listed(workspace: Workspace, target: str = "/contacts") -> list[str]:
    return [one["id"] for one in workspace.get(target)["data"]]


def conflict(workspace: Workspace, **fields: object) -> tuple[int, str, str]:
    refused: tuple[int, str, str] = workspace.refused(workspace.post("/contacts", fields))
    return refused


def test_a_bare_email_makes_a_user_and_everything_else_is_unset(workspace: Workspace) -> None:
    made = make(workspace, email="joe@example.com")
    key = made["id"]
    empty = {"type": "list", "data": [], "total_count": 0, "has_more": False}
    assert len(key) == 24
    assert made["role"] == "user"
    assert made["workspace_id"] == "sim00000"
    assert made["tags"] == {**empty, "url": f"/contacts/{key}/tags"}
    assert made["notes"] == {**empty, "url": f"/contacts/{key}/notes"}
    assert made["companies"] == {**empty, "url": f"/contacts/{key}/companies"}
    assert made["opted_out_subscription_types"] == {
        **empty,
        "url": f"/contacts/{key}/subscriptions",
    }
    assert made["opted_in_subscription_types"] == {**empty, "url": f"/contacts/{key}/subscriptions"}
    assert made["location"] == {
        "type": "location", "country": None, "region": None, "city": None,
        "country_code": None, "continent_code": None,
    }  # fmt: skip
    unset = ("external_id", "phone", "name", "avatar", "owner_id", "signed_up_at", "browser",
             "ios_app_name", "android_last_seen_at", "utm_term", "referrer")  # fmt: skip
    assert [made[name] for name in unset] == [None] * len(unset)
    assert workspace.get(f"/contacts/{key}") == made


def test_what_is_written_is_read_back_in_the_shapes_of_intercom(workspace: Workspace) -> None:
    made = make(
        workspace, email="ann@example.com", external_id="25", name="Ann", phone="+1123456789",
        avatar="https://example.org/a.jpg", signed_up_at=1_571_069_751, last_seen_at=1_571_069_752,
        owner_id=str(ADMIN), unsubscribed_from_emails=True,
    )  # fmt: skip
    assert made["avatar"] == {"type": "avatar", "image_url": "https://example.org/a.jpg"}
    assert made["owner_id"] == str(ADMIN)
    wanted = ("25", "Ann", "+1123456789", 1_571_069_751, 1_571_069_752, True)
    names = ("external_id", "name", "phone", "signed_up_at", "last_seen_at",
             "unsubscribed_from_emails")  # fmt: skip
    assert tuple(made[name] for name in names) == wanted


@pytest.mark.parametrize("body", [{}, {"name": "Joe"}, {"email": ""}])
def test_a_contact_needs_an_email_an_external_id_or_a_role(
    workspace: Workspace, body: dict[str, str]
) -> None:
    status, code, message = workspace.refused(workspace.post("/contacts", body))
    assert (status, code) == (400, "parameter_not_found")
    assert message == "one of email, external_id and role is required"


def test_a_user_needs_a_key_and_a_lead_needs_nothing(workspace: Workspace) -> None:
    assert conflict(workspace, role="user")[:2] == (400, "parameter_not_found")
    assert make(workspace, role="lead")["role"] == "lead"
    assert conflict(workspace, role="admin", email="a@example.com")[2] == (
        "role must be one of user, lead"
    )


@pytest.mark.parametrize(("keep", "status"), [("refuse", 400), ("keep", 200)])
def test_whether_a_lead_may_have_an_external_id_is_a_switch(
    switched: Switched, keep: str, status: int
) -> None:
    workspace = switched(lead_external_id=keep)
    workspace.post("/contacts", {"role": "lead", "external_id": "7"})
    assert workspace.status == status


def test_a_duplicate_is_a_conflict_whose_message_has_the_id(workspace: Workspace) -> None:
    by_mail, by_key = make(workspace, email="a@example.com"), make(workspace, external_id="7")
    text = "A contact matching those details already exists with id="
    assert conflict(workspace, email="A@example.com") == (409, "conflict", text + by_mail["id"])
    assert conflict(workspace, external_id="7") == (409, "conflict", text + by_key["id"])
    other = make(workspace, email="b@example.com")["id"]
    answer = workspace.put(f"/contacts/{other}", {"email": "a@example.com"})
    assert workspace.refused(answer) == (409, "conflict", text + by_mail["id"])
    workspace.put(f"/contacts/{other}", {"email": "b@example.com", "name": "B"})
    assert workspace.status == 200


@pytest.mark.parametrize(("shared", "status"), [(False, 409), (True, 200)])
def test_whether_users_with_other_external_ids_share_an_email_is_a_switch(
    switched: Switched, shared: bool, status: int
) -> None:
    workspace = switched(users_share_email=shared)
    make(workspace, email="a@example.com", external_id="1")
    workspace.post("/contacts", {"email": "a@example.com", "external_id": "2"})
    assert workspace.status == status
    workspace.post("/contacts", {"email": "a@example.com"})
    assert workspace.status == 409


def test_leads_share_an_email_with_each_other_and_with_a_user(workspace: Workspace) -> None:
    keys = [make(workspace, email="a@example.com", role=one)["id"]
            for one in ("lead", "lead", "user")]  # fmt: skip
    assert listed(workspace) == keys


@pytest.mark.parametrize(
    ("lowered", "email"), [(True, "joe@example.com"), (False, "Joe@Example.com")]
)
def test_whether_emails_are_lowered_is_a_switch(
    switched: Switched, lowered: bool, email: str
) -> None:
    workspace = switched(emails_lowered=lowered)
    assert make(workspace, email="Joe@Example.com")["email"] == email


@pytest.mark.parametrize(("null", "email"), [(True, None), (False, "")])
def test_how_no_email_reads_is_a_switch(switched: Switched, null: bool, email: str | None) -> None:
    assert make(switched(missing_email_is_null=null), role="lead")["email"] == email


def test_absent_leaves_alone_and_null_clears(workspace: Workspace) -> None:
    key = make(workspace, email="a@example.com", name="Ann", phone="1", avatar="https://a.example/a",
               signed_up_at=5, last_seen_at=6, owner_id=str(ADMIN),
               unsubscribed_from_emails=True)["id"]  # fmt: skip
    workspace.time += 5
    kept = workspace.put(f"/contacts/{key}", {"name": "Anna"})
    assert (kept["name"], kept["phone"], kept["updated_at"]) == ("Anna", "1", 1_800_000_005)
    names = ("name", "phone", "avatar", "signed_up_at", "last_seen_at", "owner_id",
             "unsubscribed_from_emails")  # fmt: skip
    cleared = workspace.put(f"/contacts/{key}", dict.fromkeys(names))
    assert [cleared[name] for name in names] == [None] * 6 + [False]
    assert cleared["email"] == "a@example.com"


@pytest.mark.parametrize(("clears", "wanted"), [(False, "7"), (True, None)])
def test_whether_null_clears_a_key_is_a_switch(
    switched: Switched, clears: bool, wanted: str | None
) -> None:
    workspace = switched(contact_key_null_clears=clears)
    key = make(workspace, email="a@example.com", external_id="7")["id"]
    assert workspace.put(f"/contacts/{key}", {"external_id": None})["external_id"] == wanted
    workspace.put(f"/contacts/{key}", {"email": None})
    assert workspace.status == (400 if clears else 200)


@pytest.mark.parametrize(("writable", "role"), [(True, "user"), (False, "lead")])
def test_whether_an_update_makes_a_user_of_a_lead_is_a_switch(
    switched: Switched, writable: bool, role: str
) -> None:
    workspace = switched(contact_role_writable=writable)
    key = make(workspace, role="lead", email="a@example.com")["id"]
    assert workspace.put(f"/contacts/{key}", {"role": "user"})["role"] == role


def test_the_owner_is_an_integer_before_2_16_and_a_string_from_there(workspace: Workspace) -> None:
    body = {"email": "a@example.com", "owner_id": ADMIN}
    made = workspace.post("/contacts", body, version="2.15")
    assert made["owner_id"] == ADMIN
    assert workspace.get(f"/contacts/{made['id']}")["owner_id"] == str(ADMIN)
    odd = workspace.put(f"/contacts/{made['id']}", {"owner_id": ADMIN})
    assert workspace.refused(odd)[2] == "owner_id must be a string"
    odd = workspace.put(f"/contacts/{made['id']}", {"owner_id": str(ADMIN)}, version="2.15")
    assert workspace.refused(odd)[2] == "owner_id must be an integer"


def test_how_strict_the_type_of_the_owner_is_is_a_switch(switched: Switched) -> None:
    workspace = switched(owner_id_strict=False)
    assert make(workspace, email="a@example.com", owner_id=ADMIN)["owner_id"] == str(ADMIN)


@pytest.mark.parametrize("owner", ["1", "Ada"])
def test_an_owner_who_is_not_a_member_is_refused(workspace: Workspace, owner: str) -> None:
    assert conflict(workspace, email="a@example.com", owner_id=owner) == (
        400, "parameter_invalid", "The owner specified is not a member of the workspace",
    )  # fmt: skip


def attribute(workspace: Workspace, name: str, model: str = "contact") -> None:
    workspace.store.create("data_attribute", name=name, model=model)


def test_unknown_custom_attributes_are_refused_and_known_ones_merged(workspace: Workspace) -> None:
    attribute(workspace, "seats")
    attribute(workspace, "tier")
    attribute(workspace, "plan", "company")
    key = make(workspace, email="a@example.com", custom_attributes={"seats": 3})["id"]
    kept = workspace.put(f"/contacts/{key}", {"custom_attributes": {"tier": "pro"}})
    assert kept["custom_attributes"] == {"seats": 3, "tier": "pro"}
    odd = workspace.put(f"/contacts/{key}", {"custom_attributes": {"plan": "x"}})
    assert workspace.refused(odd)[2] == "Custom attribute 'plan' does not exist"
    odd = workspace.put(f"/contacts/{key}", {"custom_attributes": {"seats": [1]}})
    assert workspace.refused(odd)[2] == "Custom attribute 'seats' must be a single value"


@pytest.mark.parametrize(("clears", "wanted"), [(True, {}), (False, {"seats": 3})])
def test_whether_null_clears_a_custom_attribute_is_a_switch(
    switched: Switched, clears: bool, wanted: object
) -> None:
    workspace = switched(contact_attribute_null_clears=clears)
    attribute(workspace, "seats")
    key = make(workspace, email="a@example.com", custom_attributes={"seats": 3})["id"]
    kept = workspace.put(f"/contacts/{key}", {"custom_attributes": {"seats": None}})
    assert kept["custom_attributes"] == wanted


def test_email_verified_needs_an_email_beside_it_from_2_16_on(workspace: Workspace) -> None:
    key = make(workspace, email="a@example.com", email_verified=True)["id"]
    assert workspace.store.get("contact", key)["email_verified"] is True
    odd = workspace.put(f"/contacts/{key}", {"email_verified": False})
    assert workspace.refused(odd)[:2] == (400, "parameter_invalid")
    workspace.put(f"/contacts/{key}", {"email_verified": None, "email": "a@example.com"})
    assert workspace.store.get("contact", key)["email_verified"] is None
    workspace.put(f"/contacts/{key}", {"email_verified": True}, version="2.15")
    assert workspace.store.get("contact", key)["email_verified"] is None


@pytest.mark.parametrize(
    "body",
    [{"name": 5}, {"signed_up_at": "now"}, {"unsubscribed_from_emails": "no"}, {"role": 1},
     {"custom_attributes": []}, {"owner_id": True}, {"email_verified": 1}],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(workspace: Workspace, body: dict[str, object]) -> None:
    workspace.post("/contacts", {"email": "a@example.com", **body})
    assert workspace.status == 400
    assert listed(workspace) == []


def test_companies_in_the_body_are_ignored(workspace: Workspace) -> None:
    company = workspace.store.create("company", company_id="acme")["id"]
    made = make(workspace, email="a@example.com", companies=[{"id": company}])
    assert made["companies"]["total_count"] == 0


def test_the_list_goes_by_a_cursor_and_forgets_nobody(workspace: Workspace) -> None:
    keys = [make(workspace, email=f"{one}@example.com")["id"] for one in range(12)]
    first = workspace.get("/contacts")
    assert (len(first["data"]), first["total_count"]) == (10, 12)
    after = first["pages"]["next"]["starting_after"]
    rest = workspace.get(f"/contacts?starting_after={after}")
    assert [one["id"] for one in first["data"] + rest["data"]] == keys
    assert rest["pages"].get("next") is None
    assert workspace.get("/contacts?per_page=200")["pages"]["per_page"] == 150


def test_a_user_is_found_by_external_id_from_2_13_on(switched: Switched) -> None:
    workspace = switched(lead_external_id="keep")
    user = make(workspace, external_id="7")
    make(workspace, external_id="8", role="lead")
    path = "/contacts/find_by_external_id"
    assert workspace.get(f"{path}/7", version="2.13")["id"] == user["id"]
    assert workspace.refused(workspace.get(f"{path}/8")) == UNKNOWN
    workspace.get(f"{path}/7", version="2.12")
    assert workspace.status == 400


def test_nobody_is_found_by_an_unknown_id(workspace: Workspace) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert workspace.refused(workspace.ask(method, "/contacts/1", {})) == UNKNOWN


@pytest.mark.parametrize(("version", "there"), [("2.11", False), ("2.12", True)])
def test_push_messaging_is_shown_from_2_12_on(
    workspace: Workspace, version: str, there: bool
) -> None:
    made = workspace.post("/contacts", {"role": "lead"}, version=version)
    assert ("enabled_push_messaging" in made) is there


def test_what_intercom_learned_of_a_device_is_shown(workspace: Workspace) -> None:
    device = {"browser": "chrome", "location.city": "Dublin"}
    key = workspace.store.create("contact", device=device)["id"]
    read = workspace.get(f"/contacts/{key}")
    assert (read["browser"], read["location"]["city"], read["os"]) == ("chrome", "Dublin", None)
