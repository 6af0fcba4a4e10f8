"""Which lines of a Markdown text are which of its outermost blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reconciler.content.markdown import to_html
from reconciler.content.places import PLACE

MARKED = re.compile(
    rf"<(p|h[1-6]|ul|ol|pre|table|hr|blockquote|div|section|li)"
    rf' {PLACE}="(\d+):\d+-(\d+):\d+"( class="footnotes")?'
    rf'|<(div) class="markdown-alert [^"]*" {PLACE}="(\d+):\d+-(\d+):\d+"()'
)
DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:")

Span = tuple[int, int]
"""First line, from 0, and the one behind the last."""


def outer_spans(text: str) -> list[Span]:
    """The lines of each block of Markdown and of each run of HTML or directives, in order.

    Definitions of links are nobody's; those of footnotes are the block that they make at the end.
    """
    marked, footnotes = _marked(to_html(text, 1, lambda _: None).html)
    return sorted([*marked, *_between(text.split("\n"), [*marked, *footnotes]), *footnotes])


def _marked(html: str) -> tuple[list[Span], list[Span]]:
    """What the parser gave a place, and the lines from the first footnote to the last."""
    found: list[Span] = []
    notes: list[Span] = []
    inside = False
    for tag, first, last, footnotes, _, *alert in MARKED.findall(html):
        start, end = int(first or alert[0]) - 1, int(last or alert[1])
        inside = inside or bool(footnotes)
        if inside:
            notes += [(start, end)] if tag == "li" else []
        elif tag != "li" and (not found or start >= found[-1][1]):
            found.append((start, end))
    if not notes:
        return found, []
    first, last = min(notes)[0], max(one[1] for one in notes)
    apart = any(first < start < last for start, _ in found)
    return found, notes if apart else [(first, last)]


def _between(lines: list[str], marked: list[Span]) -> Iterator[Span]:
    """Runs of lines that have no place of their own: HTML and directives."""
    taken = {line for first, end in marked for line in range(first, end)}
    first = -1
    for number, line in enumerate([*lines, ""]):
        if not line.strip() or number in taken or DEFINITION.match(line):
            if first >= 0:
                yield first, number
            first = -1
        elif first < 0:
            first = number
