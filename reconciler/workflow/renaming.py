"""`mv`: another name for a resource, in the files that declare it and in those that name it.

It changes names here and nothing in Intercom: what people see and what came from the key or
the folder until now is written down as a field.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from reconciler.core.declared.moved import MOVED, Moves
from reconciler.core.declared.specs import NUMBERED, named, title_of
from reconciler.errors import UsageError
from reconciler.model import Desired, Field, Map, Ref, Seq
from reconciler.source.edit import (
    Edit,
    pair,
    replaced,
    scalar,
    scalar_at,
    with_key,
    without_item,
)
from reconciler.workflow.homes import (
    Home,
    add_entries,
    block,
    folder_file,
    front,
    home_of,
    unknown,
)
from reconciler.workflow.project import Project, valid
from reconciler.workflow.relinking import relink
from reconciler.workflow.tree import Tree, make, proven


def move(project: Project, old: Ref, new: Ref, *, dry: bool = False) -> list[str]:
    """What was edited, a line each. Only `moved:` is written where the files were renamed already.

    UsageError where it cannot be, WorseError where it would leave mistakes behind; nothing is
    touched before that is known.
    """
    tree = Tree(project.root)
    declared = project.desired
    if old.kind != new.kind or old == new:
        raise UsageError(f"{old} cannot become {new}", hint=f"a move keeps the kind: {old.kind}/..")
    if old in declared and new in declared:
        raise UsageError(f"{new} is declared already", hint="choose another name")
    if old not in declared and new not in declared:
        raise unknown(project, old)
    valid(project)
    moves = Moves({old: new}, above=project.moves.above)
    if old in declared:
        _rename(project, tree, old, new)
        _rename_references(project, tree, moves)
        relink(tree, [file.path for source in project.documents.texts for file in source.files])
    _take_back(project, tree, new)
    add_entries(project, tree, MOVED, [f"{{from: {scalar(str(old))}, to: {scalar(str(new))}}}"])
    proven(project, tree, lambda after: _check(project, after, moves))
    if not dry:
        make(tree, project.root)
    return tree.said


def _rename(project: Project, tree: Tree, old: Ref, new: Ref) -> None:
    one = project.desired[old]
    home = home_of(project, one)
    if home is None:
        _rename_key(project, tree, one, new)
    elif one.spec.text is not None and "name" in one.spec.text.front:
        _rename_pinned(tree, one, new)
    else:
        _rename_files(project, tree, one, new=new, home=home)


def _rename_key(project: Project, tree: Tree, one: Desired, new: Ref) -> None:
    kind, file = project.kinds[one.ref.kind], one.spec.file
    _, found = block(tree, kind, one)
    tree.edit(file, replaced(found[0], scalar(new.name)), f"{one.ref} is {new}")
    if kind.named_by and kind.named_by not in one.spec.fields:
        line = f"{kind.named_by}: {scalar(one.ref.name)}"
        tree.edit(file, with_key(tree.read(file), found, line), f"keeps its {kind.named_by}")


def _rename_pinned(tree: Tree, one: Desired, new: Ref) -> None:
    found = pair(front(tree, one.spec.file), "name")
    if found is None or found[1].value != one.ref.name:
        raise UsageError(f"{one.ref} has its name from a template at {one.spec.pos()}")
    tree.edit(one.spec.file, replaced(found[1], scalar(new.name)), f"{one.ref} is {new}")


# ---------------------------------------------------------------- files


def _rename_files(project: Project, tree: Tree, one: Desired, *, new: Ref, home: Home) -> None:
    stem = _stem(project, home, new.name)
    if stem == home.stem or named(home.stem) != one.ref.name:
        raise UsageError(f"{one.ref} is not named by its path {one.spec.file}",
                         hint="rename the file by hand, then call mv again")  # fmt: skip
    if any(part[:1] in ("", ".", "_") for part in stem.split("/")) or "\\" in stem:
        raise UsageError(f"{new} is no path that a file can have",
                         hint="no part of it is empty or begins with . or _")  # fmt: skip
    for path in home.paths:
        root = next(each for each in home.roots if path.startswith(f"{each}/"))
        target = f"{root}/{stem}{path[len(root) + 1 + len(home.stem) :]}"
        if (project.root / target).exists():
            raise UsageError(f"{target} is there already", hint="choose another name")
        tree.rename(path, target)
    if home.folder and "name" not in one.spec.fields.marks:
        _keep_title(project, tree, one, home)


def _stem(project: Project, home: Home, name: str) -> str:
    """The path of the new name: in the folders that have it, with the number that it had."""
    folders = {named(path): path for path in _folders(project)}
    above, _, last = name.rpartition("/")
    ways = [above[:at] for at, sign in enumerate(f"{above}/") if sign == "/" and at]
    known = next((way for way in reversed(ways) if way in folders), "")
    lead = (folders.get(known, "") + above[len(known) :]).lstrip("/")
    number = NUMBERED.match(posixpath.basename(home.stem))
    return (f"{lead}/" if lead else "") + (number.group() if number else "") + last


def _folders(project: Project) -> Iterator[str]:
    for source in project.documents.texts:
        for file in source.files:
            inside = posixpath.dirname(file.path)[len(source.root) :].lstrip("/")
            while inside:
                yield inside
                inside = posixpath.dirname(inside)
        yield from (one for one in source.folders if one)


def _keep_title(project: Project, tree: Tree, one: Desired, home: Home) -> None:
    """The name that people see came from the folder's: it is written down."""
    path = f"{home.paths[0]}/{folder_file(project, one.ref.kind)}"
    line = f"name: {scalar(title_of(home.stem))}\n"
    if (project.root / path).exists():
        tree.edit(path, Edit(0, 0, line), "keeps its name")
    else:
        tree.add(tree.now(path), line, "keeps its name")


# ---------------------------------------------------------------- what names it


def _rename_references(project: Project, tree: Tree, moves: Moves) -> None:
    """Values of other resources that name this one, or what moves along with it."""
    for one in project.desired.values():
        for table in project.kinds[one.ref.kind].fields:
            written = one.spec.fields.get(table.name)
            for path, value in _written(written, (table.name,)) if _names(table) else ():
                now = moves.to(Ref(table.ref, value)).name
                pos = one.spec.pos(*path, value=True)
                if now != value and path[0] in one.spec.fields.marks:
                    node = scalar_at(front(tree, pos.file), (pos.line, pos.column))
                    if node is not None and node.value == value:
                        tree.edit(pos.file, replaced(node, scalar(now)), f"names {table.ref}/{now}")


def _names(table: Field) -> bool:
    return bool(table.ref) and not table.soft


def _written(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Map):
        for key, inner in value.items():
            yield from _written(inner, (*path, key))
    elif isinstance(value, Seq):
        for number, inner in enumerate(value):
            yield from _written(inner, (*path, str(number)))
    elif isinstance(value, str):
        yield path, str(value)


def _take_back(project: Project, tree: Tree, new: Ref) -> None:
    """A move back to an old name ends the entry that led away from it."""
    if new not in project.moves.renamed:
        return
    place = project.moves.places[new]
    items = pair(front(tree, place.file), MOVED)
    for node in items[1].value if items else ():
        source = pair(node, "from")
        if items and source and source[1].value.partition("/")[2] == new.name:
            edit = without_item(tree.read(place.file), items[1], node)
            tree.edit(place.file, edit, f"the move of {new} is taken back")


# ---------------------------------------------------------------- proof


def _check(project: Project, after: Project, moves: Moves) -> None:
    """Every resource is there, under its old name or its new one, with what people see of it."""
    for ref, one in project.desired.items():
        now = moves.to(ref) if moves.to(ref) in after.desired else ref
        if now not in after.desired:
            raise UsageError(f"{ref} would be declared no longer",
                             hint="give its folder a _collection.yaml first")  # fmt: skip
        fields, there = one.fields, after.desired[now].fields
        for table in project.kinds[ref.kind].fields:
            seen = not table.ref and not table.of
            if seen and fields.get(table.name) != there.get(table.name):
                raise UsageError(f"{ref}: its {table.name} would change",
                                 hint=f"write {table.name}: first")  # fmt: skip
    for old, new in moves.renamed.items():
        if old in after.desired or new not in after.desired:
            raise UsageError(f"{old} would not become {new}",
                             hint="rename it by hand, then call mv again")  # fmt: skip
