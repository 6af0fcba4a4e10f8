"""What a person asks and decides about deliveries, one rule at a time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler.apply import Stop
from reconciler.core.delivered.due import Due, Today, is_due, language_of, search, unreachable
from reconciler.core.delivered.recipient import invented
from reconciler.core.delivered.requests import Made, Trouble
from reconciler.core.delivered.rule import Event, Message, Rule
from reconciler.deliver import Run, Tags, reach_of, resend, skip
from reconciler.errors import ApiError, GuardError, SpecError, UsageError
from reconciler.model import Json
from reconciler.model.delivered import Delivered, Noted, Record, Standing
from reconciler.workflow.declaring import attributes_of, composer_of
from reconciler.workflow.delivering import Runs, zone_of
from reconciler.workflow.naming import Lists, named

if TYPE_CHECKING:
    from reconciler.workflow.project import Identity, Project


@dataclass(frozen=True, slots=True)
class Listed:
    """One delivery by the ledger. `declared`: there is still a rule of that name."""

    ref: str
    declared: bool
    phases: Counter[str]
    uncertain: tuple[str, ...]
    tag: str


def listed(project: Project, record: Record) -> list[Listed]:
    """Every rule, and what the ledger remembers of rules that are gone."""
    refs = dict.fromkeys([*(one.ref for one in project.deliveries), *sorted(record.deliveries)])
    declared = {one.ref for one in project.deliveries}
    return [_listed(ref, record.deliveries.get(ref) or Delivered(), ref in declared)
            for ref in refs]  # fmt: skip


def _listed(ref: str, known: Delivered, declared: bool) -> Listed:
    phases = Counter(str(one.phase) for one in known.recipients.values())
    unsure = tuple(sorted(known.of("uncertain", "intended")))
    return Listed(ref, declared, phases, unsure, known.tag.name)


def due(project: Project, client: Lists, record: Record, identity: Identity) -> list[Due]:
    """How many the search of each rule finds now; one request for each, and one for the tags."""
    if not project.deliveries:
        return []
    found = named(project.deliveries, client, identity)
    if found.findings:
        raise SpecError([*project.findings, *found.findings])
    zone, tags = zone_of(identity.timezone), Tags(client)
    tags.read()
    made = []
    for rule in (one for one in project.deliveries if not one.to):
        today = Today(int(time.time()), zone, found.ids)
        query = rule.query.describe(today.now, zone)
        known = record.deliveries.get(rule.ref) or Delivered()
        tag = _tag(tags, rule, known)
        problem = ""
        if known.tag.id and tags.names.get(known.tag.id) != known.tag.name:
            problem = f"the tag {known.tag.name} was renamed or deleted: `deliver` refuses this"
        count, wrong = _count(rule, client, search(rule, today, tag))
        made.append(Due(rule, count, query, wrong or problem))
    return [*made, *_by_name(project, record)]


def _by_name(project: Project, record: Record) -> Iterator[Due]:
    """Events of contacts who are named: one line for all of an event, of which there are many."""
    groups: dict[str, list[Rule]] = {}
    for rule in project.deliveries:
        if rule.to and isinstance(rule.content, Event):
            groups.setdefault(rule.content.name, []).append(rule)
    for name, rules in groups.items():
        left = sum(rule.ref not in record.deliveries for rule in rules)
        text = f"{len(rules):,} by their external id or e-mail"
        yield Due(rules[0], left, text, label=f"event {name}")


def _tag(tags: Tags, rule: Rule, known: Delivered) -> str:
    if known.tag.id:
        return known.tag.id if known.tag.id in tags.names else ""
    found = tags.find(rule.tag)
    return found.id if found else ""


def _count(rule: Rule, client: Lists, query: Json) -> tuple[int | None, str]:
    """How many a search finds by its first page; else why nobody knows."""
    reach = reach_of(rule)
    try:
        page = next(iter(client.search(reach.path, reach.items, query)))
    except ApiError as error:
        return None, str(error)
    return page.total if page.total is not None else len(page.items), ""


# ---------------------------------------------------------------- one rule


def run_of(project: Project, client: Lists, record: Record, identity: Identity, rule: Rule) -> Run:
    """For the decisions below; SpecError where the rule names what there is not."""
    found = named([rule], client, identity)
    if found.findings:
        raise SpecError([*project.findings, *found.findings])
    runs = Runs(client, record, Tags(client), _no_text, found, Stop(), time.time)
    return runs.of(rule, zone_of(identity.timezone))


def _no_text(_rule: Rule, found: Sequence[Json]) -> list[Trouble]:
    return [Trouble("no text is needed") for _ in found]


def resolve(run: Run, ids: Sequence[str], *, again: bool) -> Sequence[str]:
    """Settles uncertain ones, all of them where none is named; who they were."""
    unsure = sorted(run.known.of("uncertain", "intended"))
    wrong = [one for one in ids if one not in unsure]
    if wrong:
        raise UsageError(f"{run.rule.ref}: {', '.join(wrong)}: not uncertain",
                         hint="`reconciler deliveries list` names those who are")  # fmt: skip
    wanted = list(ids) or unsure
    if wanted:
        (resend if again else skip)(run, wanted)
    return wanted


def forget(record: Record, ref: str) -> int:
    """The ledger forgets the delivery; the tags in Intercom stay, and go on counting."""
    known = record.deliveries.get(ref)
    if known is None:
        raise UsageError(f"the ledger knows no delivery {ref}",
                         hint=f"known: {', '.join(record.deliveries) or 'none'}")  # fmt: skip
    record.note([Noted(ref, "forget")])
    return len(known.recipients)


# ---------------------------------------------------------------- what one would get


@dataclass(frozen=True, slots=True)
class Shown:
    """What one recipient was sent, or would be. `made` is None where no text can be made."""

    language: str
    made: Made | Trouble
    standing: Standing | None = None
    due: bool = False
    why: str = ""


def samples(project: Project, rule: Rule) -> list[Shown]:
    """With an invented contact, once for each language."""
    content = rule.content
    languages = list(content.texts) if isinstance(content, Message) else [""]
    attributes = attributes_of(project.desired)
    composer = composer_of(project.root, project.config, project.workspace)
    try:
        return [Shown(one, composer.sample(rule, invented(rule, attributes, one), one))
                for one in languages]  # fmt: skip
    finally:
        composer.close()


def shown(project: Project, run: Run, who: str) -> Shown:
    """For a contact by its id, external id or e-mail, or a conversation by its id."""
    found = run.read(who) or _found(run, who)
    if found is None:
        raise GuardError(f"there is no {'conversation' if run.rule.of_conversations else 'contact'}"
                         f" {who}", hint="name it by its id, external id or e-mail")  # fmt: skip
    composer = composer_of(project.root, project.config, project.workspace)
    try:
        (made,) = composer(run.rule, [dict(found)])
    finally:
        composer.close()
    run.tags.read()
    tag = _tag(run.tags, run.rule, run.known)
    had = bool(tag) and tag in run.reach.tags(run.tags, found)
    standing = run.known.recipients.get(str(found["id"]))
    why = "it has the delivery's tag" if had else unreachable(run.rule, found)
    due_ = not why and standing is None and is_due(run.rule, found, run.today)
    content = run.rule.content
    language = language_of(run.rule, found, list(content.texts)) if isinstance(
        content, Message) else ""  # fmt: skip
    return Shown(language, made, standing, due_, why)


def _found(run: Run, who: str) -> Json | None:
    if run.rule.of_conversations:
        return None
    for field in ("email", "external_id"):
        query = {"field": field, "operator": "=", "value": who}
        for page in run.client.search(run.reach.path, run.reach.items, query):
            for one in page.items:
                return run.client.read(f"{run.reach.one}/{one['id']}")
    return None
