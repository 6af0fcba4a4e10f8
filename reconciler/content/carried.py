"""Markdown that is proven to read as the tree that it was written from.

What a block cannot carry is written as HTML, for exactly that block; what nothing can carry is
said, so that a caller keeps the body as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from reconciler.content.accept import as_written
from reconciler.content.anchors import keyed
from reconciler.content.canon import canonical
from reconciler.content.emit import emit
from reconciler.content.marked import Writer
from reconciler.content.marked_inline import INTERCOMS, CannotError
from reconciler.content.parse import parse
from reconciler.content.render import render
from reconciler.content.tree import Block, Blocks, Callout, Collapsible, List, Opaque
from reconciler.content.urls import scheme_of, unsigned


def to_markdown(blocks: Blocks) -> str:
    """The tree as the Markdown of our files, without a line feed at the end.

    Blocks that would read otherwise are written as HTML, where that reads better.
    """
    text = Writer().blocks(blocks)
    if _reads_as(text, blocks):
        return text
    as_html = set(_failing(blocks))
    return Writer(as_html=as_html).blocks(blocks)


def markdown_of(html: str) -> tuple[str, str]:
    """A body as Markdown, and why it cannot be carried: "" where it is proven that it can.

    Addresses on Intercom's own hosts lose the signature that expires.
    Proven: what the Markdown renders to has the canonical form of the body.
    """
    html = keyed(html)
    form, blocks = canonical(html), parse(html, address=_lasting)
    text = Writer().blocks(blocks)
    if canonical(_rendered(text)) == form:
        return text, ""
    text = to_markdown(blocks)
    return text, "" if canonical(_rendered(text)) == form else _reason(html)


def intercoms_markdown(html: str) -> str | None:
    """A body in Intercom's own dialect, as `body_markdown` takes it; None without a form."""
    blocks = parse(html)
    if not blocks:
        return None
    try:
        text = Writer(INTERCOMS).blocks(blocks)
    except CannotError:
        return None
    return f"{text}\n" if canonical(_rendered(text)) == canonical(html) else None


def _reason(html: str) -> str:
    """The first block that is not the same again."""
    for number, block in enumerate(parse(html), 1):
        alone = emit((block,))
        if canonical(_rendered(to_markdown((block,)))) != canonical(alone):
            return f"block {number} ({_named(block)}) cannot be written back unchanged"
    return "its blocks read otherwise together than alone"


def _named(block: Block) -> str:
    if isinstance(block, Opaque):
        return f"{block.tag} of {block.source[:80]}"
    return type(block).__name__.lower()


def _failing(blocks: Blocks) -> Iterator[int]:
    """The smallest blocks that are better off as HTML."""
    for block in blocks:
        if _reads_as(Writer().blocks((block,)), (block,)):
            continue
        inner = set(_failing(_children(block)))
        if inner and _reads_as(Writer(as_html=inner).blocks((block,)), (block,)):
            yield from inner
        elif _reads_as(Writer(as_html={id(block)}).blocks((block,)), (block,)):
            yield id(block)


def _children(block: Block) -> Blocks:
    match block:
        case List(_, items):
            return tuple(one for item in items for one in item)
        case Callout() | Collapsible():
            return block.blocks
        case _:
            return ()


def _lasting(address: str) -> str:
    return unsigned(address.strip())


def _reads_as(text: str, blocks: Blocks) -> bool:
    return canonical(_rendered(text)) == canonical(_rendered(emit(blocks), "html"))


def _rendered(text: str, form: str = "md") -> str:
    return render(
        text, format="html" if form == "html" else "md", link=as_written, image=_served
    ).html


def _served(source: str, _line: int, _column: int) -> str:
    """A file of the project stands for itself: both sides are rendered alike."""
    return (
        source if scheme_of(source) or source.startswith("//") else f"https://file/{quote(source)}"
    )
