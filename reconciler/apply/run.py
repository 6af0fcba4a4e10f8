"""One apply: its collaborators, what is known so far, what it remembers without any call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from reconciler.core.compared.addresses import urls_of
from reconciler.core.compared.diff import declared
from reconciler.core.compared.links import File
from reconciler.core.compared.pairs import remembered
from reconciler.core.planned.plan import Planned
from reconciler.model import (
    CANON_VERSION,
    Change,
    Client,
    Entry,
    Finding,
    Kind,
    Kinds,
    Ledger,
    Live,
    Ref,
    Target,
)  # fmt: skip
from reconciler.parallel import WORKERS


@dataclass(slots=True)
class Stop:
    """Set from a signal handler: no new call is sent, what is in flight is finished."""

    event: threading.Event = field(default_factory=threading.Event)
    cause: KeyboardInterrupt | None = None

    def interrupt(self, cause: KeyboardInterrupt) -> None:
        self.cause = cause
        self.event.set()


@dataclass(frozen=True, slots=True)
class Served:
    """Files of the project: the address of each, or why it has none that may be sent."""

    urls: Mapping[File, str] = field(default_factory=dict)
    problems: Mapping[File, str] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """One apply: its collaborators, and what is known so far."""

    planned: Planned
    kinds: Kinds
    client: Client
    ledger: Ledger
    clock: Callable[[], float]
    workers: int = WORKERS
    ids: dict[Ref, str] = field(default_factory=dict)
    urls: dict[Target, str] = field(default_factory=dict)
    texts: dict[Ref, str] = field(default_factory=dict)
    failed: set[Ref] = field(default_factory=set)
    incomplete: set[Ref] = field(default_factory=set)
    """Written without links to what failed; due again, so no certificate is given for them."""
    written: dict[Ref, str] = field(default_factory=dict)
    """Fingerprint of each object after our own last write, as its echo showed it."""
    entries: dict[Ref, Entry] = field(default_factory=dict)
    dropped: list[Finding] = field(default_factory=list)
    plain: threading.Event = field(default_factory=threading.Event)
    """Set once a better form of a text was misread: the rest is sent as every version has it."""
    stop: Stop = field(default_factory=Stop)
    lock: threading.Lock = field(default_factory=threading.Lock)
    served: Served = field(default_factory=Served)
    listed: dict[str, dict[str, Live]] = field(default_factory=dict)
    """Objects of kinds that cannot be read one by one, read once per level."""


def prepare(run: Run) -> None:
    """What is known before the first call, and what is remembered without any."""
    run.texts.update(run.planned.names.texts)
    for identity, name in run.planned.names.by_id.items():
        run.ids[Ref(identity.kind, name)] = identity.id
    for ref, found in run.planned.matches.items():
        if found.live is not None:
            run.urls.update(urls_of(ref, found.live))
            run.texts[ref] = name_of(run.kinds[ref.kind], found.live.fields)
        if found.entry is not None:
            run.entries[ref] = replace(found.entry, ref=ref)
    entries = [stamped(run, entry) for entry in run.planned.plan.remember]
    run.entries.update({entry.ref: entry for entry in entries})
    if entries:
        run.ledger.record(entries)


def name_of(kind: Kind, fields: Mapping[str, Any]) -> str:
    return str(fields.get(kind.named_by or kind.key[-1], ""))


def stamped(run: Run, entry: Entry) -> Entry:
    at = datetime.fromtimestamp(run.clock(), UTC).isoformat(timespec="seconds")
    return replace(entry, applied_at=at, canon_version=CANON_VERSION)


def finish(run: Run) -> None:
    """Changes that are only a matter of memory: what is released or has another name."""
    gone: list[Ref] = []
    kept: list[Entry] = []
    for one in run.planned.plan.changes:
        if one.op == "release" and one.desired is None:
            gone.append(one.ref)
        elif one.live is not None and one.op in ("release", "move") and not one.fields:
            kept.append(_remembered(run, one, one.live))
    if kept:
        run.ledger.record([stamped(run, entry) for entry in kept])
    # An old name is forgotten only once the new one is remembered: ownership is never lost.
    gone += [one.previous for one in run.planned.plan.changes
             if one.previous is not None and _is_remembered(run, one.ref)]  # fmt: skip
    if gone:
        run.ledger.forget(gone)


def _is_remembered(run: Run, ref: Ref) -> bool:
    entry = run.ledger.entries.get(ref)
    return entry is not None and entry.id == run.ids.get(ref)


def _remembered(run: Run, one: Change, live: Live) -> Entry:
    found, context = run.planned.matches[one.ref], run.planned.context
    kind = run.kinds[one.ref.kind]
    leaves = declared(kind, found.desired, context)
    return remembered(kind, found, live, leaves, context.names)
