"""What becomes of an edit made in Intercom, where a resource or what it lies in says so itself."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model import Desired, Kinds, Policy, Ref

POLICIES: tuple[Policy, ...] = ("keep", "refuse", "overwrite")
EDITED = "edited_in_intercom"


def policies(desired: Mapping[Ref, Desired], kinds: Kinds) -> dict[Ref, Policy]:
    """The policy of each resource that has one, its own or that of the nearest one around it."""
    if all(one.edited is None for one in desired.values()):
        return {}
    found: dict[Ref, Policy | None] = {}
    for start in desired:
        way, ref = [], start
        while ref in desired and ref not in found and desired[ref].edited is None:
            way.append(ref)
            ref = _around(desired[ref], kinds)
        policy = found.get(ref, desired[ref].edited) if ref in desired else None
        found.update(dict.fromkeys([*way, start], policy))
    return {ref: policy for ref, policy in found.items() if policy is not None}


def _around(one: Desired, kinds: Kinds) -> Ref:
    """What the resource lies in; a reference to nothing where it lies nowhere."""
    kind = kinds[one.ref.kind]
    name = kind.files.folder_field if kind.files else kind.parent
    table = kind.field(name)
    return Ref(table.ref if table else "", str(one.fields.get(name, "")))
