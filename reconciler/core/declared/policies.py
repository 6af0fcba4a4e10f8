"""What resources say themselves of edits and translations, and what those around them say.

The nearest word decides: the resource's own, that of what it lies in, and so on outwards.
"""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model import Desired, Kinds, Policy, Ref

POLICIES: tuple[Policy, ...] = ("keep", "refuse", "overwrite")
EDITED, MISSING, STALE = "edited_in_intercom", "missing_translation", "stale_translation"
CHOICES: Mapping[str, tuple[str, ...]] = {
    EDITED: POLICIES,
    MISSING: ("ignore", "warn", "error"),
    STALE: ("ignore", "warn", "refuse"),
}
"""Each policy with what it may be."""


def nearest(desired: Mapping[Ref, Desired], kinds: Kinds, policy: str) -> dict[Ref, str]:
    """The word for each resource that has one, its own or that of the nearest one around it."""
    if not any(policy in one.policies for one in desired.values()):
        return {}
    found: dict[Ref, str | None] = {}
    for start in desired:
        way, ref = [], start
        while ref in desired and ref not in found and policy not in desired[ref].policies:
            way.append(ref)
            ref = _around(desired[ref], kinds)
        word = found.get(ref, desired[ref].policies.get(policy)) if ref in desired else None
        found.update(dict.fromkeys([*way, start], word))
    return {ref: word for ref, word in found.items() if word is not None}


def _around(one: Desired, kinds: Kinds) -> Ref:
    """What the resource lies in; a reference to nothing where it lies nowhere."""
    kind = kinds[one.ref.kind]
    name = kind.files.folder_field if kind.files else kind.parent
    table = kind.field(name)
    return Ref(table.ref if table else "", str(one.fields.get(name, "")))
