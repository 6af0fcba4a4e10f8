"""Translations older than what they translate: noted in the ledger when they were last written.

For each language the ledger keeps two digests: of the original's texts and of the translation's
own, as they were when the translation last changed. The original is another one by now and the
translation is not: then it is stale, however often was applied in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.codes import finding
from reconciler.core.compared.match import Match
from reconciler.core.compared.verdict import finished
from reconciler.core.planned.digest import digest
from reconciler.model import Change, Desired, Field, Finding, Kind, Kinds, Pos, Ref

Noted = Mapping[str, tuple[str, str]]
WHY = "is older than the original"


def noted(kind: Kind, one: Desired, old: Noted) -> dict[str, tuple[str, str]]:
    """Per declared language: digest of the original when it was translated, and of its own."""
    return {
        locale: old[locale] if locale in old and old[locale][1] == own else (original, own)
        for locale, (original, own) in _digests(kind, one)
    }


def stale(matches: Mapping[Ref, Match], kinds: Kinds) -> dict[Ref, list[str]]:
    """Resource -> its languages whose texts stayed while the original changed."""
    found: dict[Ref, list[str]] = {}
    for ref, match in matches.items():
        known = match.entry.translated if match.entry else {}
        for locale, (original, own) in _digests(kinds[ref.kind], match.desired) if known else ():
            if locale in known and known[locale][0] != original and known[locale][1] == own:
                found.setdefault(ref, []).append(locale)
    return found


def stale_notes(
    late: Mapping[Ref, Sequence[str]], matches: Mapping[Ref, Match]
) -> Iterator[Finding]:
    for ref, locales in late.items():
        for locale in locales:
            yield finding(
                "stale-translation",
                f"{ref}: the translation to {locale} {WHY}",
                _pos(matches[ref].desired, locale),
                hint="translate what changed; if it still holds, write or change "
                f"reviewed: {{{locale}: <date>}} in the original",
            )


def held_back(changes: Sequence[Change], late: Mapping[Ref, Sequence[str]]) -> list[Change]:
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
    table = next((each for each in kind.fields if each.keys and each.keys.kind == "locale"), None)
    written = one.fields.get(table.name) if table else None
    if table is None or not written:
        return
    original = _texts(table, one.fields)
    for locale, fields in written.items():
        yield locale, (original, _texts(table, fields, one.reviewed.get(locale, "")))


def _texts(table: Field, fields: Mapping[str, Any], reviewed: str = "") -> str:
    """What readers read, not who wrote it and whether it is shown."""
    names = [sub.name for sub in table.of if not sub.choices and (sub.soft or not sub.ref)]
    return digest([[fields.get(name) for name in names], reviewed])[:16]
