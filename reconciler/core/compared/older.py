"""What an earlier version remembered of bodies, in the form in which this one compares them.

A form is HTML, so it can be read again. What this version tells apart and the earlier one did not
is lost in it: what is declared then seems to have moved, and what is live too, though nobody moved
them. That is one group of re-renders in the plan, and never a conflict; where only Intercom's side
moved, it stays as it is, like any edit. The entry keeps its number until it is written anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.core.compared.canonical import field_at, plain
from reconciler.model import CANON_VERSION, Entry, Field, Kinds, Ref


def older(entry: Entry | None) -> bool:
    return entry is not None and entry.canon_version != CANON_VERSION


def renewed(entries: Mapping[Ref, Entry], kinds: Kinds) -> Mapping[Ref, Entry]:
    """The entries, those of an earlier version with their bodies read again."""
    late = {ref: one for ref, one in entries.items() if older(one) and ref.kind in kinds}
    return {**entries, **{ref: _read(one, kinds) for ref, one in late.items()}} if late else entries


def _read(entry: Entry, kinds: Kinds) -> Entry:
    kind = kinds[entry.ref.kind]
    return entry.holding(
        {
            path: (_form(field_at(kind, path), meant), _form(field_at(kind, path), echoed))
            for path, (meant, echoed) in entry.pairs.items()
        }
    )


def _form(table: Field | None, value: Any) -> Any:
    return plain(table.codec.canon(value)) if table is not None and table.soft else value
