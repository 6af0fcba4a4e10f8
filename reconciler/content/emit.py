"""The block tree as the HTML that Intercom accepts: one line, nothing between the blocks."""

from __future__ import annotations

from html import escape

from reconciler.content import vocabulary as words
from reconciler.content.inline import write
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
    Rule,
    Run,
    Table,
    Video,
)


def emit(blocks: Blocks) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs, align):
            return f"<p{_aligned(align)}>{write(runs)}</p>"
        case Heading(level, runs, align, name):
            named = f' id="{escape(name)}"' if name else ""
            return f"<h{level}{_aligned(align)}{named}>{write(runs)}</h{level}>"
        case List(ordered, items):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{emit(item)}</li>' for item in items)}</{tag}>"
        case Table(rows):
            inner = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
            return f"<table><tbody>{inner}</tbody></table>"
        case Code(text, language):
            named = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{named}>{escape(text, quote=False)}</code></pre>"
        case Rule():
            return "<hr>"
        case _:
            return _special(block)


def _special(block: Block) -> str:
    match block:
        case Image():
            return _contained(_image(block), block.align)
        case Button(text, link, align):
            inner = f'<a href="{escape(link)}" class="{words.BUTTON}">{escape(text)}</a>'
            return _contained(inner, align or "left")
        case Callout(background, border, blocks):
            return f"<div{callout_attributes(background, border)}>{emit(blocks)}</div>"
        case Collapsible(title, blocks):
            return (
                f"<details><summary><h2>{write(title)}</h2></summary>"
                f'<div class="collapsible-section-content">{emit(blocks)}</div></details>'
            )
        case Video(source):
            return f'<div class="intercom-h2b-video"><iframe src="{escape(source)}"></iframe></div>'
        case Attachment(text, link):
            return f"<p>{write((Run(text, 0, link),))}</p>"
        case Opaque(tag, source):
            return f'<{tag} src="{escape(source)}"></{tag}>'
        case _:  # pragma: no cover - every block is named above
            raise AssertionError(block)


def callout_attributes(background: str, border: str) -> str:
    pairs = (("background-color", background), ("border-color", border))
    style = "; ".join(f"{name}: {value}" for name, value in pairs if value)
    return f' class="{words.CALLOUT}"' + (f' style="{escape(style)};"' if style else "")


def cell_attributes(cell: Cell) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return columns + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")


def _cell(cell: Cell) -> str:
    if cell.columns == cell.rows == 1 and len(cell.blocks) == 1:
        return f"<td>{_block(cell.blocks[0])}</td>"
    return f"<td{cell_attributes(cell)}>{emit(cell.blocks) or '<p></p>'}</td>"


def _aligned(align: str) -> str:
    return f' class="intercom-align-{align}"' if align else ""


def _contained(inner: str, align: str) -> str:
    """The container is where an alignment stands; alone, an image needs none."""
    opened = f'<div class="intercom-container intercom-align-{align}">'
    return f"{opened}{inner}</div>" if align else inner


def _image(image: Image) -> str:
    sizes = (("width", image.width), ("height", image.height))
    size = "".join(f' {name}="{value}"' for name, value in sizes if value)
    tag = f'<img src="{escape(image.source)}" alt="{escape(image.alt)}"{size}>'
    return f'<a href="{escape(image.link)}">{tag}</a>' if image.link else tag
