"""Elements that hold nothing but text, which nearly all of a page is: made without a frame.

What comes out is what `elements` and `hold` would have made, which a test compares.
"""

from __future__ import annotations

from reconciler.content import vocabulary as words
from reconciler.content.build import Builder, Node
from reconciler.content.hold import settle
from reconciler.content.inline import clean, composed
from reconciler.content.places import PLACE
from reconciler.content.tree import Block, Cell, Heading, Paragraph, Run

TEXTUAL = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), "body"),
    **dict.fromkeys(("td", "th"), "row"),
    "li": "list",
}
"""Elements by the frame in which they are what they are."""


def taken(build: Builder, node: Node, tag: str) -> bool:
    """Whether the element is done with."""
    inner = node.first_child
    if inner is None or inner.next is not None or _busy(build):
        return False
    frame, holder = TEXTUAL[tag], None
    if frame != "body":
        if build.frames[-1].kind != frame:
            return False
        if inner.tag == "p":
            holder, inner = inner, inner.first_child
            if inner is None or inner.next is not None:
                return False
    if inner.tag != "-text":
        return False
    text = inner.text_content or ""
    if build.markdown and _meant(text):
        return False
    _put(build, node, tag, holder, composed(clean(text).strip(" ")))
    return True


def _busy(build: Builder) -> bool:
    """Whether something is open that text would be part of."""
    return bool(
        build.marks or build.link is not None or build.code is not None or build.box or build.level
    )


def _meant(text: str) -> bool:
    """Whether Markdown may mean more than text: an id of a heading, the address of a video."""
    return "{#" in text or text.lstrip().startswith("http")


def _put(build: Builder, node: Node, tag: str, holder: Node | None, text: str) -> None:
    if build.runs:
        build.end_line()
    build.after_image = False
    attributes = node.attributes
    places = build.places
    if places is not None:
        build.line = places.reach(attributes.get(PLACE), tag)
    if TEXTUAL[tag] == "body":
        if text:
            align = words.alignment(attributes) or build.align
            runs = (Run(text),)
            block: Block = (
                Paragraph(runs, align, build.line)
                if tag == "p"
                else Heading(int(tag[1]), runs, align, attributes.get("id") or "", build.line)
            )
            build.frames[-1].blocks.append(block)
        return
    line, align = build.line, ""
    if holder is not None:
        inner = holder.attributes
        align = words.alignment(inner) if inner else ""
        if places is not None:
            line = build.line = places.reach(inner.get(PLACE), "p")
    blocks = (Paragraph((Run(text),), align, line),) if text else ()
    if tag == "li":
        settle(build)
        build.frames[-1].parts.append(blocks)
    else:
        build.frames[-1].parts.append(Cell(blocks, *words.spans(attributes)))
