"""`reconciler get`: what Intercom has, as it answers it."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import click

from reconciler.cli.connect import Connection, connect
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, say
from reconciler.cli.refs import kind_named
from reconciler.core.compared.canonical import live_of
from reconciler.model import Json, Kind, Live, Ref
from reconciler.render.safe import plural, value
from reconciler.workflow import open_project

WILD = re.compile(r"[*?\[]")
"""What makes a name a glob."""


@click.command("get", short_help="Show what Intercom has.")
@online
@click.argument("kind", metavar="KIND[/GLOB]")
@click.argument("name", required=False)
def command(common: Common, *, kind: str, name: str | None) -> int:
    """List all objects of KIND, or show the one with the id, key or name NAME. Sends no write.

    KIND/GLOB lists those whose key or name matches, as `plan --only` selects them.
    """
    kind, _, glob = kind.partition("/")
    wanted = kind_named(kind)
    name = name or glob or None
    whole = name is not None and not WILD.search(name)
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
        _show(wanted, one, whole=whole)
    if not found and wanted.find:
        say(f"{wanted.plural.capitalize()} without users appear in no list of Intercom.", err=True)
    if code:
        say(f"There is no {wanted.name} {value(name)} in {plural(len(found), 'object')}.", err=True)
    say(f"{plural(len(chosen), wanted.name, wanted.plural)}; {plural(counts[0], 'read')}, "
        f"{plural(counts[1], 'write')} sent.")  # fmt: skip
    return code


def _named(kind: Kind, name: str, found: list[Json], connection: Connection) -> list[Json]:
    """By id or key, else by the name that plans print, which the ledger knows the id of."""
    if WILD.search(name):
        return _matching(kind, name, found, connection)
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


def _matching(kind: Kind, glob: str, found: list[Json], connection: Connection) -> list[Json]:
    entries = connection.ledger.entries
    ours = {entry.id for ref, entry in entries.items()
            if ref.kind == kind.name and fnmatchcase(ref.name, glob)}  # fmt: skip
    return [one for one in found
            if (live := live_of(kind, one)).id in ours
            or any(fnmatchcase(label, glob) for label in _labels(kind, live))]  # fmt: skip


def _labels(kind: Kind, live: Live) -> set[str]:
    return {live.id, *(one for key in kind.key if isinstance(one := live.fields.get(key), str))}


def _is(kind: Kind, wire: Json, name: str) -> bool:
    return name.casefold() in {one.casefold() for one in _labels(kind, live_of(kind, wire))}


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
