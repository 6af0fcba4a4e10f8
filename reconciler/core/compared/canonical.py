"""What is compared: an answer of the API as a Live, and values of both sides as leaves.

A leaf is a comparable value under a path. Maps are managed key by key and lists of
relations item by item, so that what is not named stays nobody's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.core.compared.names import Names
from reconciler.model import Field, Id, Kind, Live, Mode, Path


def live_of(kind: Kind, wire: Mapping[str, Any]) -> Live:
    """One object as answered, decoded; ids of other kinds become Id values."""
    return Live(
        kind.name,
        str(wire.get("id", "")),
        {one.name: _decode(one, wire) for one in kind.fields if one.mode is not Mode.WRITE},
        archived=bool(kind.archived and wire.get(kind.archived)),
        busy=_busy(kind, wire),
        url=url if isinstance(url := wire.get("url"), str) and url else None,
        created_at=_stamp(wire.get("created_at")),
        updated_at=_stamp(wire.get("updated_at")),
    )


def _busy(kind: Kind, wire: Mapping[str, Any]) -> str:
    """Why it must not be written now: for itself, or for one of its languages."""
    if not kind.busy:
        return ""
    maps = [wire.get(one.on_wire) for one in kind.fields if one.of]
    inner = [one for held in maps if isinstance(held, Mapping) for one in held.values()]
    parts = [wire, *(one for one in inner if isinstance(one, Mapping))]
    found = (why for flag, why in kind.busy.items() if any(part.get(flag) for part in parts))
    return next(found, "")


def _stamp(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _decode(one: Field, wire: Mapping[str, Any]) -> Any:
    value = wire.get(one.wire or one.name)
    if one.simple:
        return value
    value = one.codec.decode(value, wire)
    if one.keys is not None:
        return _decode_map(one, value)
    if one.relation:
        return [Id(one.ref, str(item)) for item in value or ()]
    if one.ref and not one.soft:
        return None if value in (None, "", 0, "0") else Id(one.ref, str(value))
    return value


def _decode_map(one: Field, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    if not one.of:
        return dict(value)
    return {
        str(key): {sub.name: _decode(sub, inner) for sub in one.of}
        for key, inner in value.items()
        if isinstance(inner, Mapping)
    }


# ---------------------------------------------------------------- leaves


def leaves(kind: Kind, fields: Mapping[str, Any], names: Names) -> dict[Path, Any]:
    """Every leaf of desired or live values of a kind."""
    found: dict[Path, Any] = {}
    for one in kind.fields:
        if one.name in fields:
            value = fields[one.name]
            if one.simple:
                found[one.name,] = None if value == "" else value
            else:
                _add_leaves(found, one, value, names)
    return found


def _add_leaves(found: dict[Path, Any], one: Field, value: Any, names: Names) -> None:
    if one.relation:
        found.update({(one.name, _name(item, names)): True for item in value or ()})
    elif one.keys is None:
        found[one.name,] = comparable(one, value, names)
    elif not one.of:
        for key, inner in (value or {}).items():
            found[one.name, key] = None if inner == "" else inner
    else:
        for key, inner in (value or {}).items():
            for sub in one.of:
                if sub.name in inner:
                    found[one.name, key, sub.name] = comparable(sub, inner[sub.name], names)


def leaf(kind: Kind, fields: Mapping[str, Any], path: Path, names: Names) -> Any:
    """One leaf of a live object; None where it has no such value."""
    one = kind.field(path[0])
    if one is None:
        return None
    value = fields.get(one.name)
    if one.relation:
        return True if any(_name(item, names) == path[1] for item in value or ()) else None
    if one.keys is None:
        return comparable(one, value, names)
    inner = (value or {}).get(path[1])
    if not one.of:
        return plain(inner)
    sub = next((sub for sub in one.of if sub.name == path[2]), None)
    return comparable(sub, inner.get(sub.name), names) if inner and sub else None


def comparable(one: Field, value: Any, names: Names) -> Any:
    """A value in the form in which both sides are compared."""
    if isinstance(value, Id):
        return names.name(value)
    if isinstance(value, str) and one.soft:
        return plain(names.symbols(one.codec.canon(value)))
    value = one.codec.canon(value)
    if isinstance(value, list):
        return (sorted(value) if one.unordered else list(value)) or None
    return plain(value)


def plain(value: Any) -> Any:
    """Empty text and nothing are the same to Intercom, which answers either."""
    return None if value == "" else value


def _name(item: Any, names: Names) -> str:
    return names.name(item) if isinstance(item, Id) else str(item)


def field_at(kind: Kind, path: Path) -> Field | None:
    """The row of the table that a leaf belongs to."""
    one = kind.field(path[0])
    if one is not None and one.of and len(path) > 2:  # noqa: PLR2004 - field, key, inner field
        return next((sub for sub in one.of if sub.name == path[2]), one)
    return one


def same(one: Field | None, left: Any, right: Any, *, loose: bool = False) -> bool:
    """Equal as the field sees it; True is never 1, and case counts unless the field says so."""
    if loose and one is not None and left is not None and right is not None:
        left, right = one.codec.loose(left), one.codec.loose(right)
    if left == right:
        return isinstance(left, bool) == isinstance(right, bool)
    if one is not None and one.caseless and isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return False
