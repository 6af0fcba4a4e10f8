"""Findings that say the same are one group: shown once, with the other places counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reconciler.model import Finding
from reconciler.render.safe import plural

ABOUT = re.compile(r"[a-z_]+/[^:\n]*: ")
"""The resource that a message begins with."""
PLACES = 3


class Group(NamedTuple):
    """The first finding, the next few, and the rest, in the order of their places."""

    first: Finding
    others: tuple[Finding, ...]
    rest: tuple[Finding, ...]

    @property
    def all(self) -> tuple[Finding, ...]:
        return (self.first, *self.others, *self.rest)

    @property
    def more(self) -> str:
        """`41 more in 12 files`; empty where there is no rest."""
        return counted(self.rest)


def grouped(found: Iterable[Finding]) -> list[Group]:
    """Errors that say the same of different resources; all else by code, since it can wait."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for one in found:
        groups.setdefault(_key(one), []).append(one)
    return [Group(first, tuple(others[:PLACES]), tuple(others[PLACES:]))
            for first, *others in groups.values()]  # fmt: skip


def _key(one: Finding) -> tuple[str, ...]:
    if one.severity != "error":
        return one.code, one.severity
    return one.code, one.severity, ABOUT.sub("", one.message, count=1)


def counted(rest: Sequence[Finding]) -> str:
    if not rest:
        return ""
    files = {one.pos.file for one in rest if one.pos}
    return f"{len(rest):,} more" + (f" in {plural(len(files), 'file')}" if files else "")
