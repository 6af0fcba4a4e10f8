"""Which addresses of machines may be asked: those of the open internet and no other.

What is asked comes from files under review. On a runner it must reach neither the network around
it nor the service that gives out the runner's own credentials.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")
GLOBAL = IPv6Network("2000::/3")
"""All that is given out of IPv6 so far."""
CLOSED = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
"""Some versions of Python take them for public: the registry's own (Oracle's metadata), old relays,
and Azure's service for its own machines.
"""


def is_public(address: str) -> bool:
    """Also of what is wrapped: IPv4 inside of IPv6 in all four ways that there are."""
    try:
        one = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_open, _all_of(one)))


def _all_of(one: Address) -> Iterator[Address]:
    yield one
    if isinstance(one, IPv4Address):
        return
    wrapped = [one.ipv4_mapped, one.sixtofour, *(one.teredo or ())]
    if one in NAT64:
        wrapped.append(IPv4Address(int(one) & 0xFFFFFFFF))
    yield from (inner for inner in wrapped if inner is not None)


def _is_open(one: Address) -> bool:
    if isinstance(one, IPv6Address):
        if one.ipv4_mapped is not None or one in NAT64:
            return True  # judged by what it wraps
        return one in GLOBAL and one.is_global
    return one.is_global and not (one.is_multicast or one.is_reserved or any(
        one in each for each in CLOSED))  # fmt: skip


def resolved(host: str, port: int, allowed: Callable[[str], bool]) -> str:
    """The address to connect to, asked for once. OSError where there is none.

    PermissionError where any of the host's addresses may not be asked: which one is used must
    not depend on chance, nor on a second answer of whoever owns the name.
    """
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(map(allowed, found)):
        raise PermissionError("leads to a private address")
    return found[0]
