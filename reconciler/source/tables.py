"""Which data a `for_each` means: a file beside the spec or in the folder of the specs, or a list.

The name stands in a file under review, so it is hostile: nothing outside the project,
nothing hidden, no symbolic link, and no more than one run can hold.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconciler.codes import finding
from reconciler.model import Pos, Seq
from reconciler.near import did_you_mean
from reconciler.source.partials import inside, linked
from reconciler.source.rows import FORMATS, MAX_BYTES, Table, as_cell, read_table
from reconciler.source.scalars import core_value
from reconciler.source.walk import Walk

MAX_MADE = 6_000_000
"""Fields that all rows of a run may make: 250,000 resources of 24."""
MAX_TEXT = 300_000_000
"""Characters that templates of all rows of a run may make."""


@dataclass
class Tables:
    """The data of one run. `folder`: that of the specs."""

    walk: Walk
    folder: str
    fields: int = MAX_MADE
    text: int = MAX_TEXT

    def open(self, what: Any, pos: Pos) -> Table | None:
        """The table that a `for_each` at `pos` names or holds; None with a finding."""
        if isinstance(what, Seq):
            return _listed(what, pos.file)
        name = str(what)
        if not name.lower().endswith(FORMATS):
            hint = f"write the path of a file that ends in {', '.join(FORMATS)}, or a list"
            self._note("data-missing", f"for_each: {name or 'this'} is no data", pos, hint)
            return None
        path = self._find(name, pos)
        text = path and self.walk.read(path, MAX_BYTES)
        return read_table(text, path, self.walk.findings) if path and text is not None else None

    @property
    def noted(self) -> int:
        """Findings so far."""
        return len(self.walk.findings)

    def empty(self, name: str, pos: Pos) -> None:
        """No rows of a file: what they made would be taken for gone."""
        hint = "bring its rows back; where there shall be none, write for_each: []"
        self._note("data-empty", f"for_each: {name} has no row", pos, hint)

    def spend(self, fields: int, text: int) -> bool:
        """Whether so much more may be made."""
        self.fields -= fields
        self.text -= text
        return self.fields >= 0 and self.text >= 0

    def _find(self, name: str, pos: Pos) -> str | None:
        folders = dict.fromkeys((posixpath.dirname(pos.file), self.folder))
        for folder in folders:
            path = inside(f"{folder}/{name}" if folder else name, name)
            if not path:
                hint = "write its path from the spec's folder or from the folder of the specs"
                message = f"for_each: {name} leads out of the folder, or to something hidden"
                self._note("file-outside-root", message, pos, hint)
                return None
            if linked(self.walk.root, path):
                hint = "put the file itself there"
                message = f"for_each: {path} is a symbolic link"
                self._note("file-outside-root", message, pos, hint)
                return None
            if os.path.lexists(self.walk.root / path):  # no error for too long a name
                return path
        hint = self._near(name, folders) or f"it is looked for in {' and '.join(folders)}"
        self._note("data-missing", f"for_each: there is no {name}", pos, hint)
        return None

    def _near(self, name: str, folders: Mapping[str, Any]) -> str:
        known = [
            posixpath.join(posixpath.dirname(name), one)
            for folder in folders
            for one in _names(self.walk.root / folder / posixpath.dirname(name))
        ]
        return did_you_mean(name, known)

    def _note(self, code: str, message: str, pos: Pos, hint: str) -> None:
        self.walk.findings.append(finding(code, message, pos, hint=hint))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(one for one in os.listdir(folder) if not one.startswith("."))  # noqa: PTH208 - names only
    except OSError:
        return []


def _listed(items: Seq, file: str) -> Table:
    """Items of a list as rows: of their keys where all are mappings, else each is `each`."""
    plain = core_value(items)

    def place(line: int, column: int) -> Pos:
        del column
        return Pos(file, *items.marks[line - 1])

    if not all(isinstance(one, dict) for one in plain):
        return Table((), [(line, [as_cell(one)]) for line, one in enumerate(plain, 1)], place)
    columns = tuple(dict.fromkeys(name for one in plain for name in one))
    rows = [[as_cell(one.get(name)) for name in columns] for one in plain]
    return Table(columns, list(enumerate(rows, 1)), place)
