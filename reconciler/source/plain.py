"""Plain block YAML, read line by line: what nearly all large files are made of.

A line is a key, a key with a text, or an item of a list. With the first line that is anything
else, or stands where it may not, nothing is read and the parser takes the whole file: what is
wrong is never decided here. A third of the time of the parser's events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from reconciler.garbage import no_collection
from reconciler.model import Map, Mark, Quoted, Seq, pack

WORD = r"\w[\w ./+@(),&'!?-]{0,200}(?<! )"
"""A key: signs that mean nothing inside of a plain scalar."""
TEXT = r"(?:[\w./+$(]|-(?=[\w.]))[^\n:#]*(?::(?=[^\s#])[^\n:#]*)*(?<![ :])"
"""Colons only where no space follows, and no # at all."""
VALUE = rf"{TEXT}|\"[^\"\\\n]*\"|'[^'\n]*'"
LINE = re.compile(
    rf"( {{0,100}})(?:({WORD}):(?:( {{1,50}})({VALUE}))?|- ({VALUE}))(?: +#[^\n]*| *)(?:\n|\Z)"
    r"| *(?:#[^\n]*)?(?:\n|\Z)|([^\n]+\n?)"
)
QUOTES = "'\""
DEEPEST = 20


@no_collection()
def read(text: str) -> Map | None:
    """The mapping that the text is, with every place; None where the parser has to look.

    Signs that are not printable are the parser's: tabs, controls, other ends of lines.
    """
    if not text.replace("\n", "").isprintable():
        return None
    opened = Opened()
    return opened.finished() if _lines(text, opened) else None


@dataclass(slots=True)
class Opened:
    """The containers that are open: the innermost, how far it is indented, those around it."""

    top: Any = field(default_factory=Map)
    indent: int = 0
    outer: list[tuple[int, Any]] = field(default_factory=list)
    waits: str | None = None
    """The key whose value begins on the next line."""
    at: Mark = (0, 0)
    """The place of that key."""

    def at_line(self, number: int, depth: int, *, item: bool) -> bool:
        """Whether a line so indented may stand here; its container is the innermost then."""
        if self.waits is not None:
            return self._open((number, depth + 1), Seq if item else Map)
        while self.outer and (self.indent > depth or type(self.top) is Seq) and not item:
            self.indent, self.top = self.outer.pop()
        return self.indent == depth and (type(self.top) is Seq) is item

    def _open(self, mark: Mark, container: type[Map | Seq]) -> bool:
        """Only a list may stand as deep as its key."""
        deeper = mark[1] - 1 - self.indent
        if deeper < 0 or (not deeper and container is Map) or len(self.outer) == DEEPEST:
            return False
        new = container(mark=mark)
        self.top[self.waits] = new
        self.top.marks[self.waits] = pack(self.at, mark)
        self.outer.append((self.indent, self.top))
        self.top, self.indent, self.waits = new, mark[1] - 1, None
        return True

    def finished(self) -> Map | None:
        """The outermost mapping; its place is that of its first key."""
        root: Map = self.outer[0][1] if self.outer else self.top
        if self.waits is not None or not root:
            return None
        root.mark = root.key_mark(next(iter(root)))
        return root


def _lines(text: str, opened: Opened) -> bool:
    """One loop, its state in locals, because it runs once for every line of the project."""
    known: dict[str, str] = {}  # one text for equal ones: a third of the memory of large files
    share = known.setdefault
    top, marks, indent, places = opened.top, opened.top.marks, 0, PLACES[0]
    for number, line in enumerate(LINE.finditer(text), 1):
        spaces, key, gap, value, item, other = line.groups()
        if spaces is None:
            if other is not None:
                return False
            continue
        depth = len(spaces)
        if depth != indent or item is not None:
            if not opened.at_line(number, depth, item=item is not None):
                return False
            top, marks = opened.top, opened.top.marks
            indent, places = (ANY if type(top) is Seq else depth), PLACES[depth]
        if item is not None:
            top.append(share(item, item) if item[0] not in QUOTES else Quoted(item[1:-1]))
            marks.append((number, depth + 3))
        elif key in top:
            return False
        elif value is None:
            opened.waits, opened.at, indent = key, (number, depth + 1), ANY
        else:
            marks[key] = (number << 24) + places + len(key) + len(gap)
            top[share(key, key)] = (
                share(value, value) if value[0] not in QUOTES else Quoted(value[1:-1])
            )
    return True


ANY = -1
"""Instead of the depth of the next line where it has to be looked at."""
PLACES = [depth + 1 << 12 | depth + 2 for depth in range(101)]
"""The columns of a key so deep and of a value right behind it, as a mark packs them."""
