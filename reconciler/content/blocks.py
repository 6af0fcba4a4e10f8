"""The blocks of a canonical form, as texts: what edits of two people are told apart by.

In that form only a tag begins with "<", and what holds blocks ends on a line of its own at the
place where it began, so that the outermost blocks are found without reading the form as HTML.
"""

from __future__ import annotations

import re

HOLDING = re.compile(r"<(ul|ol|table|div|details|pre)\b")


def blocks_of(canonical: str) -> list[str]:
    """The outermost blocks in order; joined by line feeds they are the form again."""
    found: list[str] = []
    held: list[str] = []
    end = ""
    for line in canonical.split("\n") if canonical else ():
        held.append(line)
        if not end:
            opened = HOLDING.match(line)
            end = f"</{opened[1]}>" if opened and not line.endswith(f"</{opened[1]}>") else ""
        elif line == end or (end == "</pre>" and line.endswith(end)):
            end = ""
        if not end:
            found.append("\n".join(held))
            held = []
    return [*found, "\n".join(held)] if held else found
