"""Where files of the project are served: images for Intercom, everything else for people to see.

Only reading is chosen here. What is written to, the store of the assets, no file may choose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from reconciler.model import Assets, Map

if TYPE_CHECKING:
    from reconciler.source.config import Reading

KEYS = ("base_url", "to")
UPLOADS = ("branch", "store")
INTO_BRANCH = re.compile(r"/(?:blob|tree|raw|src)/[^/]")
SHOWN = {"gitlab": "-/blob", "bitbucket": "src"}
"""How hosts of repositories show a file; all others do it as GitHub does: blob/BRANCH/PATH."""


def assets(reading: Reading, data: Map) -> Assets:
    reading.keys(data, KEYS, "assets.")
    hint = "write the address below which the project's files are served: https://cdn.example.com/x"
    url = _web(reading, data, "base_url", "assets.", hint)
    return Assets(url, reading.choice(data, "to", UPLOADS, "") if "to" in data else "")


def repository(reading: Reading, data: Map) -> str:
    """Below it the repository's host shows the files of the project, as of one branch.

    An address that leads into a branch already (a project in a subfolder) is taken as it is.
    """
    hint = "write the repository's address on the web: https://github.com/acme/docs"
    url = _web(reading, data, "repository", "help_center.", hint)
    branch = quote(reading.text(data, "branch", "HEAD"))
    if not url or INTO_BRANCH.search(url):
        return url
    host = urlsplit(url).hostname or ""
    way = next((way for name, way in SHOWN.items() if name in host), "blob")
    return f"{url.removesuffix('.git')}/{way}/{branch}"


def _web(reading: Reading, data: Map, key: str, where: str, hint: str) -> str:
    url = reading.text(data, key, "")
    if not url or _is_https(url):
        return url.rstrip("/")
    message = f"{where}{key}: {url} is no https address"
    reading.problem("config-value", message, data.value_mark(key), hint)
    return ""


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and parts.hostname and not parts.query and not parts.fragment
    return bool(plain) and "@" not in parts.netloc and not any(one <= " " for one in url)
