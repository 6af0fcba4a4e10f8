"""`reconciler get`: what Intercom has, as it answers it."""

from __future__ import annotations

import click

from reconciler.cli.connect import Connection, connect
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, say
from reconciler.core.canonical import live_of
from reconciler.kinds import KINDS
from reconciler.model import Json, Kind, Live, Ref
from reconciler.near import did_you_mean
from reconciler.render.safe import plural, value
from reconciler.workflow import open_project


def kind_named(name: str) -> Kind:
    """By its singular or plural name; a usage error with the nearest one otherwise."""
    for kind in KINDS.values():
        if name in (kind.name, kind.plural):
            return kind
    hint = did_you_mean(name, [kind.plural for kind in KINDS.values()])
    kinds = ", ".join(kind.plural for kind in KINDS.values())
    raise click.UsageError(f"there is no kind {name!r}; {hint or f'kinds: {kinds}'}")


@click.command("get", short_help="Show what Intercom has.")
@online
@click.argument("kind")
@click.argument("name", required=False)
def command(common: Common, *, kind: str, name: str | None) -> int:
    """List all objects of KIND, or show the one with the id, key or name NAME. Sends no write."""
    wanted = kind_named(kind)
    project = open_project(common.directory, workspace=common.workspace)
    with connect(common, project, read_only=True) as connection:
        found = connection.client.list(wanted).items
        chosen = found if name is None else _named(wanted, name, found, connection)
        counts = (connection.client.reads, connection.client.writes)
    code = 1 if name is not None and not chosen else 0
    if common.as_json:
        document({wanted.plural: chosen, "exit": code})
        return code
    for one in chosen:
        _show(wanted, one, whole=name is not None)
    if not found and wanted.find:
        say(f"{wanted.plural.capitalize()} without users appear in no list of Intercom.", err=True)
    if code:
        say(f"There is no {wanted.name} {value(name)} in {plural(len(found), 'object')}.", err=True)
    say(f"{plural(len(chosen), wanted.name, wanted.plural)}; {plural(counts[0], 'read')}, "
        f"{plural(counts[1], 'write')} sent.")  # fmt: skip
    return code


def _named(kind: Kind, name: str, found: list[Json], connection: Connection) -> list[Json]:
    """By id or key, else by the name that plans print, which the ledger knows the id of."""
    chosen = [one for one in found if _is(kind, one, name)]
    entry = connection.ledger.entries.get(Ref(kind.name, name.removeprefix(f"{kind.name}/")))
    if chosen or entry is None:
        return chosen
    listed = [one for one in found if live_of(kind, one).id == entry.id]
    if listed or not kind.get:
        return listed
    # Lists leave some objects out, such as companies without users.
    one = connection.client.get(kind, entry.id)
    return [] if one is None else [one]


def _is(kind: Kind, wire: Json, name: str) -> bool:
    live = live_of(kind, wire)
    labels = {live.id, *(str(live.fields.get(key)) for key in kind.key)}
    return name.casefold() in {label.casefold() for label in labels}


def _show(kind: Kind, wire: Json, *, whole: bool) -> None:
    live = live_of(kind, wire)
    if not whole:
        say(f"{live.id or '-':<26} {value(_label(kind, live))}")
        return
    say(f"id: {live.id}")
    for key, inner in wire.items():
        if key != "id":
            say(f"{key}: {value(inner)}")


def _label(kind: Kind, live: Live) -> object:
    return live.fields.get(kind.named_by or kind.key[-1])
