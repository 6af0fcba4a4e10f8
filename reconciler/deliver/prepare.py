"""Before the first send: the tag, what a dead run left behind, who is due, and whether so many may.

Everything that can be refused is refused here, while nothing has been sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from reconciler.codes import finding
from reconciler.core.delivered.due import holders, is_due, search, unreachable
from reconciler.core.delivered.requests import Made, Trouble
from reconciler.deliver.run import Run
from reconciler.deliver.tags import refuse
from reconciler.errors import GuardError
from reconciler.model import Json
from reconciler.model.delivered import TagId
from reconciler.parallel import at_once

LOOKS = 10
"""Recipients that are read again where the tag seems to have shrunk; all of them would cost as
much as sending."""
NAMED = 3


def prepared(run: Run, limit: int | None = None) -> None:
    """Fills `run.due`. `limit`: instead of the rule's own for one run. GuardError for a no."""
    adopt(run)
    if not run.dry:
        recover(run)
        _foreign(run)
    _shrunk(run)
    collect(run)
    _composable(run)
    _within_limits(run, limit)


# ---------------------------------------------------------------- the tag


def adopt(run: Run) -> None:
    """The tag by the id that the ledger knows, else by its name; refused where it changed."""
    names, known = run.tags.read(), run.known.tag
    if known.id:
        if known.id not in names:
            raise refuse(run.rule, f"its tag {known.name} was deleted in Intercom")
        if names[known.id] != known.name:
            raise refuse(run.rule, f"its tag {known.name} was renamed to {names[known.id]}")
        run.tag = known
    elif found := run.tags.find(run.rule.tag):
        run.tag = found
        if not run.dry:
            run.note("tag", tag=found)


def tagged(run: Run) -> None:
    """The tag is made before the first batch of a delivery, and kept by its id from then on."""
    if not run.tag.id:
        run.tag = run.tags.make(run.rule.tag)
        run.note("tag", tag=run.tag)


def mark(run: Run, ids: Sequence[str]) -> None:
    """Gives the tag; refused where that gave another tag of the same name."""
    for part in _parts(ids, run.batch):
        given = run.reach.give(run.tags, run.tag, part, run.targets.sender, run.workers)
        if given.id != run.tag.id:
            raise refuse(run.rule, f"its tag {run.tag.name} was renamed or deleted in Intercom "
                         f"meanwhile, and a new one has the id {given.id}")  # fmt: skip


def holds(run: Run, id_: str) -> bool:
    """Is the tag on this recipient? Of one that is gone nobody can say: yes."""
    found = run.read(id_)
    return found is None or run.tag.id in run.reach.tags(run.tags, found)


def _parts(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _shrunk(run: Run) -> None:
    """[I] Whoever takes the tag off is seen by the search, sooner or later, and by some looks."""
    final = run.known.of("done", "held")
    if not final or not run.tag.id:
        return
    page = next(iter(run.client.search(run.reach.path, run.reach.items,
                                       holders(run.rule, run.tag.id))), None)  # fmt: skip
    if page is None or page.total is None or page.total >= len(final):
        return
    _look(run, final[:: max(len(final) // LOOKS, 1)])


def _look(run: Run, ids: Sequence[str]) -> None:
    if not all(at_once(lambda id_: holds(run, id_), islice(ids, LOOKS), workers=LOOKS)):
        raise refuse(run.rule, f"its tag {run.tag.name} was taken off some who received it")


# ---------------------------------------------------------------- what a dead run left


def recover(run: Run) -> None:
    """What was claimed and not begun is let go; what was begun and not answered is uncertain.

    Each part may be done twice: killed here, the next run does it again.
    """
    known = run.known
    if not known.claims and not known.of("claimed", "intended", "sent"):
        return
    begun = known.of("intended")
    if begun:
        run.note("again" if run.rule.repeatable else "uncertain", begun)
    sent, uncertain = known.of("sent"), known.of("uncertain")
    if sent or uncertain:
        tagged(run)
        mark(run, [*sent, *uncertain])
        run.note("done", sent)
    for claim in list(known.claims):
        if found := run.tags.find(claim):
            run.tags.drop(found.id)
        run.note("free", known.of("claimed"), TagId("", claim))
    run.note("free", known.of("claimed"))


def _foreign(run: Run) -> None:
    """Claims that this ledger does not know: of a run with another ledger, or with a lost one.

    Each holder is read, for the search may be behind: a claim whose batch was marked is over.
    """
    prefix = run.rule.claims.casefold()
    claims = [id_ for id_, name in run.tags.names.items() if name.casefold().startswith(prefix)]
    for claim in () if run.rule.repeatable else claims:
        for page in run.client.search(run.reach.path, run.reach.items, holders(run.rule, claim)):
            ids = [one for each in page.items if (one := str(each["id"])) not in
                   run.known.recipients]  # fmt: skip
            open_ = at_once(partial(_open, run, claim), ids, workers=run.workers)
            if any(open_):
                run.note("uncertain", [id_ for id_, one in zip(ids, open_, strict=True) if one])


def _open(run: Run, claim: str, id_: str) -> bool:
    """Claimed, and not marked as done."""
    found = run.read(id_)
    tags = run.reach.tags(run.tags, found) if found is not None else {}
    return claim in tags and run.tag.id not in tags


# ---------------------------------------------------------------- who is due


def collect(run: Run) -> None:
    """Fills `run.due`: all of them before the first tag is given, which would move the pages."""
    query = search(run.rule, run.today, run.tag.id)
    recipients = run.known.recipients
    found: dict[str, Json] = {}
    again: list[str] = []
    for page in run.client.search(run.reach.path, run.reach.items, query):
        for one in page.items:
            id_ = str(one["id"])
            if id_ not in recipients:
                found[id_] = one
            elif recipients[id_].phase in ("done", "held"):
                again.append(id_)
    if again and run.tag.id:
        _look(run, again)
    for id_, one in found.items():
        if not is_due(run.rule, one, run.today):
            continue
        if why := unreachable(run.rule, one):
            run.ended(id_, "unreachable", why)
        else:
            run.due.append(one)


def _composable(run: Run) -> None:
    """Every text is made once before the first is sent: a field that somebody lacks and that has
    no default refuses them all. What fails for one alone leaves out that one.
    """
    missing: dict[str, int] = {}
    ready: list[Json] = []
    for one, made in zip(run.due, run.compose(run.rule, run.due), strict=True):
        if isinstance(made, Made):
            ready.append(one)
        elif made.missing:
            missing[made.missing] = missing.get(made.missing, 0) + 1
        else:
            _failed(run, str(one["id"]), made)
    if missing:
        names = ", ".join(f"{name} (of {count})" for name, count in sorted(missing.items()))
        raise GuardError(
            f"{run.rule.ref}: {len(run.due)} are due, and the text needs what some of them lack: "
            f"{names}; nothing was sent",
            hint="give it a default, as in {{ contact.name | default('there') }}, or ask for it in "
            "where",
        )
    run.due = ready


def _failed(run: Run, id_: str, made: Trouble) -> None:
    about = f"{run.rule.ref}: {id_} is sent nothing: {made.message}"
    if run.results["template"] < NAMED:
        run.troubles.append(finding("not-delivered", about, run.rule.spec.pos()))
    run.ended(id_, "template", made.message)


def _within_limits(run: Run, limit: int | None) -> None:
    count, most = len(run.due), run.rule.limit.run if limit is None else limit
    if count > most:
        raise GuardError(
            f"{run.rule.ref}: {count:,} are due and a run may send {most:,}; nothing was sent",
            hint=f"if so many are meant: limit: {{run: {count}}} in the rule, or --limit {count}",
        )
    most_day = run.rule.limit.day
    if count and most_day is not None:
        before = run.known.sent_since(run.today.midnight)
        if before + count > most_day:
            raise GuardError(
                f"{run.rule.ref}: {count:,} are due, {before:,} were sent today and a day may have "
                f"{most_day:,}; nothing was sent",
                hint=f"if so many are meant: limit: {{day: {before + count}}} in the rule",
            )
