"""Markdown into HTML that knows its places: CommonMark, tables, strikethrough, task lists,
footnotes, alerts, directives, raw HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from reconciler.content import directives, overlong
from reconciler.content.build import HEADING_ID, Page
from reconciler.content.inline import plain
from reconciler.content.parse import parse
from reconciler.content.places import ADDRESS, Places
from reconciler.content.tree import Heading, Note, Paragraph

HEAD_LINES = 20
BEFORE_TITLE = re.compile(r"(?:[ \t]*\r?\n|[ ]{0,3}<!--.*?-->[ \t]*(?:\r?\n|\Z))*+", re.DOTALL)
MAYBE_TITLE = re.compile(
    r" {0,3}#{1,6}[ \t]|[^\n]+\n(?:[^\n]+\n)*? {0,3}(?:=+|-+)[ \t\r]*(?:\n|\Z)"
)
TITLE = re.compile(r'<(h[1-6]) data-sourcepos="1:\d+-(\d+):\d+">')
EXTENSIONS = ("alerts", "footnotes", "strikethrough", "table", "tasklist")


class Read(NamedTuple):
    """What Markdown became. Link targets and sources are numbers of `page.places.addresses`."""

    html: str
    page: Page


def to_html(text: str, line: int, note: Callable[[Note], None]) -> Read:
    """`line` is the line of the file on which the text begins."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = directives.read(overlong.bounded(text, line, note), line, note)
    html, addresses = _converted(found.text)
    return Read(html, Page(Places(text, line, addresses), note, found))


def _converted(text: str) -> tuple[str, list[str]]:
    addresses: list[str] = []

    def numbered(url: str) -> str:
        addresses.append(url)
        return f"{ADDRESS}{len(addresses) - 1}"

    return _parser()(text, numbered), addresses


@lru_cache(maxsize=1)
def _parser() -> Callable[[str, Callable[[str], str]], str]:
    import comrak  # noqa: PLC0415 - only where Markdown is read

    extensions, parsing, rendering = (
        comrak.ExtensionOptions(),
        comrak.ParseOptions(),
        comrak.RenderOptions(),
    )
    for name in EXTENSIONS:
        setattr(extensions, name, True)
    rendering.sourcepos = True
    rendering.unsafe_ = True

    def convert(text: str, address: Callable[[str], str]) -> str:
        extensions.link_url_rewriter = extensions.image_url_rewriter = address
        return str(comrak.render_markdown(text, extensions, parsing, rendering))

    return convert


def take_title(text: str) -> tuple[str | None, str, int]:
    """The text of the heading, of any level, that the page begins with; the rest; lines taken.

    Blank lines and comments may stand before it, and are taken with it.
    """
    before = BEFORE_TITLE.match(text)
    start = before.end() if before else 0
    head = "".join(text[start : start + 20_000].splitlines(keepends=True)[:HEAD_LINES])
    if not MAYBE_TITLE.match(head):
        return None, text, 0
    html, _ = _converted(head)
    found = TITLE.match(html)
    title = _title(html, found[1], head) if found else ""
    if not found or not title:
        return None, text, 0
    lines = int(found[2])
    rest = text[start:].split("\n", lines)
    taken = text.count("\n", 0, start) + lines
    return title, rest[lines] if len(rest) > lines else "", taken


def _title(html: str, tag: str, head: str) -> str:
    blocks = parse(html[: html.index(f"</{tag}>")])
    title = " ".join(plain(one.runs) for one in blocks if isinstance(one, Heading | Paragraph))
    written = HEADING_ID.search(title)
    source = head.split("\n", 1)[0].rstrip(" \t\r#")
    marked = written and source.endswith(written[1]) and not source.endswith("\\" + written[1])
    return title[: written.start()] if written and marked else title
