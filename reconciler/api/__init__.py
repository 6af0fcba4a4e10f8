"""Talking to Intercom: opens the one client that planning and applying use.

Importing this package loads no HTTP library; opening a client does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reconciler.api.client import HttpClient, wrong_region
from reconciler.api.hosts import HOSTS, address, is_loopback
from reconciler.api.pace import MOST
from reconciler.api.token import Token
from reconciler.api.trace import Trace

if TYPE_CHECKING:
    import httpx

__all__ = [
    "HOSTS",
    "HttpClient",
    "Token",
    "Trace",
    "address",
    "is_loopback",
    "open_client",
    "wrong_region",
]


def open_client(
    token: Token,
    *,
    read_only: bool,
    region: str = "us",
    version: str = "2.11",
    base_url: str | None = None,
    transport: httpx.BaseTransport | None = None,
    reserve: float = 0.0,
    trace: Trace | None = None,
    notice: Callable[[str], None] = lambda _: None,
    waiting: Callable[[float], None] = lambda _: None,
) -> HttpClient:
    """A client of one workspace. `transport`: a simulator in this process instead of a network.

    `reserve`: the share (0 to 0.9) of each window of Intercom's that is left to other apps.
    `notice` takes a line of text whenever something has to be waited for, `waiting` the seconds
    until the next window, once for each.

    ReconcilerError where `region` or `base_url` is not one that a token may be sent to.
    """
    from reconciler.api.transport import open_http  # noqa: PLC0415 - loads httpx

    http = open_http(
        token,
        base_url=address(region, base_url),
        version=version,
        read_only=read_only,
        transport=transport,
        reserve=reserve,
        trace=trace,
        waiting=waiting,
    )
    return HttpClient(http, workers=MOST, notice=notice)
