"""Intercom's Markdown as HTML: CommonMark, tables, heading ids and `:::` directives.

The directives and their attributes are those that Intercom's own GitHub connector documents
in the folders that it manages. What comes out is rewritten like any other body.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Callable, Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reconciler.simulator.errors import invalid

OPENING = re.compile(r":::([a-z][a-z-]*)\s*(.*)")
CLOSING = ":::"
ATTRIBUTE = re.compile(r'([A-Za-z_]+)="([^"]*)"')
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
HEADING_ID = re.compile(r"\s*\{#(h_[0-9a-f]{10})\}\s*$")
DEPTH = 20
PLAYERS = {
    "youtube": "https://www.youtube.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}",
    "loom": "https://www.loom.com/embed/{}",
    "wistia": "https://fast.wistia.net/embed/iframe/{}",
    "vidyard": "https://play.vidyard.com/{}",
    "streamio": "https://streamio.com/api/v1/videos/{}/public_show",
}
Attributes = dict[str, str]
_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")
_PARSER.add_render_rule("softbreak", lambda *_: " ")
_PARSER.add_render_rule("hardbreak", lambda *_: "<br>")


def html(text: str, *, directives: bool = True) -> str:
    """RefusalError where a directive is unknown, unclosed, or lacks an attribute."""
    if not directives:
        return _plain(text.splitlines())
    return _converted(iter(text.splitlines()), 0)


def _converted(lines: Iterator[str], depth: int) -> str:
    if depth > DEPTH:
        raise _refusal("directives are nested too deeply")
    found, plain, fence = [], [], ""
    for line in lines:
        opening = None if fence else OPENING.fullmatch(line.rstrip())
        if opening is None:
            plain.append(line)
            fence = _fence(line, fence)
            continue
        found.append(_plain(plain))
        plain = []
        found.append(_directive(opening[1], opening[2], _body(lines, opening[1]), depth))
    return "".join([*found, _plain(plain)])


def _fence(line: str, inside: str) -> str:
    """The code fence that is open after this line."""
    mark = FENCE.match(line)
    if mark is None:
        return inside
    if not inside:
        return mark[1]
    return "" if mark[1].startswith(inside) and not mark[2].strip() else inside


def _body(lines: Iterator[str], name: str) -> list[str]:
    """The lines up to the one that closes the directive."""
    found: list[str] = []
    open_ones, fence = 1, ""
    for line in lines:
        if not fence:
            open_ones += bool(OPENING.fullmatch(line.rstrip())) - (line.strip() == CLOSING)
        if not open_ones:
            return found
        fence = _fence(line, fence)
        found.append(line)
    raise _refusal(f"the directive {name} is not closed")


def _plain(lines: list[str]) -> str:
    tokens = _PARSER.parse("\n".join(lines))
    for opening, content in itertools.pairwise(tokens):
        if opening.type == "heading_open":
            _take_id(opening, content)
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _take_id(opening: Token, content: Token) -> None:
    last = content.children[-1] if content.children else None
    mark = HEADING_ID.search(last.content) if last is not None else None
    if last is not None and mark:
        opening.attrSet("id", mark[1])
        last.content = last.content[: mark.start()]


def _directive(name: str, given: str, body: list[str], depth: int) -> str:
    make = DIRECTIVES.get(name)
    if make is None:
        raise _refusal(f"the directive {name} is not known")
    inner = _converted(iter(body), depth + 1)
    found = {one: value.replace("&quot;", '"') for one, value in ATTRIBUTE.findall(given)}
    return make(found, inner)


def _needed(attributes: Attributes, directive: str, name: str) -> str:
    if name in attributes:
        return attributes[name]
    raise _refusal(f"the directive {directive} needs {name}")


def _callout(given: Attributes, inner: str) -> str:
    names = {"backgroundColor": "background-color", "borderColor": "border-color"}
    style = " ".join(f"{css}: {given[name]};" for name, css in names.items() if name in given)
    styled = f' style="{escape(style)}"' if style else ""
    return f'<div class="intercom-interblocks-callout"{styled}>{inner}</div>'


def _button(given: Attributes, _inner: str) -> str:
    href = escape(_needed(given, "button", "href"))
    label = escape(_needed(given, "button", "label"))
    align = f" intercom-align-{escape(given['align'])}" if "align" in given else ""
    link = f'<a class="intercom-h2b-button" href="{href}">{label}</a>'
    return f'<div class="intercom-container{align}">{link}</div>'


def _collapsible(given: Attributes, inner: str) -> str:
    title = escape(_needed(given, "collapsible", "title"))
    return f"<details><summary>{title}</summary>{inner}</details>"


def _video(given: Attributes, _inner: str) -> str:
    key = _needed(given, "video", "id")
    address = PLAYERS.get(_needed(given, "video", "provider"))
    if address is None:
        raise _refusal(f"the video provider {given['provider']} is not supported")
    return f'<iframe src="{escape(address.format(key))}"></iframe>'


def _attachment(given: Attributes, _inner: str) -> str:
    href = escape(_needed(given, "attachment", "href"))
    return f'<p><a href="{href}">{escape(_needed(given, "attachment", "name"))}</a></p>'


def _attachments(_given: Attributes, inner: str) -> str:
    return inner


def _opaque(given: Attributes, _inner: str) -> str:
    """What has no directive of its own; the form of its payload is ours. [R it is base64]"""
    try:
        return base64.b64decode(_needed(given, "intercom-block", "data"), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise _refusal("the data of an intercom-block is damaged") from None


def _refusal(why: str) -> Exception:
    return invalid(f"body_markdown is invalid: {why}", field="body_markdown")


DIRECTIVES: dict[str, Callable[[Attributes, str], str]] = {
    "callout": _callout,
    "button": _button,
    "collapsible": _collapsible,
    "video": _video,
    "attachment": _attachment,
    "attachments": _attachments,
    "intercom-block": _opaque,
}
