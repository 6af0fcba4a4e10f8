"""Bodies that Intercom answers with 400 for the whole article. [D, the guide]

The texts of the messages are ours: none is recorded.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from reconciler.simulator.bodies.setting import Setting
from reconciler.simulator.errors import invalid

PLAYERS = ("youtube.com", "youtu.be", "youtube-nocookie.com", "wistia.com", "wistia.net",
           "vimeo.com", "loom.com", "vidyard.com", "streamio.com")  # fmt: skip
NEVER = {
    "table table": "a table cannot hold a table",
    "li table": "a list item cannot hold a table",
    "dl": "definition lists are not supported",
}
NESTED = "li ul, li ol, ul > ul, ul > ol, ol > ul, ol > ol"


def check(body: LexborNode, setting: Setting) -> None:
    for selector, why in NEVER.items():
        if body.css_first(selector):
            raise _refusal(why)
    if not setting.switches.nested_lists and body.css_first(NESTED):
        raise _refusal("lists cannot be nested")
    for found in body.css("ul, ol"):
        if not any(_filled(item) for item in found.css("li")):
            raise _refusal("a list needs an item that is not empty")
    if any(not found.css_first("td, th") for found in body.css("table")):
        raise _refusal("a table needs a row with a cell")
    for found in body.css("iframe"):
        if not _player(found.attributes.get("src") or ""):
            raise _refusal("an iframe must come from a supported video host")
    for found in body.css("img"):
        _check_image(found.attributes.get("src") or "", setting)


def _filled(item: LexborNode) -> bool:
    return bool(item.text().strip() or item.css_first("img, iframe"))


def _player(url: str) -> bool:
    host = host_of(url)
    return any(host == one or host.endswith(f".{one}") for one in PLAYERS)


def _check_image(url: str, setting: Setting) -> None:
    host = host_of(url)
    if not host or host in setting.switches.unreachable_hosts:
        raise _refusal(f"the image {url[:200]} cannot be fetched")


def host_of(url: str) -> str:
    """The host of an absolute web address, or nothing."""
    try:
        parts = urlsplit(f"https:{url}" if url.startswith("//") else url.strip())
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""


def _refusal(why: str) -> Exception:
    return invalid(f"Body is invalid: {why}", field="body")
