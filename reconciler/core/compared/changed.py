"""Who changed a leaf since the last write: we in the files, or somebody in Intercom."""

from __future__ import annotations

from typing import Any, NamedTuple

from reconciler.core.compared.canonical import field_at, leaf, same, same_pages
from reconciler.core.compared.names import Names
from reconciler.model import Field, Kind, Live, Mode, Pairs, Path


class Compared(NamedTuple):
    """A leaf as declared and as found, as meant and as echoed at the last write; who changed it."""

    value: Any
    there: Any
    meant: Any
    echoed: Any
    ours: bool
    theirs: bool


def compared(
    kind: Kind, pairs: Pairs, live: Live, path: Path, value: Any, *, names: Names
) -> Compared:
    """`pairs`: what is remembered. Nobody changed it where both sides are the same by now."""
    table, known = field_at(kind, path), path in pairs
    there = leaf(kind, live.fields, path, names)
    meant, echoed = pairs.get(path, (None, there))
    if table is not None and table.mode is Mode.WRITE:
        there = echoed = meant
    if same(table, value, there):
        return Compared(value, there, meant, echoed, ours=False, theirs=False)
    ours = not known or not same(table, value, meant)
    theirs = not _as_left(table, there, echoed)
    found = Compared(value, there, meant, echoed, ours, theirs)
    if ours and theirs and table is not None and table.soft and isinstance(value, str):
        return _merged(table, found)
    return found


def _as_left(table: Field | None, there: Any, echoed: Any) -> bool:
    """What the last write left; headings that lost their ids since are no edit of the links."""
    return same(table, there, echoed) or bool(table and table.soft and same_pages(there, echoed))


def _merged(table: Field, one: Compared) -> Compared:
    """An edit of theirs that our text holds already is nobody's; nor is ours, where it is all."""
    from reconciler.core.merged.bodies import Body, meet  # noqa: PLC0415 - start without texts

    body = Body(one.meant or "", one.echoed or "", one.there or "")
    who = {each.who for each in meet(one.value, body, table.codec.loose)}
    if who & {"theirs", "conflict"}:
        return one
    return one._replace(ours="ours" in who, theirs=False)
