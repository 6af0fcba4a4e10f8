"""Names on the command line: kind/name, the kind in its singular or plural."""

from __future__ import annotations

import click

from reconciler.kinds import KINDS
from reconciler.model import Kind, Ref
from reconciler.near import did_you_mean


def kind_named(name: str) -> Kind:
    """By its singular or plural name; a usage error with the nearest one otherwise."""
    for kind in KINDS.values():
        if name in (kind.name, kind.plural):
            return kind
    hint = did_you_mean(name, [kind.plural for kind in KINDS.values()])
    kinds = ", ".join(kind.plural for kind in KINDS.values())
    raise click.UsageError(f"there is no kind {name!r}; {hint or f'kinds: {kinds}'}")


def named_ref(text: str) -> Ref:
    """One resource; a usage error for anything else."""
    kind, _, name = text.partition("/")
    if not name:
        raise click.UsageError(f"{text!r} is no kind/name, such as tag/VIP or collection/billing")
    return Ref(kind_named(kind).name, name)
