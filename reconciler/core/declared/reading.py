"""Reading the fields of one resource, each by its type; problems are kept, not raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reconciler.codes import finding
from reconciler.core.declared import typed
from reconciler.core.declared.bodies import Body, of_text
from reconciler.core.declared.pages import META
from reconciler.core.declared.places import Places
from reconciler.core.declared.targets import Linking
from reconciler.model import Config, Field, Finding, Kind, Link, Mode, Pos, Ref, Spec
from reconciler.near import Hints


class Attribute(NamedTuple):
    """A declared key of an open map: `field` is what its value is read as."""

    ref: Ref
    data_type: str
    field: Field


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all resources of a kind.

    attributes   declared keys of its open map
    defaults     what a create gets of fields that are left out
    """

    kind: Kind
    config: Config
    where: Places
    attributes: Mapping[str, Attribute]
    defaults: Sequence[tuple[Field, Any]] = ()
    hints: Hints = field(default_factory=Hints)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Reader:
    """One resource while it is read. `spec` leads messages to the file that is read."""

    rules: Rules
    spec: Spec
    refs: list[Ref] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    outside: list[tuple[str, Pos]] = field(default_factory=list)
    exact: set[str] = field(default_factory=set)

    @property
    def kind(self) -> Kind:
        return self.rules.kind

    def problem(
        self, code: str, message: str, *path: str, hint: str = "", value: bool = False
    ) -> None:
        pos = self.spec.pos(*path, value=value)
        table = self.kind.index.get(path[0]) if path else None
        if table is not None and table.personal:
            message = typed.unshown(message)
        about = f"{self.spec.ref}: {message}"
        self.rules.findings.append(finding(code, about, pos, path=".".join(path), hint=hint))


def read_fields(
    reader: Reader, table: Mapping[str, Field], written: Mapping[str, Any], path: tuple[str, ...]
) -> dict[str, Any]:
    fields = {}
    for name, value in written.items():
        one = table.get(name)
        if one is None or one.mode is Mode.READ:
            if path or name not in META:
                _unknown(reader, name, table, (*path, name))
        elif one.verbatim and type(value) is str and value not in typed.UNSAID:
            fields[name] = value
        else:
            read = read_value(reader, one, value, (*path, name))
            if read is not WRONG:
                fields[name] = read
    return fields


def _unknown(reader: Reader, name: str, table: Mapping[str, Field], path: tuple[str, ...]) -> None:
    known = [one.name for one in table.values() if one.mode is not Mode.READ]
    listed = ", ".join(known)
    names = known if len(path) > 1 else [*known, *sorted(META)]
    hint = reader.rules.hints.did_you_mean(name, f"{listed} {len(names)}", names)
    hint = hint or f"fields: {listed}"
    reader.problem("unknown-field", f"there is no field {typed.shown(name)}", *path, hint=hint)


EXACTLY = "exactly"
WRONG = object()
"""Instead of a value that could not be read; its finding is already there."""


def read_value(reader: Reader, one: Field, value: Any, path: tuple[str, ...]) -> Any:
    if one.relation and isinstance(value, dict) and EXACTLY in value:
        value, path = _exactly(reader, one, value, path), (*path, EXACTLY)
    if typed.is_unsaid(value):
        return _bare(reader, path) if typed.is_bare(value) else _null(reader, one, path)
    try:
        read = typed.READERS[one.type](value)
        if one.keys is not None:
            return _mapping(reader, one, read, path)
        if one.type == "list":
            return _items(reader, one, read, path)
    except typed.WrongTypeError as wrong:
        reader.problem("wrong-type", f"{'.'.join(path)}: {wrong}", *path, value=True)
        return WRONG
    if one.soft:
        return _body_text(reader, read, path)
    return read if one.simple and not one.choices else _scalar(reader, one, read, path)


def _body_text(reader: Reader, text: str, path: tuple[str, ...]) -> str:
    """Written in YAML; within translations the path names the language."""
    language = path[1] if len(path) > 2 else ""  # noqa: PLR2004 - field, language, inner field
    linking = Linking(reader.rules.where, language=language)
    return read_body(reader, of_text(text, linking, pos=reader.spec.pos(*path, value=True)))


def _exactly(reader: Reader, one: Field, value: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """{exactly: [..]}: all items there shall be, also those that somebody else attached."""
    for key in value:
        if key != EXACTLY:
            _unknown(reader, key, {EXACTLY: Field(EXACTLY)}, (*path, key))
    reader.exact.add(one.name)
    return value[EXACTLY]


def _scalar(reader: Reader, one: Field, value: Any, path: tuple[str, ...]) -> Any:
    if one.choices and value not in one.choices:
        near = reader.rules.hints.did_you_mean(str(value), ".".join(path), one.choices)
        hint = near or f"choices: {', '.join(one.choices)}"
        about = f"{'.'.join(path)}: {typed.shown(value)} is not one of its choices"
        reader.problem("bad-choice", about, *path, hint=hint, value=True)
        return WRONG
    if one.ref:
        reader.refs.append(Ref(one.ref, value))
    return value


def _bare(reader: Reader, path: tuple[str, ...]) -> Any:
    hint = f'leave {path[-1]} out to leave it as it is, or write null or "" to empty it'
    reader.problem("bare-key", f"{'.'.join(path)}: has no value", *path, hint=hint)
    return WRONG


def _null(reader: Reader, one: Field, path: tuple[str, ...]) -> Any:
    if one.required or one.mode is Mode.CREATE or one.type == "map":
        hint = f"leave {path[-1]} out to leave it as it is"
        reader.problem("wrong-type", f"{'.'.join(path)}: cannot be null", *path, hint=hint)
        return WRONG
    return None


def _items(reader: Reader, one: Field, items: list[Any], path: tuple[str, ...]) -> list[Any]:
    read = []
    for index, item in enumerate(items):
        here = (*path, str(index))
        try:
            text = typed.read("text", item)
        except typed.WrongTypeError as wrong:
            reader.problem("wrong-type", f"{'.'.join(here)}: {wrong}", *here)
            continue
        if one.ref:
            reader.refs.append(Ref(one.ref, text))
        read.append(text)
    return list(dict.fromkeys(read)) if one.relation else read


def _mapping(
    reader: Reader, one: Field, value: Mapping[str, Any], path: tuple[str, ...]
) -> dict[str, Any]:
    if one.keys is not None and one.keys.kind == "locale":
        table = {inner.name: inner for inner in one.of}
        return {
            locale: read_fields(reader, table, typed.read("map", inner), (*path, locale))
            for locale, inner in value.items()
            if _locale(reader, locale, path)
        }
    return {
        key: read
        for key, inner in value.items()
        if (read := _attribute(reader, key, inner, path)) is not WRONG
    }


def _locale(reader: Reader, locale: str, path: tuple[str, ...]) -> bool:
    first, *others = reader.rules.config.locales
    if locale in others:
        return True
    near = reader.rules.hints.did_you_mean(locale, "locales", others)
    hint = near or "declare it in help_center.locales of reconciler.yaml"
    if locale == first:
        hint = f"{first} is the default language: write its texts directly"
    reader.problem("unknown-locale", f"{locale} is no language to translate to", *path, locale,
                   hint=hint)  # fmt: skip
    return False


TYPES: Mapping[str, Any] = {
    "string": "text", "options": "text", "integer": "integer", "float": "number",
    "boolean": "boolean", "date": "integer", "datetime": "integer",
}  # fmt: skip


def _attribute(reader: Reader, key: str, value: Any, path: tuple[str, ...]) -> Any:
    """A custom attribute, by its declared type; undeclared ones are settled with the live type."""
    if typed.is_unsaid(value):
        return _bare(reader, (*path, key)) if typed.is_bare(value) else None
    declared = reader.rules.attributes.get(key)
    if declared is None:
        return typed.core_schema(value)
    reader.refs.append(declared.ref)
    try:
        read = typed.READERS[declared.field.type](value)
    except typed.WrongTypeError as wrong:
        about = f"{'.'.join((*path, key))}: {wrong}; {declared.ref} has the type "
        reader.problem("wrong-type", about + declared.data_type, *path, key, value=True)
        return WRONG
    return _scalar(reader, declared.field, read, (*path, key)) if declared.field.choices else read


def read_body(reader: Reader, body: Body) -> str:
    reader.rules.findings.extend(body.findings)
    reader.links += body.links
    reader.outside += body.outside
    return body.html
