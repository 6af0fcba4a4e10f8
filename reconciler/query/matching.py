"""Does one object, read by its id, match? Yes, no, or nobody can tell from its answer.

A search is some minutes behind, an object read by its id is not: where this says no, the search
was wrong. None wherever the answer does not hold the field, or where nothing public says how
Intercom compares: upper and lower case, and values that are not set with !=, !~ and NIN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from operator import ge, gt, le, lt

from reconciler.query import dates
from reconciler.query.dates import Distance, Instant
from reconciler.query.fields import PREFIX
from reconciler.query.query import Asked, Filter, Node, Value, wire_value

Truth = bool | None
POSITIVE = {"!=": "=", "NIN": "=", "IN": "=", "!~": "~"}
NEGATED = frozenset({"!=", "NIN", "!~"})
IN_TEXT: Mapping[str, Callable[[str, str], bool]] = {
    "~": lambda held, wanted: wanted in held, "^": str.startswith, "$": str.endswith,
}  # fmt: skip
ORDERED: Mapping[str, Callable[[float, float], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge}
INCLUSIVE: Mapping[str, Callable[[float, float], bool]] = {**ORDERED, "<": le, ">": ge}


class _Unknown:
    """No answer holds it."""


UNKNOWN = _Unknown()


def matches(node: Node, found: Mapping[str, object], asked: Asked) -> Truth:
    """As Query.matches; `node`: the part of the query that is asked about."""
    if isinstance(node, Filter):
        return _filter(node, found, asked)
    truths = [matches(one, found, asked) for one in node.parts]
    return _all(truths) if node.operator == "AND" else _any(truths)


def _all(truths: list[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _any(truths: list[Truth]) -> Truth:
    return _not(_all([_not(one) for one in truths]))


def _filter(one: Filter, found: Mapping[str, object], asked: Asked) -> Truth:
    held = _held(one, found)
    if isinstance(held, _Unknown):
        return None
    negated = one.sign in NEGATED
    if one.values == (None,):
        return (not held if one.field.many else held is None) is not negated
    if held is None or held == []:
        return None if negated else False
    sign = POSITIVE.get(one.sign, one.sign)
    each = held if isinstance(held, list) else [held]
    anyone = _any([_compared(one, sign, item, value, asked) for item in each
                   for value in one.values])  # fmt: skip
    if anyone is False and one.field.many and _more(one, found):
        return None
    return _not(anyone) if negated else anyone


def _compared(one: Filter, sign: str, held: object, value: Value, asked: Asked) -> Truth:
    if asked.table.by_day and isinstance(value, date | Distance | Instant):
        day = dates.day(value, asked.now, asked.zone)
        return _by_day(sign, held, dates.bounds(day, asked.zone))
    wanted = wire_value(value, one, asked)
    if sign in ORDERED:
        holds = (INCLUSIVE if asked.table.inclusive else ORDERED)[sign]
        return _number(held) and _number(wanted) and holds(held, wanted)  # type: ignore[arg-type] # both are numbers
    if one.field.path == "email" and one.field.name == "email_domain":
        held = str(held).rpartition("@")[2]
    if _number(held) and _number(wanted):
        return held == wanted
    return _text(IN_TEXT.get(sign, str.__eq__), _spelled(held), _spelled(wanted))


def _text(holds: Callable[[str, str], bool], held: str, wanted: str) -> Truth:
    """None where only upper and lower case stand between them."""
    if holds(held, wanted):
        return True
    return None if holds(held.casefold(), wanted.casefold()) else False


def _by_day(sign: str, held: object, bounds: tuple[int, int]) -> bool:
    if not isinstance(held, int | float):
        return False
    start, following = bounds
    if sign == ">":
        return held >= following
    return held < start if sign == "<" else start <= held < following


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _held(one: Filter, found: Mapping[str, object]) -> object:
    """What the object holds; UNKNOWN where its answer does not say."""
    name = one.field.name
    if name.startswith(f"{PREFIX}."):
        own = found.get(PREFIX)
        value = own.get(name.partition(".")[2]) if isinstance(own, Mapping) else UNKNOWN
        return UNKNOWN if isinstance(value, Mapping) else value
    path = name if one.field.path is None else one.field.path
    here: object = found
    for part in path.split("."):
        if here is None:
            return None
        if not isinstance(here, Mapping) or part not in here:
            return UNKNOWN
        here = here[part]
    if not one.field.many:
        return here
    if not isinstance(here, list):
        return UNKNOWN
    return [str(item.get("id")) for item in here if isinstance(item, Mapping)]


def _more(one: Filter, found: Mapping[str, object]) -> bool:
    """[D] Contacts hold at most ten of their tags; the rest stands behind a link."""
    outer = found.get(str(one.field.path).partition(".")[0])
    return isinstance(outer, Mapping) and bool(outer.get("has_more"))
