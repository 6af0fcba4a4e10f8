"""Attachments of messages and replies: checked, and shown as the parts of conversations do.

[D] At most 10, by URL or as base64 in the body. Nothing is fetched: sizes of what stands
behind a URL are made up.
"""

from __future__ import annotations

from mimetypes import guess_type
from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.errors import invalid
from reconciler.simulator.wire import Json

MOST = 10
SIDE = 100
"""Pixels; every attachment has a width and a height in the description."""


def of(body: Json) -> list[Json]:
    """RefusalError: too many, or none that can be attached."""
    return [_by_url(one) for one in _urls(body)] + [_by_file(one) for one in _files(body)]


def _urls(body: Json) -> list[Any]:
    found = body.get("attachment_urls") or []
    if not isinstance(found, list) or not all(_is_url(one) for one in found):
        raise invalid("attachment_urls must be a list of URLs", field="attachment_urls")
    return _few(found, "attachment_urls")


def _files(body: Json) -> list[Json]:
    found = checks.entries(body, "attachment_files")
    for one in found:
        if not all(isinstance(one.get(key), str) for key in ("content_type", "data", "name")):
            message = "attachment_files need content_type, data and name"
            raise invalid(message, field="attachment_files")
    return _few(found, "attachment_files")


def _few(found: list[Any], name: str) -> list[Any]:
    if len(found) > MOST:
        raise invalid(f"{name} must be at most {MOST}", field=name)
    return found


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _by_url(url: str) -> Json:
    name = url.partition("?")[0].rsplit("/", 1)[-1]
    kind = guess_type(name)[0] or "application/octet-stream"
    return _shown(name, url, kind=kind, size=len(url))


def _by_file(entry: Json) -> Json:
    url = f"https://attachments.example.com/{entry['name']}"
    size = len(entry["data"]) * 3 // 4
    return _shown(entry["name"], url, kind=entry["content_type"], size=size)


def _shown(name: str, url: str, *, kind: str, size: int) -> Json:
    return {"type": "upload", "name": name, "url": url, "content_type": kind, "filesize": size,
            "width": SIDE, "height": SIDE}  # fmt: skip
