"""Markdown before it is parsed: what no page written in earnest has is said, and taken back.

The parser is linear in what it reads, but for its memory: a table is filled up to the width of
its head, a footnote gets a link back from each place it is cited. Every search here goes
forward only.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reconciler.content.tree import Note

LONGEST = 2_000_000
"""Characters of a page."""
DEEPEST = 30
"""Lists and quotations inside of each other on one line."""
CELLS = 100_000
"""Cells of a table, counted as if each row had all of its columns."""
FOOTNOTES = 2000
SIGN = r"[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))"
DEEP = re.compile(rf"\n(?P<kept>(?:{SIGN}){{{DEEPEST}}})(?P<more>(?:{SIGN})+)")
"""From the line feed on, which is quick to find."""
DELIMITERS = re.compile(
    r"^(?P<lead>[ \t>]*)(?=[|:-][|:\- \t]*$)(?P<row>[^\n]*\|[^\n]*)$", re.MULTILINE
)
BLANK = re.compile(r"^[ \t>]*$", re.MULTILINE)


def bounded(text: str, line: int, note: Callable[[Note], None]) -> str:
    """The page with the same lines; each bound is an error at its line, so nothing is sent."""

    def refuse(message: str, above: int, hint: str) -> None:
        note(Note("body-refused", message, line + above, hint))

    if len(text) > LONGEST:
        message = f"the page has {len(text):,} characters; no more than {LONGEST:,} are read"
        refuse(message, 0, "split it into several articles")
        return ""
    if text.count("[^") > FOOTNOTES:
        message = f"a page has at most {FOOTNOTES} footnotes; here they are kept as text"
        refuse(message, text.count("\n", 0, text.index("[^")), "split it into several articles")
        text = text.replace("[^", "[\\^")
    pipes = text.count("|")
    if pipes and pipes * text.count("\n") > CELLS:
        text = _tables(text, refuse)
    whole = f"\n{text}"
    found = DEEP.search(whole)
    if found:
        message = f"lists and quotations are nested more than {DEEPEST} deep; they are flattened"
        refuse(message, text.count("\n", 0, found.start()), "nest them less")
        return DEEP.sub(r"\n\g<kept>", whole)[1:]
    return text


def _tables(text: str, refuse: Callable[[str, int, str], None]) -> str:
    """Delimiter rows of tables that are too large, made plain text; said once for each block.

    Line feeds are counted on from the row before, never from the beginning.
    """
    end = last = at = above = said = 0

    def checked(found: re.Match[str]) -> str:
        nonlocal end, last, at, above, said
        if "-" not in found["row"] or not _has_head(text, found.start()):
            return found[0]
        above, at = above + text.count("\n", at, found.start()), found.start()
        if found.end() > end:
            blank = BLANK.search(text, found.end() + 1) if found.end() < len(text) else None
            end = blank.start() if blank else len(text)
            last = above + text.count("\n", found.end(), max(end - 1, found.end()))
        columns, rows = found["row"].strip(" \t|").count("|") + 1, last - above
        if columns * rows <= CELLS:
            return found[0]
        if said < end:
            said = end
            message = f"a table of {columns} columns and {rows} rows is kept as text"
            refuse(message, above, f"a table may have {CELLS:,} cells: make several")
        return f"{found['lead']}\\{found['row']}"

    return DELIMITERS.sub(checked, text)


def _has_head(text: str, start: int) -> bool:
    """Only below a row of cells does a line of delimiters begin a table."""
    return start > 0 and "|" in text[text.rfind("\n", 0, start - 1) + 1 : start]
