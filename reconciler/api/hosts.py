"""Which address the token may be sent to.

The regional hosts of Intercom; any other only where the caller names it, never in the
clear except to this machine.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from reconciler.errors import ReconcilerError

HOSTS = {
    "us": "https://api.intercom.io",
    "eu": "https://api.eu.intercom.io",
    "au": "https://api.au.intercom.io",
}
"""Source: the servers block of the published API description."""
NETLOC = re.compile(r"([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")
"""Host and port with nothing in them that two parsers of URLs could read differently."""
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


def address(region: str, override: str | None = None) -> str:
    """The base URL without a slash at its end; ReconcilerError where it is refused."""
    if override is not None:
        return _checked(override)
    if region not in HOSTS:
        raise ReconcilerError(f'there is no region "{region}"', hint=f"regions: {', '.join(HOSTS)}")
    return HOSTS[region]


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    return found == ipaddress.IPv6Address("::1") or found in LOOPBACK


def clear_text(base_url: str) -> bool:
    """True for plain http, which only leads to this machine: no proxy may be asked then."""
    return base_url.startswith("http://")


def _checked(url: str) -> str:
    if set("@?#") & set(url):
        raise ReconcilerError(
            "the API's address has a user, a query or a fragment",
            hint="give scheme, host and path only, such as https://api.intercom.io",
        )
    parts = _parts(url)
    if parts.scheme not in {"https", "http"} or not NETLOC.fullmatch(parts.netloc):
        raise _no_address(url)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        hint = "use https; plain http is for a simulator on 127.0.0.1, ::1 or localhost"
        raise ReconcilerError(f"{url}: the token would travel unencrypted", hint=hint)
    return url.rstrip("/")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - a port that is no number raises here
    except ValueError:
        raise _no_address(url) from None
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise _no_address(url)
    return parts


def _no_address(url: str) -> ReconcilerError:
    return ReconcilerError(
        f"{url!a} is not the address of an API",
        hint="write it as https://host or, for a simulator, http://127.0.0.1:PORT",
    )
