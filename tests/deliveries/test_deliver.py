"""Messages: to each who is due once, to nobody else, and never because something was merged."""

from math import ceil
from pathlib import Path

import pytest

from reconciler.simulator import Fault, Observer, Switches
from tests.deliveries.audience import (
    DAY,
    HELLO,
    at_most_once,
    delivered,
    indexed,
    once_each,
    people,
    received,
    refused,
    results,
    the_tag,
)
from tests.world import World, open_world

ARTICLE = {"articles/hello.md": "# Hello\n\nFirst.\n"}


def test_each_who_matches_receives_one_and_a_second_run_sends_none(world: World) -> None:
    rows = people(world, 500, matching=120)
    world.write({"a.yaml": HELLO})
    assert results(delivered(world)) == {"sent": 120}
    assert once_each(world, rows[:120])
    assert results(delivered(world)) == {}
    indexed(world)
    assert results(delivered(world)) == {}
    assert once_each(world, rows[:120])


def test_a_message_costs_two_requests_and_the_batch_a_few_more(newest: World) -> None:
    people(newest, 600, matching=300)
    newest.write({"a.yaml": HELLO})
    report = delivered(newest)
    pages = ceil(300 / 150)
    sent = report["requests"]["reads"] + report["requests"]["writes"]
    assert results(report) == {"sent": 300}
    assert sent - pages <= 2.1 * 300


def test_no_merge_ever_sends_a_message(newest: World) -> None:
    people(newest, 200)
    newest.write({"a.yaml": HELLO, **ARTICLE})
    newest.apply()
    newest.write({"articles/hello.md": "# Hello\n\nSecond.\n"})
    plan = newest.run("plan")
    assert "message/hello: 200 due" in plan.out
    assert "Deliveries, not part of apply" in plan.out
    newest.apply()
    newest.settled()
    assert not received(newest)
    assert newest.titles("tag", "name") == []


def test_apply_delivers_only_where_it_is_told_to(newest: World) -> None:
    rows = people(newest, 5)
    newest.write({"a.yaml": HELLO, **ARTICLE})
    ran = newest.run("apply", "--yes", "--deliver")
    assert ran.code == 0, ran.text
    assert once_each(newest, rows)


def test_a_dry_run_writes_nothing_and_says_how_many(newest: World) -> None:
    people(newest, 30)
    newest.write({"a.yaml": HELLO})
    ran = newest.ok("deliver", "--dry-run")
    assert "message/hello: 30 would be sent" in ran.out
    assert not received(newest)
    assert not newest.simulator.store.rows("tag")


def test_who_does_not_match_any_more_is_not_sent(world: World) -> None:
    rows = people(world, 20)
    world.write({"a.yaml": HELLO})
    store = world.simulator.store
    for row in rows[:3]:  # the search is behind and still finds them
        store.edit("contact", row["id"], custom_attributes={"onboarded": True})
    store.remove("contact", rows[3]["id"])
    store.edit("contact", rows[4]["id"], archived=True)
    assert results(delivered(world)) == {"sent": 15, "changed": 3, "gone": 2}
    assert once_each(world, rows[5:])
    store.edit("contact", rows[0]["id"], custom_attributes={"onboarded": False})
    indexed(world)
    assert results(delivered(world)) == {"sent": 1}
    assert at_most_once(world)


# ---------------------------------------------------------------- limits and texts


@pytest.mark.parametrize(
    ("limit", "args", "why"),
    [
        ("{run: 19}", [], "20 are due and a run may send 19"),
        ("{day: 19}", [], "20 are due, 0 were sent today and a day may have 19"),
        ("{run: 50}", ["--limit", "10"], "20 are due and a run may send 10"),
    ],
)
def test_over_a_limit_nothing_is_sent_and_the_number_is_named(
    newest: World, limit: str, args: list[str], why: str
) -> None:
    people(newest, 20)
    newest.write({"a.yaml": HELLO.replace("{run: 5000}", limit)})
    assert why in refused(newest, *args)
    assert not newest.simulator.store.rows("tag")


def test_a_limit_of_the_command_line_lets_more_through(newest: World) -> None:
    rows = people(newest, 20)
    newest.write({"a.yaml": HELLO.replace("{run: 5000}", "{run: 3}")})
    assert results(delivered(newest, "--limit", "20")) == {"sent": 20}
    assert once_each(newest, rows)


def test_the_limit_of_a_day_counts_what_was_sent_today(newest: World) -> None:
    people(newest, 10)
    newest.write({"a.yaml": HELLO.replace("{run: 5000}", "{day: 15}")})
    delivered(newest)
    people(newest, 6)
    assert "6 are due, 10 were sent today" in refused(newest)


def test_without_a_limit_a_run_sends_at_most_a_thousand(newest: World) -> None:
    people(newest, 1001)
    newest.write({"a.yaml": HELLO.replace("    limit: {run: 5000}\n", "")})
    assert "1,001 are due and a run may send 1,000" in refused(newest)


def test_a_missing_value_without_a_default_refuses_all_before_the_first(newest: World) -> None:
    rows = people(newest, 20)
    newest.simulator.store.edit("contact", rows[7]["id"], name=None)
    indexed(newest)
    newest.write({"a.yaml": HELLO.replace(" | default('there')", "")})
    assert "contact.name (of 1)" in refused(newest)
    assert not newest.simulator.store.rows("tag")


def test_a_text_that_fails_for_one_sends_that_one_nothing_and_stops_nothing(
    newest: World,
) -> None:
    rows = people(newest, 20)
    store = newest.simulator.store
    for row in rows:
        store.edit("contact", row["id"], custom_attributes={"onboarded": False, "language": "5"})
    store.edit("contact", rows[3]["id"], custom_attributes={"onboarded": False, "language": "0"})
    indexed(newest)
    text = "{{ 10 / (contact.custom_attributes.language | int) }}"
    newest.write({"a.yaml": HELLO.replace("{{ contact.name | default('there') }}", text)})
    report = delivered(newest, code=5)
    assert results(report) == {"sent": 19, "template": 1}
    assert rows[3]["id"] in report["deliveries"][0]["findings"][0]["message"]
    assert once_each(newest, [*rows[:3], *rows[4:]])


def test_a_value_is_text_wherever_it_lands(newest: World) -> None:
    evil = '</p><script>x</script> **b** [c](http://evil.example)\n# d {{ 7 * 7 }} "'
    people(newest, 1, name=evil)
    body = "Hi {{ contact.name }}! [me](https://a.example/?q={{ contact.name }}) `{{ code }}`"
    newest.write({"messages/hello.md": f"---\neveryone: true\nchannel: in_app\n---\n{body}\n"})
    delivered(newest)
    (row,) = newest.simulator.store.rows("delivery")
    assert "<script>" not in row["body"]
    assert "evil.example</" not in row["body"]
    assert "<b>" not in row["body"]
    assert "49" not in row["body"]
    assert "&lt;script&gt;" in row["body"]
    assert 'href="https://a.example/?q=%3C%2Fp%3E%3Cscript%3E' in row["body"]
    assert "{{ code }}" in row["body"]


# ---------------------------------------------------------------- series, e-mail, languages


SERIES = {
    "messages/onboarding/_series.yaml": """where: role = user
day_0: signed_up_at
since: 2020-01-01
grace: 3 days
from: ben@example.com
language: custom_attributes.language
""",
    "messages/onboarding/1-welcome.md": "---\nday: 0\nchannel: in_app\n---\nWelcome!\n",
    "messages/onboarding/2-tips.md": "---\nday: 3\nchannel: email\nsubject: Tips for"
    " {{ contact.name }}\n---\nTips\n",
    "messages/onboarding/2-tips.de.md": "---\nsubject: Tipps\n---\nTipps!\n",
}


def test_a_series_sends_each_step_on_its_day(newest: World) -> None:
    now = newest.simulator.store.now()
    ages = {name: people(newest, 1, signed_up_at=now - days * DAY)[0]
            for name, days in (("new", 0), ("third", 3), ("late", 6), ("over", 7))}  # fmt: skip
    newest.write(SERIES)
    report = delivered(newest)
    assert results(report, "message/onboarding/welcome") == {"sent": 2}
    assert results(report, "message/onboarding/tips") == {"sent": 2}
    got = {name: [row["subject"] for row in newest.simulator.store.rows("delivery")
                  if row["contact_id"] == contact["id"]] for name, contact in ages.items()}  # fmt: skip
    assert got == {
        "new": [None],
        "third": [None, "Tips for Person 1"],
        "late": ["Tips for Person 2"],
        "over": [],
    }
    ben = newest.simulator.store.rows("admin")[1]["id"]
    assert {row["sender"] for row in newest.simulator.store.rows("delivery")} == {ben}


def test_a_contact_reads_its_own_language(newest: World) -> None:
    now = newest.simulator.store.now()
    for language in ("de", "de-AT", "fr"):
        people(newest, 1, signed_up_at=now - 3 * DAY, custom_attributes={"language": language})
    newest.write(SERIES)
    delivered(newest, "onboarding/tips")
    subjects = [row["subject"] for row in newest.simulator.store.rows("delivery")]
    assert sorted(subjects) == ["Tipps", "Tipps", "Tips for Person 2"]


def test_an_e_mail_goes_only_to_who_can_receive_one(newest: World) -> None:
    now = newest.simulator.store.now() - 3 * DAY
    people(newest, 1, signed_up_at=now, email=None)
    people(newest, 1, signed_up_at=now, unsubscribed_from_emails=True)
    people(newest, 1, signed_up_at=now)
    newest.write(SERIES)
    report = delivered(newest, "onboarding/tips")
    assert results(report, "message/onboarding/tips") == {"sent": 1, "unreachable": 2}


# ---------------------------------------------------------------- lost answers, lost ledgers


def test_a_lost_answer_is_uncertain_by_name_and_left_to_a_person(newest: World) -> None:
    rows = people(newest, 10)
    newest.write({"a.yaml": HELLO})
    newest.simulator.faults.append(Fault("POST", "/messages", nth=4, drop="after"))
    report = delivered(newest, code=5)
    (unsure,) = report["deliveries"][0]["uncertain"]
    assert results(report) == {"sent": 9, "uncertain": 1}
    again = delivered(newest)
    assert results(again) == {}
    assert again["deliveries"][0]["uncertain"] == [unsure]
    assert at_most_once(newest)
    assert unsure in newest.ok("deliveries", "list").out
    newest.ok("deliveries", "resolve", "hello", "--skip", unsure)
    assert delivered(newest)["deliveries"][0]["uncertain"] == []
    assert once_each(newest, rows)


def test_a_person_can_have_an_uncertain_one_sent_again(newest: World) -> None:
    rows = people(newest, 5)
    newest.write({"a.yaml": HELLO})
    newest.simulator.faults.append(Fault("POST", "/messages", nth=2, drop="before"))
    (unsure,) = delivered(newest, code=5)["deliveries"][0]["uncertain"]
    newest.ok("deliveries", "resolve", "hello", "--resend")
    indexed(newest)
    assert results(delivered(newest)) == {"sent": 1}
    assert once_each(newest, rows)
    assert received(newest)[unsure] == 1


@pytest.mark.parametrize("lag", [0.0, 600.0], ids=["search at once", "search minutes behind"])
def test_a_lost_ledger_sends_nothing_twice(tmp_path: Path, lag: float) -> None:
    for world in open_world(tmp_path, switches=Switches(search_lag=lag)):
        rows = people(world, 150)
        world.write({"a.yaml": HELLO})
        delivered(world)
        world.ledger.unlink()
        report = delivered(world)
        assert results(report) == ({"had": 150} if lag else {})
        assert once_each(world, rows)


# ---------------------------------------------------------------- the record in Intercom


@pytest.mark.parametrize("way", ["deleted", "renamed", "emptied"])
def test_a_tag_that_a_teammate_changed_refuses_the_delivery(newest: World, way: str) -> None:
    rows = people(newest, 40)
    newest.write({"a.yaml": HELLO})
    delivered(newest)
    tamper(newest, way)
    people(newest, 10)
    assert "its tag reconciler/message/hello was" in refused(newest)
    assert once_each(newest, rows)
    ran = newest.ok("deliveries", "retag", "hello")
    assert "40 recipients tagged anew" in ran.out
    indexed(newest)
    assert results(delivered(newest)) == {"sent": 10}
    assert at_most_once(newest)


@pytest.mark.parametrize("way", ["deleted", "renamed", "emptied"])
def test_a_tag_that_a_teammate_changes_in_mid_run_stops_the_delivery(
    newest: World, way: str
) -> None:
    people(newest, 250)
    newest.write({"a.yaml": HELLO})
    done = []

    def after(_number: int, method: str, path: str) -> None:
        if (method, path) == ("POST", "/messages") and len(received(newest)) == 130 and not done:
            done.append(1)
            tamper(newest, way)

    newest.simulator.observers.append(Observer(after=after))
    report = delivered(newest, code=4)
    newest.simulator.observers.clear()
    assert "its tag" in report["deliveries"][0]["refused"]["message"]
    assert 130 <= sum(received(newest).values()) <= 200
    refused(newest)
    assert at_most_once(newest)
    newest.ok("deliveries", "retag", "hello")
    indexed(newest)
    delivered(newest)
    assert at_most_once(newest)
    assert len(received(newest)) == 250


def tamper(world: World, way: str) -> None:
    store, tag = world.simulator.store, the_tag(world)
    if way == "renamed":
        store.edit("tag", tag["id"], name="something else")
        return
    for row in store.rows("contact"):
        if tag["id"] in row["tags"]:
            store.edit("contact", row["id"], tags=[one for one in row["tags"] if one != tag["id"]])
    if way == "deleted":
        store.remove("tag", tag["id"])
    indexed(world)
