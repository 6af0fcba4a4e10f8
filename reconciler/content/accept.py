"""From the block tree as written to one that Intercom takes, with a note for every loss.

Nothing that Intercom answers with 400 is left in the result: no table in a list or a table,
no empty list, no foreign frame, no address of a scheme that is not of the web.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from reconciler.content.inline import tidy
from reconciler.content.parse import parse
from reconciler.content.tree import (
    BOLD,
    CODE,
    ITALIC,
    Attachment,
    Block,
    Blocks,
    Button,
    Callout,
    Cell,
    Collapsible,
    Heading,
    Image,
    List,
    Note,
    Opaque,
    Paragraph,
    Rule,
    Run,
    Runs,
    Table,
    Target,
)
from reconciler.content.urls import LINK_SCHEMES, OWN_FILE, scheme_of, sendable

Resolve = Callable[[str, int, int], "str | None"]
"""An address as written, its line and its column, to the one that is sent."""


def as_written(address: str, _line: int, _column: int) -> str:
    """The answer of who has nothing to resolve."""
    return address


SENT = BOLD | ITALIC | CODE
WEB = re.compile(r"https?://[\w%.-]*\w[\w%.-]*(?::\d+)?(?:[/?#]|\Z)", re.IGNORECASE)
"""An absolute address with a host, which is what can be fetched."""


@dataclass(slots=True)
class Accepting:
    """One pass over a body. `inside` counts the lists and tables around the present block."""

    link: Resolve
    image: Resolve
    note: Callable[[Note], None]
    inside: list[str] = field(default_factory=list)
    links: dict[tuple[str, int, int], str | None] = field(default_factory=dict)

    def blocks(self, blocks: Iterable[Block]) -> list[Block]:
        done: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph) and not _changing(block.runs):
                done.append(block)
            else:
                done += self.block(block)
        return done

    def block(self, block: Block) -> list[Block]:
        match block:
            case Paragraph(before, align, line):
                runs = self.runs(before, line)
                return [block if runs is before else Paragraph(runs, align, line)]
            case Heading(level, before, align, name, line):
                runs = self.runs(before, line)
                return [block if runs is before else Heading(level, runs, align, name, line)]
            case Image():
                return self.picture(block)
            case List():
                return self.items(block)
            case Table():
                return self.table(block)
            case Callout():
                return self.holding(block)
            case Collapsible():
                return self.collapsible(block)
            case Button() | Attachment():
                return [self.linked(block)]
            case Opaque():
                return self.opaque(block)
            case _:
                return [block]

    # ------------------------------------------------------------ text and links

    def runs(self, runs: Runs, line: int) -> Runs:
        if not _changing(runs):
            return runs
        changed = [
            Run(text, marks & SENT, self.target(link, line) if link else None)
            for text, marks, link in runs
        ]
        return runs if tuple(changed) == runs else tidy(changed)

    def target(self, written: str, line: int) -> str | None:
        place = placed(written, line)
        if place not in self.links:
            self.links[place] = self.resolved(*place)
        return self.links[place]

    def resolved(self, written: str, line: int, column: int) -> str | None:
        answer = self.link(written, line, column)
        target = sendable(answer.strip()) if answer else ""
        scheme = scheme_of(target)
        if not scheme or scheme in LINK_SCHEMES:
            return target or None
        self.changed(
            f"the link to {_short(written)} is unlinked, Intercom shows no {scheme}: links",
            line,
            hint="use https:, mailto: or tel:",
        )
        return None

    def changed(self, message: str, line: int, *, hint: str = "") -> None:
        self.note(Note("body-changed", message, line, hint))

    def linked(self, block: Button | Attachment) -> Block:
        target = self.target(block.link, block.line)
        if target is None:
            return Paragraph((Run(block.text),), line=block.line)
        return replace(block, link=target)

    # ------------------------------------------------------------ what is fetched or embedded

    def picture(self, image: Image) -> list[Block]:
        answer = self.image(*placed(image.source, image.line))
        if answer is None:
            return []
        source = _absolute(answer)
        if not WEB.match(source) and not source.startswith(OWN_FILE):
            self.note(
                Note(
                    "body-refused",
                    f"the image {_short(image.source)} has no address on the web",
                    image.line,
                    "Intercom fetches images itself: give a public https: address",
                )
            )
            return []
        link = self.target(image.link, image.line) if image.link else None
        return [replace(image, source=source, link=link)]

    def opaque(self, block: Opaque) -> list[Block]:
        if block.tag == "intercom-block":
            return self.carried(block)
        source = _absolute(block.source)
        if not WEB.match(source):
            self.changed(f"<{block.tag}> is left out, Intercom cannot show it", block.line)
            return []
        self.changed(
            f"<{block.tag}> of {_short(block.source)} is shown as a link",
            block.line,
            hint="videos of YouTube, Vimeo, Wistia, Loom, Vidyard and StreamIO can be embedded",
        )
        return [Paragraph((Run(source, 0, source),), line=block.line)]

    def carried(self, block: Opaque) -> list[Block]:
        """HTML that Intercom's own Markdown has no directive for, in base64."""
        try:
            html = b64decode(block.source, validate=True).decode()
        except ValueError:
            self.note(
                Note(
                    "body-refused",
                    "the data of an intercom-block is damaged",
                    block.line,
                    "leave it as Intercom wrote it, or take it out",
                )
            )
            return []
        return self.blocks(parse(html))

    # ------------------------------------------------------------ blocks that hold blocks

    def held(self, blocks: Blocks, where: str) -> tuple[Blocks, list[Block]]:
        """What may stay inside, and the tables that stand behind the whole instead."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not _changing(blocks[0].runs):
            return blocks, []
        if where:
            self.inside.append(where)
        done = self.blocks(blocks)
        moving = bool(self.inside)
        if where:
            self.inside.pop()
        if not moving or not any(isinstance(one, Table) for one in done):
            return tuple(done), []
        kept = tuple(one for one in done if not isinstance(one, Table))
        return kept, [one for one in done if isinstance(one, Table)]

    def items(self, block: List) -> list[Block]:
        items, behind = [], list[Block]()
        for item in block.items:
            kept, moved = self.held(item, "list")
            behind += moved
            if kept:
                items.append(kept)
        if any(map(_shows, items)):
            return [List(block.ordered, tuple(items), block.line), *behind]
        return [one for item in items for one in item] + behind

    def table(self, block: Table) -> list[Block]:
        if self.inside:
            self.changed(
                f"a table inside a {self.inside[-1]} is moved behind it, Intercom refuses it there",
                block.line,
            )
        rows, behind = [], list[Block]()
        for row in block.rows:
            cells = []
            for cell in row:
                kept, moved = self.held(cell.blocks, "table")
                behind += moved
                cells.append(Cell(kept, cell.columns, cell.rows))
            rows.append(tuple(cells))
        return [Table(tuple(rows), block.line), *behind]

    def holding(self, block: Callout) -> list[Block]:
        kept, moved = self.held(block.blocks, "")
        return [replace(block, blocks=kept), *moved] if kept else moved

    def collapsible(self, block: Collapsible) -> list[Block]:
        kept, moved = self.held(block.blocks, "")
        title = self.runs(block.title, block.line)
        if title and kept:
            return [replace(block, title=title, blocks=kept), *moved]
        self.changed(
            "<details> needs a summary and something inside; what there is, is shown as text",
            block.line,
        )
        return [*([Paragraph(title, line=block.line)] if title else ()), *kept, *moved]


def _shows(item: Blocks) -> bool:
    """Whether there is anything to read or see; a list of items without is refused."""
    return any(
        _shows(one.blocks) if isinstance(one, Callout) else not isinstance(one, Rule)
        for one in item
    )


def placed(written: str, line: int) -> tuple[str, int, int]:
    """An address with its place, the beginning of its line where nothing better is known."""
    if isinstance(written, Target) and written.line:
        return str(written), written.line, written.column
    return written, line, 1


def _changing(runs: Runs) -> bool:
    """Whether there is a link, or a mark that Intercom lacks."""
    if len(runs) == 1:
        _, marks, link = runs[0]
        return link is not None or bool(marks & ~SENT)
    return any(link or marks & ~SENT for _, marks, link in runs)


def _absolute(address: str) -> str:
    address = sendable(address.strip())
    return f"https:{address}" if address.startswith("//") else address


def _short(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:77]}..."  # noqa: PLR2004 - one line
