"""What the compared leaves of one object add up to: one operation, and why.

Whatever is unsafe refuses the whole object; the digest binds an approval to the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.core.planned.digest import change_digest
from reconciler.model import Change, FieldChange, Kind, Op, Path

RENDERED_ANEW = "rendered anew: this version of reconciler compares bodies otherwise"


@dataclass(slots=True)
class Sides:
    """The leaves of one object, sorted by what the three-way rule says of them."""

    update: list[FieldChange] = field(default_factory=list)
    drift: list[FieldChange] = field(default_factory=list)
    conflict: list[FieldChange] = field(default_factory=list)
    immutable: list[FieldChange] = field(default_factory=list)
    released: list[Path] = field(default_factory=list)
    overwritten: bool = False
    anew: bool = False
    """Rendered anew, for this version compares bodies otherwise."""

    def any(self) -> bool:
        return bool(self.update or self.drift or self.conflict or self.immutable or self.released)


def finished(one: Change) -> Change:
    """The change with the digest that an approval is bound to."""
    return replace(one, digest=change_digest(one.op, one.ref, one.fields, one.previous))


def judged(kind: Kind, result: Change, sides: Sides, op: Op) -> Change:
    """The operation that the sides add up to; whatever is unsafe refuses the whole object."""
    if sides.immutable:
        names = ", ".join(".".join(one.path) for one in sides.immutable)
        result = replace(result, op="refuse", fields=tuple(sides.immutable), drift=(),
                         why=f"Intercom never changes {names} after creation")  # fmt: skip
    elif sides.conflict:
        result = replace(result, op="refuse", fields=tuple(sides.conflict + sides.update),
                         drift=tuple(sides.conflict),
                         why=_edited(sides))  # fmt: skip
    elif result.fields and result.live and result.live.busy:
        result = replace(result, op="refuse", why=f"it {result.live.busy}")
    elif result.fields or result.previous:
        op = _removing(kind, sides.update) or _replacing(kind, result) or op
        result = replace(result, op=op, why=_why(op, result, sides) + _released(sides))
    elif sides.drift:
        result = replace(result, why="edited in Intercom, left as it is")
    else:
        result = replace(result, op="release", why=_released(sides).removeprefix("; "))
    return finished(result)


def _released(sides: Sides) -> str:
    names = ", ".join(".".join(path) for path in sides.released)
    return f"; no longer declared, left as is: {names}" if names else ""


def _edited(sides: Sides) -> str:
    names = ", ".join(".".join(one.path) for one in sides.conflict)
    return f"edited in Intercom since the last apply: {names}"


def _why(op: Op, result: Change, sides: Sides) -> str:
    if op == "adopt":
        return "already in Intercom, with other values"
    if op == "move":
        return f"was {result.previous}"
    if result.live and result.live.archived:
        return "archived in Intercom, brought back"
    if sides.anew:
        return RENDERED_ANEW
    return "overwrites an edit made in Intercom" if sides.overwritten else "changed here"


def _replacing(kind: Kind, result: Change) -> Op | None:
    """A change of what Intercom never changes and lets be made anew."""
    return "replace" if result.fields and kind.update is None and kind.delete else None


def _removing(kind: Kind, update: list[FieldChange]) -> Op | None:
    """An update that does what a removal does, such as a published article, or one of its
    languages, made a draft.
    """
    after: dict[Path, dict[str, Any]] = {}
    for one in update:
        if one.before is not None:
            after.setdefault(one.path[:-1], {})[one.path[-1]] = one.after
    for removal in kind.on_remove:
        values = removal.fields or {}
        if values and any(values.items() <= found.items() for found in after.values()):
            return removal.verb  # type: ignore[return-value] # verbs of removals are operations
    return None
