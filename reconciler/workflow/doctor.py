"""A checkup of one workspace, by GET alone: token, place, rights, clock, limits, help center.

Composes the probes and the checks; one check that fails never keeps another from being made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from reconciler.core.declared.settle import kinds_to_read
from reconciler.errors import ApiError
from reconciler.model import Json, Kind, Listing
from reconciler.parallel import at_once
from reconciler.source.config import VERSIONS
from reconciler.workflow import checkup
from reconciler.workflow.checkup import Check, Probed
from reconciler.workflow.project import Project

Probe = Callable[[str], Probed]
HELP_CENTERS = "/help_center/help_centers"
SILENT = frozenset({"unreachable", "tls", "timeout"})
ON_WRITING = Check(
    "write access", "note", "not checked: no GET shows what a token may write",
    "a missing scope ends an apply at its first write, by name, with nothing lost",
)  # fmt: skip


def examine(
    project: Project, me: Probed, probe: Probe, *, regional: bool, workers: int = 8
) -> Iterator[Check]:
    """Checks as they are made, from the answer to GET /me on.

    `regional`: the host of the workspace's region is asked, not an address of somebody's own.
    """
    yield checkup.token(me.found)
    if not _worth_asking(me.found):
        yield Check("the rest", "note", "not checked: see above")
        return
    yield checkup.version(me.found, project.workspace.api_version, VERSIONS[-1])
    if not isinstance(me.found, ApiError):
        yield checkup.workspace(me.found, project.workspace)
        yield checkup.region(me.found, project.workspace, regional=regional)
    yield checkup.clock(me)
    kinds = [kind for kind in needed(project) if kind.listing.each is None]
    paths = [*[_first_page(kind) for kind in kinds], HELP_CENTERS]
    answers = at_once(probe, paths, workers=workers)
    yield checkup.rate([me, *answers])
    items = [*[kind.listing.items for kind in kinds], "data"]
    lists = {path: _with_list(path, answer.found, where)
             for path, answer, where in zip(paths, answers, items, strict=True)}  # fmt: skip
    for kind in kinds:
        yield _readable(kind, lists[_first_page(kind)])
    for kind in needed(project):
        if kind.listing.each is not None:
            yield _readable(kind, _inside(kind, kind.listing.each, probe))
    yield ON_WRITING
    yield from _content(project, me.found, lists)


def needed(project: Project) -> list[Kind]:
    """What the specs read: their kinds and what those refer to; every kind where there are none."""
    declared = {ref.kind for ref in project.desired}
    if not declared:
        return [kind for kind in project.kinds.values() if not kind.search]
    return kinds_to_read(project.kinds, declared, set())


def _worth_asking(me: Json | ApiError) -> bool:
    """Not where nobody answers at all, or nobody knows the token, or all are sent away: each
    further answer would take as many windows as the first.
    """
    if not isinstance(me, ApiError):
        return True
    return me.code not in SILENT and me.status not in {checkup.UNAUTHORIZED, checkup.TOO_MANY}


def _first_page(kind: Kind) -> str:
    query = dict(kind.listing.query)
    if kind.listing.pages:
        query |= {"per_page": "1", "page": "1"}
    return f"{kind.listing.path}?{urlencode(query)}" if query else kind.listing.path


def _inside(kind: Kind, each: Listing, probe: Probe) -> Json | ApiError:
    """The first page of the list in the first object that has one; {} where none is there."""
    around = _with_list(each.path, probe(each.path).found, each.items)
    if isinstance(around, ApiError) or not around[each.items]:
        return around
    listing = kind.listing.inside(str(around[each.items][0].get("id", "")))
    path = _first_page(replace(kind, listing=listing))
    return _with_list(path, probe(path).found, listing.items)


def _with_list(path: str, found: Json | ApiError, items: str) -> Json | ApiError:
    """The answer; the error that it is where no list stands under the dotted `items`."""
    if isinstance(found, ApiError):
        return found
    value: Any = found
    for part in items.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return found
    return ApiError(
        f'the answer has no list under "{items}"', method="GET", path=path.partition("?")[0],
        status=200, code="unexpected_answer",
        hint="the API's address or version is not one that is known here",
    )  # fmt: skip


def _readable(kind: Kind, found: Json | ApiError) -> Check:
    name = f"read {kind.plural}"
    if isinstance(found, ApiError):
        return checkup.refused(name, found)
    return Check(name, "ok", f"GET {kind.listing.path}")


def _content(
    project: Project, me: Json | ApiError, lists: Mapping[str, Json | ApiError]
) -> Iterator[Check]:
    used = {ref.kind for ref in project.desired}
    texts = {kind.name for kind in project.kinds.values() if kind.files}
    folders = {kind.files.folder_kind for kind in project.kinds.values() if kind.files}
    if used and not used & (texts | folders):
        return
    yield from checkup.help_centers(lists[HELP_CENTERS], project.config, used=bool(used))
    admin = project.kinds.get("admin")
    if admin is not None and not isinstance(me, ApiError):
        admins = lists.get(_first_page(admin))
        if admins is not None:
            yield checkup.author(admins, me, project.config)
