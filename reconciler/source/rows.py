"""CSV and JSON Lines to rows of cells, each with the line it begins on.

Streams: a row is read when it is asked for. What is wrong with the data is a finding at its
row; such a row is left out, and after a number of them nothing more is said.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, NoReturn

from reconciler.codes import finding
from reconciler.model import Finding, Pos, Quoted

MAX_BYTES = 40_000_000
MAX_ROWS = 250_000
MAX_COLUMNS = 1_000
MAX_DEPTH = 32
MAX_SAID = 50
"""Findings about rows of one file."""
FORMATS = (".csv", ".jsonl", ".ndjson")
OBJECT = 'each line is one object: {"name": "Acme"}'
NULLS = frozenset({"~", "null", "Null", "NULL"})
"""Text in a cell, though a plain scalar of YAML would be null."""

LINE_END = re.compile("\n")
Where = tuple[int, int, str]
"""Line of a row, a column and its name."""
Rows = Iterable[tuple[int, Sequence[Any]]]
"""Line, and a cell for each column; an empty text where there is nothing."""


class Table(NamedTuple):
    """Data with named columns. `place`: line and column, or -1 -> where that stands."""

    columns: tuple[str, ...]
    rows: Rows
    place: Callable[[int, int], Pos]


class Noted:
    """Findings about one file of data, up to a number."""

    def __init__(self, file: str, findings: list[Finding]) -> None:
        self.file = file
        self.findings = findings
        self.count = 0

    def add(self, code: str, message: str, mark: tuple[int, int], hint: str = "") -> None:
        self.count += 1
        if self.count <= MAX_SAID:
            self.findings.append(finding(code, message, Pos(self.file, *mark), hint=hint))

    def close(self) -> None:
        if self.count > MAX_SAID:
            message = f"{self.count - MAX_SAID} rows more are wrong"
            hint = "they are not listed; mend those above first"
            self.findings.append(finding("data-row", message, Pos(self.file), hint=hint))


def read_table(text: str, file: str, findings: list[Finding]) -> Table:
    """The table that a decoded file holds; its rows add findings while they are read."""
    noted = Noted(file, findings)
    read = _csv if file.lower().endswith(".csv") else _json_lines
    columns, rows = read(text, noted)
    cell = cell_of_csv if read is _csv else cell_of_json
    starts: list[int] = []

    def place(line: int, column: int) -> Pos:
        if column < 0:
            return Pos(file, line, 1)
        # from the text again: places of all cells would take more memory than the cells
        if not starts:
            starts.extend((0, *(one.end() for one in LINE_END.finditer(text))))
        return Pos(file, *cell(text, starts[line - 1], (line, column, columns[column])))

    return Table(columns, _counted(rows, noted), place)


def _counted(rows: Rows, noted: Noted) -> Rows:
    for count, row in enumerate(rows):
        if count == MAX_ROWS:
            message = f"there are more than {MAX_ROWS:,} rows"
            noted.add("data-limit", message, (row[0], 1), "split the workspace or the data")
            break
        yield row
    noted.close()


# ---------------------------------------------------------------- CSV


def _csv(text: str, noted: Noted) -> tuple[tuple[str, ...], Rows]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = _records(reader, noted)
    line, header = next(records, (1, []))
    columns = tuple(name.strip() for name in header)
    return (columns, _cells(records, columns, noted)) if _header(columns, line, noted) else ((), ())


def _records(reader: Any, noted: Noted) -> Iterator[tuple[int, list[str]]]:
    line = 1
    try:
        for record in reader:
            if record:
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        hint = 'put cells with a comma, a quote or a line end in "quotes", and double those inside'
        noted.add("data-syntax", f"not CSV from here: {_said(str(error))}", (line, 1), hint)


def _said(problem: str) -> str:
    if problem == "unexpected end of data":
        return "a quote opens in this row and is never closed"
    return problem.replace("'", "")


def _header(columns: tuple[str, ...], line: int, noted: Noted) -> bool:
    if not columns:
        noted.add("data-column", "there is no header", (line, 1),
                  "the first row names the columns, separated by commas")  # fmt: skip
    elif len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        noted.add("data-column", "the columns are not separated by commas", (line, 1),
                  "save it as CSV with commas")  # fmt: skip
    elif len(columns) > MAX_COLUMNS:
        noted.add("data-limit", f"there are more than {MAX_COLUMNS:,} columns", (line, 1))
    else:
        return _names(columns, line, noted)
    return False


def _names(columns: tuple[str, ...], line: int, noted: Noted) -> bool:
    before = noted.count
    for number, name in enumerate(columns, 1):
        if not name:
            noted.add("data-column", f"column {number} has no name", (line, 1),
                      "name it in the first row, or remove it")  # fmt: skip
        elif name in columns[: number - 1]:
            first = columns.index(name) + 1
            noted.add("data-column", f"columns {first} and {number} are both named {name}",
                      (line, 1), "rename or remove one of them")  # fmt: skip
    return noted.count == before


def _cells(records: Rows, columns: tuple[str, ...], noted: Noted) -> Rows:
    width = len(columns)
    for line, cells in records:
        if len(cells) == width:
            yield line, [Quoted(one) if one in NULLS else one for one in cells]
        else:
            many = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
            message = f"the row has {many}, and there are {width} columns"
            hint = "put a cell that holds a comma in quotes; write every comma, also of empty cells"
            noted.add("data-row", message, (line, 1), hint)


def cell_of_csv(text: str, at: int, where: Where) -> tuple[int, int]:
    """Line and column of a cell in the row that begins at a place of the text."""
    line, column, _ = where
    begin, quoted = at, False
    while column and at < len(text):
        quoted ^= text[at] == '"'
        column -= text[at] == "," and not quoted
        at += 1
    return line + text.count("\n", begin, at), at - text.rfind("\n", 0, at)


# ---------------------------------------------------------------- JSON Lines


def _json_lines(text: str, noted: Noted) -> tuple[tuple[str, ...], Rows]:
    """All of it is read at once, because the columns are known only at the end."""
    columns: dict[str, int] = {}
    rows: list[tuple[int, list[Any]]] = []
    for line, written in enumerate(io.StringIO(text, newline="\n"), 1):
        found = _object(written.rstrip("\n"), line, noted) if written.strip() else None
        if found is None:
            continue
        if found.keys() != columns.keys():
            for name in found:
                columns.setdefault(name, len(columns))
            if len(columns) > MAX_COLUMNS:
                noted.add("data-limit", f"there are more than {MAX_COLUMNS:,} columns", (line, 1))
                return (), ()
        rows.append((line, [as_cell(found.get(name)) for name in columns]))
    return tuple(columns), _padded(rows, len(columns))


def _padded(rows: list[tuple[int, list[Any]]], width: int) -> Rows:
    for line, cells in rows:
        yield line, cells if len(cells) == width else cells + [""] * (width - len(cells))


def as_cell(value: Any) -> Any:
    """A value of JSON or a list; text in it is text, as in quotes."""
    if value is None:
        return ""
    return Quoted(value) if isinstance(value, str) and value else value


def _object(written: str, line: int, noted: Noted) -> dict[str, Any] | None:
    try:
        found: Any = DECODER.decode(written)
        if isinstance(found, dict | list):
            _check(found, MAX_DEPTH)
        if "\\u" in written:
            json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        noted.add("data-syntax", f"not JSON: {error.msg}", (line, error.colno), OBJECT)
    except (ValueError, RecursionError) as error:
        what = "half of a surrogate pair" if isinstance(error, UnicodeError) else str(error)
        noted.add("data-syntax", f"not a row: {what[:100]}", (line, 1))
    else:
        if isinstance(found, dict):
            return found
        noted.add("data-syntax", "not an object", (line, 1), OBJECT)
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(one for one in names if names.count(one) > 1)} is written twice")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number that can be sent")


def _check(value: Any, left: int) -> None:
    if not left:
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            _check(one, left - 1)


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def cell_of_json(text: str, at: int, where: Where) -> tuple[int, int]:
    """As `cell_of_csv`: the value's place, or the row where its key is written with escapes."""
    line, _, name = where
    end = text.find("\n", at)
    row = text[at : end if end >= 0 else len(text)]
    key = json.dumps(name, ensure_ascii=False)
    behind = row.find(":", row.find(key) + len(key)) + 1
    found = behind + len(row[behind:]) - len(row[behind:].lstrip()) + 1
    return line, found if key in row else 1
