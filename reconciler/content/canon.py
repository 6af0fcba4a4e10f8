"""The canonical form: what two bodies are compared by, and what a difference is shown in.

Readable pseudo-HTML, one block a line. Intercom serves images under addresses of its own, so
an image is compared by its source only where both sides are known: callers either pass what
became of which source (`images`) or leave the sources out (`without_image_hosts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

from reconciler import memory
from reconciler.content import vocabulary as words
from reconciler.content.anchors import keyed
from reconciler.content.emit import callout_attributes, cell_attributes
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
    Rendered,
    Rule,
    Run,
    Table,
    Video,
)
from reconciler.content.urls import normal

IN_PAGE_MARK = '<a href="#'
SOURCE = re.compile(r'(<img alt="[^"]*") src="([^"]*)">')
TARGET = re.compile(r'<a href="([^"]*)"')


def canonical(html: str, *, images: Mapping[str, str] | None = None) -> str:
    """The canonical form of a body; "" for one that shows nothing.

    `images` gives the source to compare by for sources that are known under another one, as
    in `image_sources`: the original against the copy that Intercom serves.
    """
    text = memory.MEMORY.form(html, _form)
    return replaced(text, images) if images else text


def _form(html: str) -> str:
    return shown(parse(keyed(html), address=normal))


def form_of(made: Rendered) -> str | None:
    """`canonical` of what was rendered, from its tree; None where only its HTML can tell."""
    if IN_PAGE_MARK in made.html:
        return None
    text = shown(made.blocks)
    if "<a href=" in text:
        text = TARGET.sub(_normal_target, text)
        if "</a><a href=" in text:  # two spellings of one address are one link
            return None
    return SOURCE.sub(_normal_source, text) if "<img" in text else text


def _normal_target(found: re.Match[str]) -> str:
    return f'<a href="{escape(normal(unescape(found.group(1))))}"'


def _normal_source(found: re.Match[str]) -> str:
    return f'{found.group(1)} src="{escape(normal(unescape(found.group(2))))}">'


def shown(blocks: Blocks) -> str:
    """The canonical text of a tree whose addresses are in their normal spelling."""
    return "\n".join(_lines(blocks, "", shift_of(blocks)))


def shift_of(blocks: Blocks) -> int:
    """How many levels higher headings are in the canonical form than in the tree."""
    return min(_levels(blocks), default=1) - 1


def image_sources(html: str) -> list[str]:
    """The sources of a body's images in order, in their normal spelling."""
    return [unescape(source) for _, source in SOURCE.findall(canonical(html))]


def sources(html: str) -> list[str]:
    """The link targets of a body in order, in their normal spelling."""
    return [unescape(target) for target in TARGET.findall(canonical(html))]


def without_image_hosts(text: str) -> str:
    """A canonical form in which images are told apart by alt text and order alone."""
    return SOURCE.sub(r"\1>", text) if "<img" in text else text


def replaced(text: str, images: Mapping[str, str]) -> str:
    """A canonical form with the sources of images as `images` has them."""
    known = {normal(source): normal(copy) for source, copy in images.items()}

    def put(found: re.Match[str]) -> str:
        source = known.get(unescape(found.group(2)))
        return found.group() if source is None else f'{found.group(1)} src="{escape(source)}">'

    return SOURCE.sub(put, text)


# ---------------------------------------------------------------- levels


def _levels(blocks: Blocks) -> Iterator[int]:
    for block in blocks:
        match block:
            case Heading(level):
                yield level
            case List(_, items):
                for item in items:
                    yield from _levels(item)
            case Table(rows):
                for row in rows:
                    for cell in row:
                        yield from _levels(cell.blocks)
            case Callout() | Collapsible():
                yield from _levels(block.blocks)


# ---------------------------------------------------------------- lines


def _lines(blocks: Blocks, indent: str, shift: int) -> Iterator[str]:
    for block in blocks:
        match block:
            case List(ordered, items):
                tag = "ol" if ordered else "ul"
                yield f"{indent}<{tag}>"
                for item in items:
                    yield from _held("li", "", item, f"{indent}  ", shift)
                yield f"{indent}</{tag}>"
            case Table(rows):
                yield f"{indent}<table>"
                for row in rows:
                    inner = "".join(_cell(cell, shift) for cell in row)
                    yield f"{indent}  <tr>{inner}</tr>"
                yield f"{indent}</table>"
            case Callout(background, border, inner_blocks):
                attributes = callout_attributes(background, border)
                yield from _held("div", attributes, inner_blocks, indent, shift)
            case Collapsible(title, inner_blocks):
                yield f"{indent}<details><summary>{write(title)}</summary>"
                yield from _lines(inner_blocks, f"{indent}  ", shift)
                yield f"{indent}</details>"
            case _:
                yield indent + _leaf(block, shift)


def _held(tag: str, attributes: str, blocks: Blocks, indent: str, shift: int) -> Iterator[str]:
    """What holds no more than a paragraph stands on one line."""
    match blocks:
        case ():
            yield f"{indent}<{tag}{attributes}></{tag}>"
        case (Paragraph(runs, ""),):
            yield f"{indent}<{tag}{attributes}>{write(runs)}</{tag}>"
        case _:
            yield f"{indent}<{tag}{attributes}>"
            yield from _lines(blocks, f"{indent}  ", shift)
            yield f"{indent}</{tag}>"


def _cell(cell: Cell, shift: int) -> str:
    match cell.blocks:
        case (Paragraph(runs, ""),):
            inner = write(runs)
        case _:
            inner = "".join(_lines(cell.blocks, "", shift))
    return f"<td{cell_attributes(cell)}>{inner}</td>"


def _leaf(block: Block, shift: int) -> str:
    match block:
        case Paragraph(runs, align):
            return f"<p{_aligned(align)}>{write(runs)}</p>"
        case Heading(level, runs, align):
            return f"<h{level - shift}{_aligned(align)}>{write(runs)}</h{level - shift}>"
        case Code(text):
            return f"<pre><code>{escape(text, quote=False)}</code></pre>"
        case Rule():
            return "<hr>"
        case Image(source, alt, link, align):
            tag = f'<img alt="{escape(alt)}" src="{escape(source)}">'
            return _placed(f'<a href="{escape(link)}">{tag}</a>' if link else tag, align)
        case Button(text, link, align):
            tag = f'<a href="{escape(link)}" class="{words.BUTTON}">{escape(text)}</a>'
            return _placed(tag, align)
        case Attachment(text, link):
            return f"<p>{write((Run(text, 0, link),))}</p>"
        case Video(source):
            return f'<iframe src="{escape(source)}"></iframe>'
        case Opaque(tag, source):
            return f'<{tag} src="{escape(source)}"></{tag}>'
        case _:  # pragma: no cover - every block is named above
            raise AssertionError(block)


def _aligned(align: str) -> str:
    return f' align="{align}"' if align else ""


def _placed(inner: str, align: str) -> str:
    return f"<p{_aligned(align)}>{inner}</p>" if align else inner
