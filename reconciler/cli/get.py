"""`reconciler get`: what Intercom has, as it answers it."""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import click

from reconciler.api.streaming import Page
from reconciler.cli.connect import Connection, connect
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, painter, say
from reconciler.cli.shapes import Csv, Document, JsonLines, Lines, Shape, Table, Whole
from reconciler.core.declared.versions import number
from reconciler.core.planned.saved import finding_json
from reconciler.errors import Exit, GuardError, UsageError
from reconciler.model import Finding, Json, Pos
from reconciler.near import did_you_mean
from reconciler.query import Query, Reference, in_options
from reconciler.render.findings import findings as shown
from reconciler.render.safe import plural, value
from reconciler.workflow import open_project
from reconciler.workflow.getting import Looking
from reconciler.workflow.readable import ALL, IMPERSONAL, Readable
from reconciler.workflow.searching import checked, resolved

WILD = re.compile(r"[*?\[]")
"""What makes a name a glob."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    row: Readable
    name: str | None
    where: tuple[str, ...]
    fields: tuple[str, ...]
    form: str
    limit: int | None
    count: bool

    @property
    def glob(self) -> bool:
        return self.name is not None and bool(WILD.search(self.name)) and not self.row.of


@click.command("get", short_help="Show what Intercom has.")
@online
@click.argument("kind", metavar="KIND[/GLOB]")
@click.argument("name", metavar="[ID|NAME]", required=False)
@click.option(
    "--where",
    multiple=True,
    metavar="QUERY",
    help="Contacts and conversations that match, such as 'role = user and "
    "signed_up_at > 30 days ago'; several must all hold. See docs/queries.md.",
)
@click.option("--count", is_flag=True, help="Only how many there are.")
@click.option("--fields", metavar="A,B.C", default="", help="Only these fields.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@click.option("--table", is_flag=True, help="Columns: the fields, or the usual ones.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV with a heading.")
@click.option("--jsonl", is_flag=True, help="A line of JSON for each object.")
def command(
    common: Common,
    *,
    kind: str,
    name: str | None,
    where: tuple[str, ...],
    count: bool,
    fields: str,
    limit: int | None,
    **forms: bool,
) -> int:
    """List all objects of KIND, or show the one with the id, key or name NAME. Sends no write.

    KIND/GLOB lists those whose key or name matches, as `plan --only` selects them. `get events
    CONTACT` shows the events of one contact.
    """
    kind, _, below = kind.partition("/")
    names = tuple(one.strip() for one in fields.split(",") if one.strip())
    form = _form(forms | {"json": common.as_json}, names)
    wanted = Wanted(_row(kind), name or below or None, where, names, form, limit, count)
    _consistent(wanted)
    _private(wanted)
    project = open_project(common.directory, workspace=common.workspace)
    version = project.workspace.api_version
    if number(version) < number(wanted.row.since):
        raise UsageError(f"{wanted.row.plural} are there from API version {wanted.row.since} on",
                         hint=f"set api_version of the workspace, which is {version}")  # fmt: skip
    with connect(common, project, read_only=True) as connection:
        looking = Looking(
            connection.client, wanted.row, connection.ledger.entries, version,
            int(time.time()), _zone(connection.identity.timezone),
        )  # fmt: skip
        return _Run(wanted, looking, connection).run()


def _row(name: str) -> Readable:
    spelled = name.replace("-", "_")
    found = next((row for row in ALL if spelled in (row.name, row.plural)), None)
    if found is None:
        names = [row.plural for row in ALL]
        hint = did_you_mean(name, names) or f"kinds: {', '.join(names)}"
        raise click.UsageError(f"there is no kind {name!r}; {hint}")
    return found


def _form(forms: dict[str, bool], fields: Sequence[str]) -> str:
    chosen = [name.removeprefix("as_") for name, given in forms.items() if given]
    if len(chosen) > 1:
        raise click.UsageError(f"--{' and --'.join(chosen)} exclude each other")
    return chosen[0] if chosen else "table" if fields else "lines"


def _consistent(wanted: Wanted) -> None:
    row = wanted.row
    if wanted.where and row.search is None:
        able = ", ".join(one.plural for one in ALL if one.search)
        raise click.UsageError(f"Intercom has no search of {row.plural}, only of {able}; "
                               f"try {row.plural}/GLOB")  # fmt: skip
    if wanted.where and wanted.name:
        raise click.UsageError("a name and --where exclude each other")
    if row.of and not wanted.name:
        raise click.UsageError(f"name the {row.of} whose {row.plural} are meant: "
                               f"get {row.plural} ID")  # fmt: skip
    if wanted.count and (wanted.fields or wanted.limit):
        raise click.UsageError("--count shows no fields and takes no limit")


def _private(wanted: Wanted) -> None:
    """The log of a build is read by many, and kept: people's data goes into a file there."""
    asked = wanted.fields and IMPERSONAL.issuperset(wanted.fields)
    if not wanted.row.personal or wanted.count or asked or not os.environ.get("CI"):
        return
    try:
        file = stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        file = False
    if not file:
        raise GuardError(
            f"{wanted.row.plural} are personal data, and this would be the log of a build",
            hint="write them to a file (> FILE), or ask for --count or --fields id",
        )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (OSError, ValueError):  # also a zone that this machine does not know
        say(f"the time zone {value(name)} of the workspace is not known here; UTC is used",
            err=True)  # fmt: skip
        return ZoneInfo("UTC")


class _Run:
    """One look, from the question to the last line."""

    def __init__(self, wanted: Wanted, looking: Looking, connection: Connection) -> None:
        self._wanted, self._looking, self._connection = wanted, looking, connection
        self._total: int | None = None
        self._shown = 0
        self._full = False

    def run(self) -> int:
        pages = self._pages()
        if isinstance(pages, tuple):
            return self._mistaken(pages)
        if self._wanted.count:
            return self._counted(pages)
        shape = self._shape()
        for page in pages:
            self._total = page.total
            items = self._within(page.items)
            if items:
                shape.page(items)
            if self._full:
                break
        return self._ended()

    def _pages(self) -> Iterator[Page] | tuple[Finding, ...]:
        wanted, looking = self._wanted, self._looking
        if wanted.row.of:
            below = looking.of(str(wanted.name))
            return iter(()) if below is None else below.every()
        if wanted.glob:
            return looking.matching(str(wanted.name))
        if wanted.name is not None:
            return iter([Page(looking.one(wanted.name))])
        if not wanted.where or wanted.row.search is None:
            return looking.every()
        query = checked(list(wanted.where), wanted.row.search, looking.reads, place=in_options())
        if not isinstance(query, Query):
            return query
        ids, missing = resolved(query, looking.reads, place=self._place)
        if missing:
            return missing
        if sys.stderr.isatty():
            say(
                f"Searching {wanted.row.plural}: {query.describe(looking.now, looking.zone)}",
                err=True,
            )
        return looking.found(query, ids)

    def _place(self, one: Reference) -> Pos | None:
        for row, text in enumerate(self._wanted.where, 1):
            if one.name in text:
                return Pos("--where", row, text.index(one.name) + 1)
        return None

    def _mistaken(self, found: Sequence[Finding]) -> int:
        code = int(Exit.USAGE)
        if self._wanted.form == "json":
            document({"findings": [finding_json(one) for one in found], "exit": code})
            return code
        texts = self._wanted.where
        say(shown(found, painter(err=True), lambda pos: texts[pos.line - 1]), err=True)
        return code

    def _counted(self, pages: Iterator[Page]) -> int:
        """What Intercom says there are, else as many as there come."""
        count = 0
        for page in pages:
            if page.total is not None:
                count = page.total
                break
            count += len(page.items)
        if self._wanted.form == "json":
            document({"count": count, "exit": 0})
        else:
            say(str(count))
        return 0

    def _shape(self) -> Shape:
        wanted = self._wanted
        if wanted.form == "json":
            return Document(wanted.row.plural, wanted.fields)
        if wanted.form == "jsonl":
            return JsonLines(wanted.fields)
        if wanted.form == "csv":
            return Csv(wanted.fields)
        if wanted.form == "table":
            return Table(wanted.fields or wanted.row.columns, self._looking.declared())
        single = wanted.name is not None and not wanted.glob and not wanted.row.of
        return Whole() if single else Lines(self._looking)

    def _within(self, items: list[Json]) -> list[Json]:
        limit = self._wanted.limit
        if limit is not None and self._shown + len(items) >= limit:
            items = items[: limit - self._shown]
            self._full = True
        self._shown += len(items)
        return items

    def _ended(self) -> int:
        wanted, row = self._wanted, self._wanted.row
        code = 1 if wanted.name is not None and not self._shown else 0
        what = f"{row.of} {value(wanted.name)} with {row.plural}" if row.of else (
            f"{row.name} {value(wanted.name)}")  # fmt: skip
        missing = f"There is no {what}."
        if wanted.form == "json":
            errors = [{"message": missing, "hint": "", "exit": code}]
            document({"errors": errors, "exit": code} if code else {"exit": code})
            return code
        client = self._connection.client
        if not self._shown and row.doc:
            say(row.doc, err=True)
        if code:
            say(missing, err=True)
        moved = self._total is not None and self._total != self._shown and not self._full
        if moved and not wanted.name:
            say(f"Intercom counts {plural(self._total or 0, row.name, row.plural)}: the "
                "list changed while it was read.", err=True)  # fmt: skip
        say(f"{plural(self._shown, row.name, row.plural)}; {plural(client.reads, 'read')}, "
            f"{plural(client.writes, 'write')} sent.", err=wanted.form != "lines")  # fmt: skip
        return code
