"""A block tree for people: a line for each block, indented as blocks hold each other."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.content.inline import write
from reconciler.content.parse import parse
from reconciler.content.tree import (
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
    Opaque,
    Paragraph,
    Table,
    Video,
)


def outline(html: str) -> str:
    """The blocks of a body; "" for one that has none."""
    return "\n".join(_lines(parse(html), ""))


def _lines(blocks: Blocks, indent: str) -> Iterator[str]:
    for block in blocks:
        yield indent + (_words(block) or _embedded(block))
        deeper = f"{indent}  "
        match block:
            case List(_, items):
                for item in items:
                    yield from _held("item", item, deeper)
            case Table(rows):
                for row in rows:
                    yield f"{deeper}row"
                    for cell in row:
                        yield from _held(f"cell{_span(cell)}", cell.blocks, f"{deeper}  ")
            case Callout() | Collapsible():
                yield from _lines(block.blocks, deeper)
            case Code(text):
                yield from (f"{deeper}| {line}" for line in text.split("\n"))


def _held(name: str, blocks: Blocks, indent: str) -> Iterator[str]:
    """What holds one plain paragraph stands on one line."""
    match blocks:
        case (Paragraph(runs, ""),):
            yield f"{indent}{name}: {write(runs)}"
        case _:
            yield f"{indent}{name}"
            yield from _lines(blocks, f"{indent}  ")


def _span(cell: Cell) -> str:
    wide = (cell.columns, cell.rows) != (1, 1)
    return f" over {cell.columns} columns and {cell.rows} rows" if wide else ""


def _words(block: Block) -> str:
    """A block of text by its name and its runs as HTML; "" for another one."""
    match block:
        case Paragraph(runs, align):
            return f"paragraph{_aside(align)}: {write(runs)}"
        case Heading(level, runs, align):
            return f"heading {level}{_aside(align)}: {write(runs)}"
        case List(ordered):
            return "numbered list" if ordered else "list"
        case Code(_, language):
            return f"code{_aside(language)}"
        case Callout(background, border):
            return f"callout {background} {border}".rstrip()
        case Collapsible(title):
            return f"collapsible: {write(title)}"
        case _:
            return ""


def _embedded(block: Block) -> str:
    match block:
        case Image(source, alt, link, align):
            return f"image{_aside(align)}: {alt!r} {source}" + (f" -> {link}" if link else "")
        case Button(text, link, align):
            return f"button{_aside(align)}: {text} -> {link}"
        case Video(source):
            return f"video: {source}"
        case Attachment(text, link):
            return f"attachment: {text} -> {link}"
        case Opaque(tag, source):
            return f"embedded {tag}: {source}"
        case _:
            return type(block).__name__.lower()


def _aside(text: str) -> str:
    return f" ({text})" if text else ""
