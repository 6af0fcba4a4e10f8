"""What was written: values that know their place, files, configuration, specs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reconciler.model.basics import Finding, Policy, Pos, Ref


class Quoted(str):
    """A scalar in quotes: always text, never null or a number."""

    __slots__ = ()


Mark = tuple[int, int]


def pack(key: Mark, value: Mark) -> int:
    """Two marks as one int: a quarter of the memory of tuples at a million keys."""
    return (key[0] << 52) | (min(key[1], 4095) << 40) | (value[0] << 12) | min(value[1], 4095)


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
        return self.mark if packed is None else (packed >> 52, (packed >> 40) & 4095)

    def value_mark(self, key: str) -> Mark:
        packed = self.marks.get(key)
        return self.mark if packed is None else ((packed >> 12) & 0xFFFFFFF, packed & 4095)


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
class TextFile:
    """A Markdown or HTML file: front matter, body, and the line on which the body begins."""

    path: str
    front: Map
    body: str
    body_line: int
    format: Literal["md", "html"] = "md"


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
    defaults: Mapping[str, Map] = field(default_factory=dict)
    edited_in_intercom: Policy = "keep"
    on_remove: Mapping[str, str] = field(default_factory=dict)
    vars: Mapping[str, Any] = field(default_factory=dict)
    workspaces: tuple[Workspace, ...] = (Workspace(),)
    assets: str | None = None
    """URL below which the local images of the project are already served."""


@dataclass(frozen=True, slots=True)
class Documents:
    """All that was read, neutral: which tree becomes which kind is a column of the kind."""

    root: str
    config: Config
    yaml: tuple[YamlFile, ...]
    texts: tuple[TextSource, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """One resource as written, after templating. `fields` is a Map that knows its places."""

    ref: Ref
    fields: Map
    file: str
    mark: Mark = (0, 0)
    body_line: int = 0
    translations: Mapping[str, TextFile] = field(default_factory=dict)
    text: TextFile | None = None
    preset: str = ""
    """Of an existing docs repository, which is taken as it stands."""

    def pos(self, *path: str, value: bool = False) -> Pos:
        """The place of a field: the deepest key of `path` that has one."""
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
        return Pos(self.file, *mark)
