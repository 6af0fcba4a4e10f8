"""What an API version has of the kinds: later kinds and fields are not there at all."""

from __future__ import annotations

from dataclasses import replace

from reconciler.model import Kind, Kinds


def number(version: str) -> tuple[int, ...]:
    """A version in the order of versions: 2.9 comes before 2.11."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def at_version(kinds: Kinds, version: str) -> Kinds:
    """The kinds as a workspace at `version` has them, in the same order."""
    return {name: _fields(kind, version) for name, kind in kinds.items()
            if number(kind.since) <= number(version)}  # fmt: skip


def _fields(kind: Kind, version: str) -> Kind:
    there = tuple(one for one in kind.fields if number(one.since) <= number(version))
    if kind.versions and number(kind.versions.since) > number(version):
        kind = replace(kind, versions=None)
    if kind.drafts and number(kind.drafts.since) > number(version):
        kind = replace(kind, drafts=None)
    return kind if len(there) == len(kind.fields) else replace(kind, fields=there)
