"""How much a template may do: work is counted, and everything it makes is weighed.

Deterministic, without a clock: the same template fails or succeeds on every machine. A
call into C cannot be interrupted from here; it is bounded by the size of what it is given.
"""

from __future__ import annotations

import functools
import html
from collections.abc import Callable
from typing import Any

from jinja2.runtime import Undefined

from reconciler.source.simple import MAX_OUTPUT

MAX_WORK = 20_000_000
"""Units for one scalar or body: a character handled is one, a step of a loop or a call STEP."""
MAX_RUN = 400_000_000
"""Units for all templates of one run."""
STEP = 500
ITEM = 16
"""Weight of an item of a list beside its content."""
MAX_RANGE = 10_000
MAX_BITS = 4_096
MAX_PLACES = 15


class LimitError(Exception):
    """The template does too much; the message says of what."""


class Budget:
    """What is left for the template that is rendered, and for the run."""

    __slots__ = ("output", "run", "work")

    def __init__(self) -> None:
        self.run = MAX_RUN
        self.start()

    def start(self) -> None:
        self.work = min(MAX_WORK, self.run)
        self.output = MAX_OUTPUT

    def spend(self, units: int) -> None:
        self.work -= units
        self.run -= units
        if self.work < 0:
            raise LimitError("it takes more steps than a template may")

    def write(self, characters: int) -> None:
        self.output -= characters
        if self.output < 0:
            raise LimitError(f"it makes more than {MAX_OUTPUT:,} characters")
        self.spend(characters)

    def bounded(self, value: Any) -> Any:
        """The value, after its weight is paid for; LimitError where it is too large."""
        self.spend(weight(value))
        return value


def weight(value: Any) -> int:
    """Characters and items that the value holds, however often it holds the same one."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, int):
        return _digits(value)
    if not isinstance(value, dict | list | tuple | range):
        return 1
    total = 0
    rest: list[Any] = [value]
    while rest:
        one = rest.pop()
        total += len(one) * ITEM if isinstance(one, dict | list | tuple | range) else weight(one)
        if total > MAX_OUTPUT:
            raise LimitError(f"it makes a value of more than {MAX_OUTPUT:,} characters")
        if isinstance(one, dict):
            rest += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            rest += one
    return total


def _digits(value: int) -> int:
    if value.bit_length() > MAX_BITS:
        raise LimitError(f"it computes a number of more than {MAX_BITS} bits")
    return 1


def multiply(left: Any, right: Any) -> Any:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str | list | tuple) and isinstance(other, int):
            size = max(other, 0) * (weight(one) + 1)
            if size > MAX_OUTPUT:
                raise LimitError(f"it repeats a value to more than {MAX_OUTPUT:,} characters")
    return left * right


def power(left: Any, right: Any) -> Any:
    whole = isinstance(left, int) and isinstance(right, int)
    if whole and left.bit_length() * abs(right) > MAX_BITS:
        raise LimitError(f"it computes a number of more than {MAX_BITS} bits")
    return left**right


def modulo(left: Any, right: Any) -> Any:
    if isinstance(left, str):
        raise TypeError("% does not format text here; join the parts with ~")
    return left % right


def span(*args: int) -> range:
    """`range` for templates."""
    made = range(*args)
    if len(made) > MAX_RANGE:
        raise LimitError(f"it counts further than {MAX_RANGE:,}")
    return made


def replace(value: Any, old: Any, new: Any, count: int = -1) -> str:
    text, before, after = str(value), str(old), str(new)
    if text.count(before) * max(len(after) - len(before), 0) > MAX_OUTPUT:
        raise LimitError(f"it makes more than {MAX_OUTPUT:,} characters")
    return text.replace(before, after, count)


def join(value: Any, d: Any = "", attribute: Any = None) -> str:
    """The filter `join`, without escaping and bounded before it begins."""
    items = [one if attribute is None else one[attribute] for one in value]
    size = len(items) * len(str(d)) + sum(weight(one) for one in items)
    if size > MAX_OUTPUT:
        raise LimitError(f"it makes more than {MAX_OUTPUT:,} characters")
    return str(d).join(str(one) for one in items)


def escaped(value: Any) -> str:
    """The filter `escape`, as text like any other."""
    return html.escape(str(value))


def trimmed(value: Any) -> str:
    """The filter `trim`, of white space only: with a set of characters it is quadratic."""
    return str(value).strip()


def rounded(value: Any, precision: int = 0) -> float:
    if abs(precision) > MAX_PLACES:
        raise LimitError(f"it rounds to more than {MAX_PLACES} places")
    return float(round(value, precision))


def summed(value: Any, attribute: Any = None) -> Any:
    """The filter `sum`, of numbers only: lists that are summed double with every step."""
    total: Any = 0
    for one in value:
        number = one if attribute is None else one[attribute]
        if not isinstance(number, int | float):
            raise TypeError(f"{type(number).__name__} cannot be summed")
        total += number
    return total


def paid(call: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    """A filter or test that pays for what it is given and for what it makes."""

    @functools.wraps(call)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        budget.spend(STEP + sum(map(weight, args)) + sum(map(weight, kwargs.values())))
        result = call(*args, **kwargs)
        return result if isinstance(result, Undefined) else budget.bounded(result)

    return bounded
