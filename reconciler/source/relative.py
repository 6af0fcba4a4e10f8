"""Relative links in the text of a file: where they stand, and the same seen from another folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

LINK = re.compile(
    r"\]\(\s*<?(?P<md>[^)\s>]+)"
    r"|^ {0,3}\[[^\]\n]+\]:\s+<?(?P<ref>[^\s>]+)"
    r"|\b(?:href|src)=\"(?P<html>[^\"]+)\"",
    re.MULTILINE,
)
ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#|\{")
FORMS = ("", ".md", "/index.md", "/README.md")
"""How a link may leave out a part of the file's path."""
WAY = re.compile(r"[^?#]*")


def rebased(text: str, *, here: str, there: str, known: Callable[[str], bool]) -> str:
    """The text of a file in the folder `here` as it has to be in `there`.

    Links that lead to no file from `here` stay as they are. known: path from the root -> whether
    there is such a file.
    """
    if here == there:
        return text

    def moved(found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        target = found.group(kind)
        new = None if ABSOLUTE.match(target) else _moved(target, here, there, known)
        if new is None:
            return found.group()
        start, end = (at - found.start() for at in found.span(kind))
        return found.group()[:start] + new + found.group()[end:]

    return LINK.sub(moved, text)


def _moved(target: str, here: str, there: str, known: Callable[[str], bool]) -> str | None:
    found = WAY.match(target)
    way = found.group() if found else ""
    path = posixpath.normpath(posixpath.join(here, unquote(way)))
    if path.startswith("..") or not any(known(path + form) for form in FORMS):
        return None
    new = posixpath.relpath(path, there or ".")
    return (quote(new) if "%" in way else new) + target[len(way) :]
