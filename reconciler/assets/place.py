"""What a place for files is, and what a file is called there.

The name holds the digest of the content: a changed file is another one, what is there already is
never sent again, and nothing that an article shows is ever overwritten.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from reconciler.errors import ReconcilerError

DIGITS = 32
LONGEST = 60
ENDINGS = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg",
    "application/pdf": ".pdf", "application/zip": ".zip", "application/gzip": ".gz",
    "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "video/webm": ".webm", "video/mp4": ".mp4",
}  # fmt: skip


class PlaceError(ReconcilerError):
    """The place is none, or does not take what is given to it."""


class Blob(NamedTuple):
    """A file to be served. `read` gives its content, when somebody needs it."""

    name: str
    media: str
    read: Callable[[], bytes]


class Place(Protocol):
    """Errors are PlaceErrors that name the place."""

    @property
    def where(self) -> str: ...

    def put(self, blobs: Sequence[Blob]) -> Mapping[str, str]:
        """The address of each by its name; what is there already is not sent again."""


def named(path: str, digest: str, media: str) -> str:
    """img/Screen shot.PNG -> screen-shot-0123456789ab.png: letters, digits and dashes only."""
    stem, ending = posixpath.splitext(posixpath.basename(path))
    flat = unicodedata.normalize("NFKD", stem.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", flat)[:LONGEST].strip("-") or "file"
    plain = ending.lower() if re.fullmatch(r"\.[a-z0-9]{1,8}", ending.lower()) else ""
    return f"{words}-{digest[:DIGITS]}{ENDINGS.get(media, plain)}"
