"""Which file an include means, and its text: inside the project, and nothing hidden.

The name comes out of a template, so it is hostile: no absolute path, no way up, no dot
file, no symbolic link.
"""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.source.relative import rebased
from reconciler.source.scan import pieces
from reconciler.source.text import decode

MAX_PARTIAL = 2_000_000
OWN = "."
"""The name of the template that is rendered itself, as its includes see it."""


@dataclass
class Partials:
    """`file` and `locale`: which file is rendered, in which language. `folders`: the specs'."""

    root: Path
    folders: tuple[str, ...]
    file: str = ""
    locale: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    """Text of each partial that was read, by its path."""
    absent: set[str] = field(default_factory=set)
    """Paths without a partial: the disk is asked once, however often a loop includes it."""

    def find(self, name: str, parent: str) -> str | None:
        """The path of the file; None where there is none that may be read."""
        here = posixpath.dirname(self.file if parent == OWN else parent)
        for folder in dict.fromkeys((here, *self.folders)):
            for candidate in self._languages(name):
                path = inside(f"{folder}/{candidate}" if folder else candidate, name)
                if path in self.texts or (path and self._is_new(path)):
                    return path
        return None

    def _is_new(self, path: str) -> bool:
        """Whether the path is a partial that nobody asked for before; then its text is kept."""
        if path not in self.absent and self._read(path):
            return True
        self.absent.add(path)
        return False

    def pieces(self, name: str, parent: str) -> tuple[str, list[str]] | None:
        """Path and text of a partial, the text in turns of what is no code and what is."""
        path = self.find(name, parent)
        return None if path is None else (path, self.split(path))

    @property
    def folder(self) -> str:
        """The folder of the page, from which its links lead."""
        return posixpath.dirname(self.file)

    def split(self, path: str) -> list[str]:
        """In turns of what is no code and what is, with links as they lead from the page."""
        parts = pieces(self.texts[path], "html" if path.endswith(".html") else "md")
        here = posixpath.dirname(path)
        return [
            part if at % 2 else rebased(part, here=here, there=self.folder, known=self._is_file)
            for at, part in enumerate(parts)
        ]

    def _is_file(self, path: str) -> bool:
        try:
            return (self.root / path).is_file()
        except (OSError, ValueError):  # a name that no disk can hold
            return False

    def _languages(self, name: str) -> tuple[str, ...]:
        stem, suffix = posixpath.splitext(name)
        return (f"{stem}.{self.locale}{suffix}", name) if self.locale else (name,)

    def _read(self, path: str) -> bool:
        data = self._bytes(path)
        text = None if data is None else decode(data, path)
        if isinstance(text, str):
            self.texts[path] = text
        return isinstance(text, str)

    def _bytes(self, path: str) -> bytes | None:
        place = self.root / path
        try:
            fits = not linked(self.root, path) and place.is_file()
            return place.read_bytes() if fits and place.stat().st_size <= MAX_PARTIAL else None
        except OSError:  # the name is too long, or the file may not be read
            return None


def inside(path: str, name: str) -> str:
    """The path, or nothing where the name leads elsewhere or to something hidden."""
    parts = name.split("/")
    if "\\" in name or "\x00" in name or any(not one or one[0] == "." for one in parts):
        return ""
    return path


def linked(root: Path, path: str) -> bool:
    """Whether a part of the path is a symbolic link."""
    place = root
    for part in path.split("/"):
        place /= part
        if os.path.islink(place):  # noqa: PTH114 - no error for too long a name
            return True
    return False
