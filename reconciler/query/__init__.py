"""Searches of Intercom as text: `role = user`, `signed_up_at > 30 days ago`, `a = 1 or b = 2`.

Pure: reads no file, asks no clock and sends nothing. `parse` checks a text, or lists of texts
under `any:` and `all:`, against a table of what can be searched; a `Query` becomes the body of
a search, is described for people, and is held against one object that was read by its id.
"""

from reconciler.model import Path, Pos
from reconciler.query.contacts import CONTACTS
from reconciler.query.conversations import CONVERSATIONS
from reconciler.query.fields import Searchable, SearchField
from reconciler.query.query import Query, Reference
from reconciler.query.read import Place, parse

SEARCHABLE = {one.name: one for one in (CONTACTS, CONVERSATIONS)}
"""By plural name, what has a search endpoint that takes filters."""


def in_options(option: str = "--where") -> Place:
    """Places in texts given on the command line: the option, which one of them, the column."""

    def place(path: Path, offset: int) -> Pos:
        return Pos(option, int(path[0]) + 1 if path and path[0].isdigit() else 1, offset + 1)

    return place


__all__ = [
    "CONTACTS",
    "CONVERSATIONS",
    "SEARCHABLE",
    "Place",
    "Query",
    "Reference",
    "SearchField",
    "Searchable",
    "in_options",
    "parse",
]
