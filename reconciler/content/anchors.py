"""Headings as the targets of links: the key that a heading is known by, and its id.

Intercom gives headings ids of its own, `h_` and ten hexadecimal digits, and keeps those that are
sent (reported; other reports have them made anew). People write the text of the heading, the way
GitHub does. So links are compared by the heading that they mean, its key, and ids are only sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import quote, unquote

HEADING = re.compile(r"<(/?)h([1-6])\b([^<>]*)>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
OWN_ID = re.compile(r"(?<![\w-])id=(?P<quote>[\"']?)(?P<id>[^\"'\s>]*)(?P=quote)", re.IGNORECASE)
IN_PAGE = re.compile(r"\bhref=([\"'])#([^\"'<>]*)\1", re.IGNORECASE)
IN_PAGE_LINK = re.compile(r'<a href="#([^"]*)"[^<>]*>(.*?)</a>', re.DOTALL)
INTERCOMS = re.compile(r"h_[0-9a-f]{10}")
LEADS_NOWHERE = re.compile(r'#h_[0-9a-f]{10}(?=")')
FRAGMENT = re.compile(r'(<a href="(?:reconciler:[^"#]*)?)#[^"]*"')


class Anchor(NamedTuple):
    """A heading in its page. `key`: its slug, made unique; `id`: as in the body, or empty."""

    key: str
    id: str


def slug(text: str) -> str:
    """The text as GitHub makes an anchor of it."""
    plain = unicodedata.normalize("NFC", " ".join(text.split())).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(html: str) -> tuple[Anchor, ...]:
    """The headings of a body, in order."""
    return tuple(one for one, _, _ in _headings(html))


def _headings(html: str) -> Iterator[tuple[Anchor, int, int]]:
    """Each heading, and where its opening tag begins and ends."""
    taken: dict[str, int] = {}
    opened: re.Match[str] | None = None
    for tag in HEADING.finditer(html):
        if not tag.group(1):
            opened = tag
        elif opened is not None and tag.group(2) == opened.group(2):
            text = unescape(TAG.sub("", html[opened.end() : tag.start()]))
            found = OWN_ID.search(opened.group(3))
            key = _unique(slug(text), taken)
            yield Anchor(key, found.group("id") if found else ""), opened.start(), opened.end()
            opened = None


def _unique(key: str, taken: dict[str, int]) -> str:
    """The second of two alike is `key-1`, as on GitHub. `taken`: how often each came already."""
    made = key
    while made in taken:
        taken[key] += 1
        made = f"{key}-{taken[key]}"
    taken[made] = 0
    return made


def heading_id(key: str) -> str:
    """The id that a heading is sent with where it has none yet: the same for ever."""
    return f"h_{sha256(key.encode()).hexdigest()[:10]}"


class Headings:
    """The headings of a page, to be found by what people write in links."""

    def __init__(self, page: Sequence[Anchor]) -> None:
        self.keys = [one.key for one in page]
        self._exact = {one.key: at for at, one in enumerate(page)}
        self._exact |= {one.id: at for at, one in enumerate(page) if one.id}
        self._rough: dict[str, int] = {}

    def place(self, fragment: str) -> int | None:
        """Which heading is meant, from 0, however the tool of the page makes anchors."""
        wanted = unquote(fragment)
        if wanted in self._exact:
            return self._exact[wanted]
        if not self._rough:
            pairs = enumerate(self.keys)
            self._rough = {_rough(key): at for at, key in reversed(list(pairs))}
        return self._rough.get(_rough(wanted)) if _rough(wanted) else None

    def key(self, fragment: str) -> str | None:
        place = self.place(fragment)
        return None if place is None else self.keys[place]


def _rough(key: str) -> str:
    """Without what tools differ in: case, accents, runs of dashes, how a second one is counted."""
    flat = unicodedata.normalize("NFKD", key.casefold())
    flat = "".join(char for char in flat if not unicodedata.combining(char))
    return re.sub(r"[-_.\s]+", "-", flat).strip("-")


def identified(html: str, ids: Mapping[str, str]) -> str:
    """The body as it is sent: every heading with its id, links in the page leading to ids.

    `ids`: key -> id of headings that are there already, so that links of others still hold.
    """
    parts, at, known = [], 0, dict[str, str]()
    for one, start, end in _headings(html):
        own = one.id if INTERCOMS.fullmatch(one.id) else ids.get(one.key) or heading_id(one.key)
        known[one.key] = own
        tag = OWN_ID.sub("", html[start : end - 1]).rstrip()
        parts += [html[at:start], f'{tag} id="{escape(own)}">']
        at = end
    if not known:
        return html
    return _relinked("".join([*parts, html[at:]]), known.get)


def keyed(html: str) -> str:
    """The body with links in the page leading to keys; to what is no heading, as they were."""
    if ('"#' not in html and "'#" not in html) or not IN_PAGE.search(html):
        return html
    known = {one.id: one.key for one in anchors(html) if one.id}
    return _relinked(html, known.get) if known else html


def _relinked(html: str, heading: Callable[[str], str | None]) -> str:
    def to(found: re.Match[str]) -> str:
        key = heading(unquote(unescape(found.group(2))))
        return found.group() if key is None else f'href="#{fragment_of(key)}"'

    return IN_PAGE.sub(to, html) if "#" in html else html


def fragment_of(key: str) -> str:
    """The key as part of an address, in the one spelling that is compared."""
    return quote(key, safe="-_.~")


def unanchored(text: str) -> str:
    """A canonical body whose links lead to pages, not to headings."""
    return FRAGMENT.sub(r'\1"', text)


def leads_nowhere(text: str) -> bool:
    """Whether a canonical body has a link to a heading that is not there any more."""
    return LEADS_NOWHERE.search(text) is not None
