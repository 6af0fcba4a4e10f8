"""Blocks: the rewriting of everything that is not a run of text.

All text ends up in paragraphs. Pure but for the numbers that `Setting.count` gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape

from selectolax.lexbor import LexborNode

from reconciler.simulator.bodies import images, inline
from reconciler.simulator.bodies.setting import Setting

HEADINGS = {f"h{level}": level for level in range(1, 7)}
HEADING_ID = re.compile(r"h_[0-9a-f]{10}")
TRANSPARENT = frozenset({"section", "article", "main", "header", "footer", "aside", "nav",
                         "figure", "figcaption", "center", "address", "fieldset", "blockquote",
                         "summary", "hgroup", "li"})  # fmt: skip
ALIGNED = re.compile(r"\bintercom-align-(?:center|right)\b")
BUTTON = "intercom-h2b-button"
CALLOUT = "intercom-interblocks-callout"
GREY = "background-color: #e8e8e880; border-color: #73737633;"
EMPTY = '<p class="no-margin"></p>'
Blocks = list[str]


def levelled(body: LexborNode, setting: Setting) -> Setting:
    """[R] Without an h1 all headings rise, so that the shallowest becomes h1."""
    levels = [HEADINGS[one.tag or ""] for one in body.css(", ".join(HEADINGS))]
    return replace(setting, shift=min(levels) - 1 if levels else 0)


def inside(parent: LexborNode, at: Setting, *, spaced: bool = False) -> Blocks:
    """The blocks of a node's children. `spaced`: whitespace between blocks is seen."""
    found: Blocks = []
    run: list[LexborNode] = []
    seen = spaced and at.switches.whitespace_makes_paragraphs
    for child in parent.iter(include_text=True):
        if child.tag in inline.REMOVED:
            continue
        if not _is_block(child):
            run.append(child)
            continue
        found += [EMPTY] if seen and found and _blank(run) else _paragraphs(run, at)
        found += _block(child, at)
        run = []
    return found + _paragraphs(run, at)


def _is_block(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag in BLOCKS or tag in TRANSPARENT or _is_button(node):
        return True
    return tag not in {inline.TEXT, "br"} and node.css_first(INSIDE_INLINE) is not None


def _is_button(node: LexborNode) -> bool:
    return node.tag == "a" and BUTTON in (node.attributes.get("class") or "")


def _block(node: LexborNode, at: Setting) -> Blocks:
    if _is_button(node):
        return [_container(node, inline.link(node, inline.inside(node), BUTTON))]
    if node.tag == "a" and node.css_first("img"):
        return _linked_images(node, at)
    return BLOCKS.get(node.tag or "", inside)(node, at)


def _blank(run: list[LexborNode]) -> bool:
    return bool(run) and all(
        one.tag == inline.TEXT and not (one.text_content or "").strip() for one in run
    )


def _paragraphs(run: Iterable[LexborNode], at: Setting) -> Blocks:
    del at  # the shape of every other function that makes blocks
    text = inline.run(run).strip()
    return [f'<p class="no-margin">{text}</p>'] if text else []


def _align(node: LexborNode) -> str:
    found = ALIGNED.search(node.attributes.get("class") or "")
    return f" {found[0]}" if found else ""


def _paragraph(node: LexborNode, at: Setting) -> Blocks:
    """[R] An image in a paragraph becomes a block beside it."""
    if node.css_first(f"img, a.{BUTTON}"):
        return inside(node, at)
    return [f'<p class="no-margin{_align(node)}">{inline.inside(node).strip()}</p>']


def _heading(node: LexborNode, at: Setting) -> Blocks:
    level = HEADINGS[node.tag or ""]
    level = min(level, 2) if at.switches.heading_levels == "h2" else level - at.shift
    given = node.attributes.get("id") or ""
    kept = at.switches.heading_ids_kept and HEADING_ID.fullmatch(given)
    mark = given if kept else f"h_{at.fresh(10)}"
    align = f' class="{_align(node).strip()}"' if _align(node) else ""
    text = inline.inside(node).strip()
    return [f'<h{level}{align} id="{mark}">{text}</h{level}>', *_images_of(node, at)]


def _images_of(node: LexborNode, at: Setting) -> Blocks:
    return [_container(one, images.tag(one, at)) for one in node.css("img")]


def _image(node: LexborNode, at: Setting) -> Blocks:
    return [_container(node, images.tag(node, at))]


def _linked_images(node: LexborNode, at: Setting) -> Blocks:
    href = escape(node.attributes.get("href") or "")
    found = [
        _container(node, f'<a href="{href}" target="_blank">{images.tag(one, at)}</a>')
        for one in node.css("img")
    ]
    text = inline.inside(node).strip()
    return found + ([f'<p class="no-margin">{inline.link(node, text)}</p>'] if text else [])


def _container(node: LexborNode, content: str) -> str:
    """Images and buttons are wrapped, and aligned by the wrapper."""
    around = node.parent
    align = _align(node) or (_align(around) if around is not None else "")
    return f'<div class="intercom-container{align}">{content}</div>'


def _list(node: LexborNode, at: Setting) -> Blocks:
    tag = node.tag
    start = node.attributes.get("start")
    kept = tag == "ol" and start and not at.switches.ordered_start_dropped
    opening = f'<{tag} start="{escape(start or "")}">' if kept else f"<{tag}>"
    items = [f"<li>{''.join(inside(one, at))}</li>" for one in _items(node)]
    return [f"{opening}{''.join(items)}</{tag}>"]


def _items(node: LexborNode) -> list[LexborNode]:
    return [one for one in node.iter() if one.tag in {"li", "ul", "ol"}]


def _table(node: LexborNode, at: Setting) -> Blocks:
    """[R] One tbody, no th, every cell's content in paragraphs."""
    rows = [
        f"<tr>{''.join(_cell(cell, at) for cell in row.iter() if cell.tag in {'td', 'th'})}</tr>"
        for row in node.css("tr")
    ]
    table = f'<table role="presentation"><tbody>{"".join(rows)}</tbody></table>'
    return [f'<div class="intercom-interblocks-table-container">{table}</div>']


def _cell(node: LexborNode, at: Setting) -> str:
    given = node.attributes
    kept = [(name, given[name] or "") for name in ("colspan", "rowspan", "style") if name in given]
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in kept)
    return f"<td{attributes}>{''.join(inside(node, at)) or EMPTY}</td>"


def _code(node: LexborNode, at: Setting) -> Blocks:
    """[R] The class that names the language is lost in HTML."""
    inner = node.css_first("code")
    name = (inner.attributes.get("class") or "") if inner is not None else ""
    kept = at.switches.code_language_kept and name.startswith("language-")
    mark = f' class="{escape(name)}"' if kept else ""
    return [f"<pre><code{mark}>{escape(node.text(), quote=False)}</code></pre>"]


def _rule(node: LexborNode, at: Setting) -> Blocks:
    del node, at
    return ["<hr>"]


def _video(node: LexborNode, at: Setting) -> Blocks:
    del at
    source = escape(node.attributes.get("src") or "")
    full = 'webkitallowfullscreen="" mozallowfullscreen="" allowfullscreen=""'
    frame = f'<iframe src="{source}" frameborder="0" {full}></iframe>'
    return [f'<div class="intercom-h2b-video">{frame}</div>']


def _division(node: LexborNode, at: Setting) -> Blocks:
    """[R] A callout stays; any other div only leaves what it holds."""
    found = inside(node, at)
    if CALLOUT not in (node.attributes.get("class") or "") or not at.switches.blocks_by_html:
        return found
    style = escape(node.attributes.get("style") or GREY)
    return [f'<div class="{CALLOUT}" style="{style}">{"".join(found)}</div>']


def _collapsible(node: LexborNode, at: Setting) -> Blocks:
    if not at.switches.blocks_by_html:
        return inside(node, at)
    summary = node.css_first("summary")
    title = "".join(inside(summary, at)) if summary is not None else ""
    if summary is not None:
        summary.decompose()
    content = "".join(inside(node, at))
    section = f'<div class="collapsible-section-content">{content}</div>'
    return [f"<details><summary>{title}</summary>{section}</details>"]


BLOCKS: dict[str, Callable[[LexborNode, Setting], Blocks]] = {
    "p": _paragraph,
    **dict.fromkeys(HEADINGS, _heading),
    "img": _image,
    "ul": _list,
    "ol": _list,
    "table": _table,
    "pre": _code,
    "hr": _rule,
    "iframe": _video,
    "div": _division,
    "details": _collapsible,
}
INSIDE_INLINE = ", ".join([*BLOCKS, "blockquote", "section", "article", f"a.{BUTTON}"])
