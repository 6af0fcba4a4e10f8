"""Runs of text with marks: what stays of them, and what does not.

[R] strong and em come back as b and i; links gain target and class, and lose an address of
a scheme that is not for the web; unknown tags go, their text stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from selectolax.lexbor import LexborNode

from reconciler.simulator.bodies import images

TEXT = "-text"
MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "code": "code"}
REMOVED = frozenset({"script", "style", "form", "input", "textarea", "select", "template",
                     "-comment", "head", "noscript"})  # fmt: skip
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
CLASS = "intercom-content-link"


def inside(node: LexborNode) -> str:
    return run(node.iter(include_text=True))


def run(nodes: Iterable[LexborNode]) -> str:
    return "".join(_one(node) for node in nodes)


def _one(node: LexborNode) -> str:
    tag = node.tag
    if tag == TEXT:
        return escape(node.text_content or "", quote=False)
    if tag in REMOVED:
        return ""
    if tag == "br":
        return "<br>"
    if tag == "a":
        return link(node, inside(node))
    mark = MARKS.get(tag or "")
    return f"<{mark}>{inside(node)}</{mark}>" if mark else inside(node)


def link(node: LexborNode, text: str, kind: str = CLASS) -> str:
    href = images.bare(node.attributes.get("href") or "")
    address = f'href="{escape(href)}" ' if href and _web(href) else ""
    return f'<a {address}target="_blank" class="{kind}">{text}</a>'


def _web(href: str) -> bool:
    scheme, colon, _ = href.strip().partition(":")
    relative = not colon or any(one in scheme for one in "/?#")
    return relative or scheme.lower() in SCHEMES
