"""Whether this run has printed its one JSON document; a failure after it goes to stderr."""

from __future__ import annotations


class Once:
    """Begun by the entry for each run, so that runs in one process do not see each other."""

    printed = False
    begun = False
    """The document is a list that is still being written; what comes last ends it."""


DOCUMENT = Once()
