"""Intercom's own sync with GitHub: a folder for each article, a file for each language.

Written from the guide that the sync puts into the folder it manages, and from files it wrote.
Inferred: that a folder called `uncategorized` is no collection, and that the name of a file, not
its `locale`, is its language. The sync itself skips a `meta.yml`, and one without its fences.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace

from reconciler.model import Map, Page, Pos, TextFile
from reconciler.source.presets.preset import (
    KEYS,
    Neutral,
    Preset,
    Read,
    front_of,
    id_of,
    named_folder,
    site,
    text_of,
)
from reconciler.source.presets.prose import Lines, Notes, outside

META = ("meta.yaml", "meta.yml")
NOWHERE = "uncategorized"
USED = ("locale", "summary", "published")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
REFERENCE = re.compile(r"\]\((<[^<>\n]*>|[^\s()<>]+)[ \t]+\"intercom:article:(\d{1,20})\"\)")
ADDRESS = "/intercom:article:{}"
"""Stands for the article of that number: only its own folder says where it lies."""

LEFT_OUT = "files that are called like no language are left out"
OTHERWISE = "the language of a file is its name, not another one under locale"


def _neutral(read: Read) -> Neutral:
    source, notes = read.source, Notes()
    ids = {folder: id_of(data, "id", "art_") for folder, data in source.folders.items()}
    kept, pages, addresses, homes = [], {}, {}, {}
    for file in source.files:
        folder, language = posixpath.split(read.stem(file))
        declared = language in read.locales or folder in ids
        if not folder or not declared or not LANGUAGE.fullmatch(language):
            notes.add(LEFT_OUT, Pos(file.path, 1, 1), posixpath.basename(file.path))
            continue
        original = language == read.locales[0]
        pages[file.path] = Page(language, (folder,))
        if folder.partition("/")[0] == NOWHERE:
            homes[folder] = ""
        if original and ids.get(folder):
            addresses[file.path] = ADDRESS.format(ids[folder])
        kept.append(_page(file, language, ids.get(folder, "") if original else "", notes))
    around = site(addresses, None)
    files = tuple(
        replace(one, body=_referring(one.body, around.pages), site=around) for one in kept
    )
    folders = {folder: named for folder, data in source.folders.items() if (named := _folder(data))}
    made = replace(source, files=files, folders=folders, homes=homes, pages=pages,
                   keys=KEYS | {"id"})  # fmt: skip
    return Neutral(made, notes.findings())


def _folder(data: Map) -> Map:
    named = named_folder(data, text_of(data, "name"), text_of(data, "description"))
    if isinstance(data.get("translations"), Map):
        named["translations"] = data["translations"]
    return named


def _page(file: TextFile, language: str, identity: str, notes: Notes) -> TextFile:
    front = file.front
    written = text_of(front, "locale").strip()
    if written and written != language:
        notes.add(OTHERWISE, Pos(file.path, 1, 1), written)
    put = {"description": text_of(front, "summary"), "id": identity}
    put["state"] = {"true": "published", "false": "draft"}.get(text_of(front, "published"), "")
    return replace(file, front=front_of(front, USED, {key: one for key, one in put.items() if one}))


def _referring(text: str, pages: Mapping[str, str]) -> str:
    """Links that name their article by number lead to its page, where that is here."""

    def to(found: re.Match[str]) -> str:
        address = ADDRESS.format(found[2])
        return f"]({address if address in pages else found[1]})"

    def change(piece: str, _: Lines) -> str:
        return REFERENCE.sub(to, piece)

    return outside(text, change) if "intercom:article:" in text else text


def _yaml(text: str) -> str:
    """Without the fence at the end, which would begin a second document."""
    fences = list(FENCE.finditer(text))
    if len(fences) < 2:  # noqa: PLR2004 - one above, one below
        return text
    last = fences[-1]
    return f"{text[: last.start()]}{text[last.end() :]}"


PRESET = Preset(
    endings=(".md",), metadata=(*META, "_collection.yaml"), yaml=_yaml, neutral=_neutral
)
