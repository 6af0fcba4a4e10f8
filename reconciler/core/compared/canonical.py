"""What is compared: an answer of the API as a Live, and values of both sides as leaves.

A leaf is a comparable value under a path. Maps are managed key by key and lists of
relations item by item, so that what is not named stays nobody's business.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.core.compared.names import Names
from reconciler.model import NOTHING, Drafts, Field, Id, Json, Kind, Live, Mode, Path, flat


def live_of(kind: Kind, wire: Mapping[str, Any]) -> Live:
    """One object as answered, decoded; ids of other kinds become Id values."""
    return Live(
        kind.name,
        str(wire.get("id", "")),
        {
            one.name: wire.get(one.on_wire) if one.simple else _decode(one, wire)
            for one in kind.read
        },
        archived=bool(kind.archived and wire.get(kind.archived)),
        busy=_busy(kind, wire) if kind.busy else "",
        scheduled=_busy(kind, wire, besides=kind.drafts.flag) if kind.drafts else "",
        drafts=_drafts(kind, kind.drafts, wire) if kind.drafts else NOTHING,
        url=_url(wire) or None,
        urls=_urls(kind, wire) if kind.addressed else NOTHING,
        created_at=_stamp(wire.get("created_at")),
        updated_at=_stamp(wire.get("updated_at")),
    )


def _url(wire: Mapping[str, Any]) -> str:
    url = wire.get("url")
    return url if isinstance(url, str) else ""


def _urls(kind: Kind, wire: Mapping[str, Any]) -> dict[str, str]:
    """By language; the default one, where it is repeated there, leads to the same place."""
    maps = (wire.get(one.on_wire) for one in kind.fields if one.of)
    return {
        str(key): url
        for held in maps
        if isinstance(held, Mapping)
        for key, inner in held.items()
        if isinstance(inner, Mapping) and (url := _url(inner))
    }


def bodies(kind: Kind, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Texts that may hold headings: the language ("" for the default one) and the HTML."""
    for one in kind.fields:
        value = fields.get(one.name)
        if one.soft and isinstance(value, str):
            yield "", value
        elif one.of and isinstance(value, Mapping):
            for locale, inner in value.items():
                held = (inner.get(sub.name) for sub in one.of if sub.soft)
                yield from ((locale, text) for text in held if isinstance(text, str))


def _drafts(kind: Kind, drafts: Drafts, wire: Mapping[str, Any]) -> Mapping[str, int]:
    held = wire.get(kind.languages.on_wire) if kind.languages else None
    inner = held.items() if isinstance(held, Mapping) else ()
    parts = [("", wire), *((str(key), one) for key, one in inner if isinstance(one, Mapping))]
    return {key: _stamp(one.get(drafts.stamp)) or 0 for key, one in parts if one.get(drafts.flag)}


def _busy(kind: Kind, wire: Mapping[str, Any], besides: str = "") -> str:
    """Why it must not be written now: for itself, or for one of its languages."""
    maps = [wire.get(one.on_wire) for one in kind.fields if one.of]
    inner = [one for held in maps if isinstance(held, Mapping) for one in held.values()]
    parts = [wire, *(one for one in inner if isinstance(one, Mapping))]
    found = (
        why
        for flag, why in kind.busy.items()
        if flag != besides and any(part.get(flag) for part in parts)
    )
    return next(found, "")


def _stamp(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _decode(one: Field, wire: Mapping[str, Any]) -> Any:
    value = one.codec.decode(wire.get(one.on_wire), wire)
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
    return dict(flat(comparables(kind, fields, names)))


def comparables(kind: Kind, fields: Mapping[str, Any], names: Names) -> Json:
    """Desired or live values in the form in which both are compared, nested as leaves are."""
    index = kind.index
    found: Json = {}
    for name, value in fields.items():
        one = index[name]
        if one.scalar:
            held = value if one.simple else one.codec.canon(value)
            found[name] = None if held == "" else held
        elif (inside := _comparables(one, value, names)) != NO_LEAVES:
            found[name] = inside
    return found


def _comparables(one: Field, value: Any, names: Names) -> Any:
    if one.open and one.personal:
        return {key: names.hidden(plain(inner)) for key, inner in (value or {}).items()}
    if one.open:
        held = value or {}
        return {key: plain(inner) for key, inner in held.items()} if "" in held.values() else held
    if one.relation:
        return {_name(item, names): True for item in value or ()}
    if one.keys is None:
        return comparable(one, value, names)
    rows = {
        key: {sub.name: comparable(sub, inner[sub.name], names)
              for sub in one.of if sub.name in inner}
        for key, inner in (value or {}).items()
    }  # fmt: skip
    return {key: row for key, row in rows.items() if row}


NO_LEAVES: Json = {}


def holds(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether comparable values are all found among others; True is never 1."""
    for name, value in wanted.items():
        here = there.get(name, UNKNOWN)
        if here is value:
            continue
        if type(here) is not type(value):
            return False
        if not holds(here, value) if type(value) is dict else here != value:
            return False
    return True


UNKNOWN = object()
"""Instead of a leaf that was not read, which is not the same as one that is empty."""


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
        return names.hidden(plain(inner)) if one.personal else plain(inner)
    sub = next((sub for sub in one.of if sub.name == path[2]), None)
    return comparable(sub, inner.get(sub.name), names) if inner and sub else None


def echo(kind: Kind, live: Live, path: Path, meant: Any, names: Names) -> Any:
    """A leaf as it came back; what is never answered counts as it was meant."""
    table = field_at(kind, path)
    if table is not None and table.mode is Mode.WRITE:
        return meant
    return leaf(kind, live.fields, path, names)


def comparable(one: Field, value: Any, names: Names) -> Any:
    """A value in the form in which both sides are compared."""
    if isinstance(value, Id):
        return names.name(value)
    if isinstance(value, str) and one.soft:
        return plain(names.symbols(one.codec.canon(value)))
    value = one.codec.canon(value)
    if isinstance(value, list):
        value = (sorted(value) if one.unordered else list(value)) or None
    return names.hidden(plain(value)) if one.personal else plain(value)


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
    """Equal as the field sees it; True is never 1, and case counts unless the field says so.

    Text that looks alike is equal: files hold composed characters, Intercom holds any.
    """
    if loose and one is not None and left is not None and right is not None:
        left, right = one.codec.loose(left), one.codec.loose(right)
        if one.soft and left != right:
            return same_pages(left, right)
    if left == right:
        return isinstance(left, bool) == isinstance(right, bool)
    if isinstance(left, str) and isinstance(right, str):
        left, right = composed(left), composed(right)
        return left == right or bool(
            one is not None and one.caseless and left.casefold() == right.casefold()
        )
    return False


def composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def same_pages(left: Any, right: Any) -> bool:
    """Bodies that differ at most in links to headings that are not there any more.

    Where Intercom makes the ids of headings anew with every write, no link to one can last.
    """
    from reconciler.content import leads_nowhere, unanchored  # noqa: PLC0415 - rarely needed

    if not (isinstance(left, str) and isinstance(right, str)):
        return False
    if not (leads_nowhere(left) or leads_nowhere(right)):
        return False
    return unanchored(composed(left)) == unanchored(composed(right))


def lost_headings(one: Field | None, sent: Any, there: Any) -> bool:
    """Whether links to headings do not lead to any, in what came back of a body."""
    from reconciler.content import leads_nowhere  # noqa: PLC0415 - only where text was sent

    if one is None or not one.soft or not isinstance(sent, str) or not isinstance(there, str):
        return False
    return leads_nowhere(there) and not leads_nowhere(sent)
