"""What a preset is: a record of functions, each by default that of a plain folder.

Knows what a documentation tool can differ in, and no tool. Nothing here reads a file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

from reconciler.model import Finding, Map, Quoted, Site, TextFile, TextSource, YamlFile
from reconciler.source.markdown import Split, split

KEYS = frozenset({"title", "description", "state"})
"""Front matter that a page of another tool has in common with ours."""
STATES = ("draft", "published")
SWITCH = ("true", "false")
"""Whether a page is a template of ours; any other value names one of the tool's theme."""
FIRST = float("-inf")
BARE = ("", "~", "null", "Null", "NULL")
INDEX = ("index", "README")
MOST_DIGITS = 20
NUMBER = re.compile(r"[-+]?\d{1,9}(?:\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class Read:
    """A source as it was read; `settings` is the tool's own file, where there is one."""

    source: TextSource
    locales: tuple[str, ...]
    settings: YamlFile | None = None

    @property
    def is_original(self) -> bool:
        return self.source.locale in (None, self.locales[0])

    def stem(self, file: TextFile) -> str:
        """The path of a page from the root, without language and extension."""
        return self.split(file)[0]

    def locale(self, file: TextFile) -> str:
        return self.split(file)[1] or self.source.locale or self.locales[0]

    def split(self, file: TextFile) -> tuple[str, str]:
        stem = posixpath.splitext(file.path[len(self.source.root) :].lstrip("/"))[0]
        base, dot, suffix = stem.rpartition(".")
        return (base, suffix) if dot and suffix in self.locales else (stem, "")


class Neutral(NamedTuple):
    source: TextSource
    findings: tuple[Finding, ...] = ()


def _same(text: str) -> str:
    return text


def _nowhere(_folder: str, _locale: str, _other: str) -> str | None:
    return None


def _as_read(read: Read) -> Neutral:
    return Neutral(read.source)


@dataclass(frozen=True, slots=True)
class Preset:
    """One documentation tool.

    endings     of the files that are pages
    metadata    names of files that describe their folder; none: those of the kind
    yaml        text of such a file -> its YAML
    hidden      names that begin with _ and are read all the same
    split       text and path -> front matter and body
    translated  folder, its language, another language -> where that lies by convention
    settings    name of the tool's file in a folder around, and the only key of it to read
    neutral     what was read -> the same in our terms, with what has none
    """

    endings: tuple[str, ...] = (".md", ".html")
    metadata: tuple[str, ...] = ()
    yaml: Callable[[str], str] = _same
    hidden: re.Pattern[str] | None = None
    split: Callable[[str, str], Split] = split
    translated: Callable[[str, str, str], str | None] = _nowhere
    settings: tuple[str, str] | None = None
    neutral: Callable[[Read], Neutral] = _as_read

    def reads(self, name: str) -> bool:
        return name in self.metadata or bool(self.hidden and self.hidden.fullmatch(name))


# ---------------------------------------------------------------- front matter


def text_of(data: Map, *keys: str) -> str:
    """The first of these that is a text and not empty."""
    found = (data.get(key) for key in keys)
    return next((str(one) for one in found if isinstance(one, str) and one not in BARE), "")


def number_of(data: Map, key: str) -> float | None:
    written = data.get(key)
    if not isinstance(written, str) or not NUMBER.fullmatch(written):
        return None
    number = float(written)
    return number if isfinite(number) else None


def id_of(data: Map, key: str, prefix: str = "") -> str:
    """The number that Intercom knows a page by; empty where there is none."""
    digits = text_of(data, key).removeprefix(prefix)
    return digits if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else ""


def front_of(data: Map, drop: tuple[str, ...], put: dict[str, Any]) -> Map:
    """The front matter with what the tool means by it; a key without a value means nothing."""
    kept = {key: value for key, value in data.items()
            if key not in drop and not (type(value) is str and value in BARE)}  # fmt: skip
    if kept.get("state") not in STATES:
        kept.pop("state", None)
    if kept.get("template") in SWITCH:
        del kept["template"]
    texts = {key: Quoted(value) if isinstance(value, str) else value for key, value in put.items()}
    made = Map({**kept, **texts}, dict(data.marks), data.mark)
    for key in ("title", "description"):
        if key in made and not isinstance(made[key], str):
            del made[key]
    return made


def merged(first: Map, second: Map) -> Map:
    """A folder that two files describe."""
    return Map({**first, **second}, {**first.marks, **second.marks}, second.mark)


def named_folder(data: Map, name: str, description: str = "") -> Map:
    """Metadata of a folder with these of its texts that there are."""
    texts = {"name": name, "description": description}
    return Map({key: Quoted(text) for key, text in texts.items() if text}, mark=data.mark)


# ---------------------------------------------------------------- places


def beside(folder: str, locale: str, other: str) -> str | None:
    """content/en/docs -> content/fr/docs."""
    parts = folder.split("/")
    if locale not in parts:
        return None
    at = parts.index(locale)
    return "/".join([*parts[:at], other, *parts[at + 1 :]])


def site(addresses: dict[str, str], static: str | None, *, also: str = "") -> Site:
    """A site by the address of each file; `also`: a second beginning of all of them."""
    pages: dict[str, str] = {}
    for file, address in addresses.items():
        path = address.rstrip("/") or "/"
        pages.setdefault(path, file)
        pages.setdefault(posixpath.normpath(f"{also}{path}"), file)
    return Site(pages, addresses, static)
