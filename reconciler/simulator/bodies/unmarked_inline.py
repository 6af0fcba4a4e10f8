"""Runs of text as Markdown: marks, links, code and breaks, with what has a meaning escaped."""

from __future__ import annotations

import re
from itertools import zip_longest

from selectolax.lexbor import LexborNode

TEXT = "-text"
SPECIAL = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)|!$")
TAGS = {"**": "b", "_": "i"}
SIGNS = {"b": "**", "strong": "**", "i": "_", "em": "_"}


def inside(node: LexborNode) -> str:
    return run(list(node.iter(include_text=True)))


def run(nodes: list[LexborNode]) -> str:
    text = ""
    for node, after in zip_longest(nodes, nodes[1:]):
        sign = _sign(node)
        if node.tag == "code" and text.endswith("`"):
            text += f"<code>{_escaped(node.text())}</code>"
        elif node.tag == "br" and (not text or text.endswith("\n")):
            text += "\\\n"  # an empty line would end the paragraph
        elif sign is None:
            text += _plain(node)
        else:
            text += _around(inside(node), sign, before=text[-1:], after=_first(after))
    return re.sub(r"  \n +", "  \n", text)  # after a hard break, spaces mean nothing


def _sign(node: LexborNode) -> str | None:
    """None also for bold in bold."""
    sign, around = SIGNS.get(node.tag or ""), node.parent
    while sign and around is not None and around.tag in SIGNS:
        if SIGNS[around.tag or ""] == sign:
            return None
        around = around.parent
    return sign


def _first(node: LexborNode | None) -> str:
    """The character that follows; a mark is as good as any sign."""
    if node is None:
        return ""
    return "*" if node.tag in SIGNS else _plain(node)[:1]


def _plain(node: LexborNode) -> str:
    if node.tag == TEXT:
        return _escaped(node.text_content or "").replace("\n", " ")
    if node.tag == "code":
        return _code_span(node.text())
    if node.tag == "br":
        return "  \n"
    if node.tag == "img":
        return _image_text(node)
    text = inside(node)
    return f"[{text}]({_address(node, 'href')})" if node.tag == "a" else text


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", text)


def _around(text: str, sign: str, *, before: str, after: str) -> str:
    """Signs count only at the edge of a word; elsewhere HTML stands in for them."""
    plain = trimmed(text)
    if not plain:
        return text
    start = text.index(plain)
    left, right = text[:start], text[start + len(plain) :]
    if _edge(left[-1:] or before, plain[0], sign) and _edge(right[:1] or after, plain[-1], sign):
        return f"{left}{sign}{plain}{sign}{right}"
    tag = TAGS[sign]
    return f"{left}<{tag}>{plain}</{tag}>{right}"


def _edge(outside: str, inside: str, sign: str) -> bool:
    if inside in "*_" and inside in sign:
        return False
    words = sign == "**" and outside.isalnum() and inside.isalnum()
    return not outside.strip() or words


def _code_span(text: str) -> str:
    if not text.strip():
        return text
    ticks = "`" * (1 + max((len(one) for one in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _address(node: LexborNode, name: str) -> str:
    address = node.attributes.get(name) or ""
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _image_text(node: LexborNode) -> str:
    alt = _escaped(node.attributes.get("alt") or "")
    return f"![{alt}]({_address(node, 'src')})"


def trimmed(text: str) -> str:
    """Without breaks at either end, which have no form."""
    return re.sub(r"^(?:\s|\\\n)+|(?:\s|\\\n)+$", "", text)
