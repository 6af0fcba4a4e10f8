"""Which file is which resource, in which language, and what else of the project may be linked."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reconciler.model import Absent, Config, Kinds, LocalFile, Look, Map, Ref, Spec, Target
from reconciler.near import Hints

FORMS = ("", ".md", "/index.md", "/README.md")
"""How a link may leave out a part of the file's path."""


def unseen(path: str) -> LocalFile | Absent:
    """Where nobody looks at the disk."""
    return LocalFile(path)


@dataclass(frozen=True)
class Places:
    """`files`: by path. `originals`: a translation's file -> that of its original."""

    files: Mapping[str, Target]
    refs: frozenset[Ref]
    config: Config = field(default_factory=Config)
    spoken: Mapping[Ref, frozenset[str]] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)
    look: Look = unseen
    hints: Hints = field(default_factory=Hints)

    def page(self, path: str) -> Target | None:
        """The page of a path from the root, which may leave out the end of the file's name."""
        for form in FORMS:
            if path + form in self.files:
                return self.files[path + form]
        return None

    def told_in(self, target: Target, language: str) -> Target:
        """The same in the language of who links to it, where there is such a translation."""
        spoken = self.spoken.get(target.ref, frozenset())
        return Target(target.ref, language) if not target.locale and language in spoken else target

    def near(self, path: str, here: str) -> str:
        """A hint at the page that was meant; `here`: the folder of the file that links."""
        forms = [path + form for form in FORMS]
        spelt = next((self._folded[one.casefold()] for one in forms
                      if one.casefold() in self._folded), None)  # fmt: skip
        if spelt:
            way = posixpath.relpath(spelt, here)
            return f"write {way}: upper and lower case differ, where the run is on Linux too"
        folder, name = posixpath.split(path)
        moved = self._elsewhere.get(name) or self._elsewhere.get(f"{name}.md")
        close = self.hints.nearest(name, folder, self._named.get(folder, ()))
        found = posixpath.join(folder, close) if close else moved
        return f"did you mean {posixpath.relpath(found, here)}?" if found else ""

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {path.casefold(): path for path in self.files}

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.files:
            folder, name = posixpath.split(path)
            found.setdefault(folder, []).append(name)
        return found

    @cached_property
    def _elsewhere(self) -> dict[str, str]:
        return {posixpath.basename(path): path for path in self.files}


def places(specs: Iterable[Spec], kinds: Kinds, config: Config, look: Look = unseen) -> Places:
    files: dict[str, Target] = {}
    refs: set[Ref] = set()
    spoken: dict[Ref, frozenset[str]] = {}
    originals: dict[str, str] = {}
    maps = {
        kind.name: next((one.name for one in kind.fields if one.keys and one.keys.kind == "locale"),
                        "")
        for kind in kinds.values()
    }  # fmt: skip
    for spec in specs:
        refs.add(spec.ref)
        if spec.text is not None:
            files[spec.text.path] = Target(spec.ref)
        for locale, translation in spec.translations.items():
            files[translation.path] = Target(spec.ref, locale)
            originals[translation.path] = spec.text.path if spec.text else ""
        written = spec.fields.get(maps.get(spec.ref.kind, ""))
        told = {*spec.translations, *(written if isinstance(written, Map) else ())}
        if told:
            spoken[spec.ref] = frozenset(told)
    return Places(files, frozenset(refs), config, spoken, originals, look)
