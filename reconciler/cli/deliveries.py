"""`reconciler deliveries`: what was sent once, to whom it would go, and what a person settles."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from reconciler.cli.connect import Connection, connect, locked
from reconciler.cli.deliver import selected
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, painter, say
from reconciler.cli.plan import checked
from reconciler.core.delivered.requests import Made
from reconciler.core.delivered.rule import Message, Rule
from reconciler.deliver import Run, baseline, retag
from reconciler.errors import Exit, GuardError, SpecError
from reconciler.render.deliveries import uncertain
from reconciler.render.safe import plural, printable
from reconciler.workflow import Project
from reconciler.workflow import settling as work
from reconciler.workflow.delivering import chosen

Did = TypeVar("Did")


@click.group("deliveries", short_help="See and settle what was sent once.")
def command() -> None:
    """Messages, events and replies: what was sent, and what somebody has to decide."""


@command.command("list")
@online
def list_(common: Common) -> int:
    """What the ledger remembers of each delivery. Sends no write."""
    project = checked(common, ())
    with connect(common, project, read_only=True) as connection:
        found = work.listed(project, connection.ledger)
    if common.as_json:
        document({"deliveries": [_json(one) for one in found], "exit": 0})
        return 0
    for one in found:
        gone = "" if one.declared else " (no longer declared)"
        say(f"{printable(one.ref)}{gone}: {_counts(one)}")
        if one.uncertain:
            say(uncertain(one.ref, one.uncertain, painter()))
    if not found:
        say("No delivery is declared, and none is remembered.")
    return 0


def _json(one: work.Listed) -> dict[str, Any]:
    return {"name": one.ref, "declared": one.declared, "tag": one.tag,
            "recipients": dict(one.phases), "uncertain": list(one.uncertain)}  # fmt: skip


def _counts(one: work.Listed) -> str:
    words = {"done": "sent", "sent": "sent and not tagged yet", "held": "marked as done",
             "claimed": "picked and not sent", "uncertain": "uncertain",
             "intended": "cut off while sending"}  # fmt: skip
    parts = [f"{one.phases[phase]:,} {word}" for phase, word in words.items() if one.phases[phase]]
    return ", ".join(parts) or "nothing yet"


@command.command("show")
@online
@click.argument("name")
@click.option("--for", "who", metavar="CONTACT",
              help="A contact by id, external id or e-mail; a conversation by id.")  # fmt: skip
def show(common: Common, *, name: str, who: str | None) -> int:
    """What a rule sends: to an invented contact in each language, or to CONTACT.

    What is said to a real one is shown on a terminal only.
    """
    project = checked(common, ())
    rule = _one(project, name)
    if who is None:
        return _show(common, rule, work.samples(project, rule), personal=False)
    with connect(common, project, read_only=True) as connection:
        run = _run(common, project, connection, rule)
        return _show(common, rule, [work.shown(project, run, who)], personal=True)


def on_terminal() -> bool:
    """Where a person looks, and no log keeps it."""
    return sys.stdout.isatty() and not os.environ.get("CI")


def _show(common: Common, rule: Rule, found: list[work.Shown], *, personal: bool) -> int:
    open_ = not personal or on_terminal()
    if common.as_json:
        document({"name": rule.ref, "texts": [_text_json(one, open_) for one in found], "exit": 0})
        return 0
    say(f"{printable(rule.ref)}: {printable(rule.query.text() or 'everybody')}")
    for one in found:
        if personal:
            say(_standing(one))
        if one.language:
            say(f"Language: {printable(one.language)}")
        _show_text(rule, one, shown=open_)
    return 0


def _text_json(one: work.Shown, open_: bool) -> dict[str, Any]:
    made = one.made
    text = asdict(made) if isinstance(made, Made) and open_ else None
    problem = "" if isinstance(made, Made) else made.message
    return {"language": one.language, "due": one.due, "text": text, "problem": problem,
            "phase": one.standing.phase if one.standing else None}  # fmt: skip


def _standing(one: work.Shown) -> str:
    if one.standing is not None:
        at = datetime.fromtimestamp(one.standing.at, UTC).isoformat(timespec="seconds")
        return f"Ledger: {one.standing.phase} since {at}"
    return "Due now." if one.due else f"Not due: {one.why or 'it does not match now'}"


def _show_text(rule: Rule, one: work.Shown, *, shown: bool) -> None:
    if not isinstance(one.made, Made):
        say(f"No text can be made: {printable(one.made.message)}")
    elif not shown:
        say("The text is shown on a terminal only, because it is about a person.")
    else:
        if isinstance(rule.content, Message) and rule.content.channel == "email":
            say(f"Subject: {printable(one.made.subject)}")
        for label, text in (("Note: ", one.made.note), ("", one.made.body)):
            if text:
                say(label + printable(text))
        for key, value in one.made.metadata.items():
            say(f"{printable(key)}: {printable(str(value))}")


@command.command("baseline")
@online
@click.argument("name")
def baseline_(common: Common, *, name: str) -> int:
    """Mark all who are due now as done, and send nothing."""
    count = _settled(common, name, baseline)
    return _said(common, f"{plural(count, 'recipient')} marked as done; nothing was sent.",
                 {"marked": count})  # fmt: skip


@command.command("retag")
@online
@click.argument("name")
def retag_(common: Common, *, name: str) -> int:
    """Make the tag of a delivery anew, where somebody changed it, from what the ledger knows."""
    count = _settled(common, name, retag)
    return _said(common, f"{plural(count, 'recipient')} tagged anew; nothing was sent.",
                 {"marked": count})  # fmt: skip


@command.command("resolve")
@online
@click.argument("name")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--resend/--skip", "again", default=None, help="Send it again, or count it as sent.")
def resolve(common: Common, *, name: str, ids: tuple[str, ...], again: bool | None) -> int:
    """Settle those of whom nobody knows whether they were sent it: all of them, or some by id."""
    if again is None:
        raise click.UsageError("say --skip where it arrived, --resend where it did not")
    found = _settled(common, name, lambda run: work.resolve(run, ids, again=bool(again)))
    what = "due again" if again else "counted as sent"
    return _said(common, f"{plural(len(found), 'recipient')} {what}.", {"resolved": list(found)})


@command.command("forget")
@online
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(common: Common, *, name: str, yes: bool) -> int:
    """Let the ledger forget a delivery. The tags in Intercom stay, and count as before."""
    project = checked(common, ())
    asking = sys.stdin.isatty() and not os.environ.get("CI") and not common.as_json
    if not yes and not (asking and click.confirm(f"Forget {name}?")):
        raise GuardError("not approved; nothing was forgotten", hint="add --yes")
    rules, _ = chosen(project, [name])
    ref = rules[0].ref if len(rules) == 1 else name
    with connect(common, project, read_only=True) as connection, locked(common, connection):
        count = work.forget(connection.ledger, ref)
    return _said(common, f"{printable(ref)} and {plural(count, 'recipient')} are forgotten.",
                 {"forgotten": count})  # fmt: skip


def _said(common: Common, text: str, found: dict[str, Any]) -> int:
    if common.as_json:
        document({**found, "exit": int(Exit.DONE)})
    else:
        say(text)
    return int(Exit.DONE)


def _one(project: Project, name: str) -> Rule:
    rules = selected(project, [name])
    if len(rules) > 1:
        names = ", ".join(one.name for one in rules)
        raise click.UsageError(f"{name!r} is several deliveries; name one: {names}")
    return rules[0]


def _settled(common: Common, name: str, decide: Callable[[Run], Did]) -> Did:
    """The decision, carried out under the lock."""
    project = checked(common, ())
    rule = _one(project, name)
    with connect(common, project, read_only=False) as connection, locked(common, connection):
        return decide(_run(common, project, connection, rule))


def _run(common: Common, project: Project, connection: Connection, rule: Rule) -> Run:
    with _placed(common):
        return work.run_of(project, connection.client, connection.ledger, connection.identity, rule)


@contextmanager
def _placed(common: Common) -> Iterator[None]:
    try:
        yield
    except SpecError as error:
        error.root = common.directory
        raise
