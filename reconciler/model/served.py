"""Files of the project that are no pages: what they are, and how they get an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Assets:
    """How local images get an address. `base_url`: below it they are served. `to`: apply uploads
    them, to a "branch" of the repository or to an object "store"; empty where they are served.
    """

    base_url: str = ""
    to: str = ""


class LocalFile(NamedTuple):
    """A file of the project that is no page. `media`: its type by content, for what people see
    or download; empty for other text. `digest`: SHA-256 in hexadecimal, of such files only.
    `problem`: why it cannot be served, with the way out in `hint`.
    """

    path: str
    media: str = ""
    digest: str = ""
    size: int = 0
    problem: str = ""
    hint: str = ""


class Absent(NamedTuple):
    """No file that may be linked. `why` follows its name; `near`: a path that may be meant."""

    why: str
    near: str = ""


Look = Callable[[str], "LocalFile | Absent"]
"""A path from the root -> what lies there."""
