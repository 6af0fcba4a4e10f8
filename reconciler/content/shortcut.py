"""Elements that hold no more than a line of text, which nearly all of a page is: made without
a frame, and without opening and closing each mark.

What comes out is what `elements` and `hold` would have made, which tests compare.
"""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.content import vocabulary as words
from reconciler.content.build import Builder, Node
from reconciler.content.hold import settle
from reconciler.content.inline import clean, composed
from reconciler.content.places import PLACE
from reconciler.content.tree import BREAK, Block, Blocks, Cell, Heading, Paragraph, Run

TEXTUAL = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), "body"),
    **dict.fromkeys(("td", "th"), "row"),
    "li": "list",
}
"""Elements by the frame in which they are what they are."""
MARKS = {tag: mark for tag, mark in words.MARKS.items() if tag not in words.UNSENT}


def taken(build: Builder, node: Node, tag: str) -> bool:
    """Whether the element is done with."""
    inner = node.first_child
    if inner is None or _busy(build):
        return False
    frame, holder = TEXTUAL[tag], None
    if frame != "body":
        if build.frames[-1].kind != frame:
            return False
        if inner.tag == "p" and inner.next is None:
            holder, inner = inner, inner.first_child
            if inner is None:
                return False
    if inner.next is None and inner.tag == "-text":
        text = inner.text_content or ""
        if not build.markdown or not _meant(text):
            _alone(build, node, tag, holder, composed(clean(text).strip(" ")))
            return True
    pieces = _pieces(inner)
    if pieces is None:
        return False
    _line(build, node, tag, holder, pieces)
    return True


def _busy(build: Builder) -> bool:
    """Whether something is open that text would be part of."""
    return bool(
        build.marks or build.link is not None or build.code is not None or build.box or build.level
    )


def _meant(text: str) -> bool:
    """Whether Markdown may mean more than text: an id of a heading, the address of a video."""
    return "{#" in text or text.lstrip().startswith("http")


Piece = tuple[str, int, Node]
"""A text, its mark, and the link around it, if there is one."""


def _pieces(node: Node) -> list[Piece] | None:
    """The line of text from this node on; None where there is more than texts, marks, links."""
    found: list[Piece] = []
    while node is not None:
        tag = node.tag
        if tag == "-text":
            found.append((node.text_content or "", 0, None))
        elif tag == "br":
            found.append((BREAK, -1, None))
        else:
            mark, inner = MARKS.get(tag or "", 0), node.first_child
            if inner is None or inner.next is not None or inner.tag != "-text":
                return None
            if not mark and (
                tag != "a" or words.NO_LINK.search(node.attributes.get("class") or "")
            ):
                return None
            found.append((inner.text_content or "", mark, None if mark else node))
        node = node.next
    return found


def _alone(build: Builder, node: Node, tag: str, holder: Node | None, text: str) -> None:
    align = _begin(build, node, tag, holder)
    blocks: Blocks = ()
    if text:
        runs = (Run(text),)
        if tag[0] == "h":
            name = build.attributes.get("id") or ""
            blocks = (Heading(int(tag[1]), runs, align, name, build.line),)
        else:
            blocks = (Paragraph(runs, align, build.line),)
    _end(build, tag, blocks)


def _line(
    build: Builder, node: Node, tag: str, holder: Node | None, pieces: Iterable[Piece]
) -> None:
    align = _begin(build, node, tag, holder)
    build.start = build.line
    before, build.align = build.align, align
    if tag[0] == "h":
        build.level, build.id = int(tag[1]), build.attributes.get("id") or ""
    for text, mark, around in pieces:
        if mark < 0:
            build.runs.append(Run(BREAK))
        elif around is None:
            build.runs.append(Run(clean(text, mark), mark))
        else:
            attributes = around.attributes
            if build.places is not None:
                build.line = build.places.reach(attributes.get(PLACE), "a")
            target = build.target(attributes.get("href") or "") or None
            build.runs.append(Run(clean(text), 0, target))
    blocks = build.frames[-1].blocks
    count = len(blocks)
    build.end_line()
    made = tuple(blocks[count:])
    del blocks[count:]
    build.level, build.align = 0, before
    _end(build, tag, made)


def _begin(build: Builder, node: Node, tag: str, holder: Node | None) -> str:
    """Ends what is open, goes to the element, and answers the alignment of its text."""
    if build.runs:
        build.end_line()
    build.after_image = False
    if tag == "li":
        settle(build)
    attributes = build.attributes = node.attributes
    places = build.places
    if places is not None:
        build.line = places.reach(attributes.get(PLACE), tag)
    if TEXTUAL[tag] == "body":
        return words.alignment(attributes) or build.align
    if holder is None:
        return ""
    inner = holder.attributes
    if places is not None:
        build.line = places.reach(inner.get(PLACE), "p")
    return words.alignment(inner) if inner else ""


def _end(build: Builder, tag: str, blocks: tuple[Block, ...]) -> None:
    if tag == "li":
        build.frames[-1].parts.append(blocks)
    elif TEXTUAL[tag] == "row":
        build.frames[-1].parts.append(Cell(blocks, *words.spans(build.attributes)))
    else:
        build.frames[-1].blocks += blocks
