"""Changes of a project's files as values: renamed, edited, taken away; proven before they are made.

The proof is a copy of the project, changed and read again: nothing that was fine may be wrong
afterwards. Only then the files themselves are touched.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.errors import ReconcilerError, WorseError
from reconciler.model import Finding
from reconciler.source.edit import Edit, Node, edited, line_at
from reconciler.workflow.project import Project, open_project

QUIET = frozenset({"missing-translation", "stale-translation"})
"""What a change of names may bring along."""


@dataclass(slots=True)
class Tree:
    """What shall become of files: paths are relative to the root, those of edits the old ones."""

    root: Path
    renames: dict[str, str] = field(default_factory=dict)
    """File or folder -> its new path."""
    gone: set[str] = field(default_factory=set)
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    fresh: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Node | None] = field(default_factory=dict)

    def read(self, path: str) -> str:
        """The text with its own line ends; its byte order mark is left out and kept."""
        if path not in self.texts:
            with (self.root / path).open(encoding="utf-8-sig", newline="") as file:
                self.texts[path] = file.read()
        return self.texts[path]

    def edit(self, path: str, one: Edit, what: str) -> None:
        self.edits.setdefault(path, []).append(one)
        self.said.append(f"{path}:{line_at(self.read(path), one.start)}: {what}")

    def add(self, path: str, text: str, what: str) -> None:
        self.fresh[path] = text
        self.said.append(f"{path}:1: {what}")

    def rename(self, old: str, new: str) -> None:
        self.renames[old] = new
        self.said.append(f"{old}: renamed to {new}")

    def remove(self, path: str) -> None:
        self.gone.add(path)
        self.said.append(f"{path}: taken away")

    def after(self, path: str) -> str:
        """The text that a file has afterwards, by its new path; empty where there is none."""
        if path in self.fresh:
            return self.fresh[path]
        old = next((old + path[len(new) :] for old, new in self.renames.items()
                    if path == new or path.startswith(f"{new}/")), path)  # fmt: skip
        if not (self.root / old).is_file():
            return ""
        return edited(self.read(old), self.edits.get(old, []))

    def now(self, path: str) -> str:
        """The path that a file has afterwards."""
        for old, new in self.renames.items():
            if path == old or path.startswith(f"{old}/"):
                return new + path[len(old) :]
        return path


def proven(project: Project, tree: Tree, check: Callable[[Project], None]) -> None:
    """WorseError with what would be wrong afterwards; `check` raises where more is."""
    after = tried(project, tree)
    worse = worsened(project, after)
    if worse:
        texts = {one.pos.file: tree.after(one.pos.file) for one in worse if one.pos}
        raise WorseError(worse, project.root, texts)
    check(after)


def tried(project: Project, tree: Tree) -> Project:
    """The project as it would be, read from a copy of its files."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        _copy(project, copy)
        make(tree, copy)
        return open_project(copy, workspace=project.workspace.name, kinds=project.kinds)


def worsened(project: Project, after: Project) -> list[Finding]:
    """Findings of codes that occur more often than before."""
    counts = Counter(one.code for one in project.findings)
    more = Counter(one.code for one in after.findings) - counts
    said = {(one.code, one.message) for one in project.findings}
    return [one for one in after.findings if one.code in more and one.severity != "note"
            and one.code not in QUIET and (one.code, one.message) not in said]  # fmt: skip


def _copy(project: Project, copy: Path) -> None:
    copy.mkdir()
    config = project.config
    # a folder before those that lie in it
    for path in sorted({config.path, config.specs, *(one.root for one in project.documents.texts)}):
        source, target = project.root / path, copy / path
        if source.is_dir() and not target.exists():
            shutil.copytree(source, target, symlinks=True, ignore=_links)
        elif source.is_file():
            shutil.copyfile(source, target)


def _links(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (Path(folder) / name).is_symlink()]


def make(tree: Tree, root: Path) -> None:
    """The changes, in the tree's own project or in a copy of it."""
    texts = {path: edited(tree.read(path), edits) for path, edits in tree.edits.items()}
    marks = {path: _has_mark(tree.root / path) for path in texts}
    _write({root / path: _encoded(text, mark=marks[path]) for path, text in texts.items()})
    for path in tree.gone:
        (root / path).unlink()
    for old, new in tree.renames.items():
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)
    _write({root / path: _encoded(text) for path, text in tree.fresh.items()})
    for path in (*tree.gone, *tree.renames):
        _prune((root / path).parent, root)


def _has_mark(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == b"\xef\xbb\xbf"


def _encoded(text: str, *, mark: bool = False) -> bytes:
    return text.encode("utf-8-sig" if mark else "utf-8")


def _write(files: dict[Path, bytes]) -> None:
    """Each file is whole at any moment, and none is touched before all could be written."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            target = path.resolve()
            fresh = target.with_name(f".{target.name}.{os.getpid()}")
            ready.append((fresh, target))
            fresh.write_bytes(data)
            if target.exists():
                shutil.copymode(target, fresh)
        for fresh, target in ready:
            fresh.replace(target)
    except OSError as error:
        what = f"{error.filename or 'a file'} cannot be written: {error.strerror or error}"
        raise ReconcilerError(what, hint="free some space, or correct its rights") from error
    finally:
        for fresh, _ in ready:
            fresh.unlink(missing_ok=True)


def _prune(folder: Path, root: Path) -> None:
    """Folders that became empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
