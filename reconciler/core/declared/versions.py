"""What an API version has of the kinds: later kinds and fields are not there at all."""

from __future__ import annotations

from dataclasses import replace

from reconciler.model import Field, Kind, Kinds


def number(version: str) -> tuple[int, ...]:
    """A version in the order of versions: 2.9 comes before 2.11."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def at_version(kinds: Kinds, version: str) -> Kinds:
    """The kinds as a workspace at `version` has them, in the same order."""
    return {name: _kind(kind, version) for name, kind in kinds.items()
            if _has(kind.since, version)}  # fmt: skip


def _has(since: str, version: str) -> bool:
    return number(since) <= number(version)


def _kind(kind: Kind, version: str) -> Kind:
    fields = _fields(kind.fields, version)
    versions = kind.versions if kind.versions and _has(kind.versions.since, version) else None
    drafts = kind.drafts if kind.drafts and _has(kind.drafts.since, version) else None
    find = kind.find if _has(kind.find_since, version) else ""
    same = fields == kind.fields and versions is kind.versions and drafts is kind.drafts
    if same and find == kind.find:
        return kind
    return replace(kind, fields=fields, versions=versions, drafts=drafts, find=find)


def _fields(fields: tuple[Field, ...], version: str) -> tuple[Field, ...]:
    return tuple(_field(one, version) for one in fields if _has(one.since, version))


def _field(one: Field, version: str) -> Field:
    inner = _fields(one.of, version)
    form = one.form if one.form and _has(one.form.since, version) else None
    early = one.ids_before is not None and not _has(one.ids_before[0], version)
    ids = one.ids_before[1] if one.ids_before and early else one.ids
    same = form is one.form and inner == one.of and ids == one.ids
    return one if same else replace(one, of=inner, form=form, ids=ids)
