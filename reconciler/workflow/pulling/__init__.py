"""`pull`: what teammates edited in Intercom, taken into the very lines of the files.

Every edit is first made in a copy of the project, which is planned: it has to be what it should be.
Only then the files are written, each as a whole. The ledger is not touched: a text that holds their
edit is no conflict, whoever put it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.codes import failed
from reconciler.core.merged.edited import Edit as Edited
from reconciler.core.merged.edited import edited, undeclared
from reconciler.core.planned.plan import Planned
from reconciler.core.planned.select import selects
from reconciler.errors import GuardError
from reconciler.model import Client, Finding, Ledger, Pos, Ref
from reconciler.source.edit import Edit
from reconciler.source.edit import edited as with_edits
from reconciler.source.markers import marked
from reconciler.workflow.planning import plan, read_for
from reconciler.workflow.project import Identity, Project
from reconciler.workflow.pulling.committed import uncommitted
from reconciler.workflow.pulling.taken import Pull, Taken, file_of, refused, resource
from reconciler.workflow.tree import Tree, make, tried, worsened


@dataclass(slots=True)
class Pulled:
    """What a pull did. `files`: path -> text before and after, of those that change."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @property
    def conflicts(self) -> int:
        return sum(one.conflict for one in self.taken)


def pull(
    project: Project,
    client: Client,
    ledger: Ledger,
    *,
    identity: Identity,
    only: Sequence[str] = (),
    everything: bool = False,
    dry: bool = False,
    force: bool = False,
) -> Pulled:
    """Takes the edits of the selected resources in; what cannot be is refused and named.

    everything: fields too that Intercom has and the files do not declare.

    GuardError where files have changes that git does not know, and nothing is written then.
    """
    work = Pull(project, client, ledger, identity, read_for(project, client, ledger))
    planned = _planned(work, project)
    wanted = [ref for ref, one in project.desired.items()
              if not only or any(selects(each, ref, one.spec.file, project.kinds)
                                 for each in only)]  # fmt: skip
    found = dict(_edits(work, planned, wanted, everything=everything))
    done = _proven(work, found)
    done.refused += [
        refused(ref, None, "it was deleted in Intercom", project.desired[ref].spec.pos())
        for ref in wanted if planned.matches[ref].vanished
    ]  # fmt: skip
    if not dry and not force:
        _guard(project.root, list(done.files))
    if not dry:
        _write(project.root, done.files)
    return done


def _planned(work: Pull, project: Project) -> Planned:
    return plan(project, work.client, work.ledger, identity=work.identity, policy="keep",
                reading=work.reading)  # fmt: skip


def _edits(
    work: Pull, planned: Planned, refs: Iterable[Ref], *, everything: bool = False
) -> Iterator[tuple[Ref, list[Edited]]]:
    made = planned.plan
    differ = {one.ref for one in (*made.changes, *made.kept)}
    for ref in refs:
        kind, match = work.project.kinds[ref.kind], planned.matches[ref]
        edits = list(edited(kind, match, planned.context)) if ref in differ else []
        edits += undeclared(kind, match, planned.context) if everything else ()
        if edits:
            yield ref, edits


def _guard(root: Path, paths: Sequence[str]) -> None:
    unsafe = uncommitted(root, paths)
    if unsafe:
        raise GuardError(
            f"{unsafe[0]} has changes that are not committed"
            + (f", and so have {len(unsafe) - 1} more files" if len(unsafe) > 1 else ""),
            hint="commit them first, so that git can tell them from what is pulled; --force pulls "
            "all the same, and keeps them",
        )


# ---------------------------------------------------------------- into the files


def _proven(work: Pull, found: Mapping[Ref, Sequence[Edited]]) -> Pulled:
    """The edits of all resources that can be made and then are what they should be."""
    left: dict[Ref, Finding] = {}
    while True:
        trees = Tree(work.project.root), Tree(work.project.root)
        taken: list[Taken] = []
        for ref, edits in found.items():
            made = [] if ref in left else resource(work, trees[0], ref, edits)
            if isinstance(made, Finding):
                left[ref] = made
            else:
                taken += made
        _enter(trees, taken)
        wrong = _wrong(work, trees[0], found, taken)
        if not wrong:
            return _done(trees, taken, list(left.values()))
        left.update(wrong)


def _enter(trees: tuple[Tree, Tree], taken: Sequence[Taken]) -> None:
    for one in taken:
        for tree, edits in zip(trees, one.sides, strict=True):
            if (tree.root / one.file).exists():
                tree.edits.setdefault(one.file, []).extend(edits)
            else:
                tree.fresh.update((one.file, each.text) for each in edits)


# ---------------------------------------------------------------- proof


def _wrong(
    work: Pull, tree: Tree, found: Mapping[Ref, Sequence[Edited]], taken: Sequence[Taken]
) -> dict[Ref, Finding]:
    """Resources that would not be as Intercom has them, or no longer readable."""
    if not taken:
        return {}
    after = tried(work.project, tree)
    worse = worsened(work.project, after)
    by_file: dict[str, list[Ref]] = {}
    for one in taken:
        by_file.setdefault(one.file, []).append(one.ref)
    bad = [one for one in worse if one.severity == "error"]
    if bad or failed(after.findings):
        files = {one.pos.file for one in bad if one.pos} & by_file.keys() or set(by_file)
        why = bad[0].message if bad else "the files would be wrong"
        return {ref: refused(ref, None, f"its file would be wrong afterwards: {why}", Pos(file))
                for file in files for ref in by_file[file]}  # fmt: skip
    return _unlike(work, after, found, taken)


def _unlike(
    work: Pull, after: Project, found: Mapping[Ref, Sequence[Edited]], taken: Sequence[Taken]
) -> dict[Ref, Finding]:
    planned = _planned(work, after)
    left = {}
    refs = {one.ref for one in taken}
    for ref, edits in _edits(work, planned, after.desired.keys() & found.keys()):
        before = {one.path: one for one in found.get(ref, ())}
        still = [one for one in edits if not (one.path in before and before[one.path].conflict)]
        if ref in refs and still:
            pos = Pos(file_of(work.project.desired[ref], still[0]))
            left[ref] = refused(ref, still[0], "it reads otherwise in the file", pos)
    return left


# ---------------------------------------------------------------- the files


def _done(trees: tuple[Tree, Tree], taken: list[Taken], refused: list[Finding]) -> Pulled:
    done = Pulled(taken, refused)
    ours, theirs = trees
    for path in dict.fromkeys([*ours.edits, *theirs.edits]):
        before = ours.read(path)
        mine = with_edits(before, ours.edits.get(path, ()))
        other = with_edits(before, theirs.edits.get(path, ()))
        done.files[path] = before, mine if mine == other else marked(mine, other)
    done.files.update({path: ("", text) for path, text in theirs.fresh.items()})
    for one in taken:
        how = "a conflict, both sides are in the file" if one.conflict else "as it is in Intercom"
        before = done.files[one.file][0] if one.file in done.files else ""
        done.said.append(f"{one.file}:{one.line(before)}: {one.ref}: {one.what}: {how}")
    return done


def _write(root: Path, files: Mapping[str, tuple[str, str]]) -> None:
    tree = Tree(root)
    for path, (before, after) in files.items():
        if (root / path).exists():
            tree.edits[path] = [Edit(0, len(tree.read(path)), after)]
            if tree.read(path) != before:
                raise GuardError(f"{path} was changed meanwhile; nothing was written")
        else:
            tree.fresh[path] = after
    make(tree, root)
