"""The bodies of conversations: plain text made HTML, notes rewritten, HTML read as plain text.

Decides nothing about who wrote them. Every expression takes time that
grows with the length of the text alone.
"""

from __future__ import annotations

import re
from html import escape, unescape

PAGE = re.compile(r"</?(?:html|body|head)\b[^<>]*>", re.IGNORECASE)
BETWEEN = re.compile(r">\s+<")
LINK = re.compile(
    r'<a\b[^<>]{0,2000}?\bhref="([^"<>]{0,2000})"[^<>]{0,2000}>([^<]*)</a>', re.IGNORECASE
)
BREAK = re.compile(r"<br\b[^<>]*>|</(?:p|h[1-6]|li|div|pre|ul|ol)>", re.IGNORECASE)
TAG = re.compile(r"<[a-z/!][^<>]*>", re.IGNORECASE)
WORD = re.compile(r"\w+")
MARKUP = re.compile(r"<[a-z]", re.IGNORECASE)
DELETED = "<p><i>This message was deleted</i></p>"
"""[D] The body of what was redacted."""


def paragraph(text: str) -> str:
    """[D] "Hello" comes back as <p>Hello</p>; the text of contacts is no HTML."""
    return f"<p>{escape(text, quote=False)}</p>"


def comment(text: str, *, html: bool) -> str:
    return text if html and MARKUP.search(text) else paragraph(text)


def note(text: str) -> str:
    """[D] Tags of the page go, whitespace between tags becomes one line end (the example)."""
    if not MARKUP.search(text):
        return paragraph(text)
    return BETWEEN.sub(">\n<", PAGE.sub("", text)).strip()


def plain(html: str) -> str:
    """[D] For display_as=plaintext: links as "label (url)"."""
    lines = BREAK.sub("\n", LINK.sub(r"\2 (\1)", html))
    return unescape(TAG.sub("", lines)).strip()


def words(html: str) -> list[str]:
    """What a search compares one by one: `source.body` is searched by element [D]."""
    return WORD.findall(unescape(TAG.sub(" ", html)))
