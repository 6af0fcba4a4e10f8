"""One question to the open web: status and headers of an address, redirects followed.

The name is resolved once and the connection goes to that very address, so that nobody can answer
with another one in between. No cookie, no token, no body: only the head of each answer is read.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import urljoin

import httpx

from reconciler import __version__
from reconciler.web.addresses import is_public, resolved

REDIRECTS = 5
LONGEST = 20.0
"""Seconds for one exchange, however slowly it drips."""
TIMES = httpx.Timeout(connect=6.0, read=10.0, write=6.0, pool=None).as_dict()
SINGLE = httpx.Limits(max_connections=1, max_keepalive_connections=0)
MOVED = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
LONGEST_URL = 4_000


class Answer(NamedTuple):
    """Header names in lower case. `url`: where it came from in the end."""

    status: int
    headers: Mapping[str, str]
    url: str


class UnreachableError(Exception):
    """No answer; the text says why. `private`: it leads to where nothing is asked."""

    def __init__(self, why: str, *, private: bool = False) -> None:
        super().__init__(why)
        self.private = private


class Web:
    """Thread-safe. `allowed`: an address -> whether it may be asked."""

    def __init__(self, *, allowed: Callable[[str], bool] = is_public) -> None:
        self._allowed = allowed
        self._trusted = httpx.create_ssl_context()

    def ask(self, method: str, url: str) -> Answer:
        """UnreachableError where no answer comes, or only a private address would give one."""
        for _ in range(REDIRECTS + 1):
            answer = self._once(method, url)
            onward = answer.headers.get("location")
            if answer.status not in MOVED or not onward:
                return answer
            url = _onward(url, onward)
        raise UnreachableError(f"redirects more than {REDIRECTS} times")

    def _once(self, method: str, url: str) -> Answer:
        target = _parsed(url)
        port = target.port or PORTS[target.scheme]
        address = self._address(target.host, port)
        request = httpx.Request(
            method,
            target.copy_with(host=address, fragment=None),
            headers={"Host": target.netloc.decode(), "Accept": "*/*", "Connection": "close",
                     "User-Agent": f"intercom-reconciler/{__version__} (link check)"},
        )  # fmt: skip
        try:
            return self._answer(request, target)
        except httpx.HTTPError as error:
            raise UnreachableError(_why(error)) from error

    def _address(self, host: str, port: int) -> str:
        try:
            return resolved(host, port, self._allowed)
        except PermissionError as error:
            raise UnreachableError(str(error), private=True) from error
        except (OSError, UnicodeError) as error:
            raise UnreachableError("has a host that nobody knows") from error

    def _answer(self, request: httpx.Request, target: httpx.URL) -> Answer:
        shutting = _Shutting()
        request.extensions = {
            "timeout": TIMES, "trace": shutting.traced, "sni_hostname": target.host,
        }  # fmt: skip
        with (
            shutting,
            httpx.HTTPTransport(verify=self._trusted, limits=SINGLE, trust_env=False) as line,
        ):
            response = line.handle_request(request)
            headers = {name.lower(): value for name, value in response.headers.items()}
            response.close()
        return Answer(response.status_code, headers, str(target))


class _Shutting:
    """Ends an exchange that takes too long: httpx's own timeouts begin anew with every byte."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(LONGEST, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def traced(self, name: str, info: Mapping[str, Any]) -> None:
        if name.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _onward(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise UnreachableError("redirects to no address") from error


def _parsed(url: str) -> httpx.URL:
    """The name of a host is decoded when it is read, and may turn out to be none."""
    try:
        target = httpx.URL(url) if len(url) <= LONGEST_URL else None
        known = target is not None and target.scheme in PORTS and target.host
    except (httpx.InvalidURL, ValueError):
        target, known = None, ""
    if target is None or not known or target.userinfo:
        raise UnreachableError("is no address that can be asked")
    return target


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "does not answer in time"
    if "certificate" in str(error).lower():
        return "has a certificate that is not valid"
    return "does not answer"
