"""Several calls side by side, whose end does not hang on the slowest when somebody interrupts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from reconciler.errors import interruption

WORKERS = 64
"""Threads that may ask; how many of them send at once, the client's pace decides."""

Given = TypeVar("Given")
Found = TypeVar("Found")


def at_once(do: Callable[[Given], Found], given: Iterable[Given], *, workers: int) -> list[Found]:
    """The results in the order of `given`; the first error ends them all.

    An error waits for what is in flight; Ctrl-C does not, for an answer may take a minute.
    """
    items = list(given)
    if not items:
        return []
    pool = ThreadPoolExecutor(max_workers=max(min(workers, len(items)), 1))
    waits = True
    try:
        return list(pool.map(do, items))
    except BaseException as error:
        waits = interruption(error) is None
        raise
    finally:
        pool.shutdown(wait=waits, cancel_futures=True)
