"""Images: fetched, hosted on Intercom's own host, and signed anew on every read.

Nothing is really fetched: which hosts cannot be reached is a switch.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from reconciler.simulator.bodies.setting import Setting, digest
from reconciler.simulator.store import Store

HOSTS = {"US": "downloads.intercomcdn.com", "EU": "downloads.intercomcdn.eu",
         "AU": "au.downloads.intercomcdn.com"}  # fmt: skip
OWN = r"https://(?:(?:au\.)?downloads\.intercomcdn\.(?:com|eu)|intercom-attachments-\d+\.com)/"
HOSTED = re.compile(rf'(="{OWN}[^"?]*)"')
IN_MARKDOWN = re.compile(rf'((?:\(<?|="){OWN}[^"?)>\s]*)')
LASTING = 3600
SIZES = ("width", "height")


def tag(node: LexborNode, setting: Setting) -> str:
    """[R] Alt and sizes stay, style is the server's own."""
    attributes = node.attributes
    kept = [("src", hosted(attributes.get("src") or "", setting))]
    kept += [("alt", attributes["alt"] or "")] if "alt" in attributes else []
    kept += [(name, attributes[name] or "") for name in SIZES if name in attributes]
    kept += [("style", "height: auto;")]
    written = " ".join(f'{name}="{escape(value)}"' for name, value in kept)
    return f"<img {written}>"


def hosted(url: str, setting: Setting) -> str:
    """The address on Intercom's host, without a query; an image that is there keeps its own."""
    plain = url.partition("?")[0]
    if re.match(OWN, plain):
        return plain
    anew = setting.switches.images_hosted_anew
    mark = setting.fresh(24) if anew else digest(url, 24)
    name = PurePosixPath(urlsplit(plain).path).name or "image"
    host = HOSTS.get(setting.region, HOSTS["US"])
    return f"https://{host}/i/o/{int(mark[:7], 16)}/{mark}/{name}"


def bare(url: str) -> str:
    """The address of a hosted file as it is kept: without its signature."""
    return url.partition("?")[0] if re.match(OWN, url) else url


def signed(body: str, store: Store) -> str:
    """The body as it is read: every read signs every hosted file differently."""
    if not (_may_be_hosted(body) and HOSTED.search(body)):
        return body
    query = _query(store).replace("&", "&amp;")
    return HOSTED.sub(lambda found: f'{found[1]}{query}"', body)


def signed_markdown(text: str, store: Store) -> str:
    if not (_may_be_hosted(text) and IN_MARKDOWN.search(text)):
        return text
    query = _query(store)
    return IN_MARKDOWN.sub(lambda found: f"{found[1]}{query}", text)


def _may_be_hosted(text: str) -> bool:
    """Most have no file: a listing asks without the pattern, which takes forty times as long."""
    return ".intercomcdn." in text or "/intercom-attachments-" in text


def _query(store: Store) -> str:
    mark = digest(f"s{store.count()}", 40)
    return f"?expires={store.now() + LASTING}&signature={mark}&req={mark[::-2]}%0A"
