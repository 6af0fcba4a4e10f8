"""What was worked out of a text is not worked out again: within a run, and from run to run.

Everything here follows from its text alone, and a row is found by the digest of all that it was
made of, so that remembering changes nothing but time. A store is opened only by a run that reads
many bodies; which one, and where it lies, is said at the edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

FEW = 64
"""Bodies of a run for which no store is worth its opening."""
MOST = 100_000_000
"""Characters that a run keeps in memory."""


class Store(Protocol):
    """Rows by digest that outlive a run; whatever is wrong with it, it knows nothing."""

    def get(self, key: bytes) -> bytes | None: ...

    def put(self, key: bytes, row: bytes) -> None: ...


class Memory:
    """`opened` gives the store, when it is first needed."""

    __slots__ = ("asked", "forms", "held", "opened", "store")

    def __init__(self, opened: Callable[[], Store] | None = None) -> None:
        self.opened = opened
        self.forms: dict[str, str] = {}
        self.held = 0
        self.asked = 0
        self.store: Store | None = None

    def row(self, *parts: str) -> tuple[bytes, bytes | None]:
        """The key of what is made of these texts, and what is known of it."""
        if self.store is None:
            self.asked += 1
            if self.opened is None or self.asked <= FEW:
                return b"", None
            self.store = self.opened()
        from hashlib import blake2b  # noqa: PLC0415 - only where there are many bodies

        found = blake2b(digest_size=16)
        for one in parts:
            found.update(f"{len(one)} ".encode())
            found.update(one.encode("utf-8", "surrogatepass"))
        key = found.digest()
        return key, self.store.get(key)

    def keep(self, key: bytes, row: bytes) -> None:
        if key and self.store is not None:
            self.store.put(key, row)

    def remember(self, html: str, form: str) -> None:
        """The canonical form of a body, for the rest of the run."""
        self.held += len(html) + len(form)
        if self.held > MOST:
            self.forms.clear()
            self.held = len(html) + len(form)
        self.forms[html] = form

    def form(self, html: str, make: Callable[[str], str]) -> str:
        """The canonical form of a body, which `make` works out where it is not known."""
        known = self.forms.get(html)
        if known is not None:
            return known
        key, row = self.row("form", html)
        form = make(html) if row is None else row.decode("utf-8", "surrogatepass")
        if row is None:
            self.keep(key, form.encode("utf-8", "surrogatepass"))
        self.remember(html, form)
        return form


MEMORY = Memory()


@contextmanager
def remembering(opened: Callable[[], Store]) -> Iterator[Memory]:
    """A run with a store; what it keeps in memory ends with it."""
    global MEMORY  # noqa: PLW0603 - a memo of pure functions, which nobody can tell from none
    before, MEMORY = MEMORY, Memory(opened)
    try:
        yield MEMORY
    finally:
        MEMORY = before
