"""The plan: everything that is due in one workspace, why, in which order, at what cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from reconciler.codes import finding
from reconciler.core.compared.addresses import State, addresses
from reconciler.core.compared.canonical import bodies
from reconciler.core.compared.diff import Context
from reconciler.core.compared.followed import follow, respelt, speller
from reconciler.core.compared.forwarded import forwarded, led_on, unless_idle
from reconciler.core.compared.links import linked_files
from reconciler.core.compared.match import Match, Matching, match
from reconciler.core.compared.names import Names
from reconciler.core.compared.older import renewed
from reconciler.core.compared.pairs import IDLE, Compared, compared
from reconciler.core.compared.removal import spare_parents
from reconciler.core.compared.staging import drafted, recognised, waiting
from reconciler.core.compared.stale import Late, held_back, stale, stale_notes
from reconciler.core.compared.swap import questioned, swapped
from reconciler.core.compared.undeclared import undeclared
from reconciler.core.compared.verdict import finished
from reconciler.core.compared.withdrawn import left_languages, rematched, withdrawn
from reconciler.core.declared.policies import EDITED, STALE, nearest
from reconciler.core.declared.settle import exact_relations
from reconciler.core.planned.digest import digest
from reconciler.core.planned.notes import (
    draft_links,
    proposed_moves,
    refusals,
    shared_keys,
    unowned_moves,
)
from reconciler.core.planned.order import WRITING, order
from reconciler.core.planned.select import chosen, needs, selects
from reconciler.core.planned.sequence import out_of_order
from reconciler.core.planned.situation import Situation
from reconciler.core.planned.staged import Staging, by_mode, to_publish
from reconciler.garbage import no_collection
from reconciler.model import (
    Assets,
    Change,
    Entry,
    Finding,
    Forecast,
    Id,
    Kind,
    Kinds,
    Path,
    Plan,
    Ref,
    Target,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with what applying it needs to know."""

    plan: Plan
    names: Names
    context: Context
    matches: Mapping[Ref, Match]
    addressed: frozenset[Target]
    assets: Assets = field(default_factory=Assets)


@no_collection()
def plan(situation: Situation) -> Planned:
    """Pure: the same situation gives the same plan, byte for byte."""
    situation = replace(situation, entries=renewed(situation.entries, situation.kinds))
    forwards = forwarded(situation)
    if forwards.desired:
        situation = replace(situation, desired={**situation.desired, **forwards.desired})
    names = _names(situation)
    known = follow(situation.moves, situation.desired, situation.entries, situation.intents)
    found = match(Matching(situation.kinds, situation.desired, situation.lives, known.entries,
                           known.intents, names, known.origins, known.contested))  # fmt: skip
    spelt = speller(situation.moves, found, situation.desired, situation.kinds)
    matches = recognised(
        respelt(found, spelt), situation.kinds, names, known.intents, situation.drafts
    )
    desired = withdrawn(situation.desired, matches, situation.moves, situation.kinds)
    unsaid: Mapping[Ref, frozenset[Path]] = {}
    if situation.mode == "publish":
        public, unsaid = to_publish(rematched(matches, desired), situation.kinds)
        desired = {**desired, **public}
    situation, matches = replace(situation, desired=desired), rematched(matches, desired)
    _learn_strangers(situation, names)
    states = _unless_waiting(situation, matches, addresses(situation.kinds, matches))
    addressless = frozenset(target for target, state in states.items() if state == "none")
    context = _context(situation, names, addressless)
    late, held = _late(situation, matches)
    each = compared(situation, matches, context)
    changes = _unless_stuck(each.changes, situation.kinds, matches)
    changes = held_back(changes, held)
    unaddressed = {target for target, state in states.items() if state != "has"}
    staging = Staging(situation, matches, context, unaddressed, unsaid)
    refused = {one.ref for one in changes if one.op == "refuse"}
    changes += undeclared(situation, matches, names, spelt)
    changes = led_on(changes, forwards)
    changes = questioned(changes, swapped(matches, known.entries, situation.kinds, context))
    changes = by_mode(staging, changes)
    changes = spare_parents(changes, situation.lives, situation.kinds, names)
    due, left_out = chosen(changes, situation.only, situation.exclude, situation.kinds)
    due = unless_idle(due, forwards)
    addressed = frozenset(target for target, state in states.items() if state == "gets")
    made = assemble(situation.workspace, due, situation.kinds, addressed, addressless)
    made = replace(
        made,
        findings=(*_idle_selectors(situation), *refusals(due),
                  *shared_keys(situation.kinds, situation.lives, matches),
                  *draft_links(situation.desired, addressless),
                  *proposed_moves(matches),
                  *left_languages(matches, situation.kinds), *staging.findings,
                  *stale_notes({ref: late[ref] for ref in late if ref not in refused}, matches),
                  *out_of_order(situation.desired, matches, situation.kinds),
                  *unowned_moves(situation.moves, situation.entries.keys())),
        left_out=tuple(left_out),
        unmanaged=_unmanaged(situation, matches),
        unchanged=len(situation.desired) - sum(one.desired is not None for one in changes),
        remember=tuple(_remember(each, matches, changes)),
    )  # fmt: skip
    return Planned(made, names, context, matches, addressed)


def assemble(
    workspace: str,
    due: Sequence[Change],
    kinds: Kinds,
    addressed: frozenset[Target],
    addressless: frozenset[Target],
) -> Plan:
    """Steps, forecast and digest of the changes that are to run."""
    changes = tuple(one for one in due if one.op != "keep")
    writing = {one.ref for one in changes}
    writable = frozenset(target for target in addressed if target.ref in writing)
    steps = order(changes, kinds, writable, addressless)
    return Plan(
        workspace,
        changes,
        steps,
        kept=tuple(one for one in due if one.drift and one.op != "refuse"),
        forecast=Forecast(writes=len(steps)),
        digest=digest([workspace, sorted(one.digest for one in changes)]),
    )


def _unless_waiting(
    situation: Situation, matches: Mapping[Ref, Match], states: Mapping[Target, State]
) -> dict[Target, State]:
    """Nothing gets an address while texts are staged, and what waits for it gets none unasked."""
    if situation.mode == "publish":
        return dict(states)
    drafting, every = drafted(situation.kinds), situation.mode == "stage"
    waits = {ref for ref, found in matches.items()
             if ref.kind in drafting and (every or waiting(found))}  # fmt: skip
    return {target: "none" if state == "gets" and target.ref in waits else state
            for target, state in states.items()}  # fmt: skip


def _context(situation: Situation, names: Names, addressless: frozenset[Target]) -> Context:
    """What a person asked for now is stronger than what single resources say."""
    own = {} if situation.override else nearest(situation.desired, situation.kinds, EDITED)
    return Context(names, situation.override or situation.policy, own, addressless)


def _late(situation: Situation, matches: Mapping[Ref, Match]) -> tuple[Late, Late]:
    """Languages that fell behind, by resource: those that are said, and those that hold it back."""
    words = nearest(situation.desired, situation.kinds, STALE)
    found = {ref: (words.get(ref, situation.stale), locales)
             for ref, locales in stale(matches, situation.kinds).items()}  # fmt: skip
    said = {ref: locales for ref, (word, locales) in found.items() if word != "ignore"}
    return said, {ref: said[ref] for ref, (word, _) in found.items() if word == "refuse"}


def _names(situation: Situation) -> Names:
    names = Names(secret=situation.secret)
    targets = {one.ref for kind in situation.kinds.values()
               for one in kind.fields if one.soft}  # fmt: skip
    for name in targets:
        for live in situation.lives.get(name, ()):
            names.see(live, bodies(situation.kinds[name], live.fields))
    _learn_files(situation, names, targets)
    return names


def _learn_files(situation: Situation, names: Names, kinds: Collection[str]) -> None:
    """Files that bodies link to now, and linked to when they were last written."""
    texts = [text for ref, one in situation.desired.items() if ref.kind in kinds
             for _, text in bodies(situation.kinds[ref.kind], one.fields)]  # fmt: skip
    texts += [text for ref, entry in situation.entries.items() if ref.kind in kinds
              for _, text in bodies(situation.kinds[ref.kind], entry.meant)]  # fmt: skip
    for one in (one for text in reversed(texts) for one in linked_files(text)):
        names.files[one.digest] = one
        if situation.served:
            names.files[f"{situation.served}/{quote(one.path)}"] = one


def _learn_strangers(situation: Situation, names: Names) -> None:
    """Objects that nobody declares, by the names they have in Intercom: what a list that names
    all there shall be has to take off.
    """
    for table in exact_relations(situation.desired.values(), situation.kinds):
        kind = situation.kinds[table.ref]
        for live in situation.lives.get(kind.name, ()):
            if Id(kind.name, live.id) not in names.by_id:
                text = str(live.fields.get(kind.named_by or kind.key[-1]))
                taken = Ref(kind.name, text) in situation.desired
                names.learn(live, f"#{live.id}" if taken else text)
                names.texts[Ref(kind.name, names.name(Id(kind.name, live.id)))] = text


def _unless_stuck(
    changes: Iterable[Change], kinds: Kinds, matches: Mapping[Ref, Match]
) -> list[Change]:
    """Whatever needs a resource that is refused is refused with it: what lies in it, what
    links to it, what is typed by it.
    """
    found = list(changes)
    while True:
        coming = {one.ref for one in found if one.op == "create"}
        absent = {ref for ref, each in matches.items() if each.live is None} - coming
        refused = {one.ref for one in found if one.op == "refuse"}
        stuck = {one.ref: ref for one in found if one.op in WRITING and one.desired
                 for ref in _stuck_on(one, kinds[one.ref.kind], absent, refused)}  # fmt: skip
        if not stuck:
            return found
        found = [
            finished(replace(one, op="refuse", fields=(), why=f"needs {stuck[one.ref]}"))
            if one.ref in stuck
            else one
            for one in found
        ]


def _stuck_on(one: Change, kind: Kind, absent: set[Ref], refused: set[Ref]) -> set[Ref]:
    typing = {table.keys.kind for table in kind.fields if table.keys}
    typed = {ref for ref in refused if ref.kind in typing}
    return (needs(one) & absent) | (needs(one) & typed)


def _idle_selectors(situation: Situation) -> Iterator[Finding]:
    """A selector that means nothing is more likely a slip than a wish."""
    files = {ref: one.spec.file for ref, one in situation.desired.items()}
    refs = {**dict.fromkeys(situation.entries, ""), **files}
    for flag, selectors in (("--only", situation.only), ("--exclude", situation.exclude)):
        for one in selectors:
            if not any(ref.kind in situation.kinds and selects(one, ref, file, situation.kinds)
                       for ref, file in refs.items()):  # fmt: skip
                yield finding("scope", f"{flag} {one} selects nothing", severity="warning")


def _unmanaged(situation: Situation, matches: Mapping[Ref, Match]) -> dict[str, int]:
    ours: dict[str, set[str]] = {name: set() for name in situation.kinds}
    for each in matches.values():
        if each.live is not None:
            ours[each.live.kind].add(each.live.id)
    for ref, entry in situation.entries.items():
        ours.setdefault(ref.kind, set()).add(entry.id)
    found = {}
    for name, lives in situation.lives.items():
        kind = situation.kinds[name]
        if kind.create is None:
            continue
        total = situation.totals.get(name, sum(not live.archived for live in lives))
        known = sum(live.id in ours[name] and not live.archived for live in lives)
        if total > known:
            found[kind.plural] = total - known
    return found


def _remember(each: Compared, matches: Iterable[Ref], changes: Iterable[Change]) -> Iterator[Entry]:
    """Entries that are right without any call, unless something was decided against them since."""
    busy = {one.ref for one in changes if one.op not in IDLE}
    return (each.entries[ref] for ref in matches if ref in each.entries and ref not in busy)
