"""Translations as a table for people, a row for each resource, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from reconciler.core.described.translations import STATES, Standing, State, totals
from reconciler.model import Json
from reconciler.render.safe import Paint, printable

WORDS: dict[State, str] = {"left": "in Intercom only"}
STYLES: dict[State, str] = {
    "missing": "error", "stale": "warning", "fresh": "create", "unknown": "dim", "left": "note",
}  # fmt: skip


def table(found: Sequence[Standing], paint: Paint) -> str:
    """A column for each language; below it how many stand how."""
    locales = list(dict.fromkeys(one.locale for one in found))
    rows = [(printable(str(ref)), {one.locale: one.state for one in mine})
            for ref, mine in groupby(found, lambda one: one.ref)]  # fmt: skip
    first = max((len(name) for name, _ in rows), default=0)
    width = max(map(len, (*locales, *(word(one.state) for one in found))), default=0)
    lines = [paint("bold", _line("", [one.ljust(width) for one in locales], first))]
    for name, states in rows:
        cells = [_cell(states.get(one), width, paint) for one in locales]
        lines.append(_line(name, cells, first))
    return "\n".join([*lines, "", *summary(found)])


def word(state: State) -> str:
    return WORDS.get(state, state)


def _cell(state: State | None, width: int, paint: Paint) -> str:
    return paint(STYLES[state], word(state).ljust(width)) if state else " " * width


def _line(name: str, cells: list[str], first: int) -> str:
    return "  ".join([name.ljust(first), *cells]).rstrip()


def summary(found: Sequence[Standing]) -> list[str]:
    """A line for each language, in fixed words."""
    return [
        f"{printable(locale)}: "
        + ", ".join(f"{count:,} {word(state)}" for state, count in counts.items())
        for locale, counts in totals(list(found)).items()
    ]


def to_json(found: Sequence[Standing], unknown: Sequence[str]) -> Json:
    return {
        "translations": [
            {"ref": str(one.ref), "locale": one.locale, "state": one.state,
             "file": one.pos.file, "line": one.pos.line, "column": one.pos.column}
            for one in found
        ],
        "totals": {locale: {state: counts[state] for state in STATES}
                   for locale, counts in totals(list(found)).items()},
        "unknown": list(unknown),
    }  # fmt: skip
