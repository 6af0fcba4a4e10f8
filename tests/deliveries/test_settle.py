"""What a person sees and settles: list, show, baseline, resolve, forget."""

import sys
from typing import Any

import pytest

from tests.deliveries.audience import (
    ATTRIBUTES,
    HELLO,
    at_most_once,
    delivered,
    indexed,
    once_each,
    people,
    received,
    results,
    the_tag,
)
from tests.deliveries.test_deliver import SERIES
from tests.world import World


def test_a_baseline_marks_everybody_who_is_due_and_sends_nothing(newest: World) -> None:
    people(newest, 130)
    newest.write({"a.yaml": HELLO})
    assert "130 recipients marked as done" in newest.ok("deliveries", "baseline", "hello").out
    assert not received(newest)
    later = people(newest, 3)
    assert results(delivered(newest)) == {"sent": 3}
    assert once_each(newest, later)
    out = newest.ok("deliveries", "list").out
    assert "message/hello: 3 sent, 130 marked as done" in out


def test_list_names_what_is_no_longer_declared(newest: World) -> None:
    people(newest, 2)
    newest.write({"a.yaml": HELLO})
    delivered(newest)
    newest.write({"a.yaml": "tags: {}\n"})
    assert "message/hello (no longer declared): 2 sent" in newest.ok("deliveries", "list").out
    (one,) = newest.ok("deliveries", "list", "--json").json["deliveries"]
    assert one["recipients"] == {"done": 2}
    assert not one["declared"]


def test_forgotten_by_the_ledger_the_tag_goes_on_counting(newest: World) -> None:
    people(newest, 4)
    newest.write({"a.yaml": HELLO})
    delivered(newest)
    assert newest.run("deliveries", "forget", "hello").code == 4
    assert "4 recipients are forgotten" in newest.ok("deliveries", "forget", "hello", "--yes").out
    delivered(newest)
    indexed(newest)
    delivered(newest)
    assert at_most_once(newest)
    assert newest.run("deliveries", "forget", "nothing", "--yes").code == 64


def test_only_an_uncertain_one_can_be_resolved(newest: World) -> None:
    rows = people(newest, 2)
    newest.write({"a.yaml": HELLO})
    delivered(newest)
    ran = newest.run("deliveries", "resolve", "hello", "--resend", rows[0]["id"])
    assert ran.code == 64
    assert "not uncertain" in ran.text
    assert newest.run("deliveries", "resolve", "hello").code == 64


def test_show_renders_an_invented_contact_in_each_language(newest: World) -> None:
    newest.write({**SERIES, "a.yaml": ATTRIBUTES})
    out = newest.ok("deliveries", "show", "onboarding/tips").out
    assert "Language: en" in out
    assert "Subject: Tips for Ada Example" in out
    assert "Language: de" in out
    assert "Subject: Tipps" in out
    assert not newest.simulator.journal


@pytest.mark.parametrize("who", ["id", "email", "external_id"])
def test_show_says_how_it_stands_with_one_contact(
    newest: World, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    row = people(newest, 1)[0]
    newest.write({"a.yaml": HELLO})
    out = newest.ok("deliveries", "show", "hello", "--for", row[who]).out
    assert "Due now." in out
    assert "Person 0" not in out
    assert "on a terminal only" in out
    delivered(newest)
    monkeypatch.setattr("reconciler.cli.deliveries.on_terminal", lambda: True)
    out = newest.ok("deliveries", "show", "hello", "--for", row[who]).out
    assert "Ledger: done since" in out
    assert "<p>Hello Person 0</p>" in out


def test_show_for_nobody_and_of_several_is_refused(newest: World) -> None:
    newest.write({"a.yaml": HELLO, **SERIES})
    assert newest.run("deliveries", "show", "hello", "--for", "nobody@example.com").code == 4
    assert newest.run("deliveries", "show", "onboarding").code == 64


def test_no_name_and_no_address_reaches_the_ledger_or_a_report(newest: World) -> None:
    people(newest, 5)
    newest.write({"a.yaml": HELLO})
    ran = newest.ok("deliver", "--json")
    texts = ran.text + newest.ledger.read_text("utf-8") + newest.ok("deliveries", "list").text
    assert "@example.com" not in texts
    assert "Person" not in texts


def test_exactly_these_tags_cannot_touch_the_record(newest: World) -> None:
    """The tags of deliveries are no resources: nothing lists, renames or removes them."""
    people(newest, 2)
    newest.write({"a.yaml": HELLO + "tags: {VIP: }\n"})
    delivered(newest)
    newest.apply()
    newest.settled()
    assert the_tag(newest)["name"] not in str(newest.plan())


def test_progress_is_said_now_and_then(newest: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconciler.cli.deliver.SELDOM", 0.0)
    people(newest, 12)
    newest.write({"a.yaml": HELLO})
    out = newest.ok("deliver").out
    assert "message/hello: 6 of 12, " in out
    assert "/s, " in out
    assert " left" in out


class Terminal:
    """A stream that says it is one."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def isatty(self) -> bool:
        return True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def test_on_a_terminal_a_bar_shows_how_far_it_is(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reconciler.cli.deliver import Progress  # noqa: PLC0415 - loads the command
    from reconciler.deliver import Sent  # noqa: PLC0415 - as above
    from reconciler.workflow import open_project  # noqa: PLC0415 - as above

    newest.write({"a.yaml": HELLO})
    (rule,) = open_project(newest.root).deliveries
    monkeypatch.setattr(sys, "stdout", Terminal(sys.stdout))
    with Progress(quiet=False) as progress:
        progress.begin(rule, 3)
        progress(Sent(rule, "a", "sent"))
        assert progress._bar.tasks[0].completed == 1
