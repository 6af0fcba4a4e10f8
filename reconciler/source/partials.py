"""Which file an include means, and its text: inside the project, and nothing hidden.

The name comes out of a template, so it is hostile: no absolute path, no way up, no dot
file, no symbolic link.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment
from jinja2.exceptions import TemplateNotFound
from jinja2.loaders import BaseLoader

from reconciler.source.scan import protected
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

    def resolve(self, name: str, parent: str) -> str:
        """The path of the file; TemplateNotFound where there is none that may be read."""
        here = posixpath.dirname(self.file if parent == OWN else parent)
        for folder in dict.fromkeys((here, *self.folders)):
            for candidate in self._languages(name):
                path = inside(f"{folder}/{candidate}" if folder else candidate, name)
                if path in self.texts or (path and self._read(path)):
                    return path
        raise TemplateNotFound(name)

    def _languages(self, name: str) -> tuple[str, ...]:
        stem, suffix = posixpath.splitext(name)
        return (f"{stem}.{self.locale}{suffix}", name) if self.locale else (name,)

    def _read(self, path: str) -> bool:
        place = self.root
        for part in path.split("/"):
            place /= part
            if place.is_symlink():
                return False
        if not place.is_file() or place.stat().st_size > MAX_PARTIAL:
            return False
        text = decode(place.read_bytes(), path)
        if isinstance(text, str):
            self.texts[path] = text
        return isinstance(text, str)


def inside(path: str, name: str) -> str:
    """The path, or nothing where the name leads elsewhere or to something hidden."""
    parts = name.split("/")
    if "\\" in name or "\x00" in name or any(not one or one[0] == "." for one in parts):
        return ""
    return path


class Loader(BaseLoader):
    """Partials for Jinja2; code in them is as untouched as in the page."""

    def __init__(self, partials: Partials) -> None:
        self.partials = partials

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        del environment
        text = self.partials.texts[template]
        form = "html" if template.endswith(".html") else "md"
        source = protected(text, form)
        return (text if source is None else source), template, lambda: True
