"""A stored body as Intercom's Markdown, the way its own converter writes it.

[R, files that the GitHub connector wrote] Blocks stand a blank line apart and an empty
paragraph is one more; headings end with their id; callouts name both colours; text ends with
a line feed. Escapes and the padding of tables are ours.
"""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Callable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reconciler.simulator.bodies import markdown, unmarked_inline

AT_START = re.compile(
    r"^(#{1,6}(?=\s|$)|[>|]|[-+](?=[\s|:-]|$)|=+(?=\s*$)|~{3}|:(?=:|-)|\d{1,9}(?=[.)](?:\s|$)))",
    re.MULTILINE,
)
COLOUR = re.compile(r"(background-color|border-color):\s*([^;]+)")
CALLOUT = "intercom-interblocks-callout"
BUTTON = "a.intercom-h2b-button"
ALIGNED = re.compile(r"intercom-align-(\w+)")
SECTION = "div.collapsible-section-content"
NO_ITEM = f"iframe, details, div.{CALLOUT}, {BUTTON}"
NO_CELL = f"h1, h2, h3, h4, h5, h6, ul, ol, pre, hr, [colspan], [rowspan], {NO_ITEM}"
INLINE = frozenset(
    {unmarked_inline.TEXT, "b", "strong", "i", "em", "code", "a", "br", "span", "img"}
)
Blocks = list[str]


@lru_cache(maxsize=65_536)
def markdown_of(body: str) -> str:
    """Cached: a listing converts every body that it shows."""
    if not body:
        return ""
    tree = LexborHTMLParser(f"<!doctype html><body>{body}").css("body")[0]
    try:
        blocks = _inside(tree)
    except RecursionError:  # only a file can hold such a body
        blocks = [tree.text().strip()]
    return _joined(blocks) + "\n"


def _joined(blocks: Blocks) -> str:
    return "\n\n".join(blocks)


def _inside(parent: LexborNode) -> Blocks:
    found: Blocks = []
    run: list[LexborNode] = []
    for child in parent.iter(include_text=True):
        if child.tag in INLINE and not (child.tag == "a" and child.css_matches(BUTTON)):
            run.append(child)
            continue
        found += _run(run)
        found += BLOCKS.get(child.tag or "", _inside)(child)
        run = []
    return found + _run(run)


def _run(nodes: list[LexborNode]) -> Blocks:
    text = unmarked_inline.trimmed(unmarked_inline.run(nodes))
    return [_guarded(text)] if text else []


def _guarded(text: str) -> str:
    """What would start a block of its own is escaped."""
    return AT_START.sub(lambda found: _escaped_start(found[1]), text)


def _escaped_start(text: str) -> str:
    return f"{text}\\" if text.isdigit() else f"\\{text}"


def _paragraph(node: LexborNode) -> Blocks:
    return [_guarded(unmarked_inline.trimmed(unmarked_inline.inside(node)))]


def _heading(node: LexborNode) -> Blocks:
    mark = node.attributes.get("id")
    level = "#" * int((node.tag or "h1")[1])
    text = _one_line(unmarked_inline.trimmed(unmarked_inline.inside(node)))
    return [f"{level} {text}" + (f" {{#{mark}}}" if mark else "")]


def _one_line(text: str) -> str:
    return re.sub(r"(?:  |\\)?\n", "<br>", text)


def _list(node: LexborNode) -> Blocks:
    """Directives begin lines: a list that holds one has no form either. [I]"""
    if node.css_first(NO_ITEM):
        return [_opaque(node)]
    items = [one for one in node.iter() if one.tag == "li"]
    start = int(node.attributes.get("start") or 1)
    signs = [f"{start + at}." if node.tag == "ol" else "-" for at in range(len(items))]
    return ["\n".join(_item(sign, one) for sign, one in zip(signs, items, strict=True))]


def _item(sign: str, node: LexborNode) -> str:
    blocks = _inside(node) or [""]
    joined = blocks[0]
    for before, block in itertools.pairwise(blocks):
        tight = block.startswith(("- ", "1. ")) and not before.startswith(("```", "|"))
        joined += ("\n" if tight else "\n\n") + block
    indent = " " * (len(sign) + 1)
    lines = joined.split("\n")
    rest = [f"{indent}{line}" if line else "" for line in lines[1:]]
    return "\n".join([f"{sign} {lines[0]}", *rest])


def _table(node: LexborNode) -> Blocks:
    """What a cell of Markdown cannot hold leaves the table without a form. [I]"""
    if node.css_first(NO_CELL):
        return [_opaque(node)]
    rows = [[_cell(one) for one in row.iter() if one.tag in {"td", "th"}] for row in node.css("tr")]
    width = max(map(len, rows), default=0)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return ["\n".join([*lines[:1], f"| {' | '.join(['---'] * width)} |", *lines[1:]])]


def _cell(node: LexborNode) -> str:
    blocks = [one for one in _inside(node) if one]
    return _one_line("\n".join(blocks)).replace("|", "\\|")


def _code(node: LexborNode) -> Blocks:
    inner = node.css_first("code")
    text = node.text()
    longest = max((len(one) for one in re.findall("`{3,}", text)), default=2)
    name = inner.attributes.get("class") or "" if inner is not None else ""
    language = name.removeprefix("language-")
    ticks = "`" * (longest + 1)
    return [f"{ticks}{language}\n{text.removesuffix(chr(10))}\n{ticks}"]


def _rule(_node: LexborNode) -> Blocks:
    return ["---"]


def _video(node: LexborNode) -> Blocks:
    source = node.attributes.get("src") or ""
    for provider, address in markdown.PLAYERS.items():
        before, after = address.split("{}")
        plain = source.partition("?")[0]
        if plain.startswith(before) and plain.endswith(after):
            key = plain.removeprefix(before).removesuffix(after)
            return [f':::video id="{key}" provider="{provider}"\n:::']
    return [_opaque(node)]


def _opaque(node: LexborNode) -> str:
    data = base64.b64encode((node.html or "").encode()).decode()
    return f':::intercom-block data="{data}"\n:::'


def _button(node: LexborNode) -> Blocks:
    around = node.parent
    found = ALIGNED.search((around.attributes.get("class") or "") if around is not None else "")
    align = f' align="{found[1]}"' if found else ""
    label = node.text().strip().replace('"', "&quot;")
    return [f':::button href="{node.attributes.get("href") or ""}" label="{label}"{align}\n:::']


def _link(node: LexborNode) -> Blocks:
    return _button(node) if node.css_matches(BUTTON) else _run([node])


def _division(node: LexborNode) -> Blocks:
    if CALLOUT not in (node.attributes.get("class") or ""):
        return _inside(node)
    style = dict(COLOUR.findall(node.attributes.get("style") or ""))
    names = {"backgroundColor": "background-color", "borderColor": "border-color"}
    given = [f' {name}="{style[css].strip()}"' for name, css in names.items() if css in style]
    return [f":::callout{''.join(given)}\n{_joined(_inside(node))}\n:::"]


def _collapsible(node: LexborNode) -> Blocks:
    summary, section = node.css_first("summary"), node.css_first(SECTION)
    title = summary.text().strip().replace('"', "&quot;") if summary is not None else ""
    inner = _inside(section) if section is not None else []
    return [f':::collapsible title="{title}"\n{_joined(inner)}\n:::']


BLOCKS: dict[str, Callable[[LexborNode], Blocks]] = {
    "p": _paragraph,
    **{f"h{level}": _heading for level in range(1, 7)},
    "ul": _list,
    "ol": _list,
    "table": _table,
    "pre": _code,
    "hr": _rule,
    "iframe": _video,
    "div": _division,
    "details": _collapsible,
    "a": _link,
}
