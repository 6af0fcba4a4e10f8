"""Live objects as specs: names, fields in the words of the language, one tree of files.

Pure: says what the files hold, not how they are written. What is the default in Intercom
anyway is left out, so that a file holds what somebody meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reconciler.core.compared.match import live_key
from reconciler.core.compared.names import Names
from reconciler.core.described.filenames import folded, reserved, slug
from reconciler.core.described.texts import Text
from reconciler.model import Field, Files, Id, Keys, Kind, Kinds, Live, Mode, Ref


@dataclass(slots=True)
class Exported:
    """What an import writes: `yaml` by kind and name, `folders` by path, `texts` by path without
    extension. `taken`: names that are in use, those of files as they are alike on some disk.
    """

    yaml: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    folders: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[Ref, str] = field(default_factory=dict)
    ambiguous: dict[Ref, None] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    places: dict[Ref, str] = field(default_factory=dict)
    taken: set[Ref] = field(default_factory=set)
    numbers: dict[Ref, int] = field(default_factory=dict)
    """The last number that a name got, so that many of one name are not counted from 1 each."""


@dataclass(frozen=True, slots=True)
class Export:
    """All that an export depends on. `taken`: names that are already declared."""

    kinds: Kinds
    lives: Mapping[str, Sequence[Live]]
    locales: tuple[str, ...]
    names: Names
    taken: frozenset[Ref] = frozenset()
    places: Mapping[Ref, str | None] = field(default_factory=dict)
    """Folders of folder resources that are declared already; None where one has no folder."""


def export(work: Export, wanted: Iterable[Kind], owned: Mapping[str, set[str]]) -> Exported:
    """Specs for every object of the wanted kinds that nobody owns yet; `owned`: ids by kind."""
    found = Exported()
    found.taken = {_key(work, work.kinds[ref.kind], ref.name) for ref in work.taken}
    named = [each for kind in wanted for each in _named(work, kind, owned, found)]
    for ref, live in named:  # only when all have names, for texts refer to each other
        _one(work, ref, live, found)
    for kind in wanted:
        _name_dropped(work, kind, [live for ref, live in named if ref.kind == kind.name], found)
    return found


def _named(
    work: Export, kind: Kind, owned: Mapping[str, set[str]], found: Exported
) -> list[tuple[Ref, Live]]:
    lives = [live for live in work.lives.get(kind.name, ())
             if not live.archived and live.id not in owned.get(kind.name, set())]  # fmt: skip
    shared = _shared_keys(kind, work.lives.get(kind.name, ()))
    named = []
    for live in _parents_first(kind, lives):
        empty = _empty(kind, live)
        if empty:  # before it has a name, so that nothing that is written refers to it
            found.skipped.append(f"{kind.name} {live.id} is left out: its {empty} is empty")
            continue
        ref = Ref(kind.name, _name(work, kind, live, found))
        work.names.learn(live, ref.name)
        found.ids[ref] = live.id
        if live_key(kind, live) in shared:
            found.ambiguous[ref] = None
        named.append((ref, live))
    return named


def _empty(kind: Kind, live: Live) -> str:
    """The first required field that has no text, which no spec may declare; "" for none."""
    for one in kind.required:
        value = live.fields.get(one.name)
        if value is None or (isinstance(value, str) and not value.strip()):
            return one.name
    return ""


def _name_dropped(work: Export, kind: Kind, lives: Iterable[Live], found: Exported) -> None:
    """Languages that exist in Intercom and are not declared here are left alone, and said."""
    counts: dict[str, int] = {}
    for one in (table for table in kind.fields if table.of):
        for live in lives:
            for locale in (live.fields.get(one.name) or {}).keys() - set(work.locales):
                counts[locale] = counts.get(locale, 0) + 1
    for locale, count in sorted(counts.items()):
        found.skipped.append(
            f"{locale}: {count} translations of {kind.plural} are left out; declare the language "
            "in help_center.locales to have them"
        )


def _parents_first(kind: Kind, lives: Sequence[Live]) -> list[Live]:
    """In the order of their creation, which is the order Intercom shows them in."""
    by_id = {live.id: live for live in lives}

    def depth(live: Live) -> int:
        deep, here = 0, live
        while isinstance(above := here.fields.get(kind.parent), Id) and deep < len(by_id):
            if above.id not in by_id:
                break
            here, deep = by_id[above.id], deep + 1
        return deep

    return sorted(lives, key=lambda live: (depth(live) if kind.parent else 0,
                                           live.created_at or 0, live.id.zfill(24)))  # fmt: skip


def _shared_keys(kind: Kind, lives: Sequence[Live]) -> set[tuple[Any, ...]]:
    seen: set[tuple[Any, ...]] = set()
    shared: set[tuple[Any, ...]] = set()
    for live in lives:
        key = live_key(kind, live)
        (shared if key in seen else seen).add(key)
    return shared


def _one(work: Export, ref: Ref, live: Live, found: Exported) -> None:
    kind = work.kinds[ref.kind]
    fields = _fields(work, kind.fields, live.fields)
    if kind.named_by and fields.get(kind.named_by) == ref.name:
        del fields[kind.named_by]
    problems = kind.check(fields) if kind.check else ()
    if problems:
        del found.ids[ref]
        found.skipped.append(f"{ref} is left out: {problems[0][1]}")
        return
    if ref in found.ambiguous:
        fields["id"] = live.id
    _place(work, ref, fields, found)


def _place(work: Export, ref: Ref, fields: dict[str, Any], found: Exported) -> None:
    """Into the file that the kind lives in: a folder's, a text's, or the kind's own."""
    kind = work.kinds[ref.kind]
    holder = _holder(work.kinds, kind)
    if holder is not None and holder.files:
        fields.pop(kind.parent, None)
        path = _path(work, found, ref.kind, ref.name)
        found.places[ref] = path
        found.folders[f"{holder.files.folder}/{path}/{holder.files.folder_file}"] = fields
    elif kind.files is not None:
        path = _path(work, found, kind.files.folder_kind, ref.name)
        if "/" in ref.name:
            fields.pop(kind.files.folder_field, None)
        _text(ref, kind.files, path, fields, found)
    else:
        found.yaml.setdefault(kind.plural, {})[ref.name] = fields


def _path(work: Export, found: Exported, folder_kind: str, name: str) -> str:
    """Where the name lies on disk, where folders may carry numbers that only sort."""
    parent, _, last = name.rpartition("/")
    folder = Ref(folder_kind, parent)
    base = found.places.get(folder) or work.places.get(folder) or parent
    return f"{base}/{last}" if base else last


def _holder(kinds: Kinds, kind: Kind) -> Kind | None:
    """The kind whose files lie in folders that are objects of this kind."""
    return next((one for one in kinds.values()
                 if one.files and one.files.folder_kind == kind.name), None)  # fmt: skip


def _text(ref: Ref, files: Files, name: str, fields: dict[str, Any], found: Exported) -> None:
    translations = fields.pop(files.translations, {})
    body = fields.pop(files.body, None)
    found.texts[f"{files.folder}/{name}"] = Text(ref, "", fields, body or "")
    for locale, inner in translations.items():
        text = inner.pop(files.body, None)
        found.texts[f"{files.folder}/{name}.{locale}"] = Text(ref, locale, inner, text or "")


# ---------------------------------------------------------------- names


def _name(work: Export, kind: Kind, live: Live, found: Exported) -> str:
    label = str(live.fields.get(kind.named_by or kind.key[-1]) or live.id)
    if kind.named_by or not _filed(work, kind):
        return _free(work, kind, label, found)
    return _free(work, kind, _folder(work, kind, live) + slug(label, live.id), found)


def _folder(work: Export, kind: Kind, live: Live) -> str:
    parent = live.fields.get(kind.ordered or kind.parent)
    if not isinstance(parent, Id) or parent not in work.names.by_id:
        return ""
    name = work.names.by_id[parent]
    return "" if work.places.get(Ref(parent.kind, name), "") is None else f"{name}/"


def _free(work: Export, kind: Kind, name: str, found: Exported) -> str:
    """The name, or the first one with a number that is free on every disk."""
    first, candidate = _key(work, kind, name), name
    while (key := _key(work, kind, candidate)) in found.taken or _device(work, kind, candidate):
        found.numbers[first] = found.numbers.get(first, 1) + 1
        candidate = f"{name}-{found.numbers[first]}"
    found.taken.add(key)
    return candidate


def _key(work: Export, kind: Kind, name: str) -> Ref:
    return Ref(kind.name, folded(name) if _filed(work, kind) else name)


def _device(work: Export, kind: Kind, name: str) -> bool:
    return _filed(work, kind) and reserved(name)


def _filed(work: Export, kind: Kind) -> bool:
    """Whether its names are those of files or folders."""
    return kind.files is not None or _holder(work.kinds, kind) is not None


# ---------------------------------------------------------------- fields


def _fields(work: Export, table: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in table:
        if one.mode is Mode.READ:
            continue
        value = _value(work, one, values.get(one.name))
        if value not in (None, "", [], {}):
            found[one.name] = value
    return found


def _value(work: Export, one: Field, value: Any) -> Any:
    if one.relation:
        names = [work.names.by_id.get(item) for item in value or ()]
        return sorted(name for name in names if name)
    if one.keys is not None:
        return _map(work, one, one.keys, value or {})
    if isinstance(value, Id):
        return work.names.by_id.get(value)
    if one.soft and isinstance(value, str):
        return work.names.symbols(_by_heading(value))
    return value


def _by_heading(html: str) -> str:
    from reconciler.content import keyed  # noqa: PLC0415 - only for pages

    return keyed(html)


def _map(work: Export, one: Field, keys: Keys, value: Mapping[str, Any]) -> dict[str, Any]:
    if not one.of:
        return {key: inner for key, inner in sorted(value.items()) if _declarable(work, keys, key)
                and inner not in (None, "") and not isinstance(inner, dict | list)}  # fmt: skip
    return {
        locale: _fields(work, one.of, inner)
        for locale, inner in value.items()
        if locale in work.locales[1:] and any(inner.get(sub.name) for sub in one.of if sub.required)
    }


def _declarable(work: Export, keys: Keys, key: str) -> bool:
    """Keys that Intercom manages itself are no attributes, and stay its own business."""
    return any(
        live.fields.get("name") == key
        and not live.archived
        and all(live.fields.get(name) == value for name, value in keys.where.items())
        for live in work.lives.get(keys.kind, ())
    )
