"""Teammates' edits of fields, put where the fields are written: YAML, front matter, a heading.

A field that was never written but comes from somewhere, such as the folder of an article or the
heading of its page, is edited there or written down.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.content import take_title, to_markdown
from reconciler.content.tree import Paragraph, Run
from reconciler.core.merged.edited import Edit as Edited
from reconciler.core.merged.respelled import respelled
from reconciler.errors import UsageError
from reconciler.model import Desired, Path, Row, TextFile
from reconciler.source.edit import Edit, Node, Pair, with_key
from reconciler.source.rewrite import CannotError, at, is_made, items_of, rewritten, text_of, value
from reconciler.workflow.homes import block, folder_file, front
from reconciler.workflow.project import Project
from reconciler.workflow.tree import Tree

ATX = re.compile(r"( {0,3}#{1,6}[ \t]+)(.*?)((?:[ \t]+#+)?[ \t]*)$")
FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf of a resource is written: a file, and in its YAML the way to the key.

    text   the page, where the leaf is one of a text file
    root   the mapping that the fields stand in; None where the file has no such YAML yet
    whole  the key of that mapping, where it is one of many in a YAML file
    """

    file: str
    path: Path
    text: TextFile | None = None
    root: Node | None = None
    whole: Pair | None = None


def place_of(project: Project, tree: Tree, one: Desired, path: Path) -> Place:
    """CannotError where a template or a row of data makes the resource."""
    spec = one.spec
    if isinstance(spec.fields, Row):
        raise CannotError("a row of data makes this resource", spec.pos().line - 1)
    if spec.text is not None:
        translated = spec.translations.get(path[1]) if len(path) > 2 else None  # noqa: PLR2004 - field, language, field of it
        text, inner = (translated, path[2:]) if translated else (spec.text, path)
        return Place(text.path, inner, text, front(tree, text.path))
    named = folder_file(project, one.ref.kind)
    if named and (project.root / spec.file).is_dir():
        return Place(f"{spec.file}/{named}", path)
    if named and posixpath.basename(spec.file) == named:
        return Place(spec.file, path, None, front(tree, spec.file))
    try:
        _, found = block(tree, project.kinds[one.ref.kind], one)
    except UsageError as wrong:
        raise CannotError("a template makes this resource", spec.pos().line - 1) from wrong
    return Place(spec.file, path, None, found[1], found)


def field_edits(tree: Tree, place: Place, edited: Sequence[Edited]) -> list[Edit]:
    """What gives a field its new value; `edited` is one leaf, or all items of a relation."""
    first = edited[0]
    name = first.path[0] if first.table.relation else place.path[-1]
    path = place.path[:1] if first.table.relation else place.path
    found = at(place.root, path)
    if found is not None and first.table.relation:
        return _relation(tree, place, found, edited)
    new = _new(first)
    if found is not None:
        return _rewritten(tree.read(place.file), found, first, new)
    if len(path) > 1:
        raise CannotError(f"{'.'.join(path)} stands nowhere in the file")
    if place.text is not None and name == "title" and place.text.format == "md":
        return [_heading(tree, place.text, first)]
    return [_written_down(tree, place, f"{name}: {value(new)}")]


def _new(edited: Edited) -> Any:
    """The value as it is written; what is nothing is written as the nothing of its type."""
    new, table = edited.theirs, edited.table
    if table.ref and not table.soft and isinstance(new, str) and new.startswith("#"):
        raise CannotError(f"the {table.ref} {new} is not known here")
    if new is None and table.keys is None:
        return {"text": "", "list": []}.get(table.type)
    return new


def _rewritten(text: str, found: Pair, edited: Edited, new: Any) -> list[Edit]:
    key, node = found
    if not is_made(node):
        return rewritten(text, found, new)
    written = text_of(node)
    made = respelled(written, str(edited.ours or ""), new) if written and new else None
    if made is None:
        raise CannotError("the edit touches what a template makes", key.start_mark.line)
    return rewritten(text, found, made)


def _relation(tree: Tree, place: Place, found: Pair, edited: Sequence[Edited]) -> list[Edit]:
    """Items that a teammate took off or put on."""
    exact = at(found[1], ("exactly",))
    key, node = exact or found
    items = items_of(node)
    if items is None or is_made(node):
        raise CannotError("a template makes this list", key.start_mark.line)
    gone = {one.path[1] for one in edited if one.theirs is None}
    new = [one for one in items if one not in gone]
    return rewritten(tree.read(place.file), (key, node), new)


# ---------------------------------------------------------------- what is written nowhere yet


def _heading(tree: Tree, file: TextFile, edited: Edited) -> Edit:
    """The heading that a page begins with, and that is its title."""
    text = tree.read(file.path)
    rows = text.split("\n")
    start = file.body_line - 1
    body = "\n".join(rows[start:]).replace("\r", "")
    _, _, taken = take_title(body)
    here = next((n for n in range(start, start + taken) if ATX.match(rows[n].rstrip("\r"))), None)
    if not taken or here is None:
        raise CannotError("its title stands in no heading that could be changed", start)
    lead, old, tail = ATX.match(rows[here].rstrip("\r")).groups()  # type: ignore[union-attr] # it was found by it
    before, after = (_as_markdown(str(one or "")) for one in (edited.ours, edited.theirs))
    new = respelled(old, before, after)
    if new is None:
        if "{{" in old or "{%" in old:
            raise CannotError("the edit touches what a template makes", here)
        new = after
    at_row = sum(len(one) + 1 for one in rows[:here]) + len(lead)
    return Edit(at_row, at_row + len(rows[here].rstrip("\r")) - len(lead) - len(tail), new)


def _as_markdown(title: str) -> str:
    return to_markdown((Paragraph((Run(title),)),)) if title else ""


def _written_down(tree: Tree, place: Place, line: str) -> Edit:
    """A key of its own: in the block of the resource, in the front matter, in the folder's file."""
    if place.whole is not None:
        return with_key(tree.read(place.file), place.whole, line)
    if not (tree.root / place.file).exists():
        return Edit(0, 0, f"{line}\n")
    text = tree.read(place.file)
    end = "\r\n" if "\r\n" in text else "\n"
    if place.text is None:
        first = place.root.value[0][0].start_mark.index if place.root and place.root.value else 0
        return Edit(first, first, line + end)
    if not text.startswith("---"):
        return Edit(0, 0, f"---{end}{line}{end}---{end}")
    closing = FENCE.search(text, 3)
    if closing is None:
        raise CannotError("its front matter is not closed")
    return Edit(closing.start(), closing.start(), line + end)
