"""The last resort: a run that a signal should have ended, and did not, is ended all the same.

Loaded at every start, so it loads nothing heavy.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reconciler.errors import TerminatedError

CAUSES = {signal.SIGINT: KeyboardInterrupt, signal.SIGTERM: TerminatedError}
GRACE = 10.0
"""Seconds for a run to end after a signal."""
_finishing = threading.Event()


@contextmanager
def unhurried() -> Iterator[None]:
    """Meanwhile a signal is answered by finishing what is being written, however long it takes."""
    _finishing.set()
    try:
        yield
    finally:
        _finishing.clear()


def last_resort(end: Callable[[KeyboardInterrupt], object]) -> None:
    """Calls `end` where the main thread does not end after a signal.

    It may have been interrupted between taking a lock and noting so, and then wait for itself;
    no handler in that thread can help.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def watch() -> None:
        while number := os.read(reading, 1):
            if number[0] in CAUSES and not _finishing.is_set():
                time.sleep(GRACE)
                end(CAUSES[signal.Signals(number[0])]())

    threading.Thread(target=watch, daemon=True).start()
