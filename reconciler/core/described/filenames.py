"""Titles as names of files that every disk can hold.

No disk tells all names apart: some fold cases, some spell accents otherwise, Windows reserves
words. So a name is lower case, composed, without signs, and never longer than any disk allows.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
MOST_BYTES = 180
"""Room is left for a number, a language and an extension below the 255 bytes of most disks."""
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
RESERVED = frozenset({"con", "prn", "aux", "nul", *PORTS})
"""Devices of Windows, whatever extension follows."""


def slug(text: str, otherwise: str) -> str:
    """A file name for a title: letters and digits of any script, words joined by a dash."""
    words = "-".join("".join(_kept(folded(text))).split())[:LONGEST]
    words = words.encode()[:MOST_BYTES].decode(errors="ignore").strip("-")
    if re.match(r"\d{1,3}-.", words):  # would be read as a number that only sorts
        words = f"n{words}"
    return words or f"untitled-{otherwise}"


def folded(text: str) -> str:
    """What two names have in common that some disk takes for one."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", flat)


def reserved(name: str) -> bool:
    return name.rpartition("/")[2] in RESERVED


def _kept(text: str) -> list[str]:
    """Letters, digits and the marks on them; everything else is a gap."""
    kept: list[str] = []
    for char in text:
        mark = unicodedata.category(char) in ("Mn", "Mc") and not _selector(char)
        joins = mark and kept and kept[-1] != " "
        kept.append(char if char.isalnum() or joins else " ")
    return kept


def _selector(char: str) -> bool:
    """Asks for a picture instead of a letter, and shows nothing itself."""
    return "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100"
