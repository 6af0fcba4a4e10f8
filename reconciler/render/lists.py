"""What changed inside a list: the items, instead of both lists side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reconciler.render.safe import Paint, value


def item_changes(before: list[Any], after: list[Any], paint: Paint) -> Iterator[str]:
    """A line for each item that came or went, in the order of the list; order counts.

    DeepDiff costs its import and about 0.2 ms a pair, so it only sees lists that are shown.
    """
    from deepdiff import DeepDiff  # noqa: PLC0415 - 90 ms that an unchanged list never costs

    found = DeepDiff(before, after, view="tree")
    for one in found.get("iterable_item_removed", ()):
        yield paint("remove", f"- {value(one.t1)}")
    for one in (*found.get("values_changed", ()), *found.get("type_changes", ())):
        yield f"{value(one.t1)} -> {value(one.t2)}"
    for one in found.get("iterable_item_added", ()):
        yield paint("create", f"+ {value(one.t2)}")
