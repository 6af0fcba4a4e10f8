"""What the SDK lets pass silently, found: an answer held against the SDK's own models.

`construct_type` of the SDK falls back to the raw value wherever an answer does not fit its
model, keeps keys that no model has, and takes any value for an enumeration (each is a union
with Any). Here each of these is a line: `Model.field: what is wrong`.
"""

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from intercom.core.serialization import get_field_to_alias_mapping
from intercom.core.unchecked_base_model import UncheckedBaseModel
from pydantic import BaseModel
from pydantic.fields import FieldInfo

JSON_NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object",
              list: "list", type(None): "null"}  # fmt: skip


def deviations(type_: Any, value: Any, place: str = "") -> list[str]:
    """Every place where a JSON value is not what the annotation of the SDK says."""
    origin, place = get_origin(type_), place or _name(type_)
    if type_ is Any or type_ is object:
        return []
    if origin is Annotated:
        return deviations(get_args(type_)[0], value, place)
    if origin in (Union, types.UnionType):
        return _of_union(get_args(type_), value, place)
    if origin is Literal:
        return [] if value in get_args(type_) else [f"{place}: {value!r} is not known"]
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        return _of_model(type_, value, place)
    return _of_plain(type_, value, place)


def _of_union(choices: tuple[Any, ...], value: Any, place: str) -> list[str]:
    """Those of the choice that fits best. [Literal, Any] is how the SDK writes an open
    enumeration; it is closed here, for otherwise no value would ever be wrong."""
    closed = any(get_origin(one) is Literal for one in choices)
    wanted = [one for one in choices if not (one is Any and closed)]
    if value is None:
        return [] if type(None) in wanted else [f"{place}: null"]
    found = [deviations(one, value, place) for one in wanted if one is not type(None)]
    return min(found, key=len)


def _of_plain(type_: Any, value: Any, place: str) -> list[str]:
    wanted = get_origin(type_) or type_
    fits = isinstance(value, int | float) if wanted is float else isinstance(value, wanted)
    if not fits or (isinstance(value, bool) and wanted is not bool):
        found = JSON_NAMES[type(value)]
        return [f"{place}: {found}" if value is None else f"{place}: {found}, not {_name(wanted)}"]
    if wanted is list:
        return [one for item in value for one in deviations(get_args(type_)[0], item, place)]
    if wanted is dict:
        return [
            one for item in value.values() for one in deviations(get_args(type_)[1], item, place)
        ]
    return []


def _of_model(model: type[BaseModel], value: Any, place: str) -> list[str]:
    if not isinstance(value, Mapping):
        found = JSON_NAMES[type(value)]
        return [f"{place}: {found}" if value is None else f"{place}: {found}, not object"]
    fields = _fields(model)
    told = [f"{owner(model)}.{key}: unknown" for key in value if key not in fields]
    for key, (at, one) in fields.items():
        if key in value:
            told += deviations(one.annotation, value[key], at)
        elif one.is_required():
            told.append(f"{at}: missing")
    return told


@cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[str, FieldInfo]]:
    """By the names they have in JSON, each with the class that declares it."""
    aliases = get_field_to_alias_mapping(model)
    return {
        (key := aliases.get(name, name)): (f"{owner(model, name)}.{key}", one)
        for name, one in model.model_fields.items()
    }


def owner(model: type[BaseModel], field: str | None = None) -> str:
    """The class that declares the field, or the root of the family: answers of one object
    come as several classes (ContactsFindResponse is a Contact with one field more)."""
    family = [one for one in model.__mro__ if issubclass(one, UncheckedBaseModel)][:-1]
    declaring = [one for one in family if field in one.__annotations__]
    return (declaring or family)[-1].__name__


def _name(type_: Any) -> str:
    parts = ", ".join(map(_name, get_args(type_)))
    name = JSON_NAMES.get(get_origin(type_) or type_) or getattr(type_, "__name__", "answer")
    return f"{name} of {parts}" if parts else name
