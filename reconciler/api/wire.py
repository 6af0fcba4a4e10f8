"""One request over httpx and its whole answer: address, headers, sizes, times.

Knows no pace and no retry. Uses httpx's transport without its client: there is one host, no
cookie, no redirect and no login, and the client costs a third of the time of a request.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

import httpx

from reconciler import __version__
from reconciler.api.errors import Answer, Failure, silence
from reconciler.api.hosts import clear_text
from reconciler.api.token import Token
from reconciler.errors import ReconcilerError

LARGEST = 50_000_000
"""Bytes of one answer, unpacked."""
LONGEST = 300.0
"""Seconds for one exchange, however slowly its headers or its body drip."""
LOOKS = 20
"""How often in that time somebody looks after the exchanges."""
TIMES = httpx.Timeout(connect=10.0, read=60.0, write=60.0, pool=None).as_dict()
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout,
            httpx.UnsupportedProtocol, httpx.ProxyError, httpx.LocalProtocolError)  # fmt: skip
HIGHEST_PORT = 65_535
IDLE = 15.0
"""Seconds that a connection is kept for the next request: longer than any wait for a window."""
KEPT = frozenset({
    b"date", b"location", b"retry-after", b"x-ratelimit-limit", b"x-ratelimit-remaining",
    b"x-ratelimit-reset", b"x-request-id", b"x-intercom-version",
})  # fmt: skip
"""Headers that somebody reads; the others are not even decoded."""


Line = Callable[[], httpx.BaseTransport]
"""Gives a connection, or what stands in for one."""


@dataclass(slots=True, eq=False)
class _Held:
    """A connection. `since`: when its exchange began, inf between two of them."""

    line: httpx.BaseTransport
    since: float = inf
    socket: socket.socket | None = None


class Wire:
    """Connections to one workspace. Thread-safe; `clock` in seconds.

    Each has a pool of its own, and the one used last is used next: httpcore's pool looks at
    every connection for every request, which is a quarter of its time where there are 64.
    """

    def __init__(
        self,
        line: Line,
        token: Token,
        *,
        base_url: str,
        version: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        url = httpx.URL(base_url)
        self.host = url.netloc.decode()
        self._base = base_url.rstrip("/")
        self._line = line
        self._idle: deque[_Held] = deque()
        self._held: list[_Held] = []
        self._token = token
        self._clock = clock
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._watched = False
        self._headers = httpx.Headers({
            "Host": self.host,
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "keep-alive",
            "User-Agent": f"intercom-reconciler/{__version__}",
            "Authorization": token.bearer(),
            "Content-Type": "application/json",
            "Intercom-Version": version,
        })  # fmt: skip

    def send(self, method: str, path: str, data: bytes | None) -> Answer:
        """The whole answer; ApiError where none came, with `maybe_done` where it may have."""
        try:
            return self._exchanged(method, path, data)
        except (httpx.HTTPError, _TooLargeError) as error:
            raise silence(
                _failure(error), method, path, host=self.host,
                reason=self._token.hide(str(error)), sent=not isinstance(error, NOT_SENT),
            ) from error  # fmt: skip

    def _exchanged(self, method: str, path: str, data: bytes | None) -> Answer:
        try:
            held = self._idle.pop()
        except IndexError:
            held = self._opened()
        request = httpx.Request(
            method, self._base + path, headers=self._headers, content=data,
            extensions={"timeout": TIMES, "trace": partial(self._traced, held)},
        )  # fmt: skip
        held.since = begun = self._clock()
        try:
            return self._answered(held.line.handle_request(request), begun)
        except httpx.HTTPError as error:
            if self._overdue(begun) and not isinstance(error, NOT_SENT):
                raise _dripping() from error  # shut by the watcher, which may look like anything
            raise
        finally:
            held.since = inf
            self._idle.append(held)

    def _opened(self) -> _Held:
        held = _Held(self._line())
        with self._lock:
            self._held.append(held)
        return held

    def _answered(self, response: httpx.Response, begun: float) -> Answer:
        try:
            body = b"".join(self._chunks(response, begun))
        finally:
            response.close()
        if self._overdue(begun):
            raise _dripping()  # where no length is told, a connection that was shut is an end
        return Answer(response.status_code, self._kept(response.headers.raw), body)

    def cut(self) -> None:
        """Ends every connection at once, also while another thread waits for its answer."""
        self._ended.set()
        self._shut_those(since=inf)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().line.close()

    def _chunks(self, response: httpx.Response, begun: float) -> Iterator[bytes]:
        size = 0
        packed = "content-encoding" in response.headers
        chunks: Any = response.iter_bytes() if packed else response.stream
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise _TooLargeError
            if self._overdue(begun):
                raise _dripping()
            yield chunk

    def _overdue(self, begun: float) -> bool:
        return self._clock() - begun > LONGEST

    def _watch(self) -> None:
        """Shuts what has dripped too long: a timeout of httpx begins anew with every byte."""
        while not self._ended.wait(LONGEST / LOOKS):
            self._shut_those(since=self._clock() - LONGEST)

    def _shut_those(self, *, since: float) -> None:
        with self._lock:
            sockets = [one.socket for one in self._held if one.since <= since]
        for one in sockets:
            _shut(one)

    def _kept(self, headers: list[tuple[bytes, bytes]]) -> Mapping[str, str]:
        hide = self._token.hide
        return {
            name.decode("latin-1"): hide(value.decode("latin-1"))
            for name, value in ((name.lower(), value) for name, value in headers)
            if name in KEPT
        }

    def _traced(self, held: _Held, name: str, info: Mapping[str, Any]) -> None:
        """Told of everything by httpcore; keeps the socket, which nothing else gives away."""
        if not name.endswith((".connect_tcp.complete", ".start_tls.complete")):
            return
        held.socket = info["return_value"].get_extra_info("socket")
        with self._lock:
            first, self._watched = not self._watched, True
        if first:
            threading.Thread(target=self._watch, name="wire", daemon=True).start()
        if self._ended.is_set():
            _shut(held.socket)


class _TooLargeError(Exception):
    """An answer beyond what is read."""


def network(base_url: str) -> Line:
    """HTTP/1.1 to one host; through the proxy of the environment, unless it is this machine.

    ReconcilerError where that proxy, or the certificates that the environment names, cannot be
    used.
    """
    ours = clear_text(base_url)
    proxy = None if ours else _proxy(httpx.URL(base_url).host)
    trusted = False if ours else _trusted()
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=IDLE)
    return lambda: httpx.HTTPTransport(verify=trusted, limits=limits, trust_env=False, proxy=proxy)


def _proxy(host: str) -> httpx.Proxy | None:
    """The error never shows the proxy's address, which may hold a password."""
    if urllib.request.proxy_bypass(host):
        return None
    found = urllib.request.getproxies()
    url = found.get("https") or found.get("all")
    if not url:
        return None
    with suppress(httpx.InvalidURL, ValueError):
        proxy = httpx.Proxy(url if "://" in url else f"http://{url}")
        usable = proxy.url.host and (proxy.url.port or 0) <= HIGHEST_PORT
        if usable and proxy.url.scheme in {"http", "https"}:
            return proxy
    raise ReconcilerError(
        "the proxy of the environment cannot be used: it is no http:// or https:// address",
        hint="mend HTTPS_PROXY or ALL_PROXY, or name Intercom's host in NO_PROXY",
    )


def _trusted() -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise ReconcilerError(
            f"the certificates that this machine trusts cannot be read: {error.strerror or error}",
            hint="mend SSL_CERT_FILE and SSL_CERT_DIR, or unset them",
        ) from error


def _shut(one: socket.socket | None) -> None:
    """Wakes whoever reads; the method of an encrypted socket would take its keys away first."""
    if one is not None:
        with suppress(OSError):
            socket.socket.shutdown(one, socket.SHUT_RDWR)


def _dripping() -> httpx.ReadTimeout:
    return httpx.ReadTimeout(f"not whole after {LONGEST:.0f} s")


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
