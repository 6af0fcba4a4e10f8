"""`for_each`: one mapping of a spec and a table of rows to as many mappings.

The mapping is compiled once, and filled column by column for a thousand rows at a time.
Keys keep their place, rows know theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from reconciler.garbage import no_collection
from reconciler.model import Filled, Map, Pos, Row, Seq
from reconciler.source.parts import FOR_EACH, Cells, Filling, mapping, part
from reconciler.source.rendered import Page, entry, key_text, render_map, scalar
from reconciler.source.rows import Table
from reconciler.source.template import is_template

CHUNK = 1_000


def render_spec(data: Map, page: Page) -> Map:
    """A spec with every template rendered, and filled with rows where a resource says for_each."""
    if FOR_EACH not in page.text:
        return render_map(data, page)
    made = Map(mark=data.mark)
    for key, names in data.items():
        if not isinstance(names, Map):
            entry(made, data, key, page, locale=page.locale)
            continue
        made[key] = inner = Map(mark=names.mark)
        made.marks[key] = data.marks[key]
        for name, fields in names.items():
            if isinstance(fields, Map) and FOR_EACH in fields:
                _expand(names, name, page, inner)
            else:
                entry(inner, names, name, page, locale=page.locale, parent=key)
    return made


def _expand(names: Map, key: str, page: Page, made: Map) -> None:
    """Adds to `made` what the rows make of the mapping that `names` has under `key`."""
    template: Map = names[key]
    here = template.value_mark(FOR_EACH)
    source = template[FOR_EACH]
    if isinstance(source, str):
        source = scalar(source, here, page, locale=page.locale)
    if is_template(source):  # it failed, and said so
        return
    pos = Pos(page.path, *here)
    with no_collection():
        before, table = page.tables.noted, page.tables.open(source, pos)
        if table is not None:
            some = _fill(names, key, Filling(page, table), made, pos)
            if not some and isinstance(source, str) and page.tables.noted == before:
                page.tables.empty(source, pos)


def _fill(names: Map, key: str, filling: Filling, made: Map, pos: Pos) -> bool:
    """Whether there was any row."""
    template, page = names[key], filling.page
    name = part(key, names.key_mark(key), filling, page.locale, ())
    fields = mapping(template, filling, page.locale, ())
    leaves = sum(len(one) if isinstance(one, Map | Seq) else 1 for one in template.values())
    some = False
    for lines, chunk in _chunks(filling.table):
        some = True
        if filling.stopped:  # the rows themselves are read all the same, for what is wrong in them
            continue
        filling.lines = lines
        filling.bad.clear()
        filling.text = 0
        _add(made, zip(name(chunk), fields(chunk), strict=True), filling, key, names)
        if not page.tables.spend(len(chunk) * leaves, filling.text):
            filling.note("data-limit", "the rows make more than one run may hold", pos,
                         "split the workspace")  # fmt: skip
            break
    return some


def _chunks(table: Table) -> Iterator[tuple[Sequence[int], Sequence[Cells]]]:
    """The first row alone: what is wrong with the mapping is wrong with all, and said once."""
    rows = iter(table.rows)
    size = 1
    while chunk := list(islice(rows, size)):
        yield [line for line, _ in chunk], [cells for _, cells in chunk]
        size = CHUNK


def _add(
    made: Map, filled: Iterable[tuple[Any, Any]], filling: Filling, key: str, names: Map
) -> None:
    places = Filled(filling.fills, filling.table.place)
    mark, packed = names.key_mark(key), names.marks[key]
    for index, (called, fields) in enumerate(filled):
        if index in filling.bad:
            continue
        name = key_text(called)
        if not name:
            filling.leave_out(index, "data-row", "the row gives no name", mark,
                              f"fill what {key} is made of")  # fmt: skip
        elif name in made:
            first = made[name]
            where = str(first.pos(value=True, template=Pos("")) if isinstance(first, Row)
                        else Pos(filling.page.path, *made.key_mark(name)))  # fmt: skip
            filling.leave_out(index, "duplicate-name", f'"{name}" is there already, at {where}',
                              mark, "rows need names that differ")  # fmt: skip
        else:
            made[name] = Row(fields, names[key], line=filling.lines[index], filled=places)
            made.marks[name] = packed
