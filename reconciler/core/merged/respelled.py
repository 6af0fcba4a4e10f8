"""A text as somebody spelt it, with the words changed that changed in another spelling of it.

Markdown says one thing in many ways: wrapped lines, references, templates. Where a change touches
none of these it is made in the words of the author, and all the rest stays to the letter.
"""

from __future__ import annotations

import re

from reconciler.core.merged.threeway import hunks, meetings, merged

TOKENS = re.compile(r"\w+|\s+|.", re.DOTALL)


def respelled(written: str, before: str, after: str) -> str | None:
    """`written` with the changes from `before` to `after`; None where they touch what is spelt
    otherwise in it.
    """
    base, ours, theirs = (TOKENS.findall(one) for one in (before, written, after))
    found = list(meetings(base, hunks(base, ours), hunks(base, theirs)))
    if any(one.who == "conflict" for one in found):
        return None
    return "".join(merged(ours, found))
