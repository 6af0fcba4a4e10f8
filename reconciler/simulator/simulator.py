"""The simulator itself: one request in, one answer out, through the doors that Intercom has.

Faults, media type, token, rate limit, version, route, body: in this order. Knows no resource
by name and no socket.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import NamedTuple
from uuid import UUID

from reconciler.simulator import fresh, resources, routes
from reconciler.simulator.coding import decoded, encoded
from reconciler.simulator.errors import RefusalError, invalid
from reconciler.simulator.faults import Fault, Script, deciding, meddle
from reconciler.simulator.limits import Window
from reconciler.simulator.store import Store
from reconciler.simulator.switches import Switches
from reconciler.simulator.wire import JSON, NEWEST, OLDEST, Call, Json, Response, Version

DEPLOYED = "5c1ab5f1c3c6c0f0a1f1e0d2b3a4958677685940"
"""[R] X-Intercom-Version is the hash of a deploy, not the version of the API."""
VERSION = re.compile(r"(\d)\.(\d{1,2})")
WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
NOT_ACCEPTABLE = "The Accept header should send a media type of application/json"


def _nothing(*_: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Observer:
    """Told of request n, counted from 1; what it raises reaches the client in process."""

    before: Callable[[int, str, str], object] = _nothing
    after: Callable[[int, str, str], object] = _nothing


class Asked(NamedTuple):
    """A request at the door; names of headers in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base: str


class Simulator:
    """A small Intercom. Its state is `store`; `faults` and `observers` may change at any time."""

    def __init__(
        self,
        *,
        token: str = "simulator",  # noqa: S107 - a token of no service
        limit: int = 1666,
        version: str = "2.16",
        switches: Switches | None = None,
        clock: Callable[[], float] = time.time,
        locales: Sequence[str] = ("en",),
        app_id: str = "sim00000",
        region: str = "US",
        timezone: str = "America/Los_Angeles",
    ) -> None:
        tables, every = resources.discovered()
        self.token = token
        self.version = version
        """Of requests that send none: that of the token's app."""
        self.switches = switches or Switches()
        self.store = Store(tables, clock=clock, lag=self.switches.search_lag)
        self.window = Window(limit, clock)
        self.latency = 0.0
        """Seconds that every answer takes, slept by the faces and at the same time."""
        self.faults: list[Fault] = []
        self.observers: list[Observer] = []
        self.journal: list[tuple[str, str, int]] = []
        """Method, path and status of every request; 0: not answered."""
        self._routes = routes.tree(every)
        fresh.fill(self.store, locales=locales, app_id=app_id, region=region, timezone=timezone)

    def handle(  # the parts of a request, in the order of a request line
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes,
        *,
        base: str = "https://api.intercom.io",
    ) -> Response:
        """Answer one request. `base`: scheme and host, for the URLs of next pages."""
        lowered = {name.lower(): value for name, value in headers.items()}
        asked = Asked(method, path, query, lowered, body, base)
        number, met = self._arrival(method, path)
        for one in self.observers:
            one.before(number, method, path)
        answer = self._bent(asked, number, met) if met else self._worked(asked, number)
        if self.latency:
            answer = replace(answer, delay=answer.delay + self.latency)
        self.journal[number - 1] = (method, path, answer.status)
        for one in self.observers:
            one.after(number, method, path)
        return answer

    def play(self, script: Script) -> None:
        """Begin this script, and end the one before it; the limit stays as that one left it."""
        with self.store.lock:
            self.faults[:] = script.faults
            self.window.follow(script.limits)
            self.window.others = script.others

    def _arrival(self, method: str, path: str) -> tuple[int, list[Fault]]:
        with self.store.lock:
            self.journal.append((method, path, 0))
            return len(self.journal), [one for one in self.faults if one.meets(method, path)]

    def _bent(self, asked: Asked, number: int, met: Sequence[Fault]) -> Response:
        fault = deciding(met)
        meddle(met, self.store, late=False)
        if fault and fault.instead:
            answer = Response(0, self._headers(number))
        else:
            answer = self._worked(asked, number)
        meddle(met, self.store, late=True)
        return fault.bend(answer, self.window) if fault else answer

    def _worked(self, asked: Asked, number: int) -> Response:
        with self.store.work():
            return self._answer(asked, self._headers(number))

    def _answer(self, asked: Asked, known: dict[str, str]) -> Response:
        try:
            self._let_in(asked.headers)
            allowed = self.window.take()
            known |= self.window.headers()
            if not allowed:
                raise self._too_many()
            status, found = self._done(asked)
        except RefusalError as refusal:
            envelope = refusal.envelope(known["X-Request-Id"])
            return Response(refusal.status, known | refusal.headers, encoded(envelope))
        return Response(status, known, b"" if found is None else encoded(found))

    def _done(self, asked: Asked) -> tuple[int, Json | None]:
        version = self._version(asked.headers)
        route, arguments = routes.find(self._routes, asked.method, asked.path, version=version)
        content = _parsed(asked.body) if asked.method in WITH_BODY else {}
        call = Call(
            self.store, self.switches, version, asked.method, asked.path, arguments, asked.query,
            content, asked.base,
        )  # fmt: skip
        return route.status, route.handler(call)

    def _headers(self, number: int) -> dict[str, str]:
        return {
            "Content-Type": JSON,
            "Date": formatdate(self.store.clock(), usegmt=True),
            "X-Request-Id": str(UUID(int=number, version=4)),
            "X-Intercom-Version": DEPLOYED,
        }

    def _let_in(self, headers: Mapping[str, str]) -> None:
        accepted = [one.partition(";")[0].strip() for one in headers.get("accept", "").split(",")]
        wanted = {"application/json", *(["*/*"] if self.switches.wildcard_accept else [])}
        if not wanted.intersection(accepted):
            raise RefusalError(406, "media_type_not_acceptable", message=NOT_ACCEPTABLE)
        if headers.get("authorization") != f"Bearer {self.token}":
            raise RefusalError(401, "unauthorized", message="Access Token Invalid")

    def _too_many(self) -> RefusalError:
        return RefusalError(429, "rate_limit_exceeded", message=self.window.refusal())

    def _version(self, headers: Mapping[str, str]) -> Version:
        found = VERSION.fullmatch(headers.get("intercom-version", self.version))
        version = (int(found[1]), int(found[2])) if found else (0, 0)
        if not OLDEST <= version <= NEWEST:
            raise routes.not_in_version()
        return version


def _parsed(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        found = decoded(body)
    except (ValueError, RecursionError):
        raise invalid("The request body is not valid JSON") from None
    if not isinstance(found, dict):
        raise invalid("The request body must be a JSON object")
    return found
