"""Templates in a tree of written values: each scalar and key in its place, places kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reconciler.codes import finding
from reconciler.model import Finding, Map, Mark, Pos, Seq, TextFile
from reconciler.source.jobs import column_of, within
from reconciler.source.scalars import written
from reconciler.source.scan import TEMPLATE
from reconciler.source.tables import Tables
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
    tables: Tables


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
    template = file.body if body != file.body else ""
    return TextFile(file.path, front, body, file.body_line, file.format, template=template)


def _map(data: Map, page: Page, *, locale: str, parent: str = "") -> Map:
    made = Map(mark=data.mark)
    for key in data:
        entry(made, data, key, page, locale=locale, parent=parent)
    return made


def entry(made: Map, data: Map, key: str, page: Page, *, locale: str, parent: str = "") -> None:
    """Adds to `made` what `data` has under a key, both rendered."""
    mark, value = data.key_mark(key), data[key]
    name = key_text(scalar(key, mark, page, locale=locale))
    if name in made:
        page.templates.findings.append(_twice(name, mark, made, page))
    inside = inner_locale(parent, name, locale, page)
    if isinstance(value, Map):
        made[name] = _map(value, page, locale=inside, parent=name)
    else:
        made[name] = _value(value, data.value_mark(key), page, locale=inside)
    made.marks[name] = data.marks[key]


def inner_locale(parent: str, name: str, locale: str, page: Page) -> str:
    """The language of what stands below a key: below a translation its own."""
    return name if parent == TRANSLATIONS and name in page.locales else locale


def _value(value: Any, mark: Mark, page: Page, *, locale: str) -> Any:
    if isinstance(value, Map):
        return _map(value, page, locale=locale)
    if isinstance(value, Seq):
        items = zip(value, value.marks, strict=True)
        made = [_value(one, place, page, locale=locale) for one, place in items]
        return Seq(made, value.marks, value.mark)
    return scalar(value, mark, page, locale=locale)


def scalar(value: str, mark: Mark, page: Page, *, locale: str) -> Any:
    if not is_template(value):
        return value
    return written(page.templates.value(value, origin(page, mark, locale)), mark)


def key_text(value: Any) -> str:
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


def origin(page: Page, mark: Mark, locale: str) -> Origin:
    """Places in a scalar: exact in one line and in a | block, else where the scalar begins."""

    def locate(line: int, word: str) -> Pos:
        first = line_of(page.text, mark[0])
        if first[mark[1] - 1 : mark[1]] == "|":
            return Pos(page.path, *within(page.text, mark[0] + line, word))
        column = column_of(first, word, mark[1] - 1) if line == 1 else 0
        return Pos(page.path, mark[0], column or mark[1])

    return Origin(page.path, locale, locate)
