"""A valid project and its workspace to a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from reconciler.codes import failed
from reconciler.core.compared.canonical import live_of
from reconciler.core.declared.personal import own_digests
from reconciler.core.declared.settle import exact_relations, kinds_to_read, settle
from reconciler.core.planned.plan import Planned
from reconciler.core.planned.plan import plan as make_plan
from reconciler.core.planned.situation import Mode, Situation
from reconciler.errors import SpecError
from reconciler.model import Client, Forecast, Kind, Kinds, Ledger, Live, Policy, Ref, Step
from reconciler.workflow.editors import editors
from reconciler.workflow.project import Identity, Project, valid
from reconciler.workflow.reading import Reading, read_workspace
from reconciler.workflow.serving import needed


def plan(  # everything a plan depends on, by name
    project: Project,
    client: Client,
    ledger: Ledger,
    *,
    identity: Identity,
    only: Sequence[str] = (),
    exclude: Sequence[str] = (),
    policy: Policy | None = None,
    mode: Mode = "apply",
    reading: Reading | None = None,
) -> Planned:
    """The plan of a valid project; SpecError where the workspace contradicts the specs.

    `reading`: the live side where it was read already; nothing more is asked then.
    """
    valid(project)
    kinds = project.kinds
    before, first = client.reads, reading is None
    if reading is None:
        reading = read_for(project, client, ledger)
    settled = settle(project.desired, kinds, reading.lives, identity.email)
    if failed(settled.findings):
        raise SpecError([*project.findings, *settled.findings])
    planned = make_plan(
        Situation(
            identity.app_id,
            kinds,
            settled.desired,
            reading.lives,
            entries=own_digests(ledger.entries, kinds, identity.secret),
            intents=ledger.intents,
            on_remove=project.config.on_remove,
            moves=project.moves,
            policy=project.config.edited_in_intercom,
            override=policy,
            stale=project.config.stale_translation,
            language=project.config.locales[0],
            mode=mode,
            drafts=_drafts(client, kinds, ledger, reading),
            only=tuple(only),
            exclude=tuple(exclude),
            totals=reading.totals,
            served="" if project.config.assets.to else project.config.assets.base_url,
            secret=identity.secret,
        )
    )
    warnings = tuple(one for one in project.findings if one.severity != "error")
    made = planned.plan
    who = editors(made, planned, client, kinds) if first else {}
    forecast = Forecast(
        client.reads - before + _reads(made.steps, planned, kinds),
        made.forecast.writes,
        _uploads(project, made.steps),
        reading.looked_up,
    )
    findings = (*warnings, *made.findings)
    made = replace(
        made, findings=findings, forecast=forecast, editors=who, policy=policy, mode=mode
    )
    return replace(planned, assets=project.config.assets, plan=made)


def read_for(project: Project, client: Client, ledger: Ledger) -> Reading:
    """The live side, as far as a plan of the project needs it."""
    kinds = project.kinds
    declared = {ref.kind for ref in project.desired}
    declared |= {one.ref for one in exact_relations(project.desired.values(), kinds)}
    if project.moves.redirects:
        declared |= {one.name for one in kinds.values() if one.forwards}
    owned = {ref.kind for ref in ledger.entries if ref.kind in kinds}
    gone = {ref.kind for ref in ledger.entries if ref not in project.desired and ref.kind in kinds}
    needed = kinds_to_read(kinds, declared | owned, gone)
    return read_workspace(client, needed, project.desired, ledger.entries)


def _uploads(project: Project, steps: Sequence[Step]) -> int:
    """At most so many files: what is served already is not sent again."""
    return len(needed(steps)) if project.config.assets.to else 0


def _reads(steps: Sequence[Step], planned: Planned, kinds: Kinds) -> int:
    """At most so many reads more: each target again before its write, and the certificate."""
    again = sum(_lists(kinds[step.change.ref.kind], planned) for step in steps
                if step.part != "relation"
                and (step.change.live is not None or step.part
                     or kinds[step.change.ref.kind].looked_up))  # fmt: skip
    certificate = 0
    for name in {step.change.ref.kind for step in steps}:
        kind = kinds[name]
        touched = len({step.change.ref for step in steps if step.change.ref.kind == name})
        known = len({ref for ref in planned.matches if ref.kind == name})
        pages = ceil(known / kind.listing.per_page) + 1 if kind.listing.per_page else 1
        whole = pages * _lists(kind, planned)
        certificate += touched if kind.get and (touched <= pages or kind.looked_up) else whole
    return again + certificate


def _lists(kind: Kind, planned: Planned) -> int:
    """How many lists are read where one is: there is one in each object around it, and theirs."""
    if kind.listing.each is None:
        return 1
    around = {one.ref for one in kind.fields if f"{{{one.name}}}" in kind.listing.path}
    return 1 + sum(identity.kind in around for identity in planned.names.by_id)


def _drafts(client: Client, kinds: Kinds, ledger: Ledger, reading: Reading) -> dict[Ref, Live]:
    """Drafts that no list settles, as they will be shown: where a run may have died while it
    staged, and where another is expected than the list has.
    """
    found = {}
    for ref, entry in ledger.entries.items():
        kind = kinds.get(ref.kind)
        if kind is None or kind.drafts is None or not (entry.staged or ref in ledger.intents):
            continue
        live = next((one for one in reading.lives.get(ref.kind, ()) if one.id == entry.id), None)
        expected = entry.staged.drafts if entry.staged else {}
        if live and (ref in ledger.intents or live.drafts != expected):
            wire = client.get(replace(kind, get=kind.drafts.read), live.id)
            if wire is not None:
                found[ref] = live_of(kind, wire)
    return found
