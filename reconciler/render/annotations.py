"""Findings as workflow commands of GitHub Actions, which shows them in the pull request.

A command ends at the end of its line, and its properties at a colon or a comma; all of them
are escaped, so that no file name and no message makes a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reconciler.model import Finding
from reconciler.render.groups import Group, counted, grouped
from reconciler.render.safe import printable

LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
LIMIT = 10
"""Annotations of a level that GitHub shows for a step."""
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


def commands(found: Iterable[Finding], *, prefix: str = "") -> list[str]:
    """A line for each group of findings, as many as are shown; the last one counts the others.

    prefix: from the root of the repository to the project, as GitHub wants its paths.
    """
    levels: dict[str, list[Group]] = {severity: [] for severity in LEVELS}
    for one in grouped(found):
        levels[one.first.severity].append(one)
    return [
        line for severity, groups in levels.items() for line in _level(severity, groups, prefix)
    ]


def _level(severity: str, groups: list[Group], prefix: str) -> Iterator[str]:
    shown = groups if len(groups) <= LIMIT else groups[: LIMIT - 1]
    yield from (_annotation(one, prefix) for one in shown)
    rest = [
        one for group in groups[len(shown) :] for one in (group.first, *group.others, *group.rest)
    ]
    if rest:
        yield f"::{LEVELS[severity]} title=reconciler::{_data(counted(rest))}; the log has them"


def _annotation(group: Group, prefix: str) -> str:
    one = group.first
    properties = {"title": one.code}
    if one.pos:
        place = {"file": prefix + one.pos.file, "line": one.pos.line, "col": one.pos.column}
        properties = {key: str(value) for key, value in place.items() if value} | properties
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{LEVELS[one.severity]} {said}::{_data(_message(group))}"


def _message(group: Group) -> str:
    count = counted(group.all[1:])
    parts = [group.first.message, f"and {count}" if count else "", group.first.hint]
    return "\n".join(printable(one) for one in parts if one)


def _data(text: str) -> str:
    return "".join(DATA.get(one, one) for one in text)


def _property(text: str) -> str:
    return "".join(PROPERTY.get(one, one) for one in printable(text))
