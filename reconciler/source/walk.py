"""Which files of a folder are read, in which order; never what they mean.

The project's folder is the limit: hidden names are skipped, a symbolic link that leads out
is a finding, and so is what is no regular file or too large.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.codes import finding
from reconciler.model import Finding, Pos
from reconciler.source.markers import ours, unresolved
from reconciler.source.text import MAX_BYTES, composed, decode, too_large

NUMBER = re.compile(r"\d{1,9}(?=[-_. ])")
UNNUMBERED = 1_000_000_000
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")


@dataclass(slots=True)
class Walk:
    """One run over the project at `root`, which is resolved already."""

    root: Path
    findings: list[Finding] = field(default_factory=list)
    _spelt: dict[str, str] = field(default_factory=dict)

    def files(self, folder: str, skip: Callable[[str], bool]) -> list[str]:
        """Every file below the folder as a path from the root, in declared order.

        skip: name of a file or folder -> whether it is left alone with all below it.
        """
        found = [path for path in self._below(folder, skip) if self.is_inside(path)]
        return sorted(found, key=order)

    def read(self, path: str, limit: int | None = None) -> str | None:
        """The text of a file; None with a finding. limit: bytes, where it is not that of specs."""
        most = limit or MAX_BYTES
        data = self.read_bytes(path, most)
        if data is None:
            return None
        text = decode(data, path, most)
        if isinstance(text, Finding):
            self.findings.append(text)
            return None
        conflict = unresolved(text, path)
        if conflict:
            self.findings.append(conflict)
            return ours(text)
        return text

    def read_bytes(self, path: str, limit: int | None = None) -> bytes | None:
        most = limit or MAX_BYTES
        try:
            with open(self._on_disk(path), "rb", opener=_regular) as file:
                data = file.read(most + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.findings.append(finding("file-unreadable", f"cannot be read: {reason}", Pos(path)))
            return None
        if len(data) <= most:
            return data
        self.findings.append(too_large(path, most))
        return None

    def is_inside(self, path: str) -> bool:
        """Whether the path, its links followed, stays in the project and is not hidden there."""
        real = Path(os.path.realpath(self._on_disk(path)))
        inside = real.is_relative_to(self.root)
        if inside and not any(one.startswith(".") for one in real.relative_to(self.root).parts):
            return True
        message = (
            f"{path} leads out of the project" if not inside else f"{path} leads to a hidden file"
        )
        hint = "put the file itself there; only what lies in the project is read"
        self.findings.append(finding("file-outside-root", message, Pos(path), hint=hint))
        return False

    def _below(self, folder: str, skip: Callable[[str], bool]) -> Iterator[str]:
        waiting, seen = [folder], set()
        while waiting:
            here = waiting.pop()
            real = os.path.realpath(self._on_disk(here))
            if real in seen or not self.is_inside(here):
                continue
            seen.add(real)
            for entry in self._entries(here):
                path = self._named(here, entry.name)
                if skip(entry.name):
                    continue
                if entry.is_dir():
                    waiting.append(path)
                else:
                    yield path

    def _named(self, folder: str, name: str) -> str:
        """The path that everybody uses, composed; how it is spelt on the disk is kept here."""
        path = f"{folder}/{composed(name)}"
        if path != (spelt := f"{self._spelt.get(folder, folder)}/{name}"):
            self._spelt[path] = spelt
        return path

    def _on_disk(self, path: str) -> Path:
        return self.root / self._spelt.get(path, path)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._on_disk(folder)) as entries:
                return sorted(entries, key=lambda one: one.name)
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            self.findings.append(finding("file-unreadable", message, Pos(folder)))
            return []


def _regular(path: str, flags: int) -> int:
    """Opens regular files only; a pipe would wait for ever, a device has no end."""
    handle = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "it is no regular file")
    return handle


def order(path: str) -> list[tuple[int, str]]:
    """Declared order: by the parts of the path, numbers at their beginning as numbers."""
    parts = []
    for part in path.split("/"):
        number = NUMBER.match(part)
        parts.append((int(number.group()) if number else UNNUMBERED, part))
    return parts
