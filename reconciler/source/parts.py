"""The parts of a mapping that rows fill, each compiled to a function from rows to values.

A value that is one cell costs no template, and one of cells and names no engine. An empty
text is what is left out. A key that is a template is one of every row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from reconciler.codes import finding
from reconciler.model import Map, Mark, Path, Pos, Quoted, RowPos, Seq
from reconciler.near import did_you_mean
from reconciler.source import simple
from reconciler.source.jobs import Failure, Job
from reconciler.source.rendered import Page, inner_locale, key_text, origin, scalar
from reconciler.source.rows import Table
from reconciler.source.scalars import written
from reconciler.source.template import is_template

FOR_EACH = "for_each"
MAX_SAID = 50
"""Findings about the rows of one mapping, before the rest is given up."""
MENTIONED = re.compile(r"\beach\b")
CELL = re.compile(
    r"(?<!\{)\{\{\s*each(?:\.([A-Za-z_]\w*)|\[\s*(?:\"([^\"\\]+)\"|'([^'\\]+)')\s*\])?\s*\}\}",
    re.ASCII,
)
STEP = 4
"""CELL.split gives for each cell the text before it, and its column in either way to write it."""
LONE = STEP + 1

Cells = Sequence[Any]
Part = Callable[[Sequence[Cells]], list[Any]]
"""What a part of the mapping is for each of some rows."""


@dataclass
class Filling:
    """One mapping that is filled: from which table, and what went wrong."""

    page: Page
    table: Table
    fills: dict[Path, int] = field(default_factory=dict)
    lines: Sequence[int] = ()
    """Of the rows that are filled now."""
    bad: set[int] = field(default_factory=set)
    """Which of them are left out, by index."""
    said: int = 0
    text: int = 0
    """Characters that templates made of them."""
    stopped: bool = False

    def note(self, code: str, message: str, pos: Pos, hint: str = "") -> None:
        self.said += 1
        self.stopped = self.stopped or self.said == MAX_SAID
        self.page.templates.findings.append(finding(code, message, pos, hint=hint))

    def row(self, index: int) -> Pos:
        return self.table.place(self.lines[index], -1)

    def leave_out(self, index: int, code: str, message: str, mark: Mark, hint: str = "") -> None:
        """A row that is wrong: it makes nothing, and says so at its place."""
        self.bad.add(index)
        if not self.stopped:
            template = Pos(self.page.path, *mark)
            self.note(code, message, RowPos(self.row(index), template), hint)


def part(value: Any, mark: Mark, filling: Filling, locale: str, path: Path) -> Part:
    """What a written value is for each row."""
    if isinstance(value, Map):
        inner = mapping(value, filling, locale, path)
        return lambda chunk: [
            Map(one, value.marks, value.mark) if one else "" for one in inner(chunk)
        ]
    if isinstance(value, Seq):
        return _list(value, filling, locale, path)
    if not is_template(value):
        return lambda chunk: [value] * len(chunk)
    if not MENTIONED.search(value):
        same = scalar(value, mark, filling.page, locale=locale)
        return lambda chunk: [same] * len(chunk)
    return _template(value, mark, filling, locale, path)


def mapping(template: Map, filling: Filling, locale: str, path: Path) -> Part:
    """For each row the items of the mapping that are not left out."""
    keys: list[Part] = []
    values: list[Part] = []
    fixed: list[str] = []
    for key, value in template.items():
        if key == FOR_EACH and not path:
            continue
        named = part(key, template.key_mark(key), filling, locale, (*path, key))
        inside = inner_locale(path[-1] if path else "", key, locale, filling.page)
        values.append(part(value, template.value_mark(key), filling, inside, (*path, key)))
        keys.append(named)
        fixed.append(key)
    if any(is_template(key) for key in fixed):
        return _with_keys(template, fixed, keys, values, filling)

    def items(chunk: Sequence[Cells]) -> list[Any]:
        if not fixed:
            return [()] * len(chunk)
        return [
            [pair for pair in zip(fixed, row, strict=True) if pair[1] != ""]
            if "" in row
            else list(zip(fixed, row, strict=True))
            for row in zip(*(value(chunk) for value in values), strict=True)
        ]

    return items


def _with_keys(
    template: Map, written: list[str], keys: list[Part], values: list[Part], filling: Filling
) -> Part:
    """A mapping whose keys are templates too: each row has its own."""
    marks = template.marks

    def items(chunk: Sequence[Cells]) -> list[Any]:
        made: list[Any] = []
        names = list(zip(*(key(chunk) for key in keys), strict=True))
        rows = zip(*(value(chunk) for value in values), strict=True)
        for index, (called, row) in enumerate(zip(names, rows, strict=True)):
            pairs = [(key_text(name), value) for name, value in zip(called, row, strict=True)]
            for (name, _), key in zip(pairs, written, strict=True):
                marks.setdefault(name, marks[key])
            if len(dict(pairs)) < len(pairs):
                filling.leave_out(
                    index, "data-row", "the row gives the same key twice", template.mark
                )
            made.append([pair for pair in pairs if pair[0] and pair[1] != ""])
        return made

    return items


def _list(value: Seq, filling: Filling, locale: str, path: Path) -> Part:
    parts = [
        part(one, mark, filling, locale, (*path, str(index)))
        for index, (one, mark) in enumerate(zip(value, value.marks, strict=True))
    ]

    def lists(chunk: Sequence[Cells]) -> list[Any]:
        if not parts:
            return [value] * len(chunk)
        made = []
        for row in zip(*(part(chunk) for part in parts), strict=True):
            kept = [pair for pair in zip(row, value.marks, strict=True) if pair[0] != ""]
            items, marks = [one for one, _ in kept], [mark for _, mark in kept]
            made.append(Seq(items, marks, value.mark) if kept else "")
        return made

    return lists


# ---------------------------------------------------------------- templates of a row


def _template(text: str, mark: Mark, filling: Filling, locale: str, path: Path) -> Part:
    parts = CELL.split(text)
    named = [dot or double or single or "" for dot, double, single in
             zip(parts[1::STEP], parts[2::STEP], parts[3::STEP], strict=True)]  # fmt: skip
    columns = filling.table.columns
    alone = not columns
    templates = filling.page.templates
    texts = [simple.value(one, templates.known(locale), templates.run) for one in parts[::STEP]]
    if any(one is simple.UNKNOWN for one in texts) or any((name == "") != alone for name in named):
        return _engine(text, mark, filling, locale)
    for name in named:
        if name and name not in columns:
            _no_column(name, text, mark, filling)
            return lambda chunk: [""] * len(chunk)
    indexes = [columns.index(name) if name else 0 for name in named]
    filling.fills[path] = indexes[0]
    if len(parts) == LONE and not parts[0] and not parts[-1]:
        return _cell(indexes[0], mark)
    return _joined([str(one) for one in texts], indexes, filling)


def _cell(index: int, mark: Mark) -> Part:
    return lambda chunk: [
        one if one.__class__ is str else written(one, mark)
        for one in [cells[index] for cells in chunk]
    ]


def _joined(texts: list[str], indexes: list[int], filling: Filling) -> Part:
    form = "%s".join(one.replace("%", "%%") for one in texts)
    pick = itemgetter(*indexes)

    def joined(chunk: Sequence[Cells]) -> list[Any]:
        made = [Quoted(form % pick(cells)) for cells in chunk] if len(indexes) > 1 else [
            Quoted(form % (cells[indexes[0]],)) for cells in chunk
        ]  # fmt: skip
        filling.text += sum(map(len, made))
        return made

    return joined


def _engine(text: str, mark: Mark, filling: Filling, locale: str) -> Part:
    """By the engine, all rows of a chunk at once."""
    page, columns = filling.page, filling.table.columns
    job = Job(text, page.path, locale, native=True, columns=columns)

    def rendered(chunk: Sequence[Cells]) -> list[Any]:
        made = page.templates.rows(job, chunk if columns else [cells[0] for cells in chunk])
        for index, value in enumerate(made):
            if isinstance(value, Failure):
                _failed(value, text, index, mark, filling)
                made[index] = ""
            elif isinstance(value, str):
                filling.text += len(value)
        return [one if one == "" else _left(written(one, mark)) for one in made]

    return rendered


def _left(value: Any) -> Any:
    """A list without empty texts; left out where it had nothing else."""
    if not isinstance(value, Seq) or "" not in value:
        return value
    kept = [one for one in value if one != ""]
    return Seq(kept, value.marks[: len(kept)], value.mark) if kept else ""


def _failed(failure: Failure, text: str, index: int, mark: Mark, filling: Filling) -> None:
    filling.bad.add(index)
    if filling.stopped:
        return
    name, _, of = failure.message.partition(" of ")
    if failure.kind == "undefined" and of == "the row":
        _no_column(name, text, mark, filling)
        return
    filling.said += 1
    filling.stopped = failure.kind in ("undefined", "syntax", "missing") or filling.said == MAX_SAID
    place = origin(filling.page, mark, "")
    row = filling.row(index)
    filling.page.templates.fail(
        failure, place._replace(locate=lambda line, word: RowPos(place.locate(line, word), row))
    )


def _no_column(name: str, text: str, mark: Mark, filling: Filling) -> None:
    """Said once, at the template; no row is made without it."""
    filling.stopped = True
    columns = filling.table.columns
    hint = did_you_mean(name, columns) or f"columns: {', '.join(columns)}"
    pos = origin(filling.page, mark, "").locate(1 + text[: text.find(name)].count("\n"), name)
    filling.note("data-column", f"the rows have no column {name}", pos, hint)
