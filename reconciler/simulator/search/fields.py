"""What can be searched: each field with its kind and how a row holds it.

The kind decides the operators and the values; which fields there are is the resource's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from reconciler.simulator.store import Row

Kind = Literal["string", "boolean", "integer", "float", "date", "tag"]
KINDS: Mapping[str, Kind] = {
    "integer": "integer", "float": "float", "boolean": "boolean", "date": "date",
    "datetime": "date", "decimal": "float",
}  # fmt: skip
PREFIX = "custom_attributes"


class Field(NamedTuple):
    """`read` gives None where nothing is set; of `many` values (a sequence) one must match."""

    kind: Kind
    read: Callable[[Row], Any]
    many: bool = False


def column(kind: Kind, name: str, *, many: bool = False) -> Field:
    """A field that stands in the row under this name."""
    return Field(kind, itemgetter(name), many)


def attributes(types: Mapping[str, str]) -> dict[str, Field]:
    """The fields `custom_attributes.<name>`, from the names and data types of the attributes."""
    return {
        f"{PREFIX}.{name}": Field(KINDS.get(type_, "string"), _attribute(name))
        for name, type_ in types.items()
    }


def _attribute(name: str) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        value = row[PREFIX].get(name)
        return None if isinstance(value, dict | list) else value

    return read
