"""Values that stay out of a text until it is known where in it they land."""

from __future__ import annotations

import re
from typing import NamedTuple

HELD = re.compile("(?:\ue000|%EE%80%80)([0-9]{1,9})(?:\ue001|%EE%80%81)", re.IGNORECASE)
"""A holder, also where a URL has it in percent signs."""
INSIDE = re.compile("\ue000([0-9]{1,9})\ue001")
"""A holder in a value that was made of others."""
OURS = re.compile("[\ue000-\ue003]")
"""What stands for something in our texts, and so is taken out of what strangers wrote."""


class Held(NamedTuple):
    """`text` has `holder(n)` where the value with that number belongs."""

    text: str
    values: tuple[str, ...]


def holder(number: int) -> str:
    """Stands for a value in a text: of characters that no text has, and every parser lets be."""
    return f"\ue000{number}\ue001"
