"""What is decided: desired, live, change, step, plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reconciler.model.basics import Finding, Op, Path, Policy, Pos, Ref, Target, nothing
from reconciler.model.calls import Request
from reconciler.model.written import Spec


class Link(NamedTuple):
    """A link of a body to a resource. `fragment`: the heading as written, or nothing."""

    target: Target
    fragment: str = ""
    pos: Pos | None = None


@dataclass(frozen=True, slots=True)
class Desired:
    """A checked spec. `refs` must exist before it; `links` are soft and may form cycles.

    `create` holds what is only sent where the object, or its translation, does not exist yet.
    """

    ref: Ref
    fields: Mapping[str, Any]
    spec: Spec
    create: Mapping[str, Any] = field(default_factory=nothing)
    refs: tuple[Ref, ...] = ()
    links: tuple[Link, ...] = ()
    outside: tuple[tuple[str, Pos], ...] = ()
    """Addresses on the web that its bodies link to."""
    id: str | None = None
    new: bool = False
    protect: bool | None = None
    policies: Mapping[str, str] = field(default_factory=nothing)
    """What it says itself of edits in Intercom and of translations, by the name of the policy."""
    reviewed: Mapping[str, str] = field(default_factory=nothing)
    """Language -> when somebody found that the translation still holds; any text."""
    exact: frozenset[str] = frozenset()
    """Lists of relations that name all there shall be, not only ours."""


@dataclass(frozen=True, slots=True)
class Live:
    """One object of Intercom, decoded. Ids of other kinds in `fields` are Id values."""

    kind: str
    id: str
    fields: Mapping[str, Any]
    archived: bool = False
    busy: str = ""
    scheduled: str = ""
    """Why it must not be written even where its draft is ours."""
    drafts: Mapping[str, int] = field(default_factory=nothing)
    """When the draft of each language was last edited, "" for the default one."""
    url: str | None = None
    created_at: int | None = None
    updated_at: int | None = None
    urls: Mapping[str, str] = field(default_factory=nothing)
    """Address in each other language that has one."""


class Id(NamedTuple):
    """The id of a live object of another kind, before it is known under which name."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    path: Path
    before: Any
    after: Any
    personal: bool = False
    item: bool = False
    """The path names an item of a list of relations, attached or detached on its own."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one object needs, and why. `drift`: fields left as somebody made them in Intercom."""

    op: Op
    ref: Ref
    desired: Desired | None = None
    live: Live | None = None
    fields: tuple[FieldChange, ...] = ()
    drift: tuple[FieldChange, ...] = ()
    why: str = ""
    fingerprint: str = ""
    """Of the live id and the values at `watched`, from which the change was computed."""
    watched: tuple[Path, ...] = ()
    previous: Ref | None = None
    waits: Mapping[Path, Any] = field(default_factory=nothing)
    """What it leaves for later, for readers to see: staged texts, states not published yet."""
    after: tuple[Ref, ...] = ()
    """What has to be created before something goes: redirects from its addresses."""
    digest: str = ""


OLD, PUBLISH = "old", "publish"
"""Parts of steps: what deletes the replaced object, and what publishes a staged draft."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edited an object in Intercom, as far as it tells: `at` in seconds, `via` such as web.

    Without a name only the time of the last change is known, whoever made it.
    """

    name: str = ""
    at: int | None = None
    via: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One API call of a change. Steps of a level run side by side."""

    index: int
    level: int
    change: Change
    request: Request
    part: str = ""
    """Empty for the object itself; else the relation or link pass it belongs to, or OLD."""
    needs: tuple[Ref, ...] = ()
    """Objects that must exist before; where one failed, the step is blocked."""
    sent: Mapping[Path, Any] = field(default_factory=dict)
    """Comparable values that the request writes, as they are to be found afterwards."""

    @property
    def creates(self) -> bool:
        """Does it make an object? Such a call is never repeated blindly."""
        return self.change.op in ("create", "replace") and not self.part


@dataclass(frozen=True, slots=True)
class Forecast:
    """Requests by verb: writes exact, reads an upper bound. `uploads`: files, at most.

    looked_up: objects that the plan asked for one by one, by the kind's plural; part of the reads
    """

    reads: int = 0
    writes: int = 0
    uploads: int = 0
    looked_up: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    workspace: str
    changes: tuple[Change, ...]
    steps: tuple[Step, ...] = ()
    kept: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    unmanaged: Mapping[str, int] = field(default_factory=dict)
    policy: Policy | None = None
    """What was asked of edits made in Intercom in this run, whatever the files say."""
    mode: str = "apply"
    """Whether texts are staged in this run, or what was staged is published."""
    editors: Mapping[Ref, Editor] = field(default_factory=dict)
    """Of the objects that somebody edited in Intercom."""
    left_out: tuple[Ref, ...] = ()
    unchanged: int = 0
    remember: tuple[Any, ...] = ()
    """Ledger entries that an apply records without any call: adopted, refreshed, moved."""
    forecast: Forecast = Forecast()
    digest: str = ""
    format_version: str = "1.0"
