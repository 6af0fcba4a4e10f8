"""Building blocks from the tags and texts of a page, one after the other.

A builder holds what is open: marks, link, alignment, and a stack of frames for the blocks
that hold blocks. It knows tags, not where they come from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reconciler.content import vocabulary as words
from reconciler.content.bounds import LINE
from reconciler.content.inline import clean, composed, plain, tidy
from reconciler.content.tree import (
    Attachment,
    Block,
    Blocks,
    Code,
    Heading,
    Note,
    Paragraph,
    Run,
    Runs,
)
from reconciler.content.urls import own_file

Node = Any
Leave: TypeAlias = tuple[Callable[[Any], None], Any]
DEEPEST = 24
"""Blocks that hold blocks nest at most so deep; what is deeper is read as if they were not."""


@dataclass(slots=True)
class Frame:
    """A block that is open. `parts` are the items, rows or cells that are finished."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    parts: list[Any] = field(default_factory=list)
    line: int = 0
    data: Any = None
    outer: tuple[int, str, str | None] = (0, "", None)


class Builder:
    def __init__(
        self, address: Callable[[str], str], note: Callable[[Note], None] | None, line: int
    ) -> None:
        self.address = address
        self.report = note
        self.line = line
        self.frames = [Frame("body")]
        self.runs: list[Run] = []
        self.marks = 0
        self.level = 0
        self.align = ""
        self.link: str | None = None
        self.code: list[str] | None = None
        self.after_image = False
        self.noted: set[str] = set()

    # ------------------------------------------------------------ what the walk calls

    def text(self, text: str) -> None:
        if self.code is not None:
            self.code.append(text)
            return
        if self.after_image and not text.isspace():
            self.after_image = False
            self.note_inline_image()
        self.runs.append(Run(clean(text, self.marks), self.marks, self.link))

    def finish(self) -> Blocks:
        self.flush()
        return tuple(self.frames[0].blocks)

    # ------------------------------------------------------------ notes

    def note(self, message: str, *, hint: str = "", code: str = "body-changed") -> None:
        if self.report is not None:
            self.report(Note(code, message, self.line, hint))

    def once(self, message: str, *, hint: str = "") -> None:
        """A note for the first time only; what repeats on a page is said once."""
        if message not in self.noted:
            self.noted.add(message)
            self.note(message, hint=hint)

    def place(self, node: Node) -> None:
        written = node.attributes.get(LINE)
        if written and written.isdecimal() and len(written) < 9:  # noqa: PLR2004 - a sane line
            self.line = int(written)

    def note_inline_image(self) -> None:
        self.once(
            "an image inside a line of text is shown on a line of its own",
            hint="give the image its own paragraph",
        )

    # ------------------------------------------------------------ lines of text

    def flush(self) -> None:
        """Ends the open line of text, if there is one."""
        self.after_image = False
        if self.runs:
            self.end_line()

    def end_line(self) -> None:
        runs = tidy(self.runs)
        self.runs.clear()
        if not runs:
            return
        if self.level:
            self.add(Heading(self.level, runs, self.align, self.line))
        elif not self.align and (file := _file(runs)):
            self.add(Attachment(plain(runs), file, self.line))
        else:
            self.add(Paragraph(runs, self.align, self.line))

    def add(self, block: Block) -> None:
        self.frames[-1].blocks.append(block)

    def set_marks(self, before: int) -> None:
        self.marks = before

    def end_link(self, before: str | None) -> None:
        self.link = before

    def end_block(self, before: tuple[int, str]) -> None:
        self.flush()
        self.level, self.align = before

    def end_code(self, language: str) -> None:
        text = "".join(self.code or ()).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        self.code = None
        if text.strip():
            self.add(Code(composed(text), language, self.line))

    # ------------------------------------------------------------ frames

    def push(self, kind: str, close: Close, data: Any = None) -> Leave:
        """Opens a block that holds blocks; `close` makes it of what the frame then holds."""
        self.flush()
        outer = (self.level, self.align, self.link)
        self.level, self.align, self.link = 0, "", None
        self.frames.append(Frame(kind, line=self.line, data=data, outer=outer))
        return self._pop, close

    def _pop(self, close: Close) -> None:
        self.flush()
        frame = self.frames.pop()
        self.level, self.align, self.link = frame.outer
        close(self, frame)

    @property
    def top(self) -> Frame:
        return self.frames[-1]

    def block(self, node: Node) -> Leave:
        """An element that begins and ends a block and holds any: p, div, section."""
        self.flush()
        before = (self.level, self.align)
        self.align = words.alignment(node.attributes) or self.align
        return self.end_block, before

    def too_deep(self) -> bool:
        deep = len(self.frames) > DEEPEST
        if deep:
            self.once(f"blocks nested more than {DEEPEST} deep are flattened")
        return deep


Close: TypeAlias = Callable[[Builder, Frame], None]


def _file(runs: Runs) -> str:
    """The address where the line is nothing but a link to a file that Intercom hosts."""
    first = runs[0]
    only = len(runs) == 1 and not first.marks and first.link and own_file(first.link)
    return first.link or "" if only else ""
