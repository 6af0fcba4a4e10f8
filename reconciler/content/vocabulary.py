"""The words of HTML: which element means what, and what its attributes say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reconciler.content.tree import BOLD, CODE, ITALIC, STRIKE, SUB, SUP, UNDERLINE

Attributes = Mapping[str, str | None]

CALLOUT = "intercom-interblocks-callout"
BUTTON = "intercom-h2b-button"
NO_LINK = re.compile(rf"{BUTTON}|footnote-backref")
ALIGN = re.compile(r"intercom-align-(center|right|justify)\b")
ALIGNED = ("center", "right", "justify")
TEXT_ALIGN = re.compile(r"text-align:\s*(center|right)", re.IGNORECASE)
COLOUR = re.compile(r"(background(?:-color)?|border-color)\s*:\s*([^;]+)", re.IGNORECASE)
HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z", re.IGNORECASE)
LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-([\w+#.-]+)")
MOST_SPANS = 1000


PAIRS = {
    "grey": ("#e8e8e880", "#73737633"),
    "blue": ("#e3e7fa80", "#334bfa33"),
    "green": ("#d7efdc80", "#1bb15733"),
    "yellow": ("#feedaf80", "#fbc91633"),
    "red": ("#fed9db80", "#fd3a5733"),
}
"""Background and border of a callout, in the five colours of Intercom's editor."""
ALERTS = {
    "note": PAIRS["grey"],
    "tip": PAIRS["green"],
    "important": PAIRS["blue"],
    "warning": PAIRS["yellow"],
    "caution": PAIRS["red"],
}
FOOTNOTE = "footnote-ref"
ALERT = re.compile(r"markdown-alert markdown-alert-(\w+)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MARKS = {
    "b": BOLD,
    "strong": BOLD,
    "i": ITALIC,
    "em": ITALIC,
    "s": STRIKE,
    "del": STRIKE,
    "strike": STRIKE,
    "u": UNDERLINE,
    "ins": UNDERLINE,
    "sub": SUB,
    "sup": SUP,
    "code": CODE,
    "kbd": CODE,
    "samp": CODE,
    "tt": CODE,
}
UNSENT = {
    **dict.fromkeys(("s", "del", "strike"), "strikethrough"),
    **dict.fromkeys(("u", "ins"), "underlining"),
    "sub": "a subscript",
    "sup": "a superscript",
}
"""Marks that Intercom's articles do not have."""
BLOCKS = _words("""
    address article aside caption center dd figcaption figure footer header hgroup legend
    main nav optgroup option p search section
""")
MEDIA = _words("audio canvas embed frame math object svg video")
REMOVED = _words("""
    base basefont bgsound datalist head link meta noembed noframes param rp script select
    source style template textarea title track xmp
""")
SILENT = _words("""
    abbr acronym area bdi bdo big body button cite col colgroup data dfn dialog font html
    label map mark meter nobr noscript output picture progress q rb rt rtc ruby slot small
    span tbody tfoot thead time var wbr
""")
"""Elements that only hold what is inside."""


def alignment(attributes: Attributes) -> str:
    """center, right or justify; the default, left, is empty."""
    styled, style = attributes.get("class"), attributes.get("style")
    found = ALIGN.search(styled) if styled and "align" in styled else None
    found = found or (TEXT_ALIGN.search(style) if style else None)
    if found:
        return found.group(1).lower()
    written = attributes.get("align")
    return written.lower() if written and written.lower() in ALIGNED else ""


def spans(attributes: Attributes) -> tuple[int, int]:
    if "colspan" not in attributes and "rowspan" not in attributes:
        return 1, 1
    return _span(attributes.get("colspan")), _span(attributes.get("rowspan"))


def _span(written: str | None) -> int:
    text = (written or "").strip()
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(MOST_SPANS)):
        return 1
    return min(max(int(text), 1), MOST_SPANS)


def pixels(written: str | None) -> str:
    """A width or height in whole pixels; any other unit is nothing that Intercom keeps."""
    text = (written or "").strip().removesuffix("px")
    return text if text.isascii() and text.isdecimal() and len(text) <= len("99999") else ""


def colours(style: str) -> tuple[str, str]:
    """Background and border of a callout as #rrggbbaa."""
    found = {name.lower(): _colour(value) for name, value in COLOUR.findall(style)}
    background = found.get("background-color") or found.get("background", "")
    return background, found.get("border-color", "")


def _colour(written: str) -> str:
    text = written.strip().lower()
    digits = text.removeprefix("#")
    if digits == text or not re.fullmatch(r"[0-9a-f]{3,8}", digits):
        return re.sub(r"[^a-z0-9.,%()-]", "", text)
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}ff" if len(digits) == len("rrggbb") else f"#{digits}"


def is_colour(written: str) -> bool:
    return HEX.match(written) is not None


def language(node: Any) -> str:
    """The language of a code block, from the class of `pre` or of the `code` inside."""
    inner = node.first_child
    for one in (node, inner if inner is not None and inner.tag == "code" else node):
        found = LANGUAGE.search(one.attributes.get("class") or "")
        if found:
            return found.group(1)
    return ""


def first_source(node: Any) -> str:
    """The address of the first `source` or `img` inside."""
    found = node.css_first("source[src], embed[src], img[src]")
    return found.attributes.get("src") or "" if found is not None else ""
