"""The shapes in which `get` writes objects as they come: lines, a table, CSV, JSON.

Each holds one page at most. What strangers wrote moves no cursor, gives no log a command and
opens no spreadsheet's formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

from reconciler.cli.output import begin_document, harmless_json, say
from reconciler.model import Json, Ref
from reconciler.render.safe import inert, printable, value
from reconciler.render.snippet import cells
from reconciler.workflow.getting import Looking, dotted

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""[OWASP] A cell that begins so is a formula to a spreadsheet; an apostrophe makes it text."""
WIDEST = 48
GAP = "  "
CUT = "…"


class Lines:
    """An id and a name on each line, and what it is called in the specs."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._declared = looking.declared()

    def page(self, items: Sequence[Json]) -> None:
        for one in items:
            ref = self._declared.get(str(one.get("id")))
            known = f"  {printable(str(ref))}" if ref else ""
            named = value(self._looking.label(one))
            say(f"{printable(str(one.get('id') or '-')):<26} {named}{known}")


class Whole:
    """Every field of an object, one on a line."""

    def page(self, items: Sequence[Json]) -> None:
        for one in items:
            say(f"id: {printable(str(one.get('id', '')))}")
            for key, inner in one.items():
                if key != "id":
                    say(f"{printable(key)}: {value(inner)}")


class Table:
    """Columns as wide as those of the first page."""

    def __init__(self, fields: Sequence[str], declared: Mapping[str, Ref]) -> None:
        self._fields = fields
        self._declared = declared
        self._widths: list[int] = []

    def page(self, items: Sequence[Json]) -> None:
        rows = [self._row(one) for one in items]
        if not self._widths and rows:
            heads = [*self._fields, *(["declared"] if self._declared else [])]
            columns = zip(heads, *rows, strict=True)
            self._widths = [min(max(map(cells, one)), WIDEST) for one in columns]
            rows.insert(0, heads)
        for row in rows:
            fitted = [_fitted(cell, width) for cell, width in zip(row, self._widths, strict=True)]
            say(GAP.join(fitted).rstrip())

    def _row(self, one: Json) -> list[str]:
        row = [_bare(dotted(one, field)) for field in self._fields]
        if self._declared:
            ref = self._declared.get(str(one.get("id")))
            row.append(printable(str(ref)) if ref else "")
        return row


class Csv:
    """RFC 4180 with a heading; without fields the columns of the first page."""

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = list(fields)
        self._headed = False

    def page(self, items: Sequence[Json]) -> None:
        if not self._fields:
            self._fields = list(dict.fromkeys(path for one in items for path in _paths(one, "")))
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if not self._headed and self._fields:
            self._headed = True
            writer.writerow([_safe(field) for field in self._fields])
        for one in items:
            writer.writerow([_safe(dotted(one, field)) for field in self._fields])
        click.echo(inert(out.getvalue()), nl=False)


class JsonLines:
    """An object a line."""

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = fields

    def page(self, items: Sequence[Json]) -> None:
        for one in items:
            click.echo(harmless_json(picked(one, self._fields)))


class Document:
    """One JSON document, whose list grows item by item and which the end of the run ends."""

    def __init__(self, key: str, fields: Sequence[str]) -> None:
        self._fields = fields
        self._key = key
        self._comma = ""
        begin_document(key)

    def page(self, items: Sequence[Json]) -> None:
        for one in items:
            click.echo(f"{self._comma}\n{harmless_json(picked(one, self._fields))}", nl=False)
            self._comma = ","


Shape = Lines | Whole | Table | Csv | JsonLines | Document


def picked(one: Json, fields: Sequence[str]) -> Json:
    """The object, or only some of its fields, by their dotted names."""
    return {field: dotted(one, field) for field in fields} if fields else one


def _paths(one: Any, prefix: str) -> list[str]:
    """Dotted names of everything in an object that is no object itself."""
    found: list[str] = []
    for key, inner in one.items():
        path = f"{prefix}{key}"
        found += _paths(inner, f"{path}.") if isinstance(inner, dict) and inner else [path]
    return found


def _safe(cell: Any) -> str:
    """A value as a cell of CSV."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return str(cell)
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
    text = "".join(one if one in "\n\t" else printable(one) for one in text)
    return f"'{text}" if text.startswith(FORMULA) else text


def _bare(one: Any) -> str:
    if one is None:
        return ""
    return printable(one) if isinstance(one, str) else value(one)


def _fitted(cell: str, width: int) -> str:
    if (wide := cells(cell)) <= width:
        return cell + " " * (width - wide)
    kept, room = "", width - 1
    for one in cell:
        room -= cells(one)
        if room < 0:
            break
        kept += one
    return kept + CUT
