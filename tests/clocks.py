"""Time for tests."""

import time


class Skipping:
    """A clock that waiting moves, so that nobody waits."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def sleep(self, seconds: float) -> None:
        self._ahead += seconds
