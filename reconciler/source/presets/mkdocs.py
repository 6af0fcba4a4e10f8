"""MkDocs: the `nav` of mkdocs.yml as order, titles and collections; blocks that are indented."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from reconciler.model import Map, Pos, Quoted, Seq, TextFile, pack
from reconciler.source.markdown import Split, split
from reconciler.source.presets.preset import (
    FIRST,
    INDEX,
    KEYS,
    Neutral,
    Preset,
    Read,
    beside,
    front_of,
    named_folder,
    text_of,
)
from reconciler.source.presets.prose import (
    ALONE,
    CLOSED,
    Body,
    Lines,
    Notes,
    bold,
    fenced,
    heading_id,
    opened,
    outside,
    without_heading,
)

INDENT = 4
BLOCK = re.compile(
    r'(?P<mark>!!!|\?\?\?\+?|===[+!]*)[ \t]+(?P<words>[\w -]*)(?:"(?P<title>.*)")?[ \t]*'
)
SNIPPET = re.compile(r"-{2,}8<-{2,}")
ATTRIBUTES = re.compile(r"\{:?[ \t]*(?:[.#]|[\w-]+=)[^{}\n]*\}")
ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:")
META = re.compile(r"[ ]{0,3}([A-Za-z][\w-]*):[ \t]*(.*)")
META_FIRST = ("title", "description", "summary", "author", "authors", "date", "template")

TABS = "content tabs are shown one below the other"
SNIPPETS = "snippets of other files are left out"
LISTS = "attribute lists are left out"
ICONS = "icons are left out"
NOWHERE = "nav entries lead to no page of the folder"


# ---------------------------------------------------------------- mkdocs.yml


@dataclass(slots=True)
class Nav:
    """What `nav` says: pages in order with their titles and sections, and sections by path."""

    stems: frozenset[str]
    ranks: dict[str, float] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    folders: dict[str, Map] = field(default_factory=dict)
    missing: list[tuple[tuple[int, int], str]] = field(default_factory=list)

    def read(self, items: Seq, section: str) -> None:
        for item, mark in zip(items, items.marks, strict=True):
            entries = item.items() if isinstance(item, Map) else (("", item),)
            for title, target in entries:
                if isinstance(target, Seq):
                    self.section(title, target, section)
                elif isinstance(target, str):
                    self.page(title, target, section=section, mark=mark)

    def section(self, title: str, items: Seq, around: str) -> None:
        path = posixpath.join(around, self.name(title, items, around))
        self.ranks.setdefault(path, len(self.ranks))
        self.folders.setdefault(path, named_folder(Map(mark=items.mark), title))
        self.read(items, path)

    def name(self, title: str, items: Seq, around: str) -> str:
        """The folder that all its pages lie in, else its title: a path that stays."""
        folders = {posixpath.dirname(one) for one in _pages(items)}
        own = posixpath.basename(folders.pop()) if len(folders) == 1 else ""
        if own and posixpath.join(around, own) not in self.folders:
            return own
        return re.sub(r"\W+", "-", title.casefold()).strip("-") or "section"

    def page(self, title: str, target: str, *, section: str, mark: tuple[int, int]) -> None:
        stem = posixpath.splitext(posixpath.normpath(target))[0]
        if not _is_page(target) or stem in self.homes:
            return
        if stem not in self.stems:
            self.missing.append((mark, target))
            return
        self.ranks[stem] = len(self.ranks)
        self.homes[stem] = section
        if title:
            self.titles[stem] = title

    def rest(self) -> None:
        """Pages that nav does not name lie where their neighbours do, behind them."""
        near: dict[str, str] = {}
        for stem, section in self.homes.items():
            near.setdefault(posixpath.dirname(stem), section)
        for stem in sorted(self.stems - self.homes.keys()):
            if posixpath.dirname(stem) in near:
                self.homes[stem] = near[posixpath.dirname(stem)]
                self.ranks[stem] = len(self.ranks)


def _pages(items: Seq) -> Iterator[str]:
    for item in items:
        for target in item.values() if isinstance(item, Map) else (item,):
            if isinstance(target, str) and _is_page(target):
                yield target


def _is_page(target: str) -> bool:
    """An entry of nav; one with an address or an anchor is a link beside the pages."""
    return bool(target) and "://" not in target and "#" not in target


def _nav(read: Read, notes: Notes) -> Nav:
    nav = Nav(frozenset(read.stem(one) for one in read.source.files))
    items: Any = read.settings and read.settings.data.get("nav")
    if read.settings and isinstance(items, Seq) and read.is_original:
        nav.read(items, "")
        nav.rest()
        for mark, target in nav.missing:
            notes.add(NOWHERE, Pos(read.settings.path, *mark), target)
    for stem in nav.stems - nav.ranks.keys():
        if posixpath.basename(stem) in INDEX:
            nav.ranks[stem] = FIRST
    return nav


# ---------------------------------------------------------------- pages


def _neutral(read: Read) -> Neutral:
    source, notes = read.source, Notes()
    nav = _nav(read, notes)
    files = []
    for file in source.files:
        own = read.is_original and read.locale(file) == read.locales[0]
        files.append(_page(file, nav.titles.get(read.stem(file), "") if own else "", notes))
    made = replace(source, files=tuple(files), folders={**source.folders, **nav.folders},
                   ranks=nav.ranks, homes=nav.homes, keys=KEYS)  # fmt: skip
    return Neutral(made, notes.findings())


def _page(file: TextFile, title: str, notes: Notes) -> TextFile:
    body = _body(file.body, Body(file.path, file.body_line, notes))
    title = title or text_of(file.front, "title")
    if title:
        body = without_heading(body, title)
    put = {"title": title} if title else {}
    return replace(file, front=front_of(file.front, (), put), body=body)


def _split(text: str, path: str) -> Split:
    """Front matter in YAML, or the older lines of `Key: value` up to the first empty one."""
    first = META.match(text)
    if not first or first[1].lower() not in META_FIRST:
        return split(text, path)
    lines, front = text.split("\n"), Map(mark=(1, 1))
    number = 0
    for number, line in enumerate(lines):
        found = META.fullmatch(line)
        if found is None:
            break
        key, mark = found[1].lower(), (number + 1, found.start(1) + 1)
        front[key] = Quoted(found[2].strip())
        front.marks[key] = pack(mark, (number + 1, found.start(2) + 1))
    else:
        number = len(lines)
    file = TextFile(path, front, "\n".join(lines[number:]), number + 1)
    return Split(file)


# ---------------------------------------------------------------- bodies


def _body(text: str, body: Body) -> str:
    text = outside(text, lambda piece, place: _inline(piece, place, body))
    return "\n".join(Blocks(text, body).read())


def _inline(piece: str, place: Lines, body: Body) -> str:
    def attributes(found: re.Match[str]) -> str:
        named = heading_id(found)
        if not named:
            body.note(LISTS, place.of(found.start()))
        return named

    piece = ATTRIBUTES.sub(attributes, piece)
    after = Lines(piece, place.line - piece.count("\n", 0, place.at))

    def icon(found: re.Match[str]) -> str:
        body.note(ICONS, after.of(found.start()), found[0])
        return ""

    return ICON.sub(icon, piece)


@dataclass(slots=True)
class Blocks:
    """Admonitions, details and tabs: what is indented below them moves to the left."""

    text: str
    body: Body
    made: list[str] = field(default_factory=list)
    open_: list[tuple[int, str]] = field(default_factory=list)
    """Of each open block its own column in the file, and the line that closes it."""

    def read(self) -> list[str]:
        code = fenced(self.text)
        for number, line in enumerate(self.text.split("\n")):
            self.line(line.expandtabs(INDENT) if line[:1] == "\t" else line, number, number in code)
        self.close(0)
        return self.made

    def line(self, line: str, number: int, code: bool) -> None:
        text = line.lstrip(" ")
        column = len(line) - len(text)
        if not text:
            self.made.append(line[INDENT * len(self.open_) :])
            return
        self.close(column)
        lead = " " * (column - INDENT * len(self.open_))
        found = None if code else BLOCK.fullmatch(text)
        if found and (found["words"].strip() or found["title"] is not None):
            self.made.append(lead + self.opening(found, number, column))
        elif not code and SNIPPET.match(text):
            self.body.note(SNIPPETS, number)
            self.made.append("")
        else:
            self.made.append("" if text == "[TOC]" and not code else lead + text)

    def close(self, column: int) -> None:
        """Ends the blocks that what stands at the column is no part of."""
        closing = ""
        while self.open_ and column < self.open_[-1][0] + INDENT:
            closing += self.open_.pop()[1]
        if not closing:
            return
        if self.made and not self.made[-1]:
            self.made[-1] = ALONE + closing
        else:
            # nothing separates it from what follows: here, and only here, lines move by one
            self.made.append(ALONE + closing)

    def opening(self, found: re.Match[str], number: int, column: int) -> str:
        mark, title = found["mark"], found["title"]
        kind = found["words"].strip().partition(" ")[0]
        if mark.startswith("="):
            self.body.note(TABS, number)
            self.open_.append((column, ""))
            return ALONE + bold(title or kind)
        if mark.startswith("?"):
            self.open_.append((column, "</details>"))
            return f"{ALONE}<details><summary>{escape(title or kind.capitalize())}</summary>"
        self.open_.append((column, CLOSED.removeprefix(ALONE)))
        return opened(kind, title or "")


PRESET = Preset(
    endings=(".md",),
    split=_split,
    translated=beside,
    settings=("mkdocs.yml", "nav"),
    neutral=_neutral,
)
