"""A search index that follows the rows late, as Intercom's does.

Keeps what a row was before each of its latest changes; knows neither rows nor their fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]


class Lagging:
    """`lag`: seconds after which a change is seen; 0: at once."""

    def __init__(self, lag: float) -> None:
        self._lag = lag
        self._before: dict[str, list[tuple[float, Row | None]]] = {}
        """By id: until when the index still shows the row as it was; None: it was not there."""

    def note(self, key: str, before: Row | None, now: float) -> None:
        if self._lag:
            kept = None if before is None else dict(before)
            self._before.setdefault(key, []).append((now + self._lag, kept))

    def view(self, rows: Mapping[str, Row], now: float) -> list[Row]:
        """The rows as the index has them; removed ones that it still has come last."""
        self._settle(now)
        if not self._before:
            return list(rows.values())
        shown = {key: was[0][1] for key, was in self._before.items()}
        found = [shown.get(key, row) for key, row in rows.items()]
        found += [row for key, row in shown.items() if key not in rows]
        return [row for row in found if row is not None]

    def catch_up(self) -> None:
        self._before.clear()

    def _settle(self, now: float) -> None:
        for key, was in list(self._before.items()):
            left = [one for one in was if one[0] > now]
            if left:
                self._before[key] = left
            else:
                del self._before[key]
