"""Where on the page the walk is: line and column of every element, for what is said about it.

The Markdown parser marks its elements with the place they came from. HTML that stands in
Markdown has no such mark; it is looked for in the text, from the last known place on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconciler.content.tree import Target

PLACE = "data-sourcepos"
"""The attribute of a place, as `line:column-line:column`, counted from 1."""
MARK = re.compile(r"(\d{1,8}):(\d{1,8})(?:-(\d{1,8}):(\d{1,8}))?")
ADDRESS = "~"
"""Before the number of an address, in elements that the Markdown parser made."""
LONG = 20_000
"""Bytes of a line up to which its columns are counted in characters."""
UNMARKED = frozenset(
    "thead tbody tfoot tr colgroup code input section sup head body html".split()  # noqa: SIM905 - a list of names reads better
)
"""Elements that the Markdown or the HTML parser makes of its own accord."""


class Places:
    """The present place on a page that begins on `first` of its file.

    `addresses`: the link targets and image sources that stand in the HTML by their number.
    """

    __slots__ = (
        "_at",
        "_dead",
        "_marked",
        "_starts",
        "addresses",
        "bytes",
        "column",
        "first",
        "line",
        "text",
    )

    def __init__(self, text: str, first: int, addresses: Sequence[str] | None = None) -> None:
        self.text = text
        self.first = first
        self.addresses = addresses
        self.bytes = addresses is not None
        self.line = 1
        self.column = 1
        self._starts: list[int] | None = None
        self._at = -1
        self._marked = False
        self._dead: set[str] = set()

    def reach(self, mark: str | None, tag: str) -> int:
        """Goes to an element; answers its line in the file."""
        found = MARK.match(mark) if mark else None
        self._marked = found is not None
        if found is None:
            if self.bytes and tag not in UNMARKED:
                self._look_for(tag)
            return self.line + self.first - 1
        line, column, last, end = found.groups()
        self.line, self.column = int(line), int(column)
        self._at = -1
        if last and tag in ("pre", "code"):
            self._at = self._offset(int(last), int(end))
        return self.line + self.first - 1

    def target(self, written: str) -> Target:
        """An address of this element, as it was written."""
        number = written[1:9]
        if self._marked and self.addresses and written[:1] == ADDRESS and number.isdecimal():
            written = self.addresses[int(number)] if int(number) < len(self.addresses) else ""
        address = written.strip()
        return Target(address, self.line + self.first - 1, self._column_of(address))

    def written(self, line: int) -> str:
        """The text of a line of the page, counted from 1."""
        starts = self._lines()
        if not 0 < line <= len(starts):
            return ""
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end]

    def _lines(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *(one.end() for one in re.finditer("\n", self.text))]
        return self._starts

    def _column_of(self, address: str) -> int:
        """Where the address stands in its element, else where that begins."""
        written = self.written(self.line)
        if len(written) > LONG:
            return self.column
        start = self._characters(written)
        found = written.find(address, start - 1) if address else -1
        return start if found < 0 else found + 1

    def _characters(self, written: str) -> int:
        """The column; the parser of Markdown counts bytes."""
        if not self.bytes or written.isascii():
            return self.column
        return 1 + len(
            written.encode("utf-8", "replace")[: self.column - 1].decode("utf-8", "ignore")
        )

    def _offset(self, line: int, column: int) -> int:
        starts = self._lines()
        return min(starts[min(line, len(starts)) - 1] + column, len(self.text)) if line else 0

    def _look_for(self, tag: str) -> None:
        """The next tag of that name, from here on; the place stays where there is none."""
        if tag in self._dead:
            return
        if self._at < 0:
            self._at = self._offset(self.line, self.column - 1 if self.text.isascii() else 0)
        found = re.compile(rf"<{re.escape(tag)}(?![\w-])", re.IGNORECASE).search(
            self.text, self._at
        )
        if found is None:
            self._dead.add(tag)
            return
        starts = self._lines()
        self._at = found.end()
        self.line += self.text.count("\n", starts[min(self.line, len(starts)) - 1], found.start())
        start = starts[min(self.line, len(starts)) - 1]
        before = self.text[start : found.start()] if found.start() - start < LONG else ""
        self.column = 1 + len(before.encode("utf-8", "replace"))
