"""Ctrl-C and SIGTERM while something is being written: once to finish, twice to stop at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from reconciler.errors import TerminatedError
from reconciler.workflow import Stop

CAUSES = {signal.SIGINT: KeyboardInterrupt, signal.SIGTERM: TerminatedError}


@contextmanager
def stopping(stop: Stop) -> Iterator[None]:
    """A signal sets `stop` instead of raising wherever the program happens to be."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a signal handler
        cause = CAUSES[signal.Signals(signum)]()
        if stop.cause is not None:
            raise cause
        stop.interrupt(cause)

    before = {one: signal.signal(one, handle) for one in CAUSES}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
