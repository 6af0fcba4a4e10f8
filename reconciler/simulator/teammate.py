"""What a teammate does in Intercom while requests come: edits that no request made.

Decides which row is meant; knows no rule and no request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reconciler.simulator.store import Row, Store


@dataclass(frozen=True, slots=True)
class Edit:
    """`set` holds fields as the store has them. `match`: fields and their values (`id` too);
    the oldest row that has them all is meant, and where none has, nothing happens.
    """

    do: Literal["edit", "create", "remove"]
    kind: str
    match: Mapping[str, Any] = field(default_factory=dict)
    set: Mapping[str, Any] = field(default_factory=dict)

    def make(self, store: Store) -> None:
        """SimulatorError where there is no such kind or field."""
        if self.do == "create":
            store.create(self.kind, **self.set)
            return
        row = next((one for one in store.rows(self.kind) if self._means(one)), None)
        if row is None:
            return
        if self.do == "remove":
            store.remove(self.kind, row["id"])
        else:
            store.edit(self.kind, row["id"], **self.set)

    def _means(self, row: Row) -> bool:
        """Ids are integers in one place of Intercom and strings in another: both are met."""
        return all(
            name in row and (row[name] == value or str(row[name]) == str(value))
            for name, value in self.match.items()
        )
