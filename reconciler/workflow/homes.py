"""Where a resource is written: the block of a YAML file, or text files and folders of its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.errors import UsageError
from reconciler.model import Desired, Files, Kind, Ref, Seq
from reconciler.near import did_you_mean
from reconciler.source.edit import Node, Pair, pair, top, with_item
from reconciler.workflow.project import Project
from reconciler.workflow.tree import Tree

YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Home:
    """A resource in text files: the folders that are read, and its path in them without endings."""

    roots: tuple[str, ...]
    stem: str
    paths: tuple[str, ...]
    folder: bool


def home_of(project: Project, one: Desired) -> Home | None:
    """None for a resource that YAML declares."""
    roots = tuple(source.root for source in project.documents.texts)
    file = one.spec.file
    root = next((each for each in roots if file.startswith(f"{each}/")), "")
    if not root:
        return None
    inside = file[len(root) + 1 :]
    if one.spec.text is not None:
        paths = (file, *(each.path for each in one.spec.translations.values()))
        return Home(roots, inside.rpartition(".")[0], paths, folder=False)
    stem = inside.removesuffix(f"/{folder_file(project, one.ref.kind)}")
    there = tuple(f"{each}/{stem}" for each in roots if (project.root / each / stem).is_dir())
    return Home(roots, stem, there, folder=True)


def folder_file(project: Project, kind: str) -> str:
    """The metadata file of folders that are resources of a kind."""
    found: Iterator[Files] = (one.files for one in project.kinds.values()
                              if one.files and one.files.folder_kind == kind)  # fmt: skip
    return next((one.folder_file for one in found), "")


def block(tree: Tree, kind: Kind, one: Desired) -> tuple[Node, Pair]:
    """The mapping of all names, and in it the key of the resource with its fields."""
    section = pair(top(tree.read(one.spec.file)), kind.plural)
    found = pair(section[1], one.ref.name) if section else None
    if section is None or found is None:
        raise UsageError(f"{one.ref} has its name from a template at {one.spec.pos()}",
                         hint="change the template, or the data that it reads")  # fmt: skip
    return section[1], found


def front(tree: Tree, path: str) -> Node | None:
    """The YAML of a file, or of the front matter that it begins with."""
    if path not in tree.nodes:
        tree.nodes[path] = top(_yaml(tree, path))
    return tree.nodes[path]


def _yaml(tree: Tree, path: str) -> str:
    if not (tree.root / path).is_file():
        return ""
    text = tree.read(path)
    if path.endswith(YAML):
        return text
    end = text.find("\n---", 3) + 1
    return text[:end] if text.startswith("---") else ""


def add_entries(project: Project, tree: Tree, key: str, rows: list[str]) -> None:
    """Rows at the end of the first list of that name; a file of its own where there is none."""
    path = next((file.path for file in project.documents.yaml
                 if isinstance(file.data.get(key), Seq)),
                f"{project.config.specs}/{key}.yaml")  # fmt: skip
    if not (project.root / path).exists():
        text = f"{key}:\n" + "".join(f"  - {row}\n" for row in rows)
        tree.add(path, text, f"{key}: {', '.join(rows)}")
        return
    tree.edit(path, with_item(tree.read(path), key, rows), f"{key}: {', '.join(rows)}")


def unknown(project: Project, ref: Ref) -> UsageError:
    names = [one.name for one in project.desired if one.kind == ref.kind]
    return UsageError(f"{ref} is not declared", hint=did_you_mean(ref.name, names))
