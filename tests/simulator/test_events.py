"""Events: submitted once, listed for a while, summed up."""

from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

DAY = 86_400
NOW = 1_800_000_000
"""The time of the workspace."""


def user(workspace: Workspace, **fields: Any) -> str:
    given = {"external_id": "u1", "email": "sam@example.com", **fields}
    return str(workspace.store.create("contact", **given)["id"])


def event(**fields: Any) -> dict[str, Any]:
    return {"event_name": "ordered", "created_at": NOW - 60, "user_id": "u1", **fields}


def listed(workspace: Workspace, query: str = "") -> list[Any]:
    events: list[Any] = workspace.get(f"/events?type=user&user_id=u1{query}")["events"]
    return events


def summed(workspace: Workspace) -> list[tuple[str, int]]:
    return [(one["name"], one["count"]) for one in listed(workspace, "&summary=true")]


def test_an_event_is_accepted_without_a_word(workspace: Workspace) -> None:
    key = user(workspace)
    answer = workspace.post("/events", event(metadata={"plan": "pro"}))
    assert (workspace.status, answer) == (202, None)
    told = listed(workspace)[0]
    assert told["type"] == "event"
    assert (told["event_name"], told["created_at"]) == ("ordered", NOW - 60)
    assert (told["user_id"], told["intercom_user_id"]) == ("u1", key)
    assert (told["email"], told["metadata"]) == ("sam@example.com", {"plan": "pro"})


def test_the_same_event_in_the_same_second_counts_once(workspace: Workspace) -> None:
    key = user(workspace)
    for named in ({"user_id": "u1"}, {"user_id": None, "id": key}):
        workspace.post("/events", event(**named))
    assert workspace.status == 202
    workspace.post("/events", event(user_id=None, email="sam@example.com", created_at=NOW - 59))
    workspace.post("/events", event(event_name="left"))
    assert [one["event_name"] for one in listed(workspace)] == ["ordered", "left", "ordered"]
    assert summed(workspace) == [("ordered", 2), ("left", 1)]


def test_duplicates_may_count(switched: Switched) -> None:
    workspace = switched(event_deduplication=False)
    user(workspace)
    for _ in range(2):
        workspace.post("/events", event())
    assert summed(workspace) == [("ordered", 2)]
    assert len(listed(workspace)) == 2


@pytest.mark.parametrize("named", [{"user_id": "u2"}, {"email": "ann@example.com"}, {"id": "1"}])
def test_events_of_nobody_are_not_found(workspace: Workspace, named: Any) -> None:
    user(workspace)
    body = {"event_name": "ordered", "created_at": NOW, **named}
    refused = workspace.refused(workspace.post("/events", body))
    assert refused == (404, "not_found", "User Not Found")


def test_leads_are_found_by_id_alone(workspace: Workspace) -> None:
    lead = user(workspace, role="lead")
    for named in ({"user_id": "u1"}, {"user_id": None, "email": "sam@example.com"}):
        assert workspace.refused(workspace.post("/events", event(**named)))[0] == 404
    assert workspace.post("/events", event(user_id=None, id=lead)) is None
    found = workspace.get(f"/events?type=user&intercom_user_id={lead}")["events"]
    assert len(found) == 1
    assert workspace.refused(workspace.get("/events?type=user&user_id=u1"))[0] == 404


def test_leads_may_be_found_by_their_other_keys(switched: Switched) -> None:
    workspace = switched(event_lookup_of_leads=True)
    user(workspace, role="lead")
    assert workspace.post("/events", event()) is None
    assert summed(workspace) == [("ordered", 1)]


def test_a_contact_that_is_archived_has_no_events(workspace: Workspace) -> None:
    user(workspace, archived=True)
    assert workspace.refused(workspace.post("/events", event()))[0] == 404


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"event_name": None}, "parameter_not_found"),
        ({"event_name": 5}, "parameter_invalid"),
        ({"created_at": None}, "parameter_not_found"),
        ({"created_at": "now"}, "parameter_invalid"),
        ({"created_at": -1}, "parameter_invalid"),
        ({"created_at": NOW * 1000}, "parameter_invalid"),
        ({"user_id": None}, "parameter_not_found"),
        ({"metadata": ["x"]}, "parameter_invalid"),
        ({"metadata": {"x": ["y"]}}, "parameter_invalid"),
        ({"metadata": {"x": {"url": "https://example.org"}}}, "parameter_invalid"),
        ({"metadata": {"x": {"amount": True, "currency": "eur"}}}, "parameter_invalid"),
        ({"metadata": {"x": {"amount": 0, "currency": "eur"}}}, "parameter_invalid"),
    ],
)
def test_what_is_no_event_is_refused(workspace: Workspace, fields: Any, code: str) -> None:
    user(workspace)
    assert workspace.refused(workspace.post("/events", event(**fields)))[:2] == (400, code)
    assert listed(workspace) == []


def test_metadata_holds_plain_values_links_and_amounts(workspace: Workspace) -> None:
    user(workspace)
    metadata = {
        "source": "desktop", "load": 3.67, "contact_date": 1392036272, "done": True,
        "article": {"url": "https://example.org", "value": "the dude"},
        "price": {"amount": 34999, "currency": "eur"},
    }  # fmt: skip
    workspace.post("/events", event(metadata=metadata))
    assert listed(workspace)[0]["metadata"] == metadata


def test_nested_metadata_may_be_left_out(switched: Switched) -> None:
    workspace = switched(event_metadata_strict=False)
    user(workspace)
    workspace.post("/events", event(metadata={"x": ["y"], "plan": "pro"}))
    assert listed(workspace)[0]["metadata"] == {"plan": "pro"}


def test_the_first_ten_keys_of_metadata_are_kept(workspace: Workspace) -> None:
    user(workspace)
    workspace.post("/events", event(metadata={f"k{number}": number for number in range(12)}))
    assert list(listed(workspace)[0]["metadata"]) == [f"k{number}" for number in range(10)]


def test_there_are_120_names_and_no_more(workspace: Workspace) -> None:
    user(workspace)
    for number in range(120):
        workspace.store.create("event_name", name=f"event-{number}")
    refused = workspace.refused(workspace.post("/events", event()))
    assert refused == (422, "422", "Cannot have more than 120 active event names")
    assert workspace.post("/events", event(event_name="event-7")) is None
    workspace.store.edit("event_name", "1", archived=True)
    assert workspace.post("/events", event()) is None
    assert summed(workspace) == [("event-7", 1), ("ordered", 1)]


def test_events_older_than_90_days_are_summed_up_but_not_listed(workspace: Workspace) -> None:
    user(workspace)
    for at in (NOW - 90 * DAY, NOW - 89 * DAY):
        workspace.post("/events", event(created_at=at))
    assert [one["created_at"] for one in listed(workspace)] == [NOW - 89 * DAY]
    assert summed(workspace) == [("ordered", 2)]


def test_the_list_is_read_page_by_page_newest_first(workspace: Workspace) -> None:
    user(workspace)
    for number in range(5):
        workspace.post("/events", event(event_name=f"e{number}", created_at=NOW - number // 2))
    path, names = "/events?type=user&user_id=u1&per_page=2", []
    while path:
        answer = workspace.get(path)
        names.append([one["event_name"] for one in answer["events"]])
        path = answer["pages"].get("next", "").removeprefix("https://api.intercom.io")
    assert names == [["e1", "e0"], ["e3", "e2"], ["e4"]]


def test_what_is_new_is_read_by_the_since_link(workspace: Workspace) -> None:
    user(workspace)
    assert workspace.get("/events?type=user&user_id=u1")["pages"] == {}
    workspace.post("/events", event())
    since = workspace.get("/events?type=user&user_id=u1")["pages"]["since"]
    path = since.removeprefix("https://api.intercom.io")
    assert workspace.get(path)["events"] == []
    workspace.post("/events", event(event_name="left"))
    assert [one["event_name"] for one in workspace.get(path)["events"]] == ["left"]


@pytest.mark.parametrize(
    "query", ["user_id=u1", "type=lead&user_id=u1", "type=user", "type=user&user_id=u1&before=x"]
)
def test_a_list_is_of_one_user(workspace: Workspace, query: str) -> None:
    user(workspace)
    assert workspace.refused(workspace.get(f"/events?{query}"))[0] == 400


def test_the_list_is_of_its_own_type(workspace: Workspace) -> None:
    user(workspace)
    answer = workspace.get("/events?type=user&user_id=u1")
    assert answer == {"type": "event.list", "events": [], "pages": {}}


def test_the_list_may_have_the_type_of_the_recorded_example(switched: Switched) -> None:
    workspace = switched(event_list_type="event.summary")
    key = user(workspace)
    answer = workspace.get("/events?type=user&user_id=u1")
    assert answer == {"type": "event.summary", "events": [], "pages": {},
                      "email": "sam@example.com", "intercom_user_id": key,
                      "user_id": "u1"}  # fmt: skip


def test_the_summary_has_the_first_and_the_last_time(workspace: Workspace) -> None:
    key = user(workspace)
    for at in (1_389_913_941, 1_389_913_900, 1_389_914_000):
        workspace.post("/events", event(created_at=at))
    workspace.store.edit("event_name", "1", description="A user placed an order")
    answer = workspace.get("/events?type=user&email=sam@example.com&summary=true")
    assert answer == {
        "type": "event.summary", "email": "sam@example.com", "intercom_user_id": key,
        "user_id": "u1",
        "events": [{
            "name": "ordered", "count": 3, "description": "A user placed an order",
            "first": "2014-01-16T23:11:40.000+00:00", "last": "2014-01-16T23:13:20.000+00:00"}],
    }  # fmt: skip


def summary(**fields: Any) -> dict[str, Any]:
    told = {"event_name": "ordered", "count": 7, "first": NOW - 100, "last": NOW - 50, **fields}
    return {"user_id": "u1", "event_summaries": told}


def test_summaries_are_added_to_what_is_known(workspace: Workspace) -> None:
    user(workspace)
    workspace.post("/events", event(created_at=NOW))
    assert workspace.post("/events/summaries", summary()) is None
    assert workspace.status == 200
    told = listed(workspace, "&summary=true")[0]
    assert (told["count"], told["first"]) == (8, "2027-01-15T07:58:20.000+00:00")
    assert told["last"] == "2027-01-15T08:00:00.000+00:00"
    assert len(listed(workspace)) == 1


def test_summaries_may_replace_what_is_known(switched: Switched) -> None:
    workspace = switched(event_summary_merged="replace")
    user(workspace)
    workspace.post("/events", event())
    several = [{"event_name": "ordered", "count": 7}, {"event_name": "left"}]
    workspace.post("/events/summaries", {"user_id": "u1", "event_summaries": several})
    assert summed(workspace) == [("ordered", 7), ("left", 1)]


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"count": 0}, 400), ({"count": "7"}, 400), ({"event_name": ""}, 400), ({"last": "x"}, 400)],
)
def test_what_is_no_summary_is_refused(workspace: Workspace, fields: Any, status: int) -> None:
    user(workspace)
    assert workspace.refused(workspace.post("/events/summaries", summary(**fields)))[0] == status
    assert summed(workspace) == []


def test_summaries_are_of_a_known_user(workspace: Workspace) -> None:
    refused = workspace.refused(workspace.post("/events/summaries", summary()))
    assert refused == (404, "not_found", "User Not Found")


def merged(workspace: Workspace) -> None:
    """A lead, with two events of which the user has the first too, became a part of the user."""
    key = user(workspace)
    lead = str(workspace.store.create("contact", role="lead")["id"])
    for name in ("ordered", "left"):
        workspace.post("/events", event(event_name=name, user_id=None, id=lead))
    workspace.post("/events", event())
    told = {"from": lead, "into": key, "skip_duplicate_validation": True}
    workspace.post("/contacts/merge", told)


def test_the_events_of_a_merged_lead_are_listed_one_by_one(workspace: Workspace) -> None:
    merged(workspace)
    before = listed(workspace, "&per_page=1")
    pages = workspace.get("/events?type=user&user_id=u1&per_page=1")["pages"]
    while "next" in pages:
        found = workspace.get(pages["next"].removeprefix("https://api.intercom.io"))
        before, pages = [*before, *found["events"]], found["pages"]
    assert sorted(one["event_name"] for one in before) == ["left", "ordered", "ordered"]
    assert len({one["id"] for one in before}) == 3


def test_the_events_of_a_merged_lead_count_with_those_of_the_user(workspace: Workspace) -> None:
    merged(workspace)
    assert sorted(summed(workspace)) == [("left", 1), ("ordered", 2)]
    workspace.post("/events", event(event_name="left", created_at=NOW - 50))
    assert sorted(summed(workspace)) == [("left", 2), ("ordered", 2)]


def test_an_event_that_a_merged_lead_had_is_known_to_the_user(workspace: Workspace) -> None:
    merged(workspace)
    workspace.post("/events", event(event_name="left"))
    assert sorted(summed(workspace)) == [("left", 1), ("ordered", 2)]


def test_what_a_contact_does_not_have_is_not_named_with_its_events(workspace: Workspace) -> None:
    lead = user(workspace, role="lead", external_id=None)
    workspace.post("/events", event(user_id=None, id=lead))
    for query in ("", "&summary=true"):
        found = workspace.get(f"/events?type=user&intercom_user_id={lead}{query}")
        assert "user_id" not in {*found, *found["events"][0]}
