"""HTML into the block tree: what a reader would see, in Intercom's own terms.

Any HTML is read: Intercom's bodies of every version, its rendered pages, what Markdown
becomes, what people paste. It knows no rule of what may be sent.
"""

from __future__ import annotations

from collections.abc import Callable

from reconciler.content.bounds import bounded
from reconciler.content.build import Builder, Leave, Node
from reconciler.content.elements import enter
from reconciler.content.tree import Blocks, Note


def parse(
    html: str,
    *,
    address: Callable[[str], str] = str.strip,
    note: Callable[[Note], None] | None = None,
    line: int = 0,
) -> Blocks:
    """The blocks of a body. `address` spells link targets and image sources; `line` is the
    line of what no tag gives a line of its own; any text is accepted.
    """
    if "<" not in html and not html.strip():
        return ()
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only where a body is read

    text = encodable(html)
    build = Builder(address, note, line)
    # an explicit body is there whatever follows, even a frameset
    walk(LexborHTMLParser(f"<body>{bounded(text)}").body, build)
    return build.finish()


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
    while True:
        if node is None:
            if not open_nodes:
                return
            node, (close, before) = open_nodes.pop()
            close(before)
        elif (tag := node.tag) == "-text":
            build.text(node.text_content or "")
        elif tag is not None and tag[0] != "-":
            leave = enter(build, tag, node)
            if leave is not None:
                open_nodes.append((node, leave))
                node = node.first_child
                continue
        node = node.next
