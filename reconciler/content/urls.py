"""Addresses: which may be sent, and the one spelling in which two are compared."""

from __future__ import annotations

import re
from urllib.parse import quote

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel", "reconciler", "reconciler-file"})
OWN_FILE = "reconciler-file:"
"""Stands for the address of a file of the project, which it gets when it is sent."""
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
CONTROL = re.compile(r"[\x00-\x20\x7f]+")
SAFE = "!#$%&'()*+,-./:;=?@[]_~"
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
HOST = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?\Z", re.IGNORECASE | re.DOTALL)
OWN_HOST = re.compile(
    r"(?:[\w-]+\.)*(?:intercomcdn(?:\.eu|\.au)?\.(?:com|eu)|intercom-attachments(?:-\d+)?\.(?:com|eu))\Z"
)
"""Hosts from which Intercom serves files: `downloads.intercomcdn.com`, `.eu`, `au`, and
`intercom-attachments-N.com`; their query is a signature made anew for every read."""
VIDEOS = (
    (
        re.compile(
            r"(?:https?:)?//(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/"
            r"(?:embed/|shorts/|live/|v/|watch\?(?:[^#]*&)?v=)|youtu\.be/)([\w-]+)"
        ),
        "https://www.youtube.com/embed/{}",
    ),
    (
        re.compile(r"(?:https?:)?//(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d+)"),
        "https://player.vimeo.com/video/{}",
    ),
    (
        re.compile(r"(?:https?:)?//(?:www\.)?loom\.com/(?:embed|share)/(\w+)"),
        "https://www.loom.com/embed/{}",
    ),
    (
        re.compile(
            r"(?:https?:)?//(?:[\w-]+\.)*wistia\.(?:com|net)/(?:embed/(?:iframe|medias)|medias)/(\w+)"
        ),
        "https://fast.wistia.net/embed/iframe/{}",
    ),
    (
        re.compile(r"(?:https?:)?//(?:[\w-]+\.)*vidyard\.com/(?:watch/|share/)?([\w-]+)"),
        "https://play.vidyard.com/{}",
    ),
    (
        re.compile(r"(?:https?:)?//(?:www\.)?(streamio\.com/[\w./-]+)"),
        "https://{}",
    ),
)  # fmt: skip

PLAYERS = {
    "youtube": "https://www.youtube.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}",
    "loom": "https://www.loom.com/embed/{}",
    "wistia": "https://fast.wistia.net/embed/iframe/{}",
    "vidyard": "https://play.vidyard.com/{}",
    "streamio": "https://streamio.com/api/v1/videos/{}/public_show",
}
"""Where a video of each provider is embedded from, by its id."""


def scheme_of(url: str) -> str:
    found = SCHEME.match(url)
    return found.group(1).lower() if found else ""


def sendable(url: str) -> str:
    """The address with everything escaped that is no part of one; `reconciler:` stays."""
    return (
        url
        if url.startswith(("reconciler:", OWN_FILE))
        else quote(CONTROL.sub(_space, url), safe=SAFE, errors="replace")
    )


def _space(found: re.Match[str]) -> str:
    return "%20" * found.group().count(" ")


def normal(url: str) -> str:
    """The one spelling of an address: escapes, case of the host, slash of an empty path."""
    if url.startswith(("reconciler:", OWN_FILE)):
        return _own(url)
    url = ESCAPE.sub(_escape, sendable(url.strip()))
    found = HOST.match(url)
    if found is None:
        return url
    scheme, host, path, query, fragment = found.groups("")
    host = host.lower()
    if OWN_HOST.match(host):
        query = ""
    return f"{scheme.lower()}://{host}{path or '/'}{query}{fragment}"


def _own(url: str) -> str:
    """The name stays as it is; its fragment is spelt like that of any other address."""
    target, mark, fragment = url.partition("#")
    return target + mark + ESCAPE.sub(_escape, sendable(fragment))


def _escape(found: re.Match[str]) -> str:
    char = chr(int(found.group(1), 16))
    return char if char in UNRESERVED else found.group().upper()


def video(url: str) -> str | None:
    """The embed address of a video that Intercom can show; None for any other address."""
    for pattern, embed in VIDEOS:
        found = pattern.match(url.strip())
        if found:
            return embed.format(found.group(1))
    return None


def unsigned(url: str) -> str:
    """The address of a file on Intercom's own hosts without its signature, which expires."""
    return url.partition("?")[0] if own_file(url) else url


def own_file(url: str) -> bool:
    """Whether Intercom itself serves what the address leads to."""
    found = HOST.match(url)
    return found is not None and OWN_HOST.match(found.group(2).lower()) is not None
