"""One operator with its value as a test of a value that is set.

Values that do not have the type of their field match nothing. Knows no row and no group.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from reconciler.simulator.errors import invalid
from reconciler.simulator.search import values
from reconciler.simulator.search.dates import day
from reconciler.simulator.search.fields import Kind
from reconciler.simulator.search.rules import Rules

Predicate = Callable[[Any], bool]
NUMBER = (int, float)
NEGATED: Mapping[str, str] = {"!=": "=", "NIN": "IN", "!~": "~"}
IN_TEXT: Mapping[str, Callable[[str, str], bool]] = {
    "~": operator.contains, "^": str.startswith, "$": str.endswith,
}  # fmt: skip
ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def predicate(kind: Kind, sign: str, value: Any, *, name: str, rules: Rules) -> Predicate:
    """The test for a sign that is no negation; RefusalError where the value does not fit."""
    if sign == "IN":
        return _member(values.several(kind, value, name=name, converts=rules.converts), rules)
    wanted = values.single(kind, value, name=name, converts=rules.converts)
    if kind == "date" and rules.zone:
        return _by_day(sign, _day(wanted, rules.zone, name=name))
    if sign == "=":
        return _member([wanted], rules)
    if sign in IN_TEXT:
        return _in_text(IN_TEXT[sign], wanted, rules)
    return _compared(ORDERED[f"{sign}=" if rules.inclusive else sign], wanted)


def _member(wanted: list[Any], rules: Rules) -> Predicate:
    if not rules.ignores_case:
        return frozenset(wanted).__contains__
    folded = frozenset(_folded(one) for one in wanted)
    return lambda value: _folded(value) in folded


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _in_text(holds: Callable[[str, str], bool], wanted: str, rules: Rules) -> Predicate:
    if not rules.ignores_case:
        return lambda value: isinstance(value, str) and holds(value, wanted)
    folded = wanted.casefold()
    return lambda value: isinstance(value, str) and holds(value.casefold(), folded)


def _compared(holds: Callable[[Any, Any], bool], wanted: float) -> Predicate:
    return lambda value: isinstance(value, NUMBER) and holds(value, wanted)


def _by_day(sign: str, bounds: tuple[int, int]) -> Predicate:
    """[D] "=" the whole day, ">" from the start of the next, "<" before the start."""
    start, following = bounds
    if sign == ">":
        return _compared(operator.ge, following)
    if sign == "<":
        return _compared(operator.lt, start)
    return lambda value: isinstance(value, NUMBER) and start <= value < following


def _day(wanted: int, zone: ZoneInfo, *, name: str) -> tuple[int, int]:
    try:
        return day(wanted, zone)
    except (OverflowError, OSError, ValueError):
        raise invalid(f"{name} must be compared with a UNIX timestamp", field=name) from None
