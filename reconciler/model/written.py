"""What was written: values that know their place, files, configuration, specs."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from reconciler.model.basics import Finding, Path, Policy, Pos, Ref, RowPos, nothing
from reconciler.model.served import Assets


class Quoted(str):
    """A scalar in quotes: always text, never null or a number."""

    __slots__ = ()


Mark = tuple[int, int]


def pack(key: Mark, value: Mark) -> int:
    """Two marks as one int: lines from the key to its value, line of the key, both columns."""
    return (value[0] - key[0] << 52) | pack_key(key) | min(value[1], 4095)


def pack_key(mark: Mark) -> int:
    """The part of a packed mark that is the key's."""
    return mark[0] << 24 | min(mark[1], 4095) << 12


class Map(dict[str, Any]):
    """A mapping that knows the place of each key and value (`marks`: packed) and its own."""

    __slots__ = ("mark", "marks")

    def __init__(
        self,
        items: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        marks: dict[str, int] | None = None,
        mark: Mark = (0, 0),
    ) -> None:
        super().__init__(items)
        self.marks = {} if marks is None else marks
        self.mark = mark

    def key_mark(self, key: str) -> Mark:
        packed = self.marks.get(key)
        return self.mark if packed is None else (packed >> 24 & 0xFFFFFFF, packed >> 12 & 4095)

    def value_mark(self, key: str) -> Mark:
        packed = self.marks.get(key)
        if packed is None:
            return self.mark
        return (packed >> 24 & 0xFFFFFFF) + (packed >> 52), packed & 4095


class Seq(list[Any]):
    """A list that knows the place of each item and its own."""

    __slots__ = ("mark", "marks")

    def __init__(
        self, items: Iterable[Any] = (), marks: list[Mark] | None = None, mark: Mark = (0, 0)
    ) -> None:
        super().__init__(items)
        self.marks = [] if marks is None else marks
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Filled:
    """Where the rows come from that fill a template.

    fills   which column the value at a path of the template is made of
    place   line of the row, and one of its columns or -1 -> the place in the data
    """

    fills: Mapping[Path, int]
    place: Callable[[int, int], Pos]


class Row(Map):
    """A mapping that a row of data made: its keys stand in the template, its values in the row."""

    __slots__ = ("filled", "line")

    def __init__(
        self, items: Iterable[tuple[str, Any]], template: Map, *, line: int, filled: Filled
    ) -> None:
        super().__init__(items, template.marks, template.mark)
        self.line = line
        self.filled = filled

    def pos(self, *path: str, value: bool, template: Pos) -> Pos:
        """The place in the data, or in the template for a key; each names the other."""
        if path and not value:
            return RowPos(template, self.filled.place(self.line, -1))
        column = next(
            (self.filled.fills[path[:end]] for end in range(len(path), 0, -1)
             if path[:end] in self.filled.fills), -1)  # fmt: skip
        return RowPos(self.filled.place(self.line, column), template)


@dataclass(frozen=True, slots=True)
class Site:
    """A published site: its pages by address, addresses by file, and where other files lie."""

    pages: Mapping[str, str]
    addresses: Mapping[str, str]
    static: str | None = None

    def page(self, link: str, file: str) -> str | None:
        """The file of the page that a link in `file` leads to on the site."""
        here = posixpath.dirname(self.addresses.get(file, "/"))
        address = posixpath.normpath(posixpath.join(here, link))
        return self.pages.get(posixpath.splitext(address)[0], self.pages.get(address))


@dataclass(frozen=True, slots=True)
class TextFile:
    """A Markdown or HTML file: front matter, body, and the line on which the body begins."""

    path: str
    front: Map
    body: str
    body_line: int
    format: Literal["md", "html"] = "md"
    site: Site | None = None
    template: str = ""
    """The body as it is written, where templates made another one of it."""


class Page(NamedTuple):
    """Which page a file is, in which language. `names`: of the page, the surest first; the last
    one is its path, the others count where some page has them as an alias.
    """

    locale: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextSource:
    """A folder of text files of one kind: the specs' own, or an existing docs repository."""

    kind: str
    root: str
    locale: str | None
    preset: str
    files: tuple[TextFile, ...]
    folders: Mapping[str, Map] = field(default_factory=dict)
    """Metadata file of each folder that has one, by the folder's path relative to `root`."""
    ranks: Mapping[str, float] = field(default_factory=dict)
    """Place among its siblings of a file (without extension) or folder, relative to `root`."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Folder that a file (without extension) counts to, where it is not the one around it."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    """Page and language of each file whose path does not say them, by that path."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """By what a page is known to its translations -> its path without extension."""
    keys: frozenset[str] | None = None
    """Front matter that is ours; None for whatever the kind has."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    path: str
    data: Map


@dataclass(frozen=True, slots=True)
class Workspace:
    name: str = "default"
    app_id: str | None = None
    region: str = "us"
    api_version: str = "2.11"
    vars: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """reconciler.yaml, checked. `data` keeps the places for later findings."""

    path: str = "reconciler.yaml"
    data: Map = field(default_factory=Map)
    specs: str = "specs"
    locales: tuple[str, ...] = ("en",)
    missing_translation: str = "warn"
    stale_translation: str = "warn"
    defaults: Mapping[str, Map] = field(default_factory=dict)
    edited_in_intercom: Policy = "keep"
    on_remove: Mapping[str, str] = field(default_factory=dict)
    vars: Mapping[str, Any] = field(default_factory=dict)
    workspaces: tuple[Workspace, ...] = (Workspace(),)
    findings: Mapping[str, str] = field(default_factory=dict)
    """Code of a finding -> its severity in this project, or ignore."""
    assets: Assets = field(default_factory=Assets)
    repository: str = ""
    """Address below which the repository's host shows the project's files."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that ignores findings of some codes, with its reason, on the lines it covers."""

    codes: tuple[str, ...]
    reason: str
    pos: Pos
    first: int
    last: int
    """0 for the whole file."""

    def covers(self, one: Finding) -> bool:
        pos = one.pos
        if one.code not in self.codes or pos is None or pos.file != self.pos.file:
            return False
        return not self.last or self.first <= pos.line <= self.last


@dataclass(frozen=True, slots=True)
class Documents:
    """All that was read, neutral: which tree becomes which kind is a column of the kind."""

    root: str
    config: Config
    yaml: tuple[YamlFile, ...]
    texts: tuple[TextSource, ...]
    findings: tuple[Finding, ...]
    suppressions: tuple[Suppression, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """One resource as written, after templating. `fields` is a Map that knows its places."""

    ref: Ref
    fields: Map
    file: str
    mark: Mark = (0, 0)
    body_line: int = 0
    translations: Mapping[str, TextFile] = field(default_factory=nothing)
    text: TextFile | None = None
    preset: str = ""
    """Of an existing docs repository, which is taken as it stands."""

    def pos(self, *path: str, value: bool = False) -> Pos:
        """The place of a field: the deepest key of `path` that has one, or the cell it is from."""
        here: Any = self.fields
        mark = self.mark
        for part in path:
            if isinstance(here, Map) and part in here:
                mark = here.value_mark(part) if value else here.key_mark(part)
                here = here[part]
            elif isinstance(here, Seq) and part.isdigit() and int(part) < len(here.marks):
                mark = here.marks[int(part)]
                here = here[int(part)]
            else:
                break
        pos = Pos(self.file, *mark)
        if not isinstance(self.fields, Row):
            return pos
        return self.fields.pos(*path, value=value, template=pos)
