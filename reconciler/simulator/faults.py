"""Scripted faults: which request goes wrong, and how.

Pure but for the count of matches; what a dropped or cut answer looks like is up to the faces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from random import Random
from typing import Literal, NamedTuple

from reconciler.simulator.errors import RefusalError
from reconciler.simulator.limits import LimitChange, Others, Window
from reconciler.simulator.store import Store
from reconciler.simulator.teammate import Edit
from reconciler.simulator.wire import JSON, Response

GATEWAY = b"""<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
"""
THROTTLED = 429
LONG_AGO = 30
"""Seconds before now that a reset in the past lies."""


class Canned(NamedTuple):
    status: int
    body: bytes
    content_type: str


CANNED = {
    "html": Canned(502, GATEWAY, "text/html"),
    "null": Canned(200, b"null", JSON),
    "empty": Canned(200, b"", JSON),
    "throttle": Canned(THROTTLED, b"", JSON),
}
"""[R] What was seen of gateways and of Intercom in distress, by name."""


@dataclass(slots=True)
class Fault:
    """One rule: which requests it meets, and what becomes of them.

    Which: `method` (one or several) and `path` (a glob) match; the first `after` of those pass;
    of the others the `nth`, or each `every`-th, or each by `probability`, from a generator of
    its own that begins with `seed`; or all. It meets at most `times` requests.

    What: `status` answers instead of Intercom, before any work; `answer` is such an answer by
    name; `after_work` lets the work be done first. `reset`: what the headers of a throttle say,
    seconds from now, or past, or missing. `drop` ends the connection without an answer, `slow`
    delays by seconds, `cut` ends the answer after so many bytes of its body. `teammate` edits
    the workspace before the request, or after the work where `after_work` or drop after is set.
    """

    method: str | tuple[str, ...] = "*"
    path: str = "*"
    nth: int | None = None
    every: int | None = None
    probability: float | None = None
    seed: int = 0
    after: int = 0
    times: int | None = None
    status: int | None = None
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    answer: Literal["html", "null", "empty", "throttle"] | None = None
    reset: float | Literal["past", "missing"] | None = None
    after_work: bool = False
    drop: Literal["before", "after"] | None = None
    slow: float = 0.0
    cut: int | None = None
    teammate: Sequence[Edit] = ()
    seen: int = field(default=0, init=False)
    """Requests that matched method and path so far."""
    met: int = field(default=0, init=False)
    """Requests that the rule was applied to."""
    _random: Random | None = field(default=None, init=False, repr=False)

    def meets(self, method: str, path: str) -> bool:
        methods = (self.method,) if isinstance(self.method, str) else self.method
        if not ({"*", method}.intersection(methods) and fnmatchcase(path, self.path)):
            return False
        self.seen += 1
        if not self._chosen() or self.met == self.times:
            return False
        self.met += 1
        return True

    def _chosen(self) -> bool:
        number = self.seen - self.after
        if number < 1:
            return False
        if self.nth is not None:
            return number == self.nth
        if self.probability is not None:
            return self._chance() < self.probability
        return self.every is None or number % self.every == 0

    def _chance(self) -> float:
        if self._random is None:
            self._random = Random(self.seed)  # noqa: S311 - repeatable on purpose
        return self._random.random()

    @property
    def bends(self) -> bool:
        """Does the client see anything of it?"""
        return self._replies or bool(self.drop or self.slow or self.headers) or self.cut is not None

    @property
    def instead(self) -> bool:
        """Is Intercom never asked?"""
        return self.drop == "before" or (self._replies and not self.after_work)

    @property
    def late(self) -> bool:
        """Does the teammate come after the work?"""
        return self.after_work or self.drop == "after"

    @property
    def _replies(self) -> bool:
        return self.status is not None or self.answer is not None

    def bend(self, answer: Response, window: Window) -> Response:
        """The answer that leaves, given the one that Intercom would have sent."""
        if self.drop:
            return Response(0, dropped=True, delay=self.slow)
        headers = dict(answer.headers)
        if self.answer == "throttle":
            headers = self._throttled(headers, window)
        if self._replies:
            answer = self._reply(headers, window)
        return replace(
            answer, headers={**answer.headers, **self.headers}, delay=self.slow, cut=self.cut
        )

    def _reply(self, headers: Mapping[str, str], window: Window) -> Response:
        canned = CANNED[self.answer] if self.answer else Canned(200, self.body, self.content_type)
        body = canned.body
        if canned.status == THROTTLED:
            refused = RefusalError(THROTTLED, "rate_limit_exceeded", message=window.refusal())
            body = json.dumps(refused.envelope(headers["X-Request-Id"])).encode()
        status = canned.status if self.status is None else self.status
        return Response(status, {**headers, "Content-Type": canned.content_type}, body)

    def _throttled(self, headers: Mapping[str, str], window: Window) -> dict[str, str]:
        bare = {k: v for k, v in headers.items() if not k.startswith("X-RateLimit-")}
        if self.reset == "missing":
            return bare
        ahead = -LONG_AGO if self.reset == "past" else 10 if self.reset is None else self.reset
        return bare | {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(int(window.clock() + ahead)),
        }


class Script(NamedTuple):
    """Faults, changes of the limit and another client: one story that a file tells."""

    faults: Sequence[Fault] = ()
    limits: Sequence[LimitChange] = ()
    others: Others = Others()


def deciding(met: Sequence[Fault]) -> Fault | None:
    """Of the rules that a request met, the first that the client sees anything of."""
    return next((one for one in met if one.bends), None)


def meddle(met: Sequence[Fault], store: Store, *, late: bool) -> None:
    """The edits of teammates, before the work or after it."""
    edits = [edit for one in met if one.late == late for edit in one.teammate]
    if edits:
        with store.work():
            for edit in edits:
                edit.make(store)
