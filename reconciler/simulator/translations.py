"""translated_content: which locales a write may name, and how a write meets what is there.

Shared by collections and articles; what a translation holds is up to them.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.errors import invalid
from reconciler.simulator.resources import help_centers
from reconciler.simulator.wire import Call, Json

Contents = dict[str, Json]


def sent(call: Call) -> tuple[Json, Contents]:
    """The default locale's content, and that of the others, as the body names them.

    [D] On a help center with one language the others are dropped without a word.
    """
    given = checks.mapping(call.body, "translated_content")
    entries = {name: one for name, one in given.items() if name != "type" and one is not None}
    for name, entry in entries.items():
        if not isinstance(entry, dict):
            raise invalid(f"translated_content.{name} must be an object")
    own = entries.pop(help_centers.language(call.store), {})
    return own, _known(call, entries)


def _known(call: Call, entries: Contents) -> Contents:
    locales = help_centers.locales(call.store)
    if len(locales) < 2:  # noqa: PLR2004 - one language is no translation
        return {}
    unknown = sorted(entries.keys() - set(locales))
    if unknown and call.switches.unknown_locale == "refuse":
        raise invalid(f"The help center has no locale {unknown[0]}", field="translated_content")
    return entries


def merged(call: Call, kept: Contents, changes: Contents) -> Contents:
    """What is stored after a write that names some locales."""
    base = kept if call.switches.translations_merged or not changes else {}
    return {**base, **{name: {**kept.get(name, {}), **one} for name, one in changes.items()}}


def shown(call: Call, kind: str, own: Json, others: Contents) -> dict[str, Any]:
    """The keys of an answer, none where there is one language. `kind`: article or group."""
    locales = help_centers.locales(call.store)
    if len(locales) < 2:  # noqa: PLR2004 - one language is no translation
        return {}
    language = help_centers.language(call.store)
    whole = {language: own, **others} if call.switches.default_locale_in_translations else others
    entries = {name: {"type": f"{kind}_content", **one} for name, one in whole.items()}
    content = {"type": f"{kind}_translated_content", **entries}
    return {"default_locale": language, "translated_content": content}
