"""What lies at a path of the project that a link or an image names: the file, or why there is none.

The project's folder is the limit: nothing hidden, no symbolic link, regular files only. What a file
is, is read from its first bytes and not from its name.
"""

from __future__ import annotations

import html
import os
import posixpath
import re
import stat
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from reconciler.model import Absent, LocalFile
from reconciler.near import nearest
from reconciler.source.partials import linked
from reconciler.source.text import composed

MOST = 20_000_000
"""Bytes of a file that is served. Intercom names no limit; its editor refuses images over 20 MB."""
HEAD = 512
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
SVG = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+|<!DOCTYPE[^>]*+>\s*+)*+<svg[\s>]", re.DOTALL
)
"""Nothing is tried twice: a head of comments alone would be searched for ever."""
SCRIPTED = re.compile(
    r"<\s*+(?:[\w.-]++:)?(?:script|foreignObject)|\bon[a-z]++\s*+=|javascript:|<!ENTITY",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"[\x00-\x1f\x7f]+")
"""What browsers skip inside the name of a scheme."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")


@dataclass(slots=True)
class Looking:
    """One run over the project at `root`; each file is read once."""

    root: Path
    known: dict[str, LocalFile | Absent] = field(default_factory=dict)

    def __call__(self, path: str) -> LocalFile | Absent:
        if path not in self.known:
            self.known[path] = self._look(path)
        return self.known[path]

    def _look(self, path: str) -> LocalFile | Absent:
        if "\\" in path or "\x00" in path or any(one.startswith(".") for one in path.split("/")):
            return Absent("leads to what is hidden, or out of the project")
        try:
            if linked(self.root, path):
                return Absent("is a symbolic link, and only the file itself is read")
            spelt = self._spelt(path)
            if spelt is None:
                return Absent("is no file of the project", self._near(path))
            if (self.root / spelt).is_dir():
                return LocalFile(path)
            return _described(path, self.root / spelt)
        except OSError as error:
            return Absent(f"cannot be read: {error.strerror or error}")

    def _spelt(self, path: str) -> str | None:
        """The path as it is on the disk, letter by letter also where the disk does not care."""
        here, parts = self.root, []
        for part in path.split("/"):
            found = next((one for one in _names(here) if composed(one) == part), None)
            if found is None:
                return None
            parts.append(found)
            here = here / found
        return "/".join(parts)

    def _near(self, path: str) -> str:
        """The path that differs in case only, else a near name in the same folder."""
        folder, name = posixpath.split(path)
        spelt, here = [], self.root
        for part in folder.split("/") if folder else []:
            found = next((one for one in _names(here) if one.casefold() == part.casefold()), None)
            if found is None:
                return ""
            spelt.append(found)
            here = here / found
        names = [one for one in _names(here) if not one.startswith(".")]
        close = nearest(name, names[:2000])
        return "/".join([*spelt, close]) if close else ""


def _names(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir())
    except (NotADirectoryError, FileNotFoundError):
        return []


def _described(path: str, place: Path) -> LocalFile:
    with open(place, "rb", opener=_regular) as file:
        head = file.read(HEAD)
        media = type_of(head)
        if not media:
            named = path.lower().endswith(PICTURES)
            what = "is no image that Intercom takes, whatever its name says" if named else ""
            return LocalFile(path, problem=what, hint=TAKEN if named else "")
        digest, size = sha256(head), len(head)
        svg = head if media == "image/svg+xml" else b""
        while (piece := file.read(1 << 20)) and size <= MOST:
            digest.update(piece)
            size += len(piece)
            svg += piece if svg else b""
    problem, hint = _problem(media, size, svg)
    return LocalFile(path, media, digest.hexdigest(), size, problem, hint)


def content(root: Path, path: str) -> bytes:
    """The whole file at a path that was looked at before; OSError where it cannot be read."""
    if linked(root, path):
        raise OSError(0, "it is a symbolic link")
    with open(root / path, "rb", opener=_regular) as file:
        return file.read(MOST + 1)


TAKEN = "Intercom takes PNG, JPEG, GIF and SVG: save it as one of these"


def _problem(media: str, size: int, svg: bytes) -> tuple[str, str]:
    if size > MOST:
        return f"is larger than {MOST // 1_000_000} MB", "make it smaller"
    if media == "image/webp":
        return "is WebP, which Intercom's articles do not name among their images", TAKEN
    if svg and _scripted(svg):
        return "is an SVG with scripts, which must not reach anybody's browser", (
            "export it without scripts, event handlers and foreignObject"
        )
    return "", ""


def _scripted(svg: bytes) -> bool:
    """As a browser reads it: references in values are characters, some characters are nothing."""
    text = svg.decode("utf-8", "replace")
    return any(SCRIPTED.search(one) for one in (text, UNSEEN.sub("", html.unescape(text))))


def type_of(head: bytes) -> str:
    """The media type by the first bytes; empty for text, and for what nobody downloads."""
    for mark, media in SIGNATURES:
        if head.startswith(mark):
            return media
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return "image/svg+xml" if SVG.match(head.removeprefix(b"\xef\xbb\xbf")) else ""


def _regular(path: str, flags: int) -> int:
    """Opens regular files only; a pipe would wait for ever, a device has no end."""
    handle = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "it is no regular file")
    return handle
