"""Templates in a tree of written values: each scalar and key in its place, places kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reconciler.codes import finding
from reconciler.model import Finding, Map, Mark, Pos, Seq, TextFile
from reconciler.source.jobs import column_of, within
from reconciler.source.scalars import written
from reconciler.source.scan import TEMPLATE
from reconciler.source.template import Origin, Templates, is_template
from reconciler.source.text import line_of

TRANSLATIONS = "translations"


@dataclass(frozen=True, slots=True)
class Page:
    """The file that is rendered: its path, its text for places, its language, all languages."""

    path: str
    text: str
    locale: str
    locales: tuple[str, ...]
    templates: Templates


def render_map(data: Map, page: Page) -> Map:
    """The mapping with every template rendered; the same one where there is none."""
    return _map(data, page, locale=page.locale) if TEMPLATE.search(page.text) else data


def render_file(file: TextFile, page: Page) -> TextFile:
    """Front matter and body of a text file; code in the body stays as it is."""
    if not TEMPLATE.search(page.text):
        return file

    def locate(line: int, word: str) -> Pos:
        return Pos(file.path, *within(page.text, file.body_line + line - 1, word))

    origin = Origin(file.path, page.locale, locate)
    front = render_map(file.front, page)
    body = page.templates.body(file.body, file.format, origin)
    return TextFile(file.path, front, body, file.body_line, file.format)


def _map(data: Map, page: Page, *, locale: str, parent: str = "") -> Map:
    made = Map(mark=data.mark)
    for key, value in data.items():
        mark = data.key_mark(key)
        name = _key(_scalar(key, mark, page, locale=locale))
        if name in made:
            page.templates.findings.append(_twice(name, mark, made, page))
        inside = name if parent == TRANSLATIONS and name in page.locales else locale
        here = data.value_mark(key)
        if isinstance(value, Map):
            made[name] = _map(value, page, locale=inside, parent=name)
        else:
            made[name] = _value(value, here, page, locale=inside)
        made.marks[name] = data.marks[key]
    return made


def _value(value: Any, mark: Mark, page: Page, *, locale: str) -> Any:
    if isinstance(value, Map):
        return _map(value, page, locale=locale)
    if isinstance(value, Seq):
        items = zip(value, value.marks, strict=True)
        made = [_value(one, place, page, locale=locale) for one, place in items]
        return Seq(made, value.marks, value.mark)
    return _scalar(value, mark, page, locale=locale)


def _scalar(value: str, mark: Mark, page: Page, *, locale: str) -> Any:
    if not is_template(value):
        return value
    return written(page.templates.value(value, _origin(page, mark, locale)), mark)


def _key(value: Any) -> str:
    """A rendered key: always text, as every key is."""
    if type(value) is str:
        return value
    return "true" if value is True else "false" if value is False else str(value)


def _twice(name: str, mark: Mark, made: Map, page: Page) -> Finding:
    return finding(
        "yaml-duplicate-key",
        f'"{name}" is already written in line {made.key_mark(name)[0]}',
        Pos(page.path, *mark),
        hint="both templates give the same key",
    )


def _origin(page: Page, mark: Mark, locale: str) -> Origin:
    """Places in a scalar: exact in one line and in a | block, else where the scalar begins."""

    def locate(line: int, word: str) -> Pos:
        first = line_of(page.text, mark[0])
        if first[mark[1] - 1 : mark[1]] == "|":
            return Pos(page.path, *within(page.text, mark[0] + line, word))
        column = column_of(first, word, mark[1] - 1) if line == 1 else 0
        return Pos(page.path, mark[0], column or mark[1])

    return Origin(page.path, locale, locate)
