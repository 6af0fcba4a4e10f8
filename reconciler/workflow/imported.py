"""The files of an import: their texts, written where nothing is yet, and taken back on failure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from reconciler.core.described.export import Exported
from reconciler.core.described.schema import schema
from reconciler.core.described.texts import Page, Pages, pages
from reconciler.errors import ReconcilerError
from reconciler.model import Ref, Workspace
from reconciler.source.write import config_text, modeline, text_file, yaml_text
from reconciler.workflow.project import Project

SCHEMA = "reconciler.schema.json"


def texts_of(project: Project, exported: Exported, unproven: Mapping[Page, str]) -> Pages:
    """The pages of an export, at their paths below the root."""
    specs = project.config.specs
    texts = {f"{specs}/{path}": text for path, text in exported.texts.items()}
    return pages(texts, _declared(project), unproven)


def _declared(project: Project) -> dict[tuple[Ref, str], str]:
    """The files of pages that are declared already, by resource and language."""
    found = {}
    for ref, one in project.desired.items():
        if one.spec.text is not None:
            found[ref, ""] = one.spec.text.path
        for locale, file in one.spec.translations.items():
            found[ref, locale] = file.path
    return found


def files_of(
    project: Project,
    exported: Exported,
    texts: Pages,
    *,
    locales: tuple[str, ...],
    workspace: Workspace,
) -> dict[str, str]:
    """Path below the root -> text, none of which exists yet."""
    specs = project.config.specs
    files: dict[str, str] = {}
    if not project.config.data:
        files[project.config.path] = config_text(workspace, locales, specs)
    for plural, resources in exported.yaml.items():
        path = _unused(project.root, f"{specs}/{plural}")
        files[path] = modeline(path, SCHEMA) + yaml_text({plural: resources})
    if exported.yaml:
        files[SCHEMA] = json.dumps(schema(project.kinds), indent=2) + "\n"
    for path, fields in exported.folders.items():
        files[f"{specs}/{path}"] = yaml_text(fields)
    for path, (front, body) in texts.files.items():
        files[path] = text_file(front, body)
    return {path: text for path, text in files.items() if not (project.root / path).exists()}


def _unused(root: Path, stem: str) -> str:
    number, path = 1, f"{stem}.yaml"
    while (root / path).exists():
        number += 1
        path = f"{stem}-{number}.yaml"
    return path


class Written:
    """Files and folders that were made, so that they can be taken back."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.made: list[Path] = []

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            target = self.root / path
            self._folders(target.parent)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                self.made.append(target)
                file.write(text)

    def _folders(self, folder: Path) -> None:
        """Through a link the files would land outside of the project."""
        if not folder.resolve().is_relative_to(self.root):
            raise ReconcilerError(
                f"{folder} is a link out of the project, where nothing is written",
                hint="make it a folder of the project",
            )
        for one in reversed([folder, *folder.parents]):
            if not one.exists():
                one.mkdir()
                self.made.append(one)

    def take_back(self) -> None:
        for path in reversed(self.made):
            _remove(path)


def _remove(path: Path) -> None:
    """A folder in which somebody put something meanwhile stays."""
    if not path.is_dir():
        path.unlink(missing_ok=True)
    elif not any(path.iterdir()):
        path.rmdir()
