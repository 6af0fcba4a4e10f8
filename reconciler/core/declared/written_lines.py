"""Where a line of a rendered body stands in its file: templates take lines away and add some."""

from __future__ import annotations

from functools import cached_property

from reconciler.align import spans
from reconciler.model import Pos, TextFile


class WrittenLines:
    """Both texts are laid side by side when the first place is asked for."""

    def __init__(self, file: TextFile) -> None:
        self._file = file

    def place(self, line: int, column: int) -> Pos:
        """The place in the file; a line that a template made begins where the template does."""
        file = self._file
        if not file.template:
            return Pos(file.path, line, column)
        origin, same = self._origins[min(line - file.body_line, len(self._origins) - 1)]
        return Pos(file.path, file.body_line + origin, column if same else min(column, 1))

    @cached_property
    def _origins(self) -> list[tuple[int, bool]]:
        """Of each rendered line: its line in the template, and whether it stands there so."""
        found: list[tuple[int, bool]] = []
        for one in spans(self._file.template.split("\n"), self._file.body.split("\n")):
            last = max(one.j - 1, one.i)
            found += [(min(one.i + n, last), one.same) for n in range(one.m - one.k)]
        return found
