"""HTML into the block tree: what a reader would see, in Intercom's own terms.

Any HTML is read: Intercom's bodies of every version, its rendered pages, what Markdown
becomes, what people paste. It knows no rule of what may be sent.
"""

from __future__ import annotations

from collections.abc import Callable

from reconciler.content.bounds import bounded
from reconciler.content.build import Builder, Leave, Node, Page
from reconciler.content.elements import enter
from reconciler.content.shortcut import TEXTUAL, taken
from reconciler.content.tree import Blocks
from reconciler.content.urls import normal


def parse(
    html: str,
    *,
    address: Callable[[str], str] = str.strip,
    page: Page | None = None,
) -> Blocks:
    """The blocks of a body; any text is accepted. `address` spells link targets and image
    sources, but on a `page` that somebody wrote, where they stay as they are, with their place.
    """
    if "<" not in html and not html.strip():
        return ()
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only where a body is read

    text = encodable(html)
    build = Builder(address, page)
    # an explicit body is there whatever follows, even a frameset
    walk(LexborHTMLParser(f"<body>{bounded(text)}").body, build)
    return build.finish()


def tree_of(html: str) -> Blocks:
    """The block tree of a live body, addresses in their normal spelling and unsigned."""
    return parse(html, address=normal)


def encodable(text: str) -> str:
    """Without halves of surrogate pairs, which no UTF-8 can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def walk(body: Node, build: Builder) -> None:
    """In document order, without recursion: hostile pages nest deeper than Python's stack."""
    open_nodes: list[tuple[Node, Leave]] = []
    node = body.first_child
    runs, add = build.runs, build.text
    while True:
        if node is None:
            if not open_nodes:
                return
            node, (close, before) = open_nodes.pop()
            close(before)
        elif (tag := node.tag) == "-text":
            text = node.text_content or ""
            if runs or build.code is not None or not text.isspace():
                add(text)
        elif tag in TEXTUAL and taken(build, node, tag):
            pass
        elif tag is not None and tag[0] != "-":
            leave = enter(build, tag, node)
            if leave is not None:
                open_nodes.append((node, leave))
                node = node.first_child
                continue
        node = node.next
