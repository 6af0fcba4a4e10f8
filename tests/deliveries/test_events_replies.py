"""Events and replies: once for each contact, once for each conversation."""

from typing import Any

from reconciler.simulator import Fault, Row
from tests.deliveries.audience import delivered, indexed, people, results
from tests.world import World

STARTED = """events:
  started:
    where: ["role = user", "custom_attributes.onboarded != true"]
    everyone: true
    event: trial_started
    at: 2026-11-01T09:00:00Z
    metadata: {seats: 3, who: "{{ contact.name }}", url: {url: "https://a.example", value: "a"}}
"""


def events(world: World) -> list[Row]:
    return world.simulator.store.rows("event")


def test_an_event_is_sent_once_for_each_contact_of_a_query(newest: World) -> None:
    rows = people(newest, 30, matching=20)
    newest.write({"a.yaml": STARTED})
    assert results(delivered(newest), "event/started") == {"sent": 20}
    indexed(newest)
    assert results(delivered(newest), "event/started") == {}
    assert sorted(one["contact_id"] for one in events(newest)) == sorted(
        one["id"] for one in rows[:20]
    )
    assert {one["event_name"] for one in events(newest)} == {"trial_started"}
    assert {one["created_at"] for one in events(newest)} == {1_793_523_600}
    (first,) = [one for one in events(newest) if one["contact_id"] == rows[0]["id"]]
    assert first["metadata"] == {
        "seats": 3, "who": "Person 0", "url": {"url": "https://a.example", "value": "a"}
    }  # fmt: skip


def test_an_event_whose_answer_is_lost_is_sent_again_and_known_again(newest: World) -> None:
    people(newest, 5)
    newest.write({"a.yaml": STARTED})
    newest.simulator.faults.append(Fault("POST", "/events", nth=2, drop="after"))
    report = delivered(newest)
    assert results(report, "event/started") == {"sent": 5}
    assert len(events(newest)) == 5


ROWS = """events:
  "imported-{{ each.account }}":
    for_each: _data/accounts.csv
    to: {external_id: "{{ each.account }}"}
    event: imported
    at: "{{ each.at }}"
    metadata: {seats: "{{ each.seats }}"}
"""


def test_rows_of_data_are_events_of_the_contacts_they_name(newest: World) -> None:
    people(newest, 3)
    data = "account,at,seats\nu0,2026-11-01,3\nu2,2026-11-02,5\n"
    newest.write({"a.yaml": ROWS, "_data/accounts.csv": data})
    assert "event imported: 2 due" in newest.ok("plan").out
    assert "event imported: 2 would be sent" in newest.ok("deliver", "--dry-run").out
    assert "event imported: 2 due; 2 sent" in newest.ok("deliver").out
    assert "event imported: 0 due" in newest.ok("plan").out
    newest.ok("deliver")
    newest.ledger.unlink()
    newest.ok("deliver")
    assert [(one["event_name"], one["metadata"]) for one in events(newest)] == [
        ("imported", {"seats": 3}), ("imported", {"seats": 5}),
    ]  # fmt: skip
    assert "u0@example.com" not in newest.ledger.read_text("utf-8")


# ---------------------------------------------------------------- replies


REPLY = """replies:
  waiting:
    where: ["open = true", "source.subject ~ slow"]
    everyone: true
    from: ada@example.com
    note: "Waited long: {{ conversation.source.subject }}"
    body: "Sorry, **{{ conversation.source.author.name | default('friend') }}**."
    tags: [Slow]
    assign: {team: Support}
    state: snoozed
    snooze: 3 days
"""


def conversations(world: World, *subjects: str) -> list[Row]:
    store = world.simulator.store
    found = []
    contacts = people(world, len(subjects))
    for contact, subject in zip(contacts, subjects, strict=True):
        source = {"type": "conversation", "id": contact["id"], "subject": subject, "body": "?",
                  "delivered_as": "customer_initiated", "attachments": [], "url": None,
                  "redacted": False, "author": {"type": "user", "id": contact["id"],
                  "name": "Cleo", "email": "c@example.com"}}  # fmt: skip
        found.append(store.create("conversation", contacts=[contact["id"]], source=source))
    indexed(world)
    return found


def parts(world: World, row: Row) -> list[tuple[str, Any]]:
    store = world.simulator.store
    found = [store.get("conversation_part", one)
             for one in store.get("conversation", row["id"])["parts"]]  # fmt: skip
    return [(one["part_type"], one["body"]) for one in found]


def test_a_reply_does_everything_once_in_each_conversation(world: World) -> None:
    slow, other = conversations(world, "a slow one", "another")
    tag = world.simulator.store.create("tag", name="Slow")
    world.write({"a.yaml": REPLY})
    assert results(delivered(world), "reply/waiting") == {"sent": 1}
    indexed(world)
    assert results(delivered(world), "reply/waiting") == {}
    assert [kind for kind, _ in parts(world, slow)] == ["note", "comment", "assignment", "snoozed"]
    bodies = [body for _, body in parts(world, slow)]
    assert "a slow one" in bodies[0]
    assert "<b>Cleo</b>" in bodies[1]
    assert parts(world, other) == []
    row = world.simulator.store.get("conversation", slow["id"])
    assert row["state"] == "snoozed"
    assert tag["id"] in row["tags"]
    names = {one["id"]: one["name"] for one in world.simulator.store.rows("tag")}
    assert sorted(names[one] for one in row["tags"]) == ["Slow", "reconciler/reply/waiting"]


def test_a_reply_that_is_cut_off_is_uncertain_and_never_repeated(newest: World) -> None:
    (slow,) = conversations(newest, "slow")
    newest.simulator.store.create("tag", name="Slow")
    newest.write({"a.yaml": REPLY})
    newest.simulator.faults.append(Fault("POST", "/conversations/*/parts", nth=1, drop="after"))
    report = delivered(newest, code=1)
    (found,) = report["deliveries"]
    assert found["uncertain"] == [slow["id"]]
    indexed(newest)
    delivered(newest)
    assert [kind for kind, _ in parts(newest, slow)] == ["note", "comment", "assignment"]


def test_a_conversation_that_was_closed_meanwhile_is_left_alone(newest: World) -> None:
    (slow,) = conversations(newest, "slow")
    newest.simulator.store.create("tag", name="Slow")
    newest.write({"a.yaml": REPLY})
    newest.simulator.store.edit("conversation", slow["id"], state="closed")
    assert results(delivered(newest), "reply/waiting") == {"changed": 1}
    assert parts(newest, slow) == []


def test_a_teammate_without_a_seat_is_refused_and_nothing_is_half_done(newest: World) -> None:
    (slow,) = conversations(newest, "slow")
    newest.simulator.store.create("tag", name="Slow")
    newest.write({"a.yaml": REPLY.replace("ada@", "cleo@")})
    ran = newest.run("deliver")
    assert ran.code == 7
    assert "no seat in the inbox" in ran.text
    assert parts(newest, slow) == []


def test_closing_and_assigning_to_nobody(newest: World) -> None:
    (slow,) = conversations(newest, "slow")
    text = "replies:\n  r:\n    everyone: true\n    assign: nobody\n    state: closed\n"
    newest.write({"a.yaml": text})
    newest.ok("deliver")
    assert [kind for kind, _ in parts(newest, slow)] == ["assignment", "close"]


def test_a_row_that_names_nobody_stays_due_and_stops_no_other(newest: World) -> None:
    people(newest, 2)
    data = "account,at,seats\nnobody,2026-11-01,3\nu1,2026-11-02,5\n"
    newest.write({"a.yaml": ROWS, "_data/accounts.csv": data})
    ran = newest.run("deliver")
    assert ran.code == 5
    assert "event/imported-nobody" in ran.text
    assert "event imported: 2 due; 1 sent; 1 refused by Intercom" in ran.out
    assert [one["contact_id"] for one in events(newest)]
    assert "event imported: 1 due" in newest.ok("plan").out


def test_a_text_that_cannot_be_made_sends_a_row_nothing(newest: World) -> None:
    people(newest, 1)
    text = "events:\n  e:\n    to: {external_id: u0}\n    at: 2026-11-01\n"
    newest.write({"a.yaml": text + '    metadata: {a: "{{ contact.name }}"}\n'})
    ran = newest.run("deliver")
    assert ran.code == 1
    assert not events(newest)
