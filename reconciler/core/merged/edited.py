"""What teammates changed in Intercom of a resource that we own, leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reconciler.core.compared.canonical import field_at, leaf
from reconciler.core.compared.changed import compared
from reconciler.core.compared.diff import Context, declared
from reconciler.core.compared.match import Match
from reconciler.core.merged.bodies import Body, meet
from reconciler.core.merged.threeway import Meeting
from reconciler.model import Field, Kind, Mode, Path


@dataclass(frozen=True, slots=True)
class Edit:
    """One leaf that somebody edited in Intercom. `both`: it was edited here too.

    meetings: of a text with blocks, where the two edits meet, by the blocks of ours.
    """

    path: Path
    table: Field
    ours: Any
    theirs: Any
    both: bool
    meetings: tuple[Meeting, ...] = ()

    @property
    def conflict(self) -> bool:
        """Whether a person has to choose."""
        if not self.meetings:
            return self.both
        return any(one.who == "conflict" for one in self.meetings)


def undeclared(kind: Kind, found: Match, context: Context) -> Iterator[Edit]:
    """What Intercom has of an object in fields that its resource does not declare."""
    if found.live is None or found.entry is None:
        return
    for table in kind.fields:
        plain = table.mode is Mode.RW and not (table.soft or table.keys or table.relation)
        if plain and table.name not in found.desired.fields:
            there = leaf(kind, found.live.fields, (table.name,), context.names)
            if there and not (table.ref and str(there).startswith("#")):
                yield Edit((table.name,), table, None, there, both=False)


def edited(kind: Kind, found: Match, context: Context) -> Iterator[Edit]:
    """The edits of an object that was matched to a resource and is remembered."""
    if found.live is None or found.entry is None:
        return
    pairs = found.entry.pairs
    for path, value in sorted(declared(kind, found.desired, context).items()):
        one = compared(kind, pairs, found.live, path, value, names=context.names)
        table = field_at(kind, path)
        if not one.theirs or table is None:
            continue
        meetings: tuple[Meeting, ...] = ()
        if table.soft:
            body = Body(one.meant or "", one.echoed or "", one.there or "")
            meetings = tuple(meet(value or "", body, table.codec.loose))
        yield Edit(path, table, value, one.there, one.ours, meetings)
