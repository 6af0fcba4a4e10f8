"""One request at a time over httpx: address, headers, pace, retry, what must never be sent.

Knows methods, paths and bodies, nothing of kinds. The only module that loads httpx.
"""

from __future__ import annotations

import json
import random
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import NamedTuple

import httpx

from reconciler import __version__
from reconciler.api.errors import READ, Answer, Failure, content, gone, refusal, silence
from reconciler.api.hosts import clear_text
from reconciler.api.limiter import Limiter
from reconciler.api.retry import THROTTLED_TRIES, TOO_MANY, delay
from reconciler.api.token import Token
from reconciler.errors import ApiError, ReconcilerError, WriteRefusedError
from reconciler.model import Json

LARGEST = 50_000_000
"""Bytes of one answer, unpacked."""
LONGEST = 300.0
"""Seconds for one answer, however slowly it drips."""
TIMEOUT = httpx.Timeout(connect=10.0, read=60.0, write=60.0, pool=None)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout,
            httpx.UnsupportedProtocol, httpx.ProxyError, httpx.LocalProtocolError)  # fmt: skip
PATH = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")
"""One slash first, then what a URL may hold (RFC 3986), without brackets and fragments."""


class Http:
    """Sends requests to one workspace; every error is an ApiError with a way out."""

    def __init__(
        self,
        client: httpx.Client,
        token: Token,
        *,
        read_only: bool,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.reads = 0
        self.writes = 0
        self._client = client
        self._base = str(client.base_url).rstrip("/")
        self._token = token
        self._read_only = read_only
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._limiter = Limiter(clock=clock, sleep=sleep)
        self._lock = threading.Lock()

    def call(
        self, method: str, path: str, body: Json | None = None, *, repeatable: bool = True
    ) -> Json:
        """The answer as an object. `repeatable`: sending it twice does no harm."""
        if self._read_only and method != READ:
            raise WriteRefusedError(f"{method} {path}: this client only reads")
        target = _checked(path)
        data = None if body is None else json.dumps(body, allow_nan=False).encode()
        uncertain = False
        for attempt in count(1):
            try:
                return self._once(method, target, data)
            except ApiError as error:
                if method == "DELETE" and attempt > 1 and gone(error):
                    return {}
                uncertain |= error.maybe_done
                wait = delay(attempt, error, repeatable=repeatable, chance=self._chance())
                if wait is None:
                    error.maybe_done = uncertain
                    raise
                self._sleep(wait)
        raise AssertionError  # pragma: no cover - the loop has no end

    def close(self) -> None:
        self._client.close()

    def _once(self, method: str, path: str, data: bytes | None) -> Json:
        answer = self._paced(method, path, data)
        if answer.status < 300:  # noqa: PLR2004 - the good ones
            return content(method, path, answer)
        raise refusal(method, path, answer, hide=self._token.hide)

    def _paced(self, method: str, path: str, data: bytes | None) -> Answer:
        self._limiter.acquire()
        answer = Answer(0, {}, b"")
        try:
            answer = self._exchange(method, path, data)
        finally:
            self._limiter.release(answer.headers, throttled=answer.status == TOO_MANY)
        return answer

    def _exchange(self, method: str, path: str, data: bytes | None) -> Answer:
        sent = True
        try:
            with self._client.stream(method, self._base + path, content=data) as response:
                body = b"".join(self._chunks(response))
                hide = self._token.hide
                headers = {name: hide(text) for name, text in response.headers.items()}
                return Answer(response.status_code, headers, body)
        except (httpx.HTTPError, _TooLargeError) as error:
            sent = not isinstance(error, NOT_SENT)
            host = self._client.base_url.netloc.decode()
            reason = self._token.hide(str(error))
            raise silence(
                _failure(error), method, path, host=host, reason=reason, sent=sent
            ) from error
        finally:
            self._count(method, int(sent))

    def _chunks(self, response: httpx.Response) -> Iterator[bytes]:
        size, start = 0, self._clock()
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > LARGEST:
                raise _TooLargeError
            if self._clock() - start > LONGEST:
                raise httpx.ReadTimeout("dripping")
            yield chunk

    def _count(self, method: str, sent: int) -> None:
        with self._lock:
            if method == READ:
                self.reads += sent
            else:
                self.writes += sent

    def probe(self, path: str) -> Probe:
        """One GET that is never sent again after a failure, with the headers of its answer."""
        started, answer = self._clock(), Answer(0, {}, b"")
        found: Json | ApiError
        try:
            for _ in range(THROTTLED_TRIES):
                answer = self._paced(READ, _checked(path), None)
                if answer.status != TOO_MANY:
                    break
            if answer.status < 300:  # noqa: PLR2004 - the good ones
                found = content(READ, path, answer)
            else:
                found = refusal(READ, path, answer, hide=self._token.hide)
        except ApiError as error:
            found = error
        return Probe(found, answer.headers, started, self._clock())

    def sleep(self, seconds: float) -> None:
        """As this client waits before it repeats a call."""
        self._sleep(seconds)


class Probe(NamedTuple):
    """An answer or why there is none, and when it was asked and answered, in epoch seconds.

    `headers` have lower-case names; there are none where no answer came.
    """

    found: Json | ApiError
    headers: Mapping[str, str]
    started: float
    ended: float


class _TooLargeError(Exception):
    """An answer beyond what is read."""


def open_http(
    token: Token,
    *,
    base_url: str,
    version: str,
    read_only: bool,
    transport: httpx.BaseTransport | None = None,
    connections: int = 20,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
    chance: Callable[[], float] = random.random,
) -> Http:
    """`base_url` as `hosts.address` gives it. HTTP/1.1, at most `connections` at once."""
    client = httpx.Client(
        base_url=base_url,
        headers={
            "Authorization": token.bearer(),
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Intercom-Version": version,
            "User-Agent": f"intercom-reconciler/{__version__}",
        },
        timeout=TIMEOUT,
        limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        trust_env=not clear_text(base_url),
        follow_redirects=False,
        transport=transport,
    )
    return Http(client, token, read_only=read_only, clock=clock, sleep=sleep, chance=chance)


def _checked(path: str) -> str:
    """A path below the base URL; what came from a server must not lead anywhere else."""
    where = path.partition("?")[0]
    if not PATH.fullmatch(path) or ".." in where.split("/"):
        raise ReconcilerError(
            f"{path!a} is not a path of the API", hint="an id in it is not one of Intercom's"
        )
    return path


def _failure(error: Exception) -> Failure:
    if isinstance(error, _TooLargeError):
        return "too_large"
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    if _by_tls(error):
        return "tls"
    return "unreachable" if isinstance(error, NOT_SENT) else "broken"


def _by_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
