"""Addresses and headings as a page writes them, for blocks that come from Intercom."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape, unescape
from urllib.parse import quote, unquote

from reconciler.content import as_written, canonical, render

ADDRESS = re.compile(r'\b(?:href|src)="([^"]*)"')
HEADING = re.compile(r"<(/?)h([1-6])\b")
BLOCK_END = re.compile(r"(</(?:p|h[1-6]|ul|ol|table|pre|div|details)>)(?=<)")
WEB = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
SERVED = "https://file.invalid/"
DEEPEST = 6

Spell = Callable[[str], str]
"""An address as Intercom has it -> as it is written in a file."""


def spelling(old: Sequence[str], own: Sequence[str], spell: Spell) -> Spell:
    """How addresses of this page are written in it, and others of its kind would be."""
    known: dict[str, str] = {}
    for sent, written in zip(old, own, strict=True):
        pair = ADDRESS.findall(sent), ADDRESS.findall(written)
        if len(pair[0]) == len(pair[1]):
            known.update(zip(*pair, strict=True))

    def written_as(address: str) -> str:
        return unserved(unescape(known[address])) if address in known else spell(unescape(address))

    return written_as


def spelt(blocks: Sequence[str], spell: Spell, shift: int) -> str:
    """Canonical blocks as HTML in the page's own terms."""

    def put(found: re.Match[str]) -> str:
        return found[0].replace(f'"{found[1]}"', f'"{escape(spell(found[1]))}"')

    def lower(found: re.Match[str]) -> str:
        return f"<{found[1]}h{min(int(found[2]) + shift, DEEPEST)}"

    return HEADING.sub(lower, ADDRESS.sub(put, "\n".join(blocks)))


def served(source: str, _line: int = 0, _column: int = 0) -> str:
    """A file of the project under an address that stands for it: else it would be left out."""
    return source if WEB.match(source) else SERVED + quote(unquote(source), safe="")


def unserved(address: str) -> str:
    """As it is written in a file: a space would end an address of Markdown."""
    own = unquote(address.removeprefix(SERVED))
    return own.replace(" ", "%20") if address.startswith(SERVED) else address


def form_of(text: str, *, html: bool) -> str:
    """What the text says, its addresses as written."""
    made = render(text, format="html" if html else "md", link=as_written, image=served)
    return canonical(made.html)


def lines_of(html: str) -> str:
    """A block a line, as `import` writes it."""
    made = render(html, format="html", link=as_written, image=served).html
    for one in set(ADDRESS.findall(made)):
        made = made.replace(f'"{one}"', f'"{unserved(one)}"')
    return BLOCK_END.sub(r"\1\n", made) + "\n"
