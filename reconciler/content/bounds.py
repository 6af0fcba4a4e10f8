"""HTML before it is parsed: bounded, and with the line of every tag.

Parsers of HTML repair what is broken, at a price that grows with the square of the depth;
a page of a few megabytes could hold one for hours. Here a page loses the tags that no page
written in earnest has, before the parser sees them. It knows no blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reconciler.content.places import PLACE

SMALL = 3000
"""Tags up to which any repair is quick, so that nothing needs to be counted."""
DEEPEST = 200
OPEN_MARKS = 12
REPAIRS = 100_000
LONGEST_TAG = 100_000
ATTRIBUTES = 200

TAG = re.compile(
    r"<!--(?:>|->|.*?(?:--!?>|\Z))|<[!?][^>]*+(?:>|\Z)"
    r"|<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|))*+)(?:>|\Z)",
    re.DOTALL,
)
MARKS = frozenset(
    "a b big code em font i nobr s small strike strong tt u".split()  # noqa: SIM905 - a list of names reads better
)
"""Elements that the parser opens again in every block until they are closed."""
FLAT = frozenset(
    "area base br col dd dt embed hr img input li link meta option p param source tbody td "  # noqa: SIM905 - as above
    "tfoot th thead tr track wbr".split()
)
"""Elements that hold nothing, or that end where the next of their kind begins."""
SWALLOWING = frozenset(
    "iframe noembed noframes script style textarea title xmp template select".split()  # noqa: SIM905 - as above
)
"""Elements that swallow the rest of a page in which they are not closed."""
NEVER = frozenset(("plaintext", "frameset", "head", "body", "html"))


def bounded(html: str) -> str:
    """The page as it is, or without the tags beyond what a parser bears."""
    if html.count("<") <= SMALL and len(html) < LONGEST_TAG:
        return html
    return TAG.sub(_Bounds().keep, html)


class _Bounds:
    """What is open at a place of the page, counted; a tag is kept or dropped."""

    def __init__(self) -> None:
        self.depth = 0
        self.dropped = 0
        self.marks: list[str] = []
        self.repairs = 0

    def keep(self, found: re.Match[str]) -> str:
        closing, name = found.group(1), found.group(2)
        if name is None:
            return found.group()
        name = name.lower()
        if name in MARKS:
            return self._mark(found, name, closing=bool(closing))
        self.repairs += len(self.marks)
        if name in FLAT:
            return _slim(found)
        return self._close(found) if closing else self._open(found)

    def _open(self, found: re.Match[str]) -> str:
        if self.depth >= DEEPEST:
            self.dropped += 1
            return ""
        self.depth += 1
        return _slim(found)

    def _close(self, found: re.Match[str]) -> str:
        if self.dropped:
            self.dropped -= 1
            return ""
        self.depth = max(0, self.depth - 1)
        return found.group()

    def _mark(self, found: re.Match[str], name: str, *, closing: bool) -> str:
        if closing:
            if name not in self.marks:
                return ""
            self.marks.remove(name)
            return found.group()
        if self.repairs > REPAIRS:
            closed = "".join(f"</{one}>" for one in reversed(self.marks))
            self.marks.clear()
            return closed
        if len(self.marks) >= OPEN_MARKS:
            return ""
        self.marks.append(name)
        return _slim(found)


def _slim(found: re.Match[str]) -> str:
    """A tag without its attributes where it has more than any real one."""
    rest = found.group(3)
    if len(rest) > ATTRIBUTES and len(rest.split(None, ATTRIBUTES)) > ATTRIBUTES:
        return f"<{found.group(1)}{found.group(2)}>"
    return found.group()


def numbered(html: str) -> str:
    """The page with the place of each start tag in an attribute, lines and columns from 1."""
    at, line, begun = 0, 1, 0

    def number(found: re.Match[str]) -> str:
        nonlocal at, line, begun
        closing, name, rest = found.groups()
        if name is None or closing:
            return found.group()
        line += html.count("\n", at, found.start())
        begun = html.rfind("\n", at, found.start()) + 1 or begun
        at = found.start()
        return f'<{name} {PLACE}="{line}:{at - begun + 1}"{rest}>'

    return TAG.sub(number, html)


def closed(html: str, problem: Callable[[str, int], None]) -> str:
    """The page without the tags that would swallow the rest of it.

    Each is reported by name and the line that stood last before it (0: none).
    """
    here = 0
    ends: dict[str, int] = {}

    def keep(found: re.Match[str]) -> str:
        nonlocal here
        closing, name, rest = found.groups()
        if name is None:
            return found.group()
        numbers = NUMBER.match(rest)
        here = int(numbers.group(1)) if numbers else here
        name = name.lower()
        if name in SWALLOWING and not closing and name not in ends:
            ends[name] = _last_end(html, name)
        swallows = not closing and ends.get(name, found.end()) < found.end()
        if swallows:
            problem(name, here)
        return "" if swallows or name in NEVER else found.group()

    return TAG.sub(keep, html)


def _last_end(html: str, name: str) -> int:
    ends = [one.start() for one in re.finditer(rf"</{name}[\s/>]", html, re.IGNORECASE)]
    return ends[-1] if ends else -1


SWALLOWERS = re.compile(rf"</?(?:{'|'.join(SWALLOWING | NEVER)})\b", re.IGNORECASE)
NUMBER = re.compile(rf' {PLACE}="(\d{{1,8}}):')
