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

    `addresses`, on a page of Markdown: the link targets and image sources that stand in its HTML
    by their number. Its marks count the bytes of a line, those of HTML count characters.
    """

    __slots__ = (
        "_dead",
        "_found",
        "_mark",
        "_starts",
        "_tag",
        "addresses",
        "first",
        "line",
        "text",
    )

    def __init__(self, text: str, first: int, addresses: Sequence[str] | None = None) -> None:
        self.text = text
        self.first = first
        self.addresses = addresses
        self.line = 1
        self._mark = ""
        self._tag = ""
        self._found = -1
        self._starts: list[int] | None = None
        self._dead: set[str] = set()

    def reach(self, mark: str | None, tag: str) -> int:
        """Goes to an element; answers its line in the file."""
        line = mark.partition(":")[0] if mark else ""
        if line.isdecimal() and len(line) < 9:  # noqa: PLR2004 - a line that can be
            self.line, self._mark, self._tag, self._found = int(line), mark or "", tag, -1
        elif self.addresses is not None and tag not in UNMARKED:
            self._look_for(tag)
        return self.line + self.first - 1

    def target(self, written: str) -> Target:
        """An address of this element, as it was written."""
        if self._found < 0 and self.addresses and written[:1] == ADDRESS:
            number = written[1:9]
            if number.isdecimal() and int(number) < len(self.addresses):
                written = self.addresses[int(number)]
        address = written.strip()
        line = self.written(self.line)
        start = self._column(line)
        found = line.find(address, start - 1) if address and len(line) < LONG else -1
        return Target(address, self.line + self.first - 1, start if found < 0 else found + 1)

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

    def _start(self, line: int) -> int:
        starts = self._lines()
        return starts[min(max(line, 1), len(starts)) - 1]

    def _column(self, line: str) -> int:
        """Of the present element, in characters of its line."""
        if self._found >= 0:
            return self._found - self._start(self.line) + 1
        found = MARK.match(self._mark)
        return _characters(line, int(found[2]), self.addresses is not None) if found else 1

    def _look_for(self, tag: str) -> None:
        """The next tag of that name, from here on; the place stays where there is none."""
        if tag in self._dead:
            return
        known = re.compile(rf"<{re.escape(tag)}(?![\w-])", re.IGNORECASE)
        found = known.search(self.text, self._from())
        if found is None:
            self._dead.add(tag)
            return
        self.line += self.text.count("\n", self._start(self.line), found.start())
        self._found = found.start()

    def _from(self) -> int:
        """Behind the present element, or behind its content where that is code."""
        if self._found >= 0:
            return self._found + 1
        found = MARK.match(self._mark)
        if found is None:
            return 0
        ends = self._tag in ("pre", "code") and found[3]
        line, column = (int(found[3]), int(found[4])) if ends else (int(found[1]), int(found[2]))
        written = self.written(line)
        return self._start(line) + _characters(written, column, self.addresses is not None) - 1


def _characters(line: str, column: int, in_bytes: bool) -> int:
    if not in_bytes or line.isascii() or len(line) > LONG:
        return column
    return 1 + len(line.encode("utf-8", "replace")[: column - 1].decode("utf-8", "ignore"))
