"""How each translation stands: missing, behind its original, fresh, or in Intercom alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from reconciler.core.compared.stale import standing
from reconciler.model import Desired, Entry, Field, Kinds, Live, Pos, Ref

State = Literal["missing", "stale", "fresh", "unknown", "left"]
STATES: tuple[State, ...] = ("missing", "stale", "fresh", "unknown", "left")
"""unknown: nothing is noted of it, so its age cannot be told. left: in Intercom, not declared."""


class Standing(NamedTuple):
    ref: Ref
    locale: str
    state: State
    pos: Pos


def standings(
    desired: Mapping[Ref, Desired],
    kinds: Kinds,
    locales: tuple[str, ...],
    entries: Mapping[Ref, Entry],
    lives: Mapping[Ref, Live],
) -> Iterator[Standing]:
    """Each resource that has translations, in each language: the declared ones in their order,
    then those that only Intercom has. `entries` and `lives` may be empty: then less is known.
    """
    for ref, one in desired.items():
        table = kinds[ref.kind].languages
        if table is None:
            continue
        known = standing(kinds[ref.kind], one, entries[ref].translated if ref in entries else {})
        there = _there(table, lives.get(ref))
        for locale in dict.fromkeys((*locales[1:], *sorted(there - {locales[0]}))):
            state: State = known.get(locale) or ("left" if locale in there else "missing")
            yield Standing(ref, locale, state, _pos(one, table, locale))


def _there(table: Field, live: Live | None) -> set[str]:
    """The languages that an object has in Intercom, with a text in them."""
    held = (live.fields.get(table.name) or {}) if live else {}
    needed = [sub.name for sub in table.of if sub.required] or [sub.name for sub in table.of]
    return {locale for locale, fields in held.items() if any(fields.get(name) for name in needed)}


def _pos(one: Desired, table: Field, locale: str) -> Pos:
    file = one.spec.translations.get(locale)
    return Pos(file.path, 1, 1) if file else one.spec.pos(table.name, locale)


def totals(found: list[Standing]) -> dict[str, dict[State, int]]:
    """Language -> how many translations stand how."""
    counts: dict[str, dict[State, int]] = {}
    for one in found:
        mine = counts.setdefault(one.locale, dict.fromkeys(STATES, 0))
        mine[one.state] += 1
    return counts
