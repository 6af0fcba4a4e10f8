"""Scripted faults: which request goes wrong, and how.

Pure but for the count of matches; what a dropped or cut answer looks like is up to the faces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Literal

from reconciler.simulator.wire import Response


@dataclass(slots=True)
class Fault:
    """One rule. Without nth or every it meets each matching request.

    `path` is a glob; `nth` and `every` count matching requests from 1. `status` answers instead
    of Intercom, before any work; `after_work` lets the work be done first. `drop` ends the
    connection without an answer, `slow` delays by seconds, `cut` ends the answer after so many
    bytes of its body.
    """

    method: str = "*"
    path: str = "*"
    nth: int | None = None
    every: int | None = None
    status: int | None = None
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    after_work: bool = False
    drop: Literal["before", "after"] | None = None
    slow: float = 0.0
    cut: int | None = None
    seen: int = field(default=0, init=False)
    """Requests that matched method and path so far."""

    def meets(self, method: str, path: str) -> bool:
        if self.method not in {"*", method} or not fnmatchcase(path, self.path):
            return False
        self.seen += 1
        if self.nth is not None:
            return self.seen == self.nth
        return self.every is None or self.seen % self.every == 0

    @property
    def instead(self) -> bool:
        """Is Intercom never asked?"""
        return self.drop == "before" or (self.status is not None and not self.after_work)

    def bend(self, answer: Response) -> Response:
        """The answer that leaves, given the one that Intercom would have sent."""
        if self.drop:
            return Response(0, dropped=True, delay=self.slow)
        if self.status is not None:
            headers = {**answer.headers, "Content-Type": self.content_type, **self.headers}
            answer = Response(self.status, headers, self.body)
        return replace(answer, delay=self.slow, cut=self.cut)
