"""Which findings are shown, and how grave they are: what the project and its comments say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

from reconciler.codes import failed, finding
from reconciler.model import Finding, Severity, Suppression

IGNORE = "ignore"
BROKEN = ("file-", "front-matter", "yaml-")
"""Codes of what could not be read; what else is found at the same place follows from it."""

ASKED_FOR = frozenset({"unreachable-link"})
"""Codes that only some runs look for; a comment for one is not without use in the others."""


class Weighed(NamedTuple):
    """`ignored`: what a comment in the files ignores, with that comment."""

    findings: tuple[Finding, ...]
    ignored: tuple[tuple[Finding, Suppression], ...] = ()


def weighed(
    found: Sequence[Finding],
    severities: Mapping[str, str],
    suppressions: Sequence[Suppression] = (),
) -> Weighed:
    """The findings in the order of their places, each once and as grave as the project says.

    A comment that ignores nothing is a finding itself, unless an error may have hidden it.
    """
    by_file: dict[str, list[Suppression]] = {}
    for each in suppressions:
        by_file.setdefault(each.pos.file, []).append(each)
    spoilt = {one.pos for one in found if one.code.startswith(BROKEN)}
    shown: set[Finding] = set()
    ignored: list[tuple[Finding, Suppression]] = []
    for one in set(found):
        if one.pos in spoilt and not one.code.startswith(BROKEN):
            continue
        here = by_file.get(one.pos.file, ()) if one.pos else ()
        cover = next((each for each in here if each.covers(one)), None)
        if cover:
            ignored.append((one, cover))
        else:
            shown.add(one)
    if not failed(shown):
        shown |= set(_unused(suppressions, ignored))
    kept = [_graded(one, severities) for one in shown if severities.get(one.code) != IGNORE]
    ignored.sort(key=lambda pair: place(pair[0]))
    return Weighed(tuple(sorted(kept, key=place)), tuple(ignored))


def place(one: Finding) -> tuple[Any, ...]:
    """The order of findings: by file, line, column."""
    where = one.pos[:3] if one.pos else ("", 0, 0)
    return (*where, one.code, one.message)


def _graded(one: Finding, severities: Mapping[str, str]) -> Finding:
    severity = severities.get(one.code)
    return replace(one, severity=cast("Severity", severity)) if severity else one


def _unused(
    suppressions: Sequence[Suppression], ignored: Sequence[tuple[Finding, Suppression]]
) -> Iterable[Finding]:
    used = {(cover.pos, one.code) for one, cover in ignored}
    for each in suppressions:
        for code in each.codes:
            if (each.pos, code) not in used and code not in ASKED_FOR:
                message = f"there is no {code} here to ignore"
                yield finding("ignore-unused", message, each.pos, hint="take the comment away")
