"""Specs to desired resources: every field read by its type, every rule of its kind held.

All problems of all resources are found in one pass; nothing stops at the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.codes import finding
from reconciler.core.declared import typed
from reconciler.core.declared.bodies import of_file
from reconciler.core.declared.languages import missing_translations
from reconciler.core.declared.pages import META
from reconciler.core.declared.places import places, unseen
from reconciler.core.declared.policies import CHOICES
from reconciler.core.declared.reading import (
    TYPES,
    WRONG,
    Attribute,
    Reader,
    Rules,
    read_body,
    read_fields,
    read_value,
)
from reconciler.core.declared.specs import title_of
from reconciler.core.declared.versions import number
from reconciler.model import (
    LANGUAGE,
    NOTHING,
    Config,
    Desired,
    Field,
    Files,
    Finding,
    Keys,
    Kind,
    Kinds,
    Look,
    Map,
    Quoted,
    Ref,
    Spec,
    TextFile,
)
from reconciler.near import did_you_mean


@dataclass(frozen=True, slots=True)
class Checked:
    desired: Mapping[Ref, Desired]
    findings: tuple[Finding, ...]


def desired(
    specs: Mapping[Ref, Spec], kinds: Kinds, config: Config, version: str, look: Look = unseen
) -> Checked:
    """All resources in declared order, kinds in the order of creation.

    `look`: what lies at a path of the project, for links to files and images.
    """
    where = places(specs.values(), kinds, config, look)
    found: dict[Ref, Desired] = {}
    findings: list[Finding] = []
    by_kind: dict[str, list[Spec]] = {}
    for spec in specs.values():
        by_kind.setdefault(spec.ref.kind, []).append(spec)
    for kind in kinds.values():
        defaults = tuple(_written_defaults(kind, config))
        keys = next((one.keys for one in kind.fields if one.keys and one.keys.type), None)
        known = attributes(keys, found.values()) if keys else {}
        rules = Rules(kind, config, where, known, defaults)
        late = Late(version, kind)
        for spec in by_kind.get(kind.name, ()):
            found[spec.ref] = _resource(Reader(rules, spec), late)
        findings += rules.findings
    return Checked(found, (*findings, *missing_translations(found, kinds, config)))


def _written_defaults(kind: Kind, config: Config) -> Iterator[tuple[Field, Any]]:
    configured = config.defaults.get(kind.plural, Map())
    for one in kind.fields:
        default = config.locales[0] if one.default == LANGUAGE else one.default
        if default is not None or one.name in configured:
            yield one, configured.get(one.name, Quoted(default))


def attributes(keys: Keys, found: Iterable[Desired]) -> dict[str, Attribute]:
    """Declared names, types and choices for the keys of an open map."""
    return {
        str(one.fields["name"]): _attribute(one, keys)
        for one in found
        if one.ref.kind == keys.kind
        and "name" in one.fields
        and all(one.fields.get(name) == value for name, value in keys.where.items())
    }


def _attribute(one: Desired, keys: Keys) -> Attribute:
    data_type = str(one.fields.get(keys.type, ""))
    choices = tuple(one.fields.get(keys.choices) or ())
    field = Field(str(one.fields["name"]), TYPES.get(data_type, "text"), choices=choices)
    return Attribute(one.ref, data_type, field)


def _resource(reader: Reader, late: Late) -> Desired:
    kind, spec = reader.kind, reader.spec
    fields = read_fields(reader, kind.index, spec.fields, ())
    _add_text(reader, fields)
    if kind.named_by and kind.named_by not in spec.fields:
        fields[kind.named_by] = spec.ref.name
    create = _defaults(reader, fields)
    _required(reader, fields, create)
    late.check(reader, fields)
    for name, message in kind.check(fields) if kind.check else ():
        reader.problem("invalid-field", message, name)
    return Desired(
        spec.ref,
        fields,
        spec,
        create=create,
        refs=tuple(dict.fromkeys(reader.refs)),
        links=tuple(dict.fromkeys(reader.links)),
        outside=tuple(dict.fromkeys(reader.outside)),
        exact=frozenset(reader.exact),
        **_own(reader) if not META.isdisjoint(spec.fields) else {},
    )


def _own(reader: Reader) -> dict[str, Any]:
    """What the keys say that are ours, which few resources have."""
    identity = reader.spec.fields.get("id")
    return {
        "id": str(identity) if isinstance(identity, str | int) and identity != "" else None,
        "new": _flag(reader, "new") or False,
        "protect": _flag(reader, "protect"),
        "policies": _policies(reader),
        "reviewed": _reviewed(reader),
    }


def _flag(reader: Reader, name: str) -> bool | None:
    if name not in reader.spec.fields:
        return None
    try:
        return bool(typed.read("boolean", reader.spec.fields[name]))
    except typed.WrongTypeError as wrong:
        reader.problem("wrong-type", f"{name}: {wrong}", name, value=True)
        return None


def _policies(reader: Reader) -> Mapping[str, str]:
    """The words that the resource has about edits and translations."""
    said = [name for name in CHOICES if name in reader.spec.fields]
    return {name: word for name in said if (word := _policy(reader, name))}


def _policy(reader: Reader, name: str) -> str | None:
    written = reader.spec.fields[name]
    word = next((one for one in CHOICES[name] if one == written), None)
    if word is None and not reader.spec.preset:
        hint = did_you_mean(str(written), CHOICES[name]) or f"choices: {', '.join(CHOICES[name])}"
        about = f"{name}: {typed.shown(written)} is not one of its choices"
        reader.problem("bad-choice", about, name, hint=hint, value=True)
    return word


def _reviewed(reader: Reader) -> dict[str, str]:
    """Language -> any text, a date say: a change of it is a review."""
    written = reader.spec.fields.get("reviewed", {})
    if isinstance(written, dict) and all(typed.is_scalar(one) for one in written.values()):
        return {locale: str(one) for locale, one in written.items()}
    if not reader.spec.preset:
        about = f"reviewed: {typed.shown(written)} is no mapping of language: date"
        reader.problem("wrong-type", about, "reviewed", value=True)
    return {}


# ---------------------------------------------------------------- text files


def _add_text(reader: Reader, fields: dict[str, Any]) -> None:
    files, text = reader.kind.files, reader.spec.text
    if files is None or text is None:
        return
    fields.update(_text(reader, files, text, fields))
    translated = {
        locale: _translation(reader, files, file, locale)
        for locale, file in reader.spec.translations.items()
    }
    if translated:
        fields[files.translations] = {**fields.get(files.translations, {}), **translated}


def _text(
    reader: Reader, files: Files, file: TextFile, fields: Mapping[str, Any], locale: str = ""
) -> dict[str, Any]:
    body = of_file(file, reader.rules.where, with_title=files.title in fields, language=locale)
    # A file without any text declares no body: what is there stays as it is.
    text = {files.body: read_body(reader, body)} if file.body.strip() else {}
    if body.title:
        text[files.title] = body.title
    elif files.title not in fields and files.title not in file.front:
        text |= _title_of_file(reader, files, file)
    return text


def _title_of_file(reader: Reader, files: Files, file: TextFile) -> dict[str, Any]:
    """A page without any title: a mistake, but an existing docs repository has its file name."""
    if reader.spec.preset:
        title = title_of(file.path.rpartition(".")[0])
        about = f"{reader.spec.ref}: the page has no title; its file name is taken: {title}"
        reader.rules.findings.append(finding("no-title", about, reader.spec.pos(), severity="note"))
        return {files.title: title}
    hint = "write title: in the front matter, or begin the page with a # heading"
    reader.problem("no-title", "the page has no title", hint=hint)
    return {}


def _translation(reader: Reader, files: Files, file: TextFile, locale: str) -> dict[str, Any]:
    """A translation's own front matter and body; messages lead into its file."""
    front = Map(file.front, file.front.marks, file.front.mark)
    front.pop("template", None)
    own = Spec(reader.spec.ref, front, file.path, (1, 1))
    inner = Reader(reader.rules, own, reader.refs, reader.links, reader.outside)
    table = reader.kind.languages.of if reader.kind.languages else ()
    fields = read_fields(inner, {one.name: one for one in table}, front, ())
    fields.update(_text(inner, files, file, fields, locale))
    return fields


# ---------------------------------------------------------------- what a create needs


def _defaults(reader: Reader, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    create: dict[str, Any] = {}
    for one, default in reader.rules.defaults:
        if one.name not in fields:
            value = read_value(reader, one, default, (one.name,))
            if value is not WRONG:
                create[one.name] = value
    table = reader.kind.languages
    if table is not None and table.name in fields:
        shared = {**create, **fields}
        create[table.name] = {
            locale: {
                inner.name: shared[inner.name]
                for inner in table.of
                if inner.default is not None and inner.name not in written and inner.name in shared
            }
            for locale, written in fields[table.name].items()
        }
    return create or NOTHING


def _required(reader: Reader, fields: Mapping[str, Any], create: Mapping[str, Any]) -> None:
    files = reader.kind.files
    for one in reader.kind.required:
        value = fields.get(one.name)
        if isinstance(value, str) and not value.strip():
            hint = f"write {one.name}:, or take the resource out"
            reader.problem("missing-field", f"{one.name} is empty", one.name, hint=hint, value=True)
        missing = one.name not in fields and one.name not in create
        wrong = one.name in reader.spec.fields
        by_text = reader.spec.text is not None and files is not None and one.name == files.title
        if missing and not wrong and not by_text:
            hint = f"write {one.name}: " + (f"({one.doc})" if one.doc else "")
            reader.problem("missing-field", f"{one.name} is missing", hint=hint.strip())


class Late:
    """What of a kind the workspace's version of the API does not have yet."""

    def __init__(self, version: str, kind: Kind) -> None:
        self.version = version
        self.fields = [one for one in kind.fields
                       if one.since and number(version) < number(one.since)]  # fmt: skip
        self.whole = number(version) < number(kind.since)

    def check(self, reader: Reader, fields: Mapping[str, Any]) -> None:
        if self.whole:
            about = f"API version {self.version} has no {reader.kind.plural}"
            reader.problem("version-field", about)
        for one in self.fields:
            if one.name in fields:
                about = f"{one.name} needs API version {one.since}; this workspace is at "
                reader.problem("version-field", about + self.version, one.name)
