"""The JSON Schema of spec files, derived from the tables of the kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reconciler.core.declared.policies import CHOICES, EDITED, MISSING, STALE
from reconciler.core.delivered.contents import CHANNELS, FORMATS, STATES, STYLES
from reconciler.core.delivered.rule import What
from reconciler.core.delivered.rules import FIELDS
from reconciler.core.delivered.written import PLURALS
from reconciler.model import Field, Json, Kind, Kinds, Mode

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TYPES: dict[str, Any] = {
    # A template or an unquoted number stands where text is expected; the type decides later.
    "text": {"type": ["string", "number", "boolean", "null"]},
    "integer": {"type": ["integer", "string", "null"]},
    "number": {"type": ["number", "string", "null"]},
    "boolean": {"type": ["boolean", "string"]},
    "list": {"type": "array", "items": {"type": ["string", "number"]}},
    "map": {"type": "object"},
}
REF: Json = {"type": "string", "pattern": "^[a-z_]+/.+", "description": "KIND/NAME"}
FLAG: Json = {"type": "boolean"}


def _entries(properties: Json, *, needed: Iterable[str]) -> Json:
    one = {"type": "object", "additionalProperties": False, "properties": properties,
           "required": list(needed)}  # fmt: skip
    return {"type": "array", "items": one}


META: Json = {
    "id": {"type": ["string", "integer"], "description": "The object in Intercom that is meant."},
    "new": {"type": "boolean", "description": "Create another one, although one is alike."},
    EDITED: {"enum": list(CHOICES[EDITED]), "description": "What becomes of edits there."},
    MISSING: {"enum": list(CHOICES[MISSING]), "description": "What a missing language is."},
    STALE: {"enum": list(CHOICES[STALE]), "description": "What a translation fallen behind is."},
    "reviewed": {"type": "object", "description": "Language: date of the last review."},
    "protect": {"type": "boolean", "description": "Refuse to remove it until this was false."},
    "for_each": {
        "type": ["string", "array"],
        "description": "A CSV or JSON Lines file, or a list: each row makes one of these.",
    },
}
ENTRIES: Json = {
    "moved": _entries({"from": REF, "to": REF}, needed=("from", "to")),
    "removed": _entries(
        {
            "ref": REF,
            "delete": FLAG,
            "release": FLAG,
            "locale": {"type": "string"},
            "redirect": REF,
        },
        needed=(),
    ),
}


def _rules(what: What) -> Json:
    """Rules are no table: their fields by name, with the choices where there are any."""
    found: Json = {name: RULE.get(name, {}) for name in FIELDS[what]}
    one = {"type": "object", "additionalProperties": False,
           "properties": {**found, "for_each": META["for_each"]}}  # fmt: skip
    return {"type": "object", "description": "Sent once to each, by deliver.",
            "additionalProperties": one}  # fmt: skip


RULE: Json = {
    "channel": {"enum": list(CHANNELS)},
    "template": {"enum": list(STYLES), "description": "The look of an e-mail."},
    "format": {"enum": list(FORMATS)},
    "state": {"enum": list(STATES)},
    "everyone": {"type": ["boolean", "string"], "description": "Those of years ago too."},
    "since": {"type": "string", "description": "A day: who comes from then on."},
    "where": {"type": ["string", "array", "object"], "description": "A query; docs/queries.md."},
}
DELIVERIES: Json = {plural: _rules(what) for plural, what in PLURALS.items()}


def schema(kinds: Kinds) -> Json:
    """One schema for every YAML file below the specs folder."""
    plurals = {kind.plural: _resources(kind) for kind in kinds.values() if kind.create}
    return {
        "$schema": DRAFT,
        "title": "reconciler specs",
        "type": "object",
        "additionalProperties": False,
        "properties": {**plurals, **ENTRIES, **DELIVERIES, "template": {"type": "boolean"}},
    }


def file_schema(kind: Kind) -> Json:
    """What a file of one resource says: front matter, or the data file of a folder."""
    inner = _object(kind.fields)
    named = {
        "name": {"type": "string", "description": "The resource's name, where not the path's."}
    }
    inner["properties"] = {**named, **inner["properties"], **META,
                           "template": {"type": "boolean"}}  # fmt: skip
    return {"$schema": DRAFT, "title": f"reconciler {kind.name}", **inner}


def _resources(kind: Kind) -> Json:
    inner = _object(kind.fields)
    inner["properties"] |= META
    inner["type"] = ["object", "null"]
    needed = [one.name for one in kind.fields if one.required and one.name != kind.named_by]
    if needed:
        inner["required"] = needed
    return {"type": "object", "description": kind.doc, "additionalProperties": inner}


def _object(fields: Iterable[Field]) -> Json:
    written = [one for one in fields if one.mode is not Mode.READ]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {one.name: _field(one) for one in written},
    }


def _field(one: Field) -> Json:
    found: Json = dict(TYPES[one.type])
    if one.choices:
        found = {"enum": list(one.choices)}
    if one.relation:
        exactly = {"type": "object", "additionalProperties": False, "required": ["exactly"],
                   "properties": {"exactly": found}}  # fmt: skip
        found = {"anyOf": [found, exactly]}
    if one.of:
        found["additionalProperties"] = _object(one.of)
    if one.doc:
        found["description"] = one.doc
    return found
