"""`rm`: resources taken out of the files that declare them, and an entry in `removed:` for each."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.core.declared.moved import REMOVED
from reconciler.errors import UsageError
from reconciler.model import Ref
from reconciler.source.edit import scalar, without
from reconciler.workflow.homes import add_entries, block, folder_file, home_of, unknown
from reconciler.workflow.project import Project, valid
from reconciler.workflow.tree import Tree, make, proven


def remove(
    project: Project, refs: list[Ref], *, verb: str = "", inside: bool = False, dry: bool = False
) -> list[str]:
    """What was edited, a line each. `verb`: delete or release, else what on_remove says.

    inside: with all that lies in them. UsageError where it cannot be, WorseError where it would
    leave mistakes behind; nothing is touched before that is known.
    """
    valid(project)
    tree = Tree(project.root)
    for ref in refs:
        if ref not in project.desired:
            raise unknown(project, ref)
    going = sorted({one for ref in refs for one in _within(project, ref, set(refs), inside=inside)})
    for ref in going:
        _take_out(project, tree, ref)
    flag = f", {verb}: true" if verb else ""
    add_entries(project, tree, REMOVED, [f"{{ref: {scalar(str(ref))}{flag}}}" for ref in going])
    proven(project, tree, lambda after: _check(project, after, set(going)))
    if not dry:
        make(tree, project.root)
    return tree.said


def _within(project: Project, ref: Ref, also: set[Ref], *, inside: bool) -> Iterator[Ref]:
    yield ref
    home = home_of(project, project.desired[ref])
    for other, one in project.desired.items() if home and home.folder else ():
        if other != ref and any(one.spec.file.startswith(f"{path}/") for path in home.paths):  # type: ignore[union-attr] # the loop is empty without
            if not inside and other not in also:
                hint = "take that out first, or add --recursive"
                raise UsageError(f"{ref} holds {other}", hint=hint)
            yield other


def _take_out(project: Project, tree: Tree, ref: Ref) -> None:
    one = project.desired[ref]
    home = home_of(project, one)
    if home is None:
        names, (key, _) = block(tree, project.kinds[ref.kind], one)
        file = one.spec.file
        tree.edit(file, without(tree.read(file), names, key.value), f"{ref} is taken out")
        return
    named = folder_file(project, ref.kind)
    for path in (f"{each}/{named}" for each in home.paths) if home.folder else home.paths:
        if (project.root / path).is_file():
            tree.remove(path)


def _check(project: Project, after: Project, going: set[Ref]) -> None:
    lost = project.desired.keys() - after.desired.keys()
    for ref in sorted(lost ^ going):
        what = "still be declared" if ref in going else "be declared no longer"
        raise UsageError(f"{ref} would {what}", hint="take it out by hand")
