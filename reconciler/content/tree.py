"""The block tree: what an article body is made of, whichever way it is written.

Markdown and HTML are parsed into it, HTML is emitted from it, and two bodies are equal when
their canonical trees are. It knows no markup and no Intercom rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

BOLD, ITALIC, STRIKE, UNDERLINE, SUB, SUP, CODE = (1 << bit for bit in range(7))
BREAK = "\n"
"""A line break inside a run; all other white space of a tidy run is the space."""


class Run(NamedTuple):
    """Text with the same marks (bits) and the same link target throughout."""

    text: str
    marks: int = 0
    link: str | None = None


Runs: TypeAlias = tuple[Run, ...]


class Target(str):
    """An address as it was written, and where: line of the file and column, from 1."""

    __slots__ = ("column", "line")
    line: int
    column: int

    def __new__(cls, written: str, line: int = 0, column: int = 0) -> Target:  # noqa: PYI034 - needs no subclass
        self = super().__new__(cls, written)
        self.line = line
        self.column = column
        return self


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs
    align: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """`id`: the one that is written; Intercom gives each its own, so it is never compared."""

    level: int
    runs: Runs
    align: str = ""
    id: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class List:
    ordered: bool
    items: tuple[Blocks, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    blocks: Blocks
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Image:
    """`width` and `height` in pixels as written; they travel, and are never compared."""

    source: str
    alt: str = ""
    link: str | None = None
    align: str = ""
    width: str = field(default="", compare=False)
    height: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Code:
    """`language` is lost in Intercom's HTML, so it is never compared."""

    text: str
    language: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Callout:
    """Colours as #rrggbbaa; empty where none is given."""

    background: str
    border: str
    blocks: Blocks
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Collapsible:
    title: Runs
    blocks: Blocks
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    link: str
    align: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Video:
    """`source` is the provider's own embed address, without any query."""

    source: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that Intercom hosts, alone in its paragraph; `link` without the signature."""

    text: str
    link: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something embedded that no block stands for; it is kept by name and address."""

    tag: str
    source: str
    line: int = field(default=0, compare=False)


Block: TypeAlias = (
    Paragraph | Heading | List | Table | Image | Code | Rule | Callout | Collapsible | Button
    | Video | Attachment | Opaque
)  # fmt: skip
Blocks: TypeAlias = tuple[Block, ...]


class Note(NamedTuple):
    """What could not be shown as written; `line` counts from 1 in the file."""

    code: str
    message: str
    line: int
    hint: str = ""


class Headline(NamedTuple):
    """A heading of a page as written; `id` is empty where none is, `line` that of the file."""

    level: int
    text: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body as it is sent, as HTML and as the tree that this was made of."""

    html: str
    notes: tuple[Note, ...]
    blocks: Blocks = ()

    @property
    def title(self) -> str | None:
        """The text of its first level-1 heading, which stays in it."""
        return next((one.text for one in self.headings if one.level == 1), None)

    @property
    def headings(self) -> tuple[Headline, ...]:
        """In order of the page, those inside of other blocks too."""
        return tuple(_headings(self.blocks))


def _headings(blocks: Blocks) -> Iterator[Headline]:
    for block in blocks:
        match block:
            case Heading(level, runs, _, name, line):
                text = "".join(run.text for run in runs).replace(BREAK, " ")
                yield Headline(level, text, name, line)
            case List(_, items):
                for item in items:
                    yield from _headings(item)
            case Table(rows):
                for row in rows:
                    for cell in row:
                        yield from _headings(cell.blocks)
            case Callout() | Collapsible():
                yield from _headings(block.blocks)
