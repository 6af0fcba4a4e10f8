"""Every translation of a project and how it stands, with the workspace or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconciler.core.compared.followed import follow
from reconciler.core.described.translations import Standing, standings
from reconciler.core.planned.plan import Planned
from reconciler.core.planned.select import selects
from reconciler.model import Entry, Live, Ref
from reconciler.workflow.project import Project

NO_LEDGER = "without a ledger it is not known which translations fell behind"
NO_WORKSPACE = "without Intercom it is not known what only it has"


@dataclass(frozen=True, slots=True)
class Overview:
    """`unknown`: what could not be known, a sentence each."""

    standings: tuple[Standing, ...]
    unknown: tuple[str, ...] = ()


def offline(project: Project, entries: Mapping[Ref, Entry]) -> Overview:
    """What the files say, and the ledger where there is one."""
    known = follow(project.moves, project.desired, entries, {}).entries
    unknown = ([] if entries else [NO_LEDGER]) + [NO_WORKSPACE]
    return _overview(project, known, {}, tuple(unknown))


def online(project: Project, planned: Planned) -> Overview:
    """The same with what Intercom has, as planning found it."""
    entries = {ref: one.entry for ref, one in planned.matches.items() if one.entry}
    lives = {ref: one.live for ref, one in planned.matches.items() if one.live}
    return _overview(project, entries, lives, () if entries else (NO_LEDGER,))


def _overview(
    project: Project,
    entries: Mapping[Ref, Entry],
    lives: Mapping[Ref, Live],
    unknown: tuple[str, ...],
) -> Overview:
    found = standings(project.desired, project.kinds, project.config.locales, entries, lives)
    return Overview(tuple(found), unknown)


def chosen(
    project: Project, overview: Overview, selectors: Sequence[str], locales: Sequence[str]
) -> list[Standing]:
    """Those that the selectors and languages mean; all of them where none is given."""
    files = {ref: one.spec.file for ref, one in project.desired.items()}
    return [
        one for one in overview.standings
        if (not locales or one.locale in locales)
        and (not selectors
             or any(selects(each, one.ref, files[one.ref], project.kinds) for each in selectors))
    ]  # fmt: skip
