"""Docusaurus: `docs/`, front matter and `_category_` files, admonitions, MDX without its code."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from reconciler.model import Map, TextFile
from reconciler.source.presets.preset import (
    FIRST,
    INDEX,
    KEYS,
    Neutral,
    Preset,
    Read,
    front_of,
    named_folder,
    number_of,
    site,
    text_of,
)
from reconciler.source.presets.prose import (
    ALONE,
    CLOSED,
    COLOURS,
    Body,
    Lines,
    Notes,
    blank,
    bold,
    fenced,
    heading_id,
    heading_of,
    opened,
    outside,
    without,
)

USED = ("id", "slug", "sidebar_position", "sidebar_label", "draft")
TRANSLATIONS = "i18n/{}/docusaurus-plugin-content-docs/current"
PREFIX = re.compile(r"\A\d{1,9}\s*[-_.]+\s*(?=[^-_.\s])")
VERSION = re.compile(r"\A\d+[-_.]\d+")
DIRECTIVE = re.compile(r"([ \t]*)(:{3,})([A-Za-z]\w*)?(.*)")
MODULE = re.compile(
    r"import\s+['\"]|import\s[^;]*\sfrom\s*['\"]|import\s*\{\s*\Z"
    r"|export\s+(?:default|const|let|function|class|\{)"
)
COMPONENT = re.compile(r"</?([A-Z][\w.]*)(?:\s[^<>]*)?/?>")
LABEL = re.compile(r"\slabel=(?:\"([^\"]*)\"|'([^']*)')")
ANCHOR = re.compile(r"\{#[\w-]+\}(?=[ \t]*$)", re.MULTILINE)
EXPRESSION = re.compile(r"(?<!\\)\{(?!#)[^{}\n]*\}")

LEFT_OUT = "imports and exports of MDX are left out"
COMPONENTS = "components of MDX are left out, the text inside stays"
EXPRESSIONS = "expressions of MDX are kept as text"
DIRECTIVES = "directives that are no admonition are kept as text"


def _neutral(read: Read) -> Neutral:
    source, notes = read.source, Notes()
    ranks = {folder: rank for folder, data in source.folders.items()
             if (rank := number_of(data, "position")) is not None}  # fmt: skip
    addresses = {one.path: _address(read.stem(one), one.front) for one in source.files}
    around = site(addresses, _static(source.root), also="/docs")
    files = []
    for file in source.files:
        stem, rank = read.stem(file), number_of(file.front, "sidebar_position")
        folder = posixpath.dirname(stem)
        if _is_index(stem):
            ranks[stem] = FIRST
            if rank is not None and folder:
                ranks.setdefault(folder, rank)
        elif rank is not None:
            ranks[stem] = rank
        files.append(replace(_page(file, notes), site=around))
    folders = {folder: _folder(data) for folder, data in source.folders.items()}
    made = replace(source, files=tuple(files), folders=folders, ranks=ranks, keys=KEYS)
    return Neutral(made, notes.findings())


def _folder(data: Map) -> Map:
    link = data.get("link")
    about = text_of(link, "description") if isinstance(link, Map) else ""
    return named_folder(data, text_of(data, "label"), about or text_of(data, "description"))


def _page(file: TextFile, notes: Notes) -> TextFile:
    body = _body(file.body, Body(file.path, file.body_line, notes))
    put = {"state": "draft"} if text_of(file.front, "draft") == "true" else {}
    title = text_of(file.front, "title", "sidebar_label")
    # the heading is what readers see; a title beside it is for tabs and search engines
    if title and not heading_of(body):
        put["title"] = title
    return replace(file, front=front_of(file.front, (*USED, "title"), put), body=body)


# ---------------------------------------------------------------- bodies


def _body(text: str, body: Body) -> str:
    code, lines = fenced(text), text.split("\n")
    open_: list[int] = []
    module = False
    for number, line in enumerate(lines):
        if number in code:
            continue
        if module := (module and bool(line.strip())) or bool(MODULE.match(line)):
            lines[number] = ""
            body.note(LEFT_OUT, number)
        elif line.lstrip().startswith(":::"):
            lines[number] = _directive(line, number, open_, body)
    text = without("\n".join(lines), "{/*", "*/}")
    return outside(text, lambda piece, place: _inline(piece, place, body))


def _directive(line: str, number: int, open_: list[int], body: Body) -> str:
    """The line of an admonition; `open_` holds the colons of those that are not closed."""
    found = DIRECTIVE.fullmatch(line)
    if found is None:
        return line
    lead, colons, kind, rest = found.groups()
    if kind is None and not rest.strip() and open_:
        while open_ and open_.pop() > len(colons):
            pass
        return lead + CLOSED
    if kind is None or kind.lower() not in COLOURS:
        body.note(DIRECTIVES, number, f":::{kind or ''}")
        return line
    open_.append(len(colons))
    return lead + opened(kind, _title(rest))


def _title(rest: str) -> str:
    """What follows the kind: `[Title]`, or in the older way just the title; not `{attributes}`."""
    text = rest.strip()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition("{")[0].strip()


def _inline(piece: str, place: Lines, body: Body) -> str:
    def component(found: re.Match[str]) -> str:
        body.note(COMPONENTS, place.of(found.start()), found[1])
        label = LABEL.search(found[0]) if found[1] == "TabItem" else None
        shown = ALONE + bold(label[1] or label[2] or "") if label else ""
        return shown + blank(found[0])

    text = ANCHOR.sub(heading_id, COMPONENT.sub(component, piece))
    after = Lines(text, place.line - piece.count("\n", 0, place.at))
    for found in EXPRESSION.finditer(text):
        body.note(EXPRESSIONS, after.of(found.start()))
    return text


# ---------------------------------------------------------------- places


def _is_index(stem: str) -> bool:
    folder, name = posixpath.split(stem)
    return name in INDEX or (bool(folder) and name == posixpath.basename(folder))


def _plain(name: str) -> str:
    """A name without the number that only sorts; a version or a date is no such number."""
    return name if VERSION.match(name) else PREFIX.sub("", name)


def _address(stem: str, front: Map) -> str:
    """Of a page, without the beginning that all docs of the site share."""
    folder, name = posixpath.split(stem)
    base = "/" + "/".join(map(_plain, folder.split("/"))) if folder else "/"
    slug = text_of(front, "slug")
    if not slug and _is_index(stem):
        return posixpath.normpath(base) + "/"
    return posixpath.normpath(posixpath.join(base, slug or text_of(front, "id") or _plain(name)))


def _static(root: str) -> str:
    before, found, _ = f"/{root}/".partition("/i18n/")
    above = before if found else f"/{posixpath.dirname(root)}"
    return f"{above}/static".lstrip("/")


def _translated(folder: str, _: str, other: str) -> str | None:
    above, name = posixpath.split(folder)
    return posixpath.join(above, TRANSLATIONS.format(other)) if name == "docs" else None


PRESET = Preset(
    endings=(".md", ".mdx"),
    metadata=("_category_.json", "_category_.yml", "_category_.yaml"),
    translated=_translated,
    neutral=_neutral,
)
