"""Ctrl-C and SIGTERM while something is being written: once to finish, twice to stop at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType

from reconciler.cli.resort import CAUSES, unhurried
from reconciler.workflow import Stop


@contextmanager
def stopping(stop: Stop, halt: Callable[[], None]) -> Iterator[None]:
    """A signal sets `stop` instead of raising wherever the program happens to be.

    `halt` wakes what waits. It runs in a thread of its own: a handler runs in the middle of
    anything, also of what holds a lock that `halt` needs.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signalled: SimpleQueue[bool] = SimpleQueue()

    def watch() -> None:
        if signalled.get():
            halt()

    threading.Thread(target=watch, daemon=True).start()

    def handle(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a signal handler
        cause = CAUSES[signal.Signals(signum)]()
        if stop.cause is not None:
            raise cause
        stop.interrupt(cause)
        signalled.put(True)

    before = {one: signal.signal(one, handle) for one in CAUSES}
    try:
        with unhurried():
            yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        signalled.put(False)
