"""A day with contacts."""

from itertools import islice

import pytest
from intercom import Intercom
from intercom.core.api_error import ApiError
from intercom.errors import NotFoundError
from intercom.types import (
    CreateContactRequestWithEmail,
    CreateContactRequestWithExternalId,
    CreateContactRequestWithRole,
    CreateDataAttributeRequestOne,
    CreateOrUpdateTagRequest,
    MultipleFilterSearchRequest,
    SingleFilterSearchRequest,
    StartingAfterPaging,
)
from sdk_story import Clock, company, own_admin, refusal, user

from reconciler.simulator import Simulator


def where(field: str, operator: str, value: object) -> SingleFilterSearchRequest:
    return SingleFilterSearchRequest(field=field, operator=operator, value=value)


def test_a_user_and_a_lead_are_created_read_and_changed(sdk: Intercom) -> None:
    made = sdk.contacts.create(
        request=CreateContactRequestWithExternalId(
            external_id="u1", name="Jo Field", phone="+35312345678",
            signed_up_at=1_700_000_000, unsubscribed_from_emails=True,
        )
    )  # fmt: skip
    assert (made.type, made.role, made.external_id, made.name) == (
        "contact", "user", "u1", "Jo Field",
    )  # fmt: skip
    assert (made.signed_up_at, made.unsubscribed_from_emails) == (1_700_000_000, True)
    lead = sdk.contacts.create(request=CreateContactRequestWithRole(role="lead", name="Someone"))
    assert (lead.role, lead.email) == ("lead", None)
    changed = sdk.contacts.update(made.id or "", name="Jo Meadow", email="jo@example.com")
    assert (changed.id, changed.name, changed.email) == (made.id, "Jo Meadow", "jo@example.com")
    read = sdk.contacts.find(made.id or "")
    assert (read.name, read.external_id, read.phone) == ("Jo Meadow", "u1", "+35312345678")
    assert sdk.contacts.show_contact_by_external_id("u1").id == made.id


@pytest.mark.meets("Contact.owner_id: string, not integer")
def test_an_owner_is_a_number_until_he_becomes_a_text(sdk: Intercom, simulator: Simulator) -> None:
    admin, key = own_admin(sdk), user(sdk, "u1")
    given = str(admin) if simulator.version == "2.16" else admin
    assert sdk.contacts.update(key, owner_id=given).owner_id == admin
    wrong = admin if simulator.version == "2.16" else str(admin)
    with pytest.raises(ApiError) as caught:
        sdk.contacts.update(key, owner_id=wrong)
    assert refusal(caught.value)[:2] == (400, "parameter_invalid")


def test_custom_attributes_of_a_contact_are_written_and_read(sdk: Intercom) -> None:
    fields = {"name": "seats", "model": "contact"}
    sdk.data_attributes.create(request=CreateDataAttributeRequestOne(data_type="integer", **fields))
    made = sdk.contacts.create(
        request=CreateContactRequestWithEmail(
            email="jo@example.com", custom_attributes={"seats": 3}
        )
    )
    assert made.custom_attributes == {"seats": 3}
    with pytest.raises(ApiError) as caught:
        sdk.contacts.update(made.id or "", custom_attributes={"chairs": 1})
    assert refusal(caught.value)[:2] == (400, "parameter_invalid")


def test_a_second_contact_with_the_same_details_is_a_conflict_that_names_the_first(
    sdk: Intercom,
) -> None:
    first = user(sdk, "u1")
    with pytest.raises(ApiError) as caught:
        user(sdk, "u1")
    assert refusal(caught.value) == (
        409, "conflict", f"A contact matching those details already exists with id={first}",
    )  # fmt: skip
    sdk.contacts.archive(first)
    with pytest.raises(ApiError) as archived:
        user(sdk, "u1")
    message = f"An archived contact matching those details already exists with id={first}"
    assert refusal(archived.value) == (409, "conflict", message)


def test_contacts_are_archived_unarchived_blocked_and_deleted(sdk: Intercom) -> None:
    key = user(sdk, "u1")
    gone = sdk.contacts.archive(key)
    assert (gone.id, gone.external_id, gone.archived) == (key, "u1", True)
    back = sdk.contacts.unarchive(key)
    assert (back.id, back.archived) == (key, False)
    blocked = sdk.contacts.block_contact(key)
    assert (blocked.id, blocked.blocked) == (key, True)
    deleted = sdk.contacts.delete(key)
    assert (deleted.id, deleted.external_id, deleted.deleted) == (key, "u1", True)
    with pytest.raises(ApiError) as caught:  # of this path the SDK types the 401 alone
        sdk.contacts.find(key)
    assert refusal(caught.value) == (404, "not_found", "User Not Found")


def test_a_lead_is_merged_into_a_user(sdk: Intercom, simulator: Simulator) -> None:
    lead = sdk.contacts.create(
        request=CreateContactRequestWithRole(role="lead", name="Someone", phone="+35312345678")
    )
    sdk.contacts.update(lead.id or "", email="jo@example.com")
    into = sdk.contacts.create(request=CreateContactRequestWithEmail(email="jo@example.com")).id
    merged = sdk.contacts.merge_lead_in_user(lead_id=lead.id, contact_id=into)
    assert (merged.id, merged.role, merged.email) == (into, "user", "jo@example.com")
    with pytest.raises(ApiError) as caught:
        sdk.contacts.find(lead.id or "")
    assert caught.value.status_code == (410 if simulator.version == "2.16" else 404)


def test_the_pager_of_contacts_reaches_all_of_them_once(sdk: Intercom) -> None:
    made = [user(sdk, f"u{number}") for number in range(5)]
    pager = sdk.contacts.list(per_page=2)
    assert sorted(one.id or "" for one in pager) == sorted(made)
    assert pager.response.total_count == 5


def people(sdk: Intercom, clock: Clock) -> None:
    for number in range(5):
        key = user(sdk, f"u{number}", name=f"{'Ann' if number % 2 else 'Bob'} {number}")
        sdk.contacts.update(key, email=f"u{number}@{'a' if number < 3 else 'b'}.example")
    clock.now += 3600  # the index of the search lags


def test_search_finds_by_one_filter_and_by_nested_ones(sdk: Intercom, clock: Clock) -> None:
    people(sdk, clock)
    found = sdk.contacts.search(query=where("external_id", "=", "u3"))
    assert [one.external_id for one in found.items or []] == ["u3"]
    either = MultipleFilterSearchRequest(
        operator="OR", value=[where("external_id", "IN", ["u0", "u1"]), where("name", "$", "4")]
    )
    both = MultipleFilterSearchRequest(
        operator="AND",
        value=[
            MultipleFilterSearchRequest(operator="AND", value=[where("name", "~", "Bob")]),
            either,
        ],
    )
    pager = sdk.contacts.search(query=both)
    assert sorted(one.external_id or "" for one in pager.items or []) == ["u0", "u4"]
    assert pager.response.total_count == 2


@pytest.mark.meets("search: the second page is the first one again")
def test_search_pages_by_a_cursor_which_the_pager_of_the_sdk_forgets(
    sdk: Intercom, clock: Clock
) -> None:
    people(sdk, clock)
    query, paging = where("role", "=", "user"), StartingAfterPaging(per_page=2)
    pager = sdk.contacts.search(query=query, pagination=paging)
    first, again = ([one.id for one in page.items or []] for page in islice(pager.iter_pages(), 2))
    assert first == again
    seen, cursor = [], None
    while True:
        paging = StartingAfterPaging(per_page=2, starting_after=cursor)
        page = sdk.contacts.search(query=query, pagination=paging)
        seen.append([one.id for one in page.items or []])
        if page.response.pages is None or page.response.pages.next is None:
            break
        cursor = page.response.pages.next.starting_after
    assert [len(one) for one in seen] == [2, 2, 1]
    assert len({key for one in seen for key in one}) == 5


def test_a_contact_is_tagged_and_untagged(sdk: Intercom) -> None:
    key = user(sdk, "u1")
    tag = sdk.tags.create(request=CreateOrUpdateTagRequest(name="VIP"))
    put = sdk.tags.tag_contact(key, tag_id=tag.id)
    assert (put.id, put.name) == (tag.id, "VIP")
    held = sdk.contacts.list_attached_tags(key).data or []
    assert [(one.id, one.name) for one in held] == [(tag.id, "VIP")]
    found = sdk.contacts.find(key).tags
    assert found is not None
    assert [(one.id, one.type) for one in found.data or []] == [(tag.id, "tag")]
    taken = sdk.tags.untag_contact(key, tag.id)
    assert taken.id == tag.id
    assert sdk.contacts.list_attached_tags(key).data == []
    with pytest.raises(NotFoundError):
        sdk.tags.tag_contact(key, tag_id="1")


@pytest.mark.meets("Admin.has_inbox_seat: missing", "Admin.team_ids: missing")
def test_notes_are_written_on_a_contact_listed_and_found(sdk: Intercom) -> None:
    key, admin = user(sdk, "u1"), own_admin(sdk)
    note = sdk.notes.create(key, body="Called, will call back", admin_id=str(admin))
    assert (note.type, note.body) == ("note", "<p>Called, will call back</p>")
    assert note.author is not None
    assert note.author.id == str(admin)
    sdk.notes.create(key, body="Called again")
    listed = sdk.notes.list(key)
    assert sorted(one.body or "" for one in listed) == [
        "<p>Called again</p>", "<p>Called, will call back</p>",
    ]  # fmt: skip
    found = sdk.notes.find(int(note.id or ""))
    assert found.contact is not None
    assert (found.body, found.contact.id) == (note.body, key)


@pytest.mark.meets(
    "companies of a contact: none, for the list is read from a key that no answer has",
    "OffsetPages.type: 'pages' is not known",
)
def test_a_contact_joins_a_company_and_leaves_it(sdk: Intercom) -> None:
    key, acme = user(sdk, "u1"), company(sdk, "acme", name="Acme")
    joined = sdk.companies.attach_contact(key, company_id=acme)
    assert (joined.id, joined.name) == (acme, "Acme")
    inside = sdk.companies.list_attached_contacts(acme)
    assert [one.id for one in inside.data or []] == [key]
    assert sdk.companies.find(acme).user_count == 1
    assert [one.id for one in sdk.companies.list()] == [acme]
    pager = sdk.contacts.list_attached_companies(key)
    assert (list(pager), pager.response.data[0]["id"]) == ([], acme)
    assert sdk.companies.list_attached_segments(acme).data == []
    left = sdk.companies.detach_contact(key, acme)
    assert left.id == acme
    assert sdk.companies.list_attached_contacts(acme).data == []


def test_a_contact_consents_to_a_subscription_and_takes_it_back(
    sdk: Intercom, simulator: Simulator
) -> None:
    key = user(sdk, "u1")
    simulator.store.create("subscription_type", name="Bulletin", consent_type="opt_in")
    chosen = (sdk.subscription_types.list().data or [])[-1]
    put = sdk.contacts.attach_subscription(
        key, subscription_id=chosen.id or "", consent_type=str(chosen.consent_type)
    )
    assert (put.id, put.default_translation) == (chosen.id, chosen.default_translation)
    held = sdk.contacts.list_attached_subscriptions(key).data or []
    assert [one.id for one in held] == [chosen.id]
    assert sdk.contacts.detach_subscription(key, chosen.id or "").id == chosen.id
    assert sdk.contacts.list_attached_subscriptions(key).data == []


def test_the_segments_of_a_contact_are_listed(sdk: Intercom, simulator: Simulator) -> None:
    key = user(sdk, "u1")
    segment = simulator.store.create("segment", name="Active")["id"]
    simulator.store.edit("contact", key, segments=[segment])
    held = sdk.contacts.list_attached_segments(key).data or []
    assert [(one.id, one.name) for one in held] == [(segment, "Active")]
