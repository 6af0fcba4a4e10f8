"""A call, from its pace to its repeats: leave to send, one attempt, whether there is another.

Knows methods, paths and bodies, nothing of kinds.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import NamedTuple

import httpx

from reconciler.api.errors import READ, Answer, coded, content, gone, reads, refusal, silence
from reconciler.api.limiter import HaltedError, Limiter, retry_after
from reconciler.api.retry import PATIENCE, REFUSED_TRIES, TOO_MANY, delay
from reconciler.api.token import Token
from reconciler.api.trace import Attempt, Trace
from reconciler.api.wire import Wire, network
from reconciler.errors import ApiError, ReconcilerError, WriteRefusedError
from reconciler.model import Json

GRACE = 0.5
"""Seconds that a stopped client leaves to what is in flight."""
PATH = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")
"""One slash first, then what a URL may hold (RFC 3986), without brackets and fragments."""


NOT_SENT = frozenset({"unreachable", "tls"})
"""Codes of failures after which surely nothing has arrived."""


class Sending(NamedTuple):
    """One attempt of a call; `begun` on the steady clock, before any wait."""

    method: str
    path: str
    data: bytes | None
    number: int = 1
    begun: float = 0.0


class Http:
    """Sends requests to one workspace; every error is an ApiError with a way out."""

    def __init__(
        self,
        wire: Wire,
        token: Token,
        limiter: Limiter,
        *,
        read_only: bool,
        trace: Trace | None = None,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.reads = 0
        self.writes = 0
        self._wire = wire
        self._token = token
        self._limiter = limiter
        self._read_only = read_only
        self._trace = trace
        self._clock = clock
        self._steady = steady
        self._chance = chance
        self._lock = threading.Lock()

    def call(
        self, method: str, path: str, body: Json | None = None, *, repeatable: bool = True
    ) -> Json:
        """The answer as an object. `repeatable`: sending it twice does no harm."""
        if self._read_only and not reads(method, path):
            raise WriteRefusedError(f"{method} {path}: this client only reads")
        data = None if body is None else json.dumps(body, allow_nan=False).encode()
        one = Sending(method, _checked(path), data, begun=self._steady())
        uncertain, waited = False, 0.0
        for attempt in count(1):
            try:
                return self._once(one._replace(number=attempt))
            except ApiError as error:
                if method == "DELETE" and attempt > 1 and gone(error):
                    return {}
                uncertain |= error.maybe_done
                error.maybe_done = uncertain
                one = one._replace(begun=self._steady())
                seconds = delay(attempt, error, repeatable=repeatable, chance=self._chance(),
                                waited=waited)  # fmt: skip
                if seconds is None:
                    _explain(error)
                    raise
                self._wait(error, seconds)
                waited += seconds
        raise AssertionError  # pragma: no cover - the loop has no end

    def probe(self, path: str) -> Probe:
        """One GET that is never sent again after a failure, with the headers of its answer."""
        started, answer = self._clock(), Answer(0, {}, b"")
        found: Json | ApiError
        try:
            for attempt in range(1, REFUSED_TRIES + 1):
                one = Sending(READ, _checked(path), None, attempt, self._steady())
                answer = self._paced(one)
                if answer.status != TOO_MANY:
                    break
            found = self._content(one, answer)
        except ApiError as error:
            found = error
        return Probe(found, answer.headers, started, self._clock())

    def sleep(self, seconds: float) -> None:
        """As this client waits before it repeats a call; ApiError once it is stopped."""
        try:
            self._limiter.rest(seconds)
        except HaltedError:
            raise self._stopped(READ, "/") from None

    def stop(self) -> None:
        """Nothing more is sent; what is in flight has half a second to end. From any thread."""
        self._limiter.stop()
        timer = threading.Timer(GRACE, self._wire.cut)
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """Also ends whatever is still under way in other threads."""
        self._limiter.stop()
        self._wire.cut()
        self._wire.close()
        if self._trace:
            self._trace.close()

    def _wait(self, error: ApiError, seconds: float) -> None:
        """Before the call is sent again; raises the error where it will not be."""
        try:
            self._limiter.rest(seconds)
        except HaltedError:
            if error.maybe_done:
                raise error from None
            raise self._stopped(error.method, error.path) from error

    def _once(self, one: Sending) -> Json:
        return self._content(one, self._paced(one))

    def _content(self, one: Sending, answer: Answer) -> Json:
        if answer.status < 300:  # noqa: PLR2004 - the good ones
            return content(one.method, one.path, answer)
        error = refusal(one.method, one.path, answer, hide=self._token.hide)
        error.retry_after = retry_after(answer.headers)
        raise error

    def _paced(self, one: Sending) -> Answer:
        try:
            ticket = self._limiter.acquire()
        except HaltedError:
            raise self._stopped(one.method, one.path) from None
        began, answer, sent = self._steady(), Answer(0, {}, b""), True
        code = ""
        try:
            answer = self._wire.send(one.method, one.path, one.data)
        except ApiError as error:
            code, sent = error.code, error.code not in NOT_SENT
            raise
        finally:
            self._limiter.release(ticket, answer.headers, status=answer.status, sent=sent)
            self._count(one, int(sent))
            if self._trace:
                self._trace(self._attempt(one, answer, began, code=code), self._token.hide)
        return answer

    def _attempt(self, one: Sending, answer: Answer, began: float, *, code: str) -> Attempt:
        took = self._steady() - began
        return Attempt(
            one.method, one.path, one.number, answer.status, code or coded(answer),
            answer.headers.get("x-request-id"), self._clock() - took, took, began - one.begun,
            answer.headers, len(one.data or b""), len(answer.body),
        )  # fmt: skip

    def _stopped(self, method: str, path: str) -> ApiError:
        return silence("stopped", method, path, host=self._wire.host, reason="", sent=False)

    def _count(self, one: Sending, sent: int) -> None:
        with self._lock:
            if reads(one.method, one.path):
                self.reads += sent
            else:
                self.writes += sent


class Probe(NamedTuple):
    """An answer or why there is none, and when it was asked and answered, in epoch seconds.

    `headers` have lower-case names; there are none where no answer came.
    """

    found: Json | ApiError
    headers: Mapping[str, str]
    started: float
    ended: float


def open_http(
    token: Token,
    *,
    base_url: str,
    version: str,
    read_only: bool,
    transport: httpx.BaseTransport | None = None,
    reserve: float = 0.0,
    trace: Trace | None = None,
    waiting: Callable[[float], None] = lambda _: None,
    clock: Callable[[], float] = time.time,
    steady: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] | None = None,
    chance: Callable[[], float] = random.random,
) -> Http:
    """`base_url` as `hosts.address` gives it; `waiting` is told of waits for a window.

    `clock` in epoch seconds, `steady` for everything that is only measured.
    """
    line = network(base_url) if transport is None else lambda: transport
    wire = Wire(line, token, base_url=base_url, version=version, clock=steady)
    limiter = Limiter(reserve=reserve, clock=steady, sleep=sleep, notice=waiting)
    return Http(wire, token, limiter, read_only=read_only, trace=trace, clock=clock,
                steady=steady, chance=chance)  # fmt: skip


def _checked(path: str) -> str:
    """A path below the base URL; what came from a server must not lead anywhere else."""
    where = path.partition("?")[0]
    if not PATH.fullmatch(path) or ".." in where.split("/"):
        raise ReconcilerError(
            f"{path!a} is not a path of the API", hint="an id in it is not one of Intercom's"
        )
    return path


def _explain(error: ApiError) -> None:
    """What to do where the server asks for more time than a call ever waits."""
    if error.retry_after and error.retry_after > PATIENCE:
        error.hint = f"run it again after the {error.retry_after:.0f} s that it asks for"
