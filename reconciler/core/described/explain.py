"""A kind and its fields in words, read off the table: what is allowed, when, and an example."""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.model import Field, Json, Kind, Mode

MODES = {
    Mode.RW: "written and compared",
    Mode.CREATE: "fixed at creation",
    Mode.WRITE: "written, never read back",
}
SAMPLES = {"text": "some text", "integer": "3", "number": "9.5", "boolean": "true", "map": "{}"}


def about_kind(kind: Kind) -> Json:
    """Shape: name, plural, about, key, removal, since, fields (as of about_field), example."""
    fields = [about_field(kind, one, [one.name]) for one in written(kind.fields)]
    needed = [one for one in written(kind.fields) if one.required and one.name != kind.named_by]
    lines = [f"{kind.plural}:", "  some-name:", *(f"    {_example(one)}" for one in needed)]
    return {
        "name": kind.name, "plural": kind.plural, "about": kind.doc, "key": list(kind.key),
        "removal": [one.verb for one in kind.on_remove], "since": kind.since, "fields": fields,
        "example": "\n".join(lines),
    }  # fmt: skip


def about_field(kind: Kind, one: Field, path: Sequence[str]) -> Json:
    """Shape: kind, name, type, required, written, since, until, choices, default, about, notes,
    fields (names of what is inside), example.
    """
    example = _example(one)
    if len(path) > 1:
        example = f"{path[0]}: {{fr: {{{example}}}}}"
    return {
        "kind": kind.plural,
        "name": ".".join(path),
        "type": _type(one),
        "required": one.required and one.name != kind.named_by,
        "written": MODES.get(one.mode, ""),
        "since": one.since,
        "until": one.until,
        "choices": list(one.choices),
        "default": _default(kind, one),
        "about": one.doc,
        "notes": _notes(one),
        "fields": [sub.name for sub in one.of],
        "example": f"{kind.plural}:\n  some-name:\n    {example}",
    }


def written(fields: Sequence[Field]) -> list[Field]:
    return [one for one in fields if one.mode is not Mode.READ]


def field_at(kind: Kind, path: Sequence[str]) -> tuple[Field | None, list[str]]:
    """The field of a path, and the names that were known where the path ended."""
    fields, one = written(kind.fields), None
    for name in path:
        known = [each.name for each in fields]
        one = next((each for each in fields if each.name == name), None)
        if one is None:
            return None, known
        fields = written(one.of)
    return one, []


def _type(one: Field) -> str:
    if one.keys is not None:
        inside = "language" if one.keys.kind == "locale" else f"name of a {one.keys.kind}"
        return f"mapping by {inside}"
    if one.relation:
        return f"list of {one.ref} names, or {{exactly: [..]}}"
    if one.ref and not one.soft:
        return f"name of a {one.ref}"
    return {"integer": "whole number", "boolean": "true or false"}.get(one.type, one.type)


def _default(kind: Kind, one: Field) -> str:
    if one.name == kind.named_by:
        return "its key"
    return "" if one.default is None else str(one.default)


def _notes(one: Field) -> list[str]:
    notes = {
        "links to other files become links to their articles": one.soft,
        "case is ignored": one.caseless,
        "order does not matter": one.unordered,
        "personal: plans show a digest": one.personal,
        "sent with every update": one.always,
    }
    return [note for note, holds in notes.items() if holds]


def _example(one: Field) -> str:
    if one.keys is not None:
        inner = ", ".join(_example(sub) for sub in one.of[:1])
        return f"{one.name}: {{fr: {{{inner}}}}}" if one.of else f"{one.name}: {{some-name: 3}}"
    if one.type == "list":
        return f"{one.name}: [one, two]"
    value = one.choices[0] if one.choices else SAMPLES[one.type]
    return f"{one.name}: {f'some-{one.ref}' if one.ref and not one.soft else value}"
