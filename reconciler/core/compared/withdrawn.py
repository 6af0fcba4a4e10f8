"""Languages that are gone on purpose: `removed: [{ref: .., locale: fr}]`.

Intercom has no removal of one language, so it is taken from its readers and stays where it is.
A language that is only no longer declared is released, which is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reconciler.codes import finding
from reconciler.core.compared.match import Match
from reconciler.core.declared.languages import withdrawal
from reconciler.core.declared.moved import Moves
from reconciler.model import Desired, Field, Finding, Kinds, Ref


def withdrawn(
    desired: Mapping[Ref, Desired], matches: Mapping[Ref, Match], moves: Moves, kinds: Kinds
) -> Mapping[Ref, Desired]:
    """The resources, with what withdraws each language that is there and is to go."""
    found = dict(desired) if moves.languages else desired
    for ref, match in matches.items() if moves.languages else ():
        table, values = kinds[ref.kind].languages, withdrawal(kinds[ref.kind])
        there = (match.live.fields.get(table.name) or {}) if match.live and table else {}
        going = [locale for locale in there if values
                 and not {(ref, locale), (None, locale)}.isdisjoint(moves.languages)]  # fmt: skip
        if going and table:
            written = match.desired.fields.get(table.name, {})
            fields = {
                **match.desired.fields,
                table.name: {**dict.fromkeys(going, values), **written},
            }
            found[ref] = replace(match.desired, fields=fields)  # type: ignore[index] # made above
    return found


def rematched(matches: Mapping[Ref, Match], desired: Mapping[Ref, Desired]) -> Mapping[Ref, Match]:
    """The same matches, of the resources as they are now."""
    other = {ref: replace(found, desired=desired[ref]) for ref, found in matches.items()
             if found.desired is not desired[ref]}  # fmt: skip
    return {**matches, **other} if other else matches


def left_languages(matches: Mapping[Ref, Match], kinds: Kinds) -> Iterator[Finding]:
    """What was written in a language that is no longer declared: it stays, which is said once."""
    for ref, match in matches.items():
        table = kinds[ref.kind].languages
        for locale in _left(match, table) if table else ():
            way = f"removed: - {{ref: {ref}, locale: {locale}}} unpublishes it"
            hint = way if withdrawal(kinds[ref.kind]) else "change it in Intercom"
            about = f"{ref}: the translation to {locale} is no longer declared, and stays as it is"
            yield finding("translation-left", about, match.desired.spec.pos(), hint=hint)


def _left(match: Match, table: Field) -> list[str]:
    if match.entry is None or match.live is None:
        return []
    owned = {*match.entry.meant.get(table.name, ())}
    there = match.live.fields.get(table.name) or {}
    return sorted(owned.intersection(there) - (match.desired.fields.get(table.name) or {}).keys())
