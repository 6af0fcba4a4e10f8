"""All that a plan is made from, as values; nothing else is ever consulted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reconciler.core.declared.moved import Moves
from reconciler.model import Desired, Entry, Intent, Kinds, Live, Policy, Ref

Mode = Literal["apply", "stage", "publish"]
"""stage: what readers would see of texts waits. publish: what waited is published too."""


@dataclass(frozen=True, slots=True)
class Situation:
    workspace: str
    kinds: Kinds
    desired: Mapping[Ref, Desired]
    lives: Mapping[str, Sequence[Live]]
    entries: Mapping[Ref, Entry] = field(default_factory=dict)
    intents: Mapping[Ref, Intent] = field(default_factory=dict)
    on_remove: Mapping[str, str] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)
    policy: Policy = "keep"
    override: Policy | None = None
    """What a person asked for in this run: stronger than what the specs say."""
    mode: Mode = "apply"
    drafts: Mapping[Ref, Live] = field(default_factory=dict)
    """Objects as they will be with their draft, where a run may have died while it staged it."""
    stale: str = "warn"
    language: str = "en"
    """The default one of the project."""
    served: str = ""
    """Address below which files of the project are served by their paths, where that is known."""
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    secret: bytes = field(default=b"", repr=False)
    """Keys the digests of personal values."""
    totals: Mapping[str, int] = field(default_factory=dict)
    """How many objects a kind has where its list was not read to the end."""
