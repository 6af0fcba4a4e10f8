"""What Intercom does to a body, as recorded: 18 rewrites and the reasons for a 400.

Written from the reference on bodies alone, on the parser of the standard library, so that it
shares neither code nor a mistake with what it tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = {"br", "hr", "img", "input", "col", "wbr"}
INLINE = {"a", "b", "i", "strong", "em", "code", "br", "s", "u", "sub", "sup"}
RENAMED = {"strong": "b", "em": "i", "th": "td", "del": "s"}
UNWRAPPED = {"span", "thead", "tbody", "tfoot", "blockquote", "section", "figure", "kbd", "u", "s"}
VIDEO_HOSTS = ("youtube", "wistia", "vimeo", "loom", "vidyard", "streamio")
CONTAINERS = ("intercom-container", "intercom-interblocks", "intercom-h2b", "collapsible-section")


class RefusedError(Exception):
    """The article is answered with 400."""


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.all()

    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text() for one in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("body")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().tag == tag, f"</{tag}> closes nothing: not well-formed"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, "not well-formed: something is never closed"
    return reader.open[0]


def written(node: Node | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    inner = "".join(map(written, node.children))
    if node.tag == "body":
        return inner
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}>" + ("" if node.tag in VOID else f"{inner}</{node.tag}>")


def server(html: str, *, images: bool = True) -> str:
    """The body as Intercom answers it; RefusedError for what it answers with 400.

    `images=False` leaves their sources as they were sent.
    """
    body = read(html)
    _refuse(body)
    top = min((int(one.tag[1]) for one in body.all() if _heading(one)), default=1)
    body.children = _blocks(body.children, top - 1, images=images)
    spaced: list[Node | str] = []
    for child in body.children:
        spaced.append(child)
        if isinstance(child, Node) and child.tag in ("ul", "ol", "pre"):
            spaced.append(Node("p", {"class": "no-margin"}))
    body.children = spaced
    return written(body)


def _heading(node: Node) -> bool:
    return len(node.tag) == 2 and node.tag[0] == "h" and node.tag[1].isdigit()


def _refuse(body: Node) -> None:
    for node in body.all():
        inside = [one.tag for one in node.all()]
        if node.tag == "dl":
            raise RefusedError("definition list")
        if node.tag in ("li", "table") and "table" in inside:
            raise RefusedError("table inside li or table")
        if node.tag in ("ul", "ol") and not any(
            one.tag == "li" and (one.text().strip() or list(one.all())) for one in node.all()
        ):
            raise RefusedError("empty list")
        if node.tag == "table" and ("td" not in inside and "th" not in inside):
            raise RefusedError("empty table")
        if node.tag == "iframe" and not any(
            host in (urlsplit(node.attributes["src"]).hostname or "") for host in VIDEO_HOSTS
        ):
            raise RefusedError("foreign iframe")
        if node.tag == "img" and urlsplit(node.attributes["src"]).scheme not in ("http", "https"):
            raise RefusedError("image cannot be fetched")


def _blocks(children: list[Node | str], shift: int, *, images: bool) -> list[Node | str]:
    """Loose text gathers in paragraphs; every block is rewritten."""
    done: list[Node | str] = []
    line: list[Node | str] = []

    def end() -> None:
        if line:
            done.append(Node("p", {"class": "no-margin"}, _inline(line)))
            line.clear()

    for child in children:
        picture = isinstance(child, Node) and any(one.tag == "img" for one in child.all())
        button = isinstance(child, Node) and "button" in child.attributes.get("class", "")
        inline = isinstance(child, str) or (child.tag in INLINE and not picture and not button)
        if inline:
            line.append(child)
        else:
            end()
            assert isinstance(child, Node)
            done += _block(child, shift, images=images)
    end()
    return done


def _block(node: Node, shift: int, *, images: bool) -> list[Node | str]:
    node.tag = RENAMED.get(node.tag, node.tag)
    css = node.attributes.get("class", "")
    if node.tag in ("form", "input", "textarea", "script"):
        return []
    if node.tag in UNWRAPPED:
        return _blocks(node.children, shift, images=images)
    if node.tag == "p":
        return _paragraph(node, css)
    if _heading(node):
        return [_titled(node, css, shift)]
    if node.tag == "div":
        return _division(node, css, shift, images=images)
    if node.tag in ("img", "a"):
        return [_container(node, images=images)]
    if node.tag == "table":
        return [_table(node, shift, images=images)]
    return [_other(node, shift, images=images)]


def _other(node: Node, shift: int, *, images: bool) -> Node:
    if node.tag == "pre":
        return Node("pre", {}, [Node("code", {}, [node.text() + "\n"])])
    if node.tag == "iframe":
        return _video(node)
    if node.tag == "ol":
        node.attributes.pop("start", None)
    node.children = _blocks(node.children, shift, images=images)
    return node


def _titled(node: Node, css: str, shift: int) -> Node:
    token = hashlib.sha256(node.text().encode()).hexdigest()[:10]
    attributes = {"class": css} if css else {}
    level = int(node.tag[1]) - shift
    return Node(f"h{level}", {"id": f"h_{token}", **attributes}, _inline(node.children))


def _division(node: Node, css: str, shift: int, *, images: bool) -> list[Node | str]:
    if not any(name in css for name in CONTAINERS):
        return [Node("p", {"class": "no-margin"}, _inline(node.children))]
    inner = [one for one in node.children if isinstance(one, Node)]
    if "intercom-h2b-video" in css:
        return [_video(one) for one in inner]
    if "intercom-container" in css:
        return [_container(one, images=images, css=css) for one in inner]
    node.children = _blocks(node.children, shift, images=images)
    return [node]


def _paragraph(node: Node, css: str) -> list[Node | str]:
    aligned = f"no-margin {css}" if css else "no-margin"
    return [Node("p", {"class": aligned}, _inline(node.children))]


def _inline(children: list[Node | str]) -> list[Node | str]:
    done: list[Node | str] = []
    for child in children:
        if isinstance(child, str):
            done.append(child)
            continue
        child.tag = RENAMED.get(child.tag, child.tag)
        child.children = _inline(child.children)
        if child.tag in UNWRAPPED or child.tag in ("sub", "sup"):
            done += child.children
            continue
        if child.tag == "a":
            _link(child)
        done.append(child)
    return done


def _link(node: Node) -> None:
    target = node.attributes.get("href", "")
    scheme = urlsplit(target).scheme
    if scheme and scheme not in ("http", "https", "mailto", "tel", "reconciler"):
        target = ""
    node.attributes = {
        "href": target,
        "rel": "nofollow noopener noreferrer",
        "target": "_blank",
        "class": "intercom-content-link",
    }


def _container(node: Node, *, images: bool, css: str = "intercom-container") -> Node:
    for one in (node, *node.all()):
        if one.tag == "img" and images:
            name = hashlib.sha256(one.attributes["src"].encode()).hexdigest()
            one.attributes["src"] = (
                f"https://downloads.intercomcdn.com/i/o/{int(name[:6], 16)}/{name[:24]}/image.png"
                f"?expires=1790000000&signature={name}&req=aBc%0Ad"
            )
        if one.tag == "img":
            one.attributes |= {"width": "800", "height": "600", "style": "height: auto;"}
    if node.tag == "a" and "button" in node.attributes.get("class", ""):
        node.attributes["target"] = "_blank"
    elif node.tag == "a":
        _link(node)
        node.attributes.pop("class")
    return Node("div", {"class": css}, [node])


def _table(node: Node, shift: int, *, images: bool) -> Node:
    rows = [one for one in node.all() if one.tag == "tr"]
    for row in rows:
        for cell in row.children:
            assert isinstance(cell, Node)
            cell.tag = "td"
            cell.attributes["style"] = "background-color: #e8e8e880; border: 1px solid #73737633"
            cell.children = _blocks(cell.children, shift, images=images)
    table = Node("table", {"role": "presentation"}, [Node("tbody", {}, list(rows))])
    return Node("div", {"class": "intercom-interblocks-table-container"}, [table])


def _video(node: Node) -> Node:
    attributes = {
        "src": node.attributes["src"] + "?rel=0",
        "frameborder": "0",
        "webkitallowfullscreen": "true",
        "allowfullscreen": "true",
    }
    return Node("div", {"class": "intercom-h2b-video"}, [Node("iframe", attributes)])
