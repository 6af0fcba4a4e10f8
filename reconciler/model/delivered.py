"""What is remembered of deliveries: per delivery its tag, and per recipient how far it came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, get_args

Phase = Literal["claimed", "intended", "sent", "done", "held", "uncertain"]
"""How far a recipient came.

claimed    picked and tagged as being worked on; nothing was sent
intended   about to be sent, and nothing is known of an answer
sent       Intercom took it; the delivery's tag is not on the recipient yet
done       sent, and tagged
held       never to be sent by us: tagged by somebody else, marked by hand, or as a baseline
uncertain  nobody knows whether it was sent; a person decides
"""
What = Literal[Phase, "tag", "free", "again", "forget"]
"""What a note says: a phase; the tag; let go unsent; to be sent again after all; all forgotten."""
PHASES: Mapping[str, Phase] = {one: one for one in get_args(Phase)}
FINAL = frozenset({"done", "held"})
LATE = frozenset({"intended", "sent", "done", "held", "uncertain"})


class TagId(NamedTuple):
    """A tag as it is kept: an id alone would not show that somebody renamed it."""

    id: str
    name: str


NO_TAG = TagId("", "")


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the ledger about a delivery. `to`: recipient's id -> epoch seconds.

    tag: the delivery's own where `what` is "tag"; the name of the claim's where it is "claimed".
    """

    delivery: str
    what: What
    to: Mapping[str, int] = field(default_factory=dict)
    tag: TagId = NO_TAG


class Standing(NamedTuple):
    phase: Phase
    at: int


@dataclass(slots=True)
class Delivered:
    """One delivery. `claims`: names of the tags of batches that were not seen to their end."""

    tag: TagId = NO_TAG
    recipients: dict[str, Standing] = field(default_factory=dict)
    claims: dict[str, None] = field(default_factory=dict)

    def take(self, one: Noted) -> None:
        """Once done is done: no late line of a run that died takes it back."""
        if one.what == "tag":
            self.tag = one.tag
        elif one.what in ("free", "again"):
            kept = FINAL if one.what == "again" else LATE
            for id_ in one.to:
                if id_ in self.recipients and self.recipients[id_].phase not in kept:
                    del self.recipients[id_]
            self.claims.pop(one.tag.name, None)
        elif phase := PHASES.get(one.what):
            self._move(one, phase)
            if one.tag.name:
                self.claims[one.tag.name] = None

    def _move(self, one: Noted, phase: Phase) -> None:
        for id_, at in one.to.items():
            known = self.recipients.get(id_)
            if known is None or known.phase not in FINAL:
                began = known.at if known and phase not in ("claimed", "intended") else at
                self.recipients[id_] = Standing(phase, began)

    def of(self, *phases: Phase) -> list[str]:
        return [id_ for id_, one in self.recipients.items() if one.phase in phases]

    def sent_since(self, since: int) -> int:
        """How many may have been sent from that second on."""
        sent = ("intended", "sent", "done", "uncertain")
        return sum(one.phase in sent and one.at >= since for one in self.recipients.values())


def noted(found: dict[str, Delivered], one: Noted) -> None:
    """The deliveries by name, after one more line."""
    if one.what == "forget":
        found.pop(one.delivery, None)
    else:
        found.setdefault(one.delivery, Delivered()).take(one)


def lines_of(name: str, one: Delivered) -> Iterable[Noted]:
    """As few notes as make the same delivery again."""
    yield Noted(name, "tag", tag=one.tag)
    for claim in sorted(one.claims):
        yield Noted(name, "claimed", {}, TagId("", claim))
    phases: dict[Phase, dict[str, int]] = {}
    for id_ in sorted(one.recipients):
        standing = one.recipients[id_]
        phases.setdefault(standing.phase, {})[id_] = standing.at
    for phase in sorted(phases):
        yield Noted(name, phase, phases[phase])


class Record(Protocol):
    """What was delivered in one workspace, as remembered between runs."""

    deliveries: Mapping[str, Delivered]

    def note(self, notes: Sequence[Noted]) -> None:
        """Durable when it returns. From any thread."""
