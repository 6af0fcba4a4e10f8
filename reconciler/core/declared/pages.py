"""Text files to pages: which file is which page in which language, and what in it is not ours.

Knows how files are named and arranged; what becomes of a page is for specs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from reconciler.codes import finding
from reconciler.model import Finding, Kind, Map, Pos, TextFile, TextSource

META = frozenset({"id", "new", "protect", "template", "edited_in_intercom", "reviewed",
                  "missing_translation", "stale_translation"})  # fmt: skip
"""Keys of a resource that are ours, not fields of Intercom."""
LOCALE = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?")
NUMBER = re.compile(r"\d{1,3}(?=[-_. ])")
NAMED = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the default language, from which source, and its translations by language."""

    source: TextSource
    file: TextFile
    translations: Mapping[str, TextFile]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Order and place of files and folders, by path from the root without extension."""

    ranks: Mapping[str, float]
    homes: Mapping[str, str]

    def home(self, stem: str) -> str:
        """The folder that a file or folder counts to; empty for the root."""
        return self.homes.get(stem, stem.rpartition("/")[0])

    def order(self, stem: str) -> list[tuple[float, str]]:
        """Declared order: what a tool says, then numeric prefixes as numbers, then names."""
        return [self._place(one) for one in (*chain(self.home(stem)), stem)]

    def _place(self, path: str) -> tuple[float, str]:
        name = path.rpartition("/")[2]
        number = NUMBER.match(name)
        return self.ranks.get(path, int(number.group()) if number else inf), name


def chain(folder: str) -> list[str]:
    """The folder and those around it, the outermost first; none for the root."""
    parts = folder.split("/") if folder else []
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


@dataclass(frozen=True, slots=True)
class Pages:
    pages: Mapping[str, Page]
    arranged: Arranged
    findings: Sequence[Finding]


def pages(sources: Sequence[TextSource], kind: Kind, locales: tuple[str, ...]) -> Pages:
    """Every page of a kind by its path without language and extension."""
    left = {path: one for source in sources for path, one in _undeclared(source, locales).items()}
    found = list(left.values())
    originals: dict[str, Page] = {}
    translations: dict[str, dict[str, TextFile]] = {}
    presets = {one.path: source.preset for source in sources for one in source.files}
    foreign = Foreign(kind)
    for source, written, stem, locale in _named(sources, locales):
        if source.preset and written.path in left:
            continue
        file = foreign.taken(source, written) if source.preset else written
        if locale != locales[0]:
            translations.setdefault(stem, {})[locale] = file
        elif stem in originals:
            found.append(_two_files(file, originals[stem].file))
        else:
            originals[stem] = Page(source, file, translations.setdefault(stem, {}))
    for stem in sorted(translations.keys() - originals.keys()):
        found += [_no_original(one, presets[one.path]) for one in translations[stem].values()]
    ranks, homes = dict[str, float](), dict[str, str]()
    for source in reversed([one for one in sources if one.locale in (None, locales[0])]):
        ranks |= source.ranks
        homes |= source.homes
    return Pages(originals, Arranged(ranks, homes), [*found, *foreign.findings()])


def _named(
    sources: Sequence[TextSource], locales: tuple[str, ...]
) -> Iterator[tuple[TextSource, TextFile, str, str]]:
    aliases = {name: stem for source in sources for name, stem in source.aliases.items()}
    for source in sources:
        for file in source.files:
            stem, locale = _called(source, file, locales)
            page = source.pages.get(file.path)
            if page is not None:
                known = (aliases[name] for name in page.names if name in aliases)
                stem, locale = next(known, page.names[-1]), page.locale
            yield source, file, stem, locale


def _called(source: TextSource, file: TextFile, locales: tuple[str, ...]) -> tuple[str, str]:
    """Page and language, as the path of the file says them."""
    stem = file.path[len(source.root) :].lstrip("/").rsplit(".", 1)[0]
    base, dot, suffix = stem.rpartition(".")
    return (base, suffix) if dot and suffix in locales else (stem, source.locale or locales[0])


def _undeclared(source: TextSource, locales: tuple[str, ...]) -> dict[str, Finding]:
    """Files like name.es.md beside name.md, whose language nobody declared, by path.

    An existing docs repository may have more languages than the help center; they stay there.
    """
    stems = {file.path.rpartition(".")[0] for file in source.files}
    found = {}
    for file in source.files:
        stem = file.path.rpartition(".")[0]
        base, _, suffix = stem.rpartition(".")
        page = source.pages.get(file.path)
        named = page.locale if page else suffix if base in stems else ""
        if LOCALE.fullmatch(named) and named not in locales:
            found[file.path] = finding(
                "unknown-locale",
                f"{stem} looks like a translation, and {named} is no declared language",
                Pos(file.path, 1, 1),
                hint=f"declare {named} in help_center.locales, or rename the file",
                severity="note" if source.preset else None,
            )
    return found


@dataclass(slots=True)
class Foreign:
    """In an existing docs repository keys of other tools are left alone, and said once."""

    kind: Kind
    keys: dict[str, list[Pos]] = field(default_factory=dict)

    def taken(self, source: TextSource, file: TextFile) -> TextFile:
        """The file with what is ours of its front matter."""
        known = self.known if source.keys is None else source.keys
        others = [key for key in file.front if key not in known]
        for key in others:
            self.keys.setdefault(key, []).append(Pos(file.path, *file.front.key_mark(key)))
        if not others:
            return file
        own = ((key, value) for key, value in file.front.items() if key in known)
        return replace(file, front=Map(own, file.front.marks, file.front.mark))

    @property
    def known(self) -> Collection[str]:
        return {one.name for one in self.kind.fields} | META | {"name"}

    def findings(self) -> Iterator[Finding]:
        if not self.keys:
            return
        names = sorted(self.keys)
        more = len(names) - NAMED
        listed = ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
        places = sum(map(len, self.keys.values()))
        counted = f", {places} times" if places > 1 else ""
        about = f"front matter of another tool is left alone: {listed}{counted}"
        first = min(one for each in self.keys.values() for one in each)
        yield finding("foreign-front-matter", about, first, path=names[0])


def _two_files(file: TextFile, other: TextFile) -> Finding:
    return finding(
        "duplicate-name",
        f"{file.path} and {other.path} are the same page in the same language",
        Pos(file.path, 1, 1),
        hint="remove one of them, or end its name in the language, as in name.fr.md",
    )


def _no_original(file: TextFile, preset: str) -> Finding:
    """A mistake; but in an existing docs repository a page that is left alone."""
    return finding(
        "translation-source",
        f"{file.path} is a translation, but the original is not there",
        Pos(file.path, 1, 1),
        hint="add the original in the default language beside it",
        severity="warning" if preset else None,
    )
