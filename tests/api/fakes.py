"""A client over a scripted server: no network, and a clock that only sleeping moves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import httpx

from reconciler.api.client import HttpClient
from reconciler.api.token import Token
from reconciler.api.transport import Http, open_http

SECRET = "dG9rOnNlY3JldC1vZi1hY21l"
Reply = httpx.Response | Exception
Server = Callable[[httpx.Request], httpx.Response]


class Clock:
    """Time in seconds; sleeping is the only thing that moves it."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self.now += seconds


def scripted(*replies: Reply) -> tuple[Server, list[httpx.Request]]:
    """A server that gives one reply after the other, and what it was asked."""
    left, asked = list(replies), []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        reply = left.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    return serve, asked


def http_over(
    server: Server, *, read_only: bool = False, clock: Clock | None = None, **more: Any
) -> Http:
    clock = clock or Clock()
    return open_http(
        Token(SECRET), base_url="https://api.intercom.io", version="2.16", read_only=read_only,
        transport=httpx.MockTransport(server), clock=clock, steady=clock, sleep=clock.sleep,
        chance=lambda: 1.0, **more,
    )  # fmt: skip


def client_over(server: Server, **more: Any) -> HttpClient:
    return HttpClient(http_over(server, **more), workers=4)


def ok(headers: Mapping[str, str] | None = None, **body: Any) -> httpx.Response:
    return httpx.Response(200, json=body, headers=headers)


def refused(status: int, code: str, message: str = "", **more: Any) -> httpx.Response:
    """An error as Intercom writes it."""
    one = {"code": code, "message": message} if message else {"code": code}
    body = {"type": "error.list", "request_id": "req-1", "errors": [one], **more}
    return httpx.Response(status, json=body)


def page(
    items: Iterable[dict[str, Any]], number: int, pages: int, total: int | None = None, **more: Any
) -> httpx.Response:
    body = {
        "type": "list",
        "data": list(items),
        "pages": {"type": "pages", "page": number, "per_page": 50, "total_pages": pages, **more},
    }
    return httpx.Response(200, content=json.dumps({**body, "total_count": total}))
