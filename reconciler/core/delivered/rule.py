"""A checked rule: to whom something is sent once, when, how often at most, and what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from reconciler.model import RESERVED_TAGS, Pos, Spec, TextFile
from reconciler.query import Query

What = Literal["message", "event", "reply"]
RUN = 1_000
"""What a run sends at most where no `limit` is written: a slip in a query reaches not everybody."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in one run, and on one day of the workspace; None: no such limit."""

    run: int = RUN
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language, as written; `at`: where its first line stands."""

    body: str
    form: Literal["md", "html"]
    at: Pos
    subject: str = ""
    subject_at: Pos | None = None


@dataclass(frozen=True, slots=True)
class Message:
    channel: Literal["in_app", "email"]
    texts: Mapping[str, Text]
    """By language; the first is for everybody whose own is not among them."""
    template: str = "personal"


@dataclass(frozen=True, slots=True)
class Event:
    """`at`: epoch seconds, the same for everybody, because Intercom tells events apart by it."""

    name: str
    at: int
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is done to a conversation, in this order."""

    note: Text | None = None
    body: Text | None = None
    tags: tuple[str, ...] = ()
    assign: tuple[str, str] | None = None
    """("admin", e-mail), ("team", name) or ("nobody", "")."""
    state: Literal["", "open", "closed", "snoozed"] = ""
    snooze: int = 0
    """Seconds from now."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`query` with `since` and `day` says who is due; `to` names one contact instead.

    day, day_0, grace  days after the date in the field `day_0`, and how late is too late
    """

    what: What
    name: str
    spec: Spec
    content: Message | Event | Reply
    query: Query
    everyone: bool = False
    since: date | None = None
    day: int | None = None
    day_0: str = "created_at"
    grace: int = 3
    limit: Limit = Limit()
    sender: str = ""
    """A teammate's e-mail; empty: the one that the token belongs to."""
    language: str = ""
    to: tuple[str, str] | None = None
    """(external_id or email, its value)."""
    at: Mapping[str, Pos] = field(default_factory=dict)
    """Where `from` and `where` are written, here or in the series."""

    @property
    def ref(self) -> str:
        return f"{self.what}/{self.name}"

    @property
    def tag(self) -> str:
        """The name of the tag on everybody who received it."""
        return f"{RESERVED_TAGS}{self.ref}"

    @property
    def claims(self) -> str:
        """How the names of the tags begin that mark a batch while it is worked on."""
        return f"{RESERVED_TAGS}claim/{self.ref}/"

    @property
    def of_conversations(self) -> bool:
        return self.what == "reply"

    @property
    def repeatable(self) -> bool:
        """Does sending it twice do no harm? [D] Intercom ignores an event that it knows."""
        return isinstance(self.content, Event)

    @property
    def dated(self) -> bool:
        return self.day is not None or self.since is not None


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as written: its own fields, and those of the series around it, nearest first."""

    what: What
    name: str
    spec: Spec
    series: tuple[Spec, ...] = ()
    texts: Mapping[str, TextFile] = field(default_factory=dict)
    """Language -> file, for messages that are files; the first one is the default's."""
