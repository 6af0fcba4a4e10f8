"""Building blocks from the tags and texts of a page, one after the other.

A builder holds what is open: marks, link, alignment, and a stack of frames for the blocks
that hold blocks. It knows tags, not where they come from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reconciler.content import vocabulary as words
from reconciler.content.directives import Directives
from reconciler.content.inline import clean, composed, plain, tidy
from reconciler.content.places import PLACE, Places
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
    Video,
)
from reconciler.content.urls import own_file, video

Node = Any
Leave: TypeAlias = tuple[Callable[[Any], None], Any]
HEADING_ID = re.compile(r"\s*(\{#([\w:.-]+)\})\Z")
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


@dataclass(frozen=True, slots=True)
class Page:
    """A page that somebody wrote, of which what is noticed is said with its place.

    `directives` is there for Markdown, and holds what stood where HTML stands now.
    """

    places: Places
    note: Callable[[Note], None]
    directives: Directives | None = None


class Builder:
    def __init__(self, address: Callable[[str], str], page: Page | None) -> None:
        self.address = address
        self.page = page
        self.places = page.places if page else None
        self.markdown = page.directives if page else None
        self.line = page.places.first if page else 0
        self.attributes: words.Attributes = {}
        self.start = self.line
        self.frames = [Frame("body")]
        self.runs: list[Run] = []
        self.marks = 0
        self.level = 0
        self.id = ""
        self.align = ""
        self.box = ""
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
        if not self.runs:
            self.start = self.line
        self.runs.append(Run(clean(text, self.marks), self.marks, self.link))

    def finish(self) -> Blocks:
        self.flush()
        return tuple(self.frames[0].blocks)

    # ------------------------------------------------------------ notes

    def note(self, message: str, *, hint: str = "", code: str = "body-changed") -> None:
        if self.page is not None:
            self.page.note(Note(code, message, self.line, hint))

    def once(self, message: str, *, hint: str = "") -> None:
        """A note for the first time only; what repeats on a page is said once."""
        if message not in self.noted:
            self.noted.add(message)
            self.note(message, hint=hint)

    def reach(self, node: Node, tag: str) -> None:
        """Goes to an element, on a page whose places are known."""
        if self.places is not None:
            self.line = self.places.reach(node.attributes.get(PLACE), tag)

    def target(self, written: str) -> str:
        """The address of the present element, with its place where that is known."""
        return self.places.target(written) if self.places else self.address(written)

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
        if self.box:
            runs, self.box = tidy((Run(self.box), *runs)), ""
        line = self.start
        if self.level:
            heading = self._heading(runs, line)
            if heading.runs:
                self.add(heading)
        elif not self.align and (file := _file(runs)):
            self.add(Attachment(plain(runs), file, line))
        elif self.markdown and not self.marks and (source := self._bare_video(runs, line)):
            self.add(Video(source, line))
        else:
            self.add(Paragraph(runs, self.align, line))

    def _bare_video(self, runs: Runs, line: int) -> str | None:
        """What is embedded where a paragraph is nothing but the address of a video.

        Where a backslash is in it, the text is meant.
        """
        first = runs[0]
        if len(runs) > 1 or first.marks or first.link or not first.text.startswith("http"):
            return None
        source = None if " " in first.text else video(first.text)
        if source is None or self.places is None:
            return source
        return source if "\\:" not in self.places.written(line - self.places.first + 1) else None

    def _heading(self, runs: Runs, line: int) -> Heading:
        """In Markdown an id stands in braces at the end, unless a backslash makes it text."""
        written = HEADING_ID.search(runs[-1].text) if self.markdown and self.places else None
        if written and self.places:
            source = self.places.written(line - self.places.first + 1).rstrip(" \t#\r")
            if source.endswith(written[1]) and not source.endswith("\\" + written[1]):
                last = runs[-1]._replace(text=runs[-1].text[: written.start()])
                runs = tidy([*runs[:-1], last])
                return Heading(self.level, runs, self.align, written[2], line)
        return Heading(self.level, runs, self.align, self.id, line)

    def add(self, block: Block) -> None:
        self.frames[-1].blocks.append(block)

    def set_marks(self, before: int) -> None:
        self.marks = before

    def end_link(self, before: str | None) -> None:
        self.link = before

    def end_block(self, before: tuple[int, str]) -> None:
        if self.runs:
            self.end_line()
        self.after_image = False
        self.level, self.align = before

    def end_code(self, language: str) -> None:
        text = "".join(self.code or ()).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        self.code = None
        if self.markdown:
            text = self.markdown.restored(text)
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
        if self.box:  # an item of nothing but its box
            self.runs, self.box = [Run(self.box), *self.runs], ""
        self.flush()
        frame = self.frames.pop()
        self.level, self.align, self.link = frame.outer
        close(self, frame)

    @property
    def top(self) -> Frame:
        return self.frames[-1]

    def block(self, _: Node) -> Leave:
        """An element that begins and ends a block and holds any: p, div, section."""
        if self.runs:
            self.end_line()
        self.after_image = False
        before = (self.level, self.align)
        if self.attributes:
            self.align = words.alignment(self.attributes) or self.align
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
