"""What is wrong with a rule is said with its place, before anything is sent."""

from typing import Any

import pytest

from tests.deliveries.audience import people, received
from tests.world import World

TEXT = '    channel: in_app\n    body: "Hi"\n'
EVENT = "    everyone: true\n    at: 2026-12-01\n"


def message(lines: str, *, where: str = "role = user", rest: str = "    everyone: true\n") -> str:
    return f"messages:\n  hello:\n    where: {where}\n{rest}{TEXT}{lines}"


def filters(count: int) -> str:
    return "[" + ", ".join(f'"name = n{number}"' for number in range(count)) + "]"


METADATA = "".join(f"      k{number}: {number}\n" for number in range(11))
WRONG: dict[str, tuple[str, str, str]] = {
    "a field that cannot be searched": (message("", where="rolle = user"), "query-field", "3:12"),
    "an operator that is none of the type": (
        message("", where="signed_up_at >= 2026-01-01"), "query-operator", "3:25"),
    "a value that is none of the type": (message("", where="signed_up_at > soon"),
                                         "query-value", "3:27"),
    "15 filters and our own tag": (message("", where=filters(15)), "query-limit", "3:12"),
    "14 filters, our tag and a date": (
        message("", where=filters(14), rest="    since: 2026-12-01\n"), "query-limit", "3:12"),
    "groups in groups in groups": (
        message("", where='{any: ["name = a", {all: ["name = b", {any: ["name = c", "name = d"]}]}]}'),
        "query-limit", "3:12"),
    "everybody of all times": (message("", rest=""), "everybody", "2:3"),
    "no query at all": ("messages:\n  hello:\n    since: 2026-12-01\n" + TEXT, "everybody", "2:3"),
    "an e-mail without a subject": (
        "messages:\n  hello:\n    everyone: true\n    channel: email\n    body: Hi\n",
        "missing-field", "4:14"),
    "no channel": ("messages:\n  hello:\n    everyone: true\n    body: Hi\n", "missing-field", "2:3"),
    "an unknown channel": (message("").replace("in_app", "sms"), "bad-choice", "5:14"),
    "no text": ("messages:\n  hello:\n    everyone: true\n    channel: in_app\n",
                "missing-field", "2:3"),
    "an unknown field": (message("    wher: x\n"), "unknown-field", "7:5"),
    "an unknown limit": (message("    limit: {runs: 3}\n"), "unknown-field", "7:13"),
    "a limit below nothing": (message("    limit: {run: -3}\n"), "wrong-type", "7:18"),
    "a day without its date": (message("    day: 3\n"), "missing-field", "7:10"),
    "a day from no date": (message("    day: 3\n    day_0: name\n"), "invalid-field", "8:12"),
    "a grace that is no span": (message("    grace: soon\n"), "wrong-type", "7:12"),
    "a grace in hours": (message("    grace: 5 hours\n"), "wrong-type", "7:12"),
    "a since that is no day": (message("", rest="    since: yesterday\n"), "wrong-type", "4:12"),
    "a template that is none": (message("").replace('"Hi"', '"{{ contact.name"'),
                                "template-syntax", "6:11"),
    "a name nobody defined": (message("").replace('"Hi"', '"{{ prodct }}"'),
                              "template-undefined", "6:11"),
    "a field that no contact has": (message("").replace('"Hi"', '"{{ contact.nmae }}"'),
                                    "template-undefined", "6:11"),
    "a name that is declared twice": (
        message("") + "  Hello:\n    everyone: true\n" + TEXT, "duplicate-name", "7:3"),
    "a name that is no mapping": ("messages:\n  hello: world\n", "yaml-shape", "2:3"),
    "names that are none": ("messages: hello\n", "yaml-shape", "1:1"),
    "an event without a time": ("events:\n  e:\n    everyone: true\n", "missing-field", "2:3"),
    "an event with 11 keys": (f"events:\n  e:\n{EVENT}    metadata:\n{METADATA}",
                              "invalid-field", "5:5"),
    "an event with nested keys": (f"events:\n  e:\n{EVENT}    metadata: {{a: {{b: c}}}}\n",
                                  "invalid-field", "5:19"),
    "an event at no time": ("events:\n  e:\n    everyone: true\n    at: noon\n", "wrong-type", "4:9"),
    "an event for nobody": ("events:\n  e:\n    to: {}\n    at: 2026-12-01\n", "missing-field", "3:9"),
    "an event for one and for many": (
        "events:\n  e:\n    to: {email: a@b.example}\n    where: role = user\n    at: 2026-12-01\n",
        "invalid-field", "4:12"),
    "a reply that does nothing": ("replies:\n  r:\n    everyone: true\n", "missing-field", "2:3"),
    "a snooze without its span": ("replies:\n  r:\n    everyone: true\n    state: snoozed\n",
                                  "missing-field", "4:5"),
    "a priority": ("replies:\n  r:\n    everyone: true\n    priority: high\n    state: open\n",
                   "invalid-field", "4:5"),
    "an assignment to nothing": ("replies:\n  r:\n    everyone: true\n    assign: {}\n",
                                 "missing-field", "4:13"),
    "a reserved tag": ("replies:\n  r:\n    everyone: true\n    tags: [reconciler/x]\n",
                       "invalid-field", "4:12"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_found_offline_at_its_place(
    newest: World, text: str, code: str, place: str
) -> None:
    newest.write({"a.yaml": text})
    ran = newest.run("validate", "--json")
    found: list[Any] = ran.json["findings"]
    assert [(one["code"], f"{one['line']}:{one['column']}") for one in found] == [(code, place)]
    assert found[0]["hint"]
    assert not newest.simulator.journal


ONLINE = {
    "a sender who is no admin": (message("    from: bem@example.com\n"), "unknown-teammate", "7:11"),
    "a segment that there is not": (message("", where="segment = Actve"), "query-value", "3:12"),
    "a team that there is not": (
        "replies:\n  r:\n    everyone: true\n    assign: {team: Sales}\n", "missing-reference", "4:20"),
    "a tag that there is not": (
        "replies:\n  r:\n    everyone: true\n    tags: [Nope]\n", "missing-reference", "4:12"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place"), ONLINE.values(), ids=ONLINE)
@pytest.mark.parametrize("command", ["plan", "deliver"])
def test_a_name_that_the_workspace_lacks_is_found_before_anything_is_sent(
    newest: World, command: str, text: str, code: str, place: str
) -> None:
    people(newest, 3)
    newest.write({"a.yaml": text})
    ran = newest.run(command, "--json")
    assert ran.code == 6
    found = ran.json["findings"]
    assert [(one["code"], f"{one['line']}:{one['column']}") for one in found] == [(code, place)]
    assert not received(newest)
    assert newest.writes == 0


def test_a_field_of_the_series_is_said_in_its_file(newest: World) -> None:
    newest.write({
        "messages/s/_series.yaml": "everyone: true\nfrom: bem@example.com\nday: 1\n",
        "messages/s/a.md": "---\nchannel: in_app\n---\nHi\n",
    })  # fmt: skip
    ran = newest.run("validate", "--json")
    (one,) = ran.json["findings"]
    assert (one["file"], one["line"]) == ("specs/messages/s/_series.yaml", 3)


def test_a_mistake_in_a_file_of_text_has_its_line(newest: World) -> None:
    text = "---\nchannel: in_app\neveryone: true\n---\nHi\n\n`{{ code }}`\n\n{{ prodct }}\n"
    newest.write({"messages/a.md": text})
    (one,) = newest.run("validate", "--json").json["findings"]
    assert (one["file"], one["line"]) == ("specs/messages/a.md", 9)


def test_an_unknown_delivery_is_a_wrong_usage(newest: World) -> None:
    newest.write({"a.yaml": message("")})
    ran = newest.run("deliver", "helo")
    assert ran.code == 64
    assert "did you mean hello?" in ran.text


def test_variables_are_values_in_messages_too(newest: World) -> None:
    people(newest, 1)
    extra = 'vars: {product: "Lumen *beta*"}\n'
    newest.write({"a.yaml": message("").replace('"Hi"', '"Hi from {{ product }}"')}, extra=extra)
    newest.ok("deliver")
    (row,) = newest.simulator.store.rows("delivery")
    assert row["body"] == "<p>Hi from Lumen *beta*</p>"


def test_a_link_that_leads_nowhere_from_a_message_is_said(newest: World) -> None:
    newest.write({"a.yaml": message("").replace('"Hi"', '"[a](b.md)"')})
    ran = newest.ok("validate")
    assert "specs/a.yaml:6:11: warning[dead-link]" in ran.text
