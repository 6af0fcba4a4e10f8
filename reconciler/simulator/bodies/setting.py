"""What the rewriting of one body depends on besides the body.

The same setting and the same count give the same result: nothing is random.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha1

from reconciler.simulator.switches import Switches


@dataclass(frozen=True, slots=True)
class Setting:
    """`count` gives a number never given before; `shift`: levels that headings rise by."""

    switches: Switches
    count: Callable[[], int]
    region: str = "US"
    shift: int = 0

    def fresh(self, digits: int) -> str:
        """Hexadecimal digits that look random and were not used before."""
        return digest(str(self.count()), digits)


def digest(text: str, digits: int) -> str:
    return sha1(text.encode(), usedforsecurity=False).hexdigest()[:digits]
