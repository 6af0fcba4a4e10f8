"""Declared languages that a resource lacks, as grave as the nearest word about it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.codes import finding
from reconciler.core.declared.policies import MISSING, nearest
from reconciler.model import Config, Desired, Finding, Kind, Kinds, Ref, Severity


def withdrawal(kind: Kind) -> Mapping[str, Any]:
    """What takes one language from the readers of a kind, by the mildest verb that each of its
    languages has a field for; empty where nothing does. To remove one is not documented.
    """
    table = kind.languages
    names = {one.name for one in table.of} if table else set()
    found = (one.fields for one in kind.on_remove if one.fields and names.issuperset(one.fields))
    return next(found, {})


def lacking(kind: Kind, one: Desired, config: Config) -> list[str]:
    """The declared languages that the resource is not translated to, in declared order."""
    written = (one.fields.get(kind.languages.name) or {}) if kind.languages else {}
    return [locale for locale in config.locales[1:] if locale not in written]


def missing_translations(
    desired: Mapping[Ref, Desired], kinds: Kinds, config: Config
) -> Iterator[Finding]:
    spoken = {name for name, kind in kinds.items() if kind.languages}
    words = nearest(desired, kinds, MISSING)
    for ref, one in desired.items() if len(config.locales) > 1 else ():
        if ref.kind not in spoken:
            continue
        word = words.get(ref, config.missing_translation)
        missing = lacking(kinds[ref.kind], one, config) if word != "ignore" else []
        if missing:
            grave: Severity = "error" if word == "error" else "warning"
            about = f"not translated to {', '.join(missing)}"
            yield finding("missing-translation", about, one.spec.pos(), severity=grave)
