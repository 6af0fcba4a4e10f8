"""What lies around the folder of a source: its translations, and the tool's own settings.

Of those settings one key is read; what else stands there is none of ours.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from reconciler.model import YamlFile
from reconciler.source.config import Configured, Source
from reconciler.source.presets import Preset, preset
from reconciler.source.walk import Walk
from reconciler.source.yaml import parse


def with_translations(walk: Walk, configured: Configured) -> Iterator[Source]:
    """The sources, each followed by the folders that by its tool's rule are its translations."""
    named = {(one.kind, one.locale) for one in configured.sources}
    first, *others = configured.config.locales
    for one in configured.sources:
        yield one
        for locale in others if one.locale == first else ():
            folder = preset(one.preset).translated(one.folder, first, locale)
            if folder and (one.kind, locale) not in named and (walk.root / folder).is_dir():
                yield Source(one.kind, folder, locale, one.preset)


def settings_of(walk: Walk, folder: str, tool: Preset) -> YamlFile | None:
    """The nearest settings of the tool in a folder around the pages, as far as the project goes."""
    if tool.settings is None:
        return None
    name, key = tool.settings
    while folder:
        folder = posixpath.dirname(folder)
        path = posixpath.join(folder, name)
        if (walk.root / path).exists() and walk.is_inside(path):
            return _read(walk, path, key)
    return None


def _read(walk: Walk, path: str, key: str) -> YamlFile | None:
    text = walk.read(path)
    if text is None:
        return None
    parsed = parse(_only(text, key), path)
    walk.findings += parsed.findings
    return YamlFile(path, parsed.data)


def _only(text: str, key: str) -> str:
    """The file with nothing but one key, on its own lines: the others may hold tags of Python."""
    kept, inside = [], False
    for line in text.split("\n"):
        if line[:1] not in ("", " ", "\t", "#", "-"):
            inside = line.startswith(f"{key}:")
        kept.append(line if inside else "")
    return "\n".join(kept)
