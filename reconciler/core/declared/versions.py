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
    same = fields == kind.fields and versions is kind.versions and drafts is kind.drafts
    return kind if same else replace(kind, fields=fields, versions=versions, drafts=drafts)


def _fields(fields: tuple[Field, ...], version: str) -> tuple[Field, ...]:
    return tuple(_field(one, version) for one in fields if _has(one.since, version))


def _field(one: Field, version: str) -> Field:
    inner = _fields(one.of, version)
    form = one.form if one.form and _has(one.form.since, version) else None
    return one if form is one.form and inner == one.of else replace(one, of=inner, form=form)
