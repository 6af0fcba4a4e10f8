"""Bytes of a file to text, and where in a text something is.

Knows nothing of YAML or Markdown. Line ends become LF and characters composed (NFC) here, once,
for everything behind.
"""

from __future__ import annotations

import unicodedata

from reconciler.codes import finding
from reconciler.model import Finding, Pos

MAX_BYTES = 20_000_000
"""Of one file. 20 MB of YAML are about 55,000 companies."""


def decode(data: bytes, file: str, limit: int | None = None) -> str | Finding:
    """The text of a file without its byte order mark, or why it is none."""
    if len(data) > (limit or MAX_BYTES):
        return too_large(file, limit or MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        return finding(
            "file-encoding",
            f"byte 0x{wrong.object[wrong.start]:02x} is not UTF-8",
            Pos(file, *place(wrong.object[: wrong.start].decode())),
            hint="save the file as UTF-8",
        )
    nul = text.find("\x00")
    if nul >= 0:
        at = Pos(file, *place(text[:nul]))
        return finding("file-encoding", "a NUL character stands here", at, hint="delete it")
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return composed(text)


def composed(text: str) -> str:
    """One form for what looks alike: macOS takes names apart that editors write as one sign."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def too_large(file: str, limit: int) -> Finding:
    message = f"the file is larger than {limit // 1_000_000} MB"
    return finding("file-too-large", message, Pos(file), hint="split it into several files")


def place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows `before`."""
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def line_of(text: str, line: int) -> str:
    """One line of a text, counted from 1; empty where there is none."""
    lines = text.split("\n", line)
    return lines[line - 1] if 0 < line <= len(lines) else ""
