"""Hugo: `_index` pages name their section, weights sort, shortcodes are no part of a text."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from reconciler.model import Map, TextFile
from reconciler.source.presets.preset import (
    FIRST,
    KEYS,
    Neutral,
    Preset,
    Read,
    beside,
    front_of,
    named_folder,
    number_of,
    site,
    text_of,
)
from reconciler.source.presets.prose import (
    CLOSED,
    COLOURS,
    Body,
    Lines,
    Notes,
    blank,
    heading_id,
    opened,
    outside,
    without_heading,
)
from reconciler.source.presets.toml import split_toml

USED = ("weight", "draft", "linkTitle", "linktitle", "slug", "url")
SHORTCODE = re.compile(r"\{\{[<%]([^{}]*)[>%]\}\}")
ESCAPED = re.compile(r"\{\{([<%])/\*([^{}]*)\*/([>%])\}\}")
ATTRIBUTES = re.compile(r"\{(?:[.#]|[\w-]+=)[^{}\n]*\}(?=[ \t]*$)", re.MULTILINE)
LINKS = ("ref", "relref")
CALLOUTS = frozenset({*COLOURS, "alert", "admonition", "callout", "notice"})
SECTION = "_index"
FAR = 80

SHORTCODES = "shortcodes are left out, the text inside stays"
LISTS = "attributes are left out"


def _neutral(read: Read) -> Neutral:
    source, notes = read.source, Notes()
    ranks, homes = dict[str, float](), dict[str, str]()
    folders, files = dict(source.folders), []
    site_of = site(
        {one.path: _address(read, one) for one in source.files},
        _above(source.root, "static"), also=f"/{source.locale}",
    )  # fmt: skip
    for file in source.files:
        stem = read.stem(file)
        folder, name = posixpath.split(stem)
        weight = number_of(file.front, "weight") or None
        if name == SECTION:
            ranks[stem], stem = FIRST, folder
            _add_section(folders, folder, file, read)
        elif name == "index" and folder:
            homes[stem] = posixpath.dirname(folder)
        if weight is not None and read.locale(file) == read.locales[0]:
            ranks[stem] = weight
        if name != SECTION or file.body.strip():
            files.append(replace(_page(file, notes), site=site_of))
    made = replace(source, files=tuple(files), folders=folders, ranks=ranks, homes=homes, keys=KEYS)
    return Neutral(made, notes.findings())


def _add_section(folders: dict[str, Map], folder: str, file: TextFile, read: Read) -> None:
    """The section that an `_index` page is about; one in another language only translates it."""
    data = named_folder(file.front, text_of(file.front, "title", "linkTitle"),
                        text_of(file.front, "description"))  # fmt: skip
    locale = read.split(file)[1]
    if not locale or locale == (read.source.locale or read.locales[0]):
        folders[folder] = Map({**folders.get(folder, {}), **data}, mark=data.mark)
        return
    own = folders.setdefault(folder, Map())
    own["translations"] = Map({**own.get("translations", {}), locale: data})


def _page(file: TextFile, notes: Notes) -> TextFile:
    body = _body(file.body, Body(file.path, file.body_line, notes))
    put = {"state": "draft"} if text_of(file.front, "draft") == "true" else {}
    title = text_of(file.front, "title", "linkTitle", "linktitle")
    if title:
        put["title"] = title
        body = without_heading(body, title)
    return replace(file, front=front_of(file.front, USED, put), body=body)


# ---------------------------------------------------------------- bodies


def _body(text: str, body: Body) -> str:
    changed = outside(text, lambda piece, place: _inline(piece, place, body))
    return ESCAPED.sub(r"{{\1\2\3}}", changed)


def _inline(piece: str, place: Lines, body: Body) -> str:
    def shortcode(found: re.Match[str]) -> str:
        inside = found[1].strip()
        if inside.startswith("/*"):
            return found[0]
        name, words = _words(inside)
        if name in LINKS:
            return words[0].partition("=")[2] or words[0] if words else ""
        if name == "figure":
            return _figure(words)
        if name.lstrip("/") in CALLOUTS and _alone(piece, found):
            return CLOSED if name.startswith("/") else _callout(name, words)
        body.note(SHORTCODES, place.of(found.start()), name.strip("/"))
        return blank(found[0])

    changed = SHORTCODE.sub(shortcode, piece)
    lines = Lines(changed, place.line - piece.count("\n", 0, place.at))

    def attributes(found: re.Match[str]) -> str:
        named = heading_id(found)
        if not named:
            body.note(LISTS, lines.of(found.start()))
        return named

    return ATTRIBUTES.sub(attributes, changed)


def _words(inside: str) -> tuple[str, list[str]]:
    """The name of a shortcode, with its slash where it closes, and its arguments."""
    import shlex  # noqa: PLC0415 - only where there are shortcodes

    closes = "/" if inside.startswith("/") else ""
    try:
        words = shlex.split(inside.lstrip("/").strip())
    except ValueError:  # a quotation mark that is not closed
        words = inside.lstrip("/").split()
    words = [one for one in words if one != "/"]
    return (closes + words[0], words[1:]) if words else ("", [])


def _alone(piece: str, found: re.Match[str]) -> bool:
    """Whether nothing else stands on the line, as far as it is looked at."""
    before = piece[max(found.start() - FAR, 0) : found.start()].rpartition("\n")[2]
    after = piece[found.end() : found.end() + FAR].partition("\n")[0]
    return not (before + after).strip()


def _named(words: list[str]) -> dict[str, str]:
    return {key: value for key, found, value in (one.partition("=") for one in words) if found}


def _callout(name: str, words: list[str]) -> str:
    named = _named(words)
    plain = [one for one in words if "=" not in one]
    kinds = [named.get("type", ""), named.get("color", ""), *plain[:1], name]
    kind = next((one for one in kinds if one.lower() in COLOURS), name)
    title = named.get("title", "") or " ".join(one for one in plain if one != kind)
    return opened(kind, title)


def _figure(words: list[str]) -> str:
    named = _named(words)
    text = re.sub(r"[\[\]\n]", " ", named.get("alt") or named.get("caption") or "")
    return f"![{text}](<{re.sub(r'[<>]', '', named.get('src', ''))}>)"


# ---------------------------------------------------------------- places


def _address(read: Read, file: TextFile) -> str:
    """Of a page on the site: where it lies below `content`, without its language."""
    own = text_of(file.front, "url")
    if own:
        return posixpath.normpath(f"/{own}") + "/"
    root = f"/{read.source.root}/".rpartition("/content/")[2].strip("/")
    parts = [one for one in root.split("/") if one and one != read.source.locale]
    folder, name = posixpath.split(read.stem(file))
    last = "" if name in (SECTION, "index") else text_of(file.front, "slug") or name
    path = "/".join([*parts, *folder.split("/"), last]).lower()
    return posixpath.normpath(f"/{path}").rstrip("/") + "/"


def _above(root: str, name: str) -> str:
    return f"{f'/{root}/'.rpartition('/content/')[0]}/{name}".lstrip("/")


PRESET = Preset(
    hidden=re.compile(r"_index(\.[\w-]+)?\.(md|html)"),
    split=split_toml,
    translated=beside,
    neutral=_neutral,
)
