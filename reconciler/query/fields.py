"""What a search endpoint takes: its fields, their types, and the operators of each type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Type = Literal["string", "boolean", "integer", "float", "date", "tag", "any"]
"""`any`: a custom attribute that is not declared and whose live type nobody asked for."""
PREFIX = "custom_attributes"
EQUALITY = ("=", "!=", "IN", "NIN")
OF_ATTRIBUTES: Mapping[str, Type] = {
    "string": "string", "options": "string", "integer": "integer", "float": "float",
    "boolean": "boolean", "date": "date", "datetime": "date",
}  # fmt: skip
"""Data types of attributes as declared and as answered -> what their values are in a search."""


@dataclass(frozen=True, slots=True)
class SearchField:
    """One field of a search.

    wire     its name in the request; `name` by default
    ref      the kind whose name, or e-mail, is written where `wire` takes an id
    choices  the values it may have, where the description lists them all
    path     where an answered object holds it, dotted: `name` by default; "" for nowhere
    many     the object holds a list of `id`s there
    """

    name: str
    type: Type = "string"
    wire: str = ""
    ref: str = ""
    choices: tuple[str, ...] = ()
    path: str | None = None
    many: bool = False

    @property
    def on_wire(self) -> str:
        return self.wire or self.name


@dataclass(frozen=True, slots=True)
class Searchable:
    """A search endpoint. `path` takes the query by POST.

    operators  which ones fields of a type take
    by_day     dates are compared by calendar day in the workspace's time zone, else by the second
    inclusive  > and < hold for the value itself
    attributes data types of custom attributes by name; None where they cannot be searched
    complete   no other attribute exists: an unknown one is a mistake
    """

    name: str
    path: str
    fields: Mapping[str, SearchField]
    operators: Mapping[Type, tuple[str, ...]]
    by_day: bool = False
    inclusive: bool = False
    attributes: Mapping[str, str] | None = None
    complete: bool = False
    most: int = 15
    """Filters in one group."""
    deepest: int = 2
    """Groups in each other."""
    known: tuple[str, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        own = [f"{PREFIX}.{name}" for name in self.attributes or ()]
        object.__setattr__(self, "known", (*self.fields, *own))

    def knowing(self, attributes: Mapping[str, str], *, complete: bool) -> Searchable:
        """The same with the custom attributes (name -> data type) that it has to expect."""
        return replace(self, attributes=attributes, complete=complete)

    def field(self, name: str) -> SearchField | None:
        """None where nothing of that name can be searched."""
        if name in self.fields:
            return self.fields[name]
        prefix, dot, inner = name.partition(".")
        if not dot or prefix != PREFIX or not inner or self.attributes is None:
            return None
        if inner in self.attributes:
            return SearchField(name, OF_ATTRIBUTES.get(self.attributes[inner], "any"))
        return None if self.complete else SearchField(name, "any")

    def allowed(self, one: SearchField) -> tuple[str, ...]:
        """The operators of a field; of names only those that compare whole values."""
        if one.type == "any":
            return tuple(dict.fromkeys(sign for each in self.operators.values() for sign in each))
        signs = self.operators[one.type]
        return tuple(sign for sign in signs if sign in EQUALITY) if one.ref else signs


def of_type(type_: Type, *names: str) -> dict[str, SearchField]:
    return {name: SearchField(name, type_) for name in names}
