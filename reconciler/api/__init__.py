"""Talking to Intercom: opens the one client that planning and applying use.

Importing this package loads no HTTP library; opening a client does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reconciler.api.client import HttpClient, wrong_region
from reconciler.api.hosts import HOSTS, address, is_loopback
from reconciler.api.token import Token

if TYPE_CHECKING:
    import httpx

CONNECTIONS = 20

__all__ = [
    "HOSTS",
    "HttpClient",
    "Token",
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
    connections: int = CONNECTIONS,
    notice: Callable[[str], None] = lambda _: None,
) -> HttpClient:
    """A client of one workspace. `transport`: a simulator in this process instead of a network.
    `notice`: takes a line of text whenever something has to be waited for.

    ReconcilerError where `region` or `base_url` is not one that a token may be sent to.
    """
    from reconciler.api.transport import open_http  # noqa: PLC0415 - loads httpx

    http = open_http(
        token,
        base_url=address(region, base_url),
        version=version,
        read_only=read_only,
        transport=transport,
        connections=connections,
    )
    return HttpClient(http, workers=connections, notice=notice)
