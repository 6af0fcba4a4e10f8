"""Translations older than what they translate: noted in the ledger when they were last written.

For each language the ledger keeps two digests: of the original's texts and of the translation's
own, as they were when the translation last changed. The original is another one by now and the
translation is not: then it is stale, however often was applied in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from reconciler.codes import finding
from reconciler.core.compared.match import Match
from reconciler.core.compared.verdict import finished
from reconciler.core.planned.digest import digest
from reconciler.model import Change, Desired, Field, Finding, Kind, Kinds, Pos, Ref

Noted = Mapping[str, tuple[str, str]]
Late = Mapping[Ref, Sequence[str]]
"""Resource -> its languages that fell behind."""
WHY = "is older than the original"


def noted(kind: Kind, one: Desired, old: Noted) -> dict[str, tuple[str, str]]:
    """Per declared language: digest of the original when it was translated, and of its own."""
    return {
        locale: old[locale] if locale in old and old[locale][1] == own else (original, own)
        for locale, (original, own) in _digests(kind, one)
    }


def standing(
    kind: Kind, one: Desired, known: Noted
) -> dict[str, Literal["stale", "fresh", "unknown"]]:
    """Each declared translation: stale where its texts stayed while the original changed."""
    return {
        locale: "unknown" if locale not in known
        else "stale" if known[locale][1] == own and known[locale][0] != original
        else "fresh"
        for locale, (original, own) in _digests(kind, one)
    }  # fmt: skip


def stale(matches: Mapping[Ref, Match], kinds: Kinds) -> dict[Ref, list[str]]:
    """Resource -> its languages that are stale."""
    found: dict[Ref, list[str]] = {}
    for ref, match in matches.items():
        known = match.entry.translated if match.entry else {}
        states = standing(kinds[ref.kind], match.desired, known) if known else {}
        late = [locale for locale, state in states.items() if state == "stale"]
        if late:
            found[ref] = late
    return found


def stale_notes(late: Late, matches: Mapping[Ref, Match]) -> Iterator[Finding]:
    for ref, locales in late.items():
        for locale in locales:
            yield finding(
                "stale-translation",
                f"{ref}: the translation to {locale} {WHY}",
                _pos(matches[ref].desired, locale),
                hint="translate what changed; if it still holds, write or change "
                f"reviewed: {{{locale}: <date>}} in the original",
            )


def held_back(changes: Sequence[Change], late: Late) -> list[Change]:
    """Changes of resources with a stale translation, refused."""
    return [
        finished(replace(one, op="refuse", fields=(), drift=(),
                         why=f"its translation to {', '.join(late[one.ref])} {WHY}"))
        if one.ref in late and one.fields and one.op != "refuse"
        else one
        for one in changes
    ]  # fmt: skip


def _pos(one: Desired, locale: str) -> Pos:
    file = one.spec.translations.get(locale)
    return Pos(file.path, 1, 1) if file else one.spec.pos("translations", locale)


def _digests(kind: Kind, one: Desired) -> Iterator[tuple[str, tuple[str, str]]]:
    table = kind.languages
    written = one.fields.get(table.name) if table else None
    if table is None or not written:
        return
    original = _texts(table, one.fields)
    texts = _texts_of(table)
    for locale, fields in written.items():
        if any(name in fields for name in texts):
            yield locale, (original, _texts(table, fields, one.reviewed.get(locale, "")))


def _texts(table: Field, fields: Mapping[str, Any], reviewed: str = "") -> str:
    """What readers read, not who wrote it and whether it is shown."""
    return digest([[fields.get(name) for name in _texts_of(table)], reviewed])[:16]


def _texts_of(table: Field) -> list[str]:
    return [sub.name for sub in table.of if not sub.choices and (sub.soft or not sub.ref)]
