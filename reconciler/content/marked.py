"""The block tree as Markdown: what a person would write, and nothing that reads otherwise.

CommonMark, tables, and the `:::` directives of Intercom's own dialect. In files, HTML stands in
for what the dialect has no form for: an alignment, a cell of several blocks, a callout in a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import unescape

from reconciler.content.emit import cell_attributes, emit
from reconciler.content.inline import write
from reconciler.content.marked_inline import (
    OURS,
    CannotError,
    Face,
    line,
    one_line,
)
from reconciler.content.marked_text import destination, escaped
from reconciler.content.tree import (
    BREAK,
    Attachment,
    Block,
    Blocks,
    Button,
    Callout,
    Cell,
    Code,
    Collapsible,
    Heading,
    Image,
    List,
    Paragraph,
    Rule,
    Run,
    Runs,
    Table,
    Video,
)
from reconciler.content.urls import video

PLAYERS = (
    ("youtube", "https://www.youtube.com/embed/"),
    ("vimeo", "https://player.vimeo.com/video/"),
    ("loom", "https://www.loom.com/embed/"),
    ("wistia", "https://fast.wistia.net/embed/iframe/"),
    ("vidyard", "https://play.vidyard.com/"),
)
"""Where the number of a video begins; StreamIO's has no form that is known."""
FENCES = re.compile("`{3,}")
CLOSING_SIGNS = re.compile(r"(?:(?<=\s)|\A)(#+)\Z")
LINE_ENDS = re.compile("[\n\u2028\u2029]")
INTERCOMS_ID = re.compile(r"h_[0-9a-f]{10}")
"""In files headings are known by their text; in Intercom links of elsewhere lead to these."""
DIRECTIVE = re.compile(r"^\s*:::", re.MULTILINE)


@dataclass(slots=True)
class Writer:
    """One pass over a tree. `as_html`: ids of the blocks that are written as HTML."""

    face: Face = OURS
    as_html: Collection[int] = ()
    inside: int = 0
    """Lists around the present block: in Intercom's dialect directives have no form there."""

    def blocks(self, blocks: Blocks) -> str:
        parts: list[str] = []
        before: Block | None = None
        sign = False
        for block in blocks:
            sign = _alike(before, block) and not sign
            parts.append(self.block(block, other_sign=sign, first=not parts))
            before = block
        return "\n\n".join(parts)

    def block(self, block: Block, *, other_sign: bool = False, first: bool = False) -> str:
        if id(block) in self.as_html:
            return self.html(block)
        match block:
            case Paragraph(runs, ""):
                return _paragraph(runs, self.face)
            case Heading(level, runs, "", name):
                named = (
                    "" if self.face.tags or not INTERCOMS_ID.fullmatch(name) else f" {{#{name}}}"
                )
                return f"{'#' * level} {_unclosed(one_line(runs, self.face))}{named}"
            case List():
                return self.list(block, other_sign=other_sign)
            case Code(text, language):
                return self.code(text, language)
            case Rule():
                return "***" if first and not self.inside else "___" if self.inside else "---"
            case Table():
                return self.table(block)
            case Image(source, alt, link, "", width="", height=""):
                return _image(source, alt, link)
            case Callout() | Collapsible() | Button() | Video() | Attachment():
                return self.directive(block)
            case _:
                return self.html(block)

    def html(self, block: Block) -> str:
        """Over one line: an empty one would end the HTML."""
        if not self.face.tags:
            raise CannotError(f"{type(block).__name__.lower()} in HTML")
        return _html(block)

    # ------------------------------------------------------------ lists

    def list(self, block: List, *, other_sign: bool) -> str:
        tight = all(map(_tight, block.items))
        items = []
        for number, item in enumerate(block.items, 1):
            sign = f"{number}{')' if other_sign else '.'}" if block.ordered else "-*"[other_sign]
            items.append(self.item(sign, item, tight=tight))
        return ("\n" if tight else "\n\n").join(items)

    def item(self, sign: str, blocks: Blocks, *, tight: bool) -> str:
        self.inside += 1
        text = self.blocks(blocks)
        self.inside -= 1
        if tight:
            text = text.replace("\n\n", "\n")
        indent = " " * (len(sign) + 1)
        lines = [f"{indent}{one}" if one else "" for one in text.split("\n")]
        lines[0] = f"{sign} {lines[0].lstrip(' ')}" if text else sign
        return "\n".join(lines)

    # ------------------------------------------------------------ tables and code

    def table(self, block: Table) -> str:
        width = len(block.rows[0])
        plain = all(len(row) == width and all(map(self.plain, row)) for row in block.rows)
        if not plain:
            return self.html(block)
        rows = [f"| {' | '.join(map(self.cell, row))} |" for row in block.rows]
        return "\n".join([rows[0], f"|{' --- |' * width}", *rows[1:]])

    def plain(self, cell: Cell) -> bool:
        """Whether a cell of Markdown holds it: no more than a line of text, or an image."""
        if cell.columns > 1 or cell.rows > 1:
            return False
        match cell.blocks:
            case () | (Image(align="", width="", height=""),):
                return True
            case (Paragraph(runs, ""),):
                return self.face.tags or not any(BREAK in run.text for run in runs)
            case _:
                return False

    def cell(self, cell: Cell) -> str:
        match cell.blocks:
            case (Paragraph(runs),):
                return one_line(runs, self.face).replace("|", "\\|")
            case (Image(source, alt, link),):
                return _image(source, alt, link).replace("|", "\\|")
            case _:
                return ""

    def code(self, text: str, language: str) -> str:
        if self.inside and not self.face.tags and DIRECTIVE.search(text):
            raise CannotError("code with a directive in a list")
        ticks = "`" * (1 + max((len(one) for one in FENCES.findall(text)), default=2))
        return f"{ticks}{language}\n{text}\n{ticks}"

    # ------------------------------------------------------------ directives

    def directive(self, block: Callout | Collapsible | Button | Video | Attachment) -> str:
        opening = _opening(block, _quoted if self.face.tags else _exact)
        if opening is None or (self.inside and not self.face.tags):
            return self.shell(block)
        body = self.blocks(block.blocks) if isinstance(block, Callout | Collapsible) else ""
        return "\n".join([opening, *([body] if body else ()), ":::"])

    def shell(self, block: Block) -> str:
        """HTML around Markdown, where a directive has no form."""
        if not self.face.tags or not isinstance(block, Collapsible):
            return self.html(block)
        summary = _html(Paragraph(block.title)).removeprefix("<p>").removesuffix("</p>")
        body = self.blocks(block.blocks)
        opened = f"<details>\n<summary>{summary}</summary>"
        return "\n\n".join([opened, *([body] if body else ()), "</details>"])


def _paragraph(runs: Runs, face: Face) -> str:
    text = line(runs, face)
    match runs:
        case (Run(address, 0, None),) if video(address):  # alone on its line it would be embedded
            return text.replace(":", "\\:", 1)
        case _:
            return text


def _html(block: Block) -> str:
    """HTML without an empty line, which would end it."""
    if not isinstance(block, Table):
        return LINE_ENDS.sub(_numbered, emit((block,)))
    rows = ("".join(map(_html_cell, row)) for row in block.rows)
    return "\n".join(["<table>", *(f"<tr>{row}</tr>" for row in rows), "</table>"])


def _html_cell(cell: Cell) -> str:
    match cell.blocks:
        case (Paragraph(runs, ""),):
            inner = write(runs)
        case _:
            inner = LINE_ENDS.sub(_numbered, emit(cell.blocks))
    return f"<td{cell_attributes(cell)}>{inner}</td>"


def _numbered(found: re.Match[str]) -> str:
    return f"&#{ord(found.group())};"


def _alike(before: Block | None, block: Block) -> bool:
    """Two lists in a row are one, unless their signs differ."""
    return isinstance(before, List) and isinstance(block, List) and before.ordered == block.ordered


def _tight(item: Blocks) -> bool:
    """A line of text, and behind it lists of such lines."""
    match item:
        case (Paragraph(_, ""), *rest):
            return len(rest) < 2 and all(  # noqa: PLR2004 - two lists stand apart
                isinstance(one, List) and one.items[0] and all(map(_tight, one.items))
                for one in rest
            )
        case _:
            return not item


def _unclosed(text: str) -> str:
    """A heading whose last signs are text."""
    return CLOSING_SIGNS.sub(r"\\\1", text)


def _image(source: str, alt: str, link: str | None) -> str:
    text = f"![{escaped(alt, linked=True)}]({destination(source)})"
    return f"[{text}]({destination(link)})" if link else text


def _opening(
    block: Callout | Collapsible | Button | Video | Attachment, quoted: Callable[[str], str]
) -> str | None:
    """The first line of a directive; None where it has no form for this block."""
    given = _given(block)
    if given is None:
        return None
    pairs = "".join(f' {name}="{quoted(value)}"' for name, value in given.items() if value)
    return f":::{type(block).__name__.lower()}{pairs}"


def _given(
    block: Callout | Collapsible | Button | Video | Attachment,
) -> dict[str, str] | None:
    match block:
        case Callout(background, border):
            return {"backgroundColor": background, "borderColor": border}
        case Collapsible(title):
            text = _plain(title)
            return None if text is None else {"title": text}
        case Button(text, link, align):
            return {"href": link, "label": text, "align": align}
        case Attachment(text, link):
            return {"href": link, "name": text}
        case Video(source):
            return _video(source)


def _plain(title: Runs) -> str | None:
    match title:
        case (Run(text, 0, None),) if BREAK not in text:
            return text
        case _:
            return None


def _video(source: str) -> dict[str, str] | None:
    for provider, start in PLAYERS:
        if source.startswith(start):
            return {"id": source.removeprefix(start), "provider": provider}
    return None


def _quoted(value: str) -> str:
    """As in HTML: `&amp;` where the sign would begin something else."""
    text = value if unescape(value) == value else value.replace("&", "&amp;")
    return text.replace('"', "&quot;")


def _exact(value: str) -> str:
    """Of Intercom's reader it is not known what it makes of any other reference."""
    if unescape(value) != value:
        raise CannotError("an attribute that looks like HTML")
    return value.replace('"', "&quot;")
