"""Values of a recipient in a rendered body, each escaped for where it landed.

The body was rendered with a holder for each value, so no value was ever read as markup: in text
it is text, in an address it is a part of one, and a whole address only where it leads to the web.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

from reconciler.model.held import HELD, INSIDE, Held

TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*["']?$""", re.IGNORECASE)
WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Line ends, and characters that turn the text around them."""


def filled(html: str, values: tuple[str, ...]) -> str:
    """HTML with every value in its place. ValueError for a value that is to be an address and
    is none.
    """
    if not values:
        return html
    parts, end = [], 0
    for tag in TAG.finditer(html):
        parts += [_texts(html[end : tag.start()], values), _tag(tag[0], values)]
        end = tag.end()
    return "".join([*parts, _texts(html[end:], values)])


def plain(held: Held) -> str:
    """One line of plain text, for a subject."""
    return UNSEEN.sub(" ", _expanded(held.text, held.values, str)).strip()


def _texts(text: str, values: tuple[str, ...]) -> str:
    return _expanded(text, values, lambda value: escape(UNSEEN.sub(" ", value)))


def _tag(tag: str, values: tuple[str, ...]) -> str:
    made, end = [], 0
    for found in HELD.finditer(tag):
        made.append(tag[end : found.start()])
        value = _value(int(found[1]), values)
        if not ADDRESS.search(tag[: found.start()]):
            made.append(quote(value, safe=""))
        elif WEB.fullmatch(value):
            made.append(escape(value))
        else:
            # without the value, which is about a person and ends in logs
            raise ValueError("a value is to be a whole address, and is none of the web")
        end = found.end()
    return "".join([*made, tag[end:]])


def _expanded(text: str, values: tuple[str, ...], shown: Callable[[str], str]) -> str:
    return HELD.sub(lambda found: shown(_value(int(found[1]), values)), text)


def _value(number: int, values: tuple[str, ...]) -> str:
    """The value; one made of others has them in it, and those were held before it."""
    if number >= len(values):
        return ""
    return INSIDE.sub(lambda found: _value(int(found[1]), values[:number]), values[number])
