"""A project's folder to Documents: the one place of this package that reads files.

Decides which file is a spec, a page, or neither; templates are rendered here. All findings
of a run are returned. Which tree becomes which kind is decided in core.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from reconciler.codes import failed, finding
from reconciler.errors import UsageError
from reconciler.model import (
    Config,
    Documents,
    Files,
    Finding,
    Map,
    Pos,
    Suppression,
    TextFile,
    TextSource,
    Workspace,
    YamlFile,
)
from reconciler.near import did_you_mean
from reconciler.source.config import PATH, Configured, Source, load_config
from reconciler.source.each import render_spec
from reconciler.source.late import early, early_file
from reconciler.source.outside import without_refused
from reconciler.source.presets import Read, merged, preset
from reconciler.source.presets.around import settings_of, with_translations
from reconciler.source.rendered import Page, render_file, render_map
from reconciler.source.suppressions import suppressions
from reconciler.source.switch import OFF, switch
from reconciler.source.tables import Tables
from reconciler.source.template import Templates, templates
from reconciler.source.walk import IMAGES, Walk
from reconciler.source.yaml import parse

YAML = (".yaml", ".yml")
TEXT = (".md", ".html")
OTHER_TEXT = (".mdx", ".markdown", ".rst", ".adoc", ".htm")
"""Pages that a docs repository may hold and that are not read."""
NEAR = 0.8
OWN = ("", "plain")
"""Presets whose front matter is ours."""


def load(
    root: Path, *, files: Mapping[str, Files], workspace: str | None = None, isolated: bool = True
) -> Documents:
    """Everything that is written below `root`, with all problems, sorted by place.

    files: the text files of each kind, by the kind's name. workspace: whose vars templates
    see; the first one by default. UsageError where reconciler.yaml names no such workspace.
    isolated: templates that take more than names run in a process of their own.
    """
    walk = Walk(root.resolve())
    configured = _configured(walk, files)
    config = configured.config
    chosen = _workspace(configured, workspace)
    values = {**config.vars, **chosen.vars}
    rendering = templates(walk.root, (config.specs,), values, chosen.name, isolated=isolated)
    project = Project(walk, config, files, rendering, Tables(walk, config.specs))
    yaml, texts = _specs(project, files)
    texts += [_source(project, one) for one in with_translations(walk, configured)]
    found = [*configured.findings, *walk.findings, *project.templates.close()]
    ordered = tuple(sorted(found, key=_place))
    ignored = tuple(project.suppressions)
    return Documents(str(root), config, tuple(yaml), tuple(texts), ordered, ignored)


@dataclass(frozen=True, slots=True)
class Project:
    walk: Walk
    config: Config
    files: Mapping[str, Files]
    templates: Templates
    tables: Tables
    suppressions: list[Suppression] = field(default_factory=list)

    def note(self, found: Finding) -> None:
        self.walk.findings.append(found)

    def comments(self, text: str, path: str, *, body_line: int = 0, form: str = "md") -> None:
        """Keeps what the comments of a file ignore."""
        found, wrong = suppressions(text, path, body_line=body_line, form=form)
        self.suppressions.extend(found)
        self.walk.findings += wrong


def _place(found: Finding) -> tuple[str, int, int, str]:
    file, line, column = found.pos or Pos("")
    return file, line, column, found.code


def _configured(walk: Walk, files: Mapping[str, Files]) -> Configured:
    if (walk.root / PATH).exists() or (walk.root / PATH).is_symlink():
        data = walk.read_bytes(PATH) if walk.is_inside(PATH) else None
        return Configured() if data is None else load_config(data, files)
    config = Config()
    if not (walk.root / config.specs).is_dir():
        message = f"there is neither {PATH} nor a folder {config.specs} in {walk.root.name}"
        hint = "run it in the project's folder; `reconciler import` writes one from Intercom"
        walk.findings.append(finding("no-project", message, hint=hint))
    return Configured(config)


def _workspace(configured: Configured, name: str | None) -> Workspace:
    known = {one.name: one for one in configured.config.workspaces}
    if name is None or (name not in known and failed(configured.findings)):
        return configured.config.workspaces[0]
    if name not in known:
        hint = did_you_mean(name, known) or f"workspaces: {', '.join(known)}"
        raise UsageError(f"{PATH} has no workspace {name}", hint=hint)
    return known[name]


# ---------------------------------------------------------------- specs


def _specs(project: Project, files: Mapping[str, Files]) -> tuple[list[YamlFile], list[TextSource]]:
    specs = project.config.specs
    if not (project.walk.root / specs).is_dir():
        return [], []
    folders = {f"{specs}/{one.folder}": (kind, one) for kind, one in files.items()}
    yaml = []
    for path in project.walk.files(specs, skip=_hidden):
        if any(path.startswith(f"{folder}/") for folder in folders):
            continue
        if path.endswith(YAML):
            yaml.append(_yaml(project, path))
        elif not path.endswith(IMAGES) and not posixpath.basename(path).startswith("README"):
            project.note(_ignored(path, "specs are .yaml files; data lies in folders like _data"))
    texts = [_texts(project, folder, *one) for folder, one in folders.items()]
    return [one for one in yaml if one], [one for one in texts if one]


def _yaml(project: Project, path: str) -> YamlFile | None:
    text = project.walk.read(path)
    if text is None:
        return None
    if not text.strip():
        hint = (
            "bring it back, or take the file away; where it shall stay empty, say so in a comment"
        )
        project.note(finding("file-empty", f"{path} is empty", Pos(path, 1, 1), hint=hint))
    project.comments(text, path)
    parsed = parse(text, path)
    project.walk.findings += [*parsed.findings, *without_refused(parsed.data, path)]
    if parsed.findings or not switch(path, parsed.data, project.note, default=True):
        return YamlFile(path, parsed.data)
    page = _page(project, path, text)
    return YamlFile(path, early(parsed.data, lambda: render_spec(parsed.data, page)))


def _page(project: Project, path: str, text: str, locale: str | None = None) -> Page:
    locales = project.config.locales
    return Page(path, text, locale or locales[0], locales, project.templates, project.tables)


# ---------------------------------------------------------------- text files


def _texts(project: Project, folder: str, kind: str, files: Files) -> TextSource | None:
    if not (project.walk.root / folder).is_dir():
        return None
    skip = _but(files.folder_file)
    return _text_source(project, Source(kind, folder, "", ""), files, skip)


def _source(project: Project, source: Source) -> TextSource:
    if not (project.walk.root / source.folder).is_dir():
        message = f"sources: there is no folder {source.folder}"
        project.note(finding("config-value", message, Pos(PATH), hint="correct the path"))
        return TextSource(source.kind, source.folder, source.locale, source.preset, ())
    files, reads = project.files[source.kind], preset(source.preset).reads
    hidden = _but(files.folder_file)
    return _text_source(project, source, files, lambda name: hidden(name) and not reads(name))


def _text_source(
    project: Project, source: Source, files: Files, skip: Callable[[str], bool]
) -> TextSource:
    tool = preset(source.preset)
    paths = project.walk.files(source.folder, skip)
    metadata = {*tool.metadata} or {files.folder_file}
    named = {one for one in paths if files.folder_file and _name(one) in metadata}
    folders: dict[str, Map] = {}
    for one in sorted(named):
        data = _folder(project, one, source, late=files.late)
        before = folders.get(posixpath.dirname(one))
        folders[posixpath.dirname(one)] = data if before is None else merged(before, data)
    texts = []
    for path in paths:
        if path.endswith(tool.endings):
            texts.append(_text(project, path, source, folders, files))
        elif path not in named:
            _unread(project, path, source, files)
    inside = {_relative(one, source.folder): data for one, data in folders.items()}
    found = tuple(one for one in texts if one)
    made = TextSource(
        source.kind, source.folder, source.locale or None, source.preset, found, inside
    )
    settings = settings_of(project.walk, source.folder, tool)
    neutral = tool.neutral(Read(made, project.config.locales, settings))
    project.walk.findings += neutral.findings
    return neutral.source


def _text(
    project: Project, path: str, source: Source, folders: Mapping[str, Map], files: Files
) -> TextFile | None:
    text = project.walk.read(path)
    if text is None:
        return None
    parts = preset(source.preset).split(text, path)
    project.comments(text, path, body_line=parts.file.body_line, form=parts.file.format)
    project.walk.findings += parts.findings
    around = _around(path, source, folders)
    front = parts.file.front
    # a preset's own template: names a file of its theme
    foreign = source.preset not in OWN and front.get("template") not in OFF
    switched = (
        around if foreign else switch(path, front, project.note, default=around, late=files.late)
    )
    if parts.findings or not switched:
        return parts.file
    stem = posixpath.splitext(_name(path))[0]
    suffix = stem.rpartition(".")[2]
    locale = suffix if "." in stem and suffix in project.config.locales else source.locale
    page = _page(project, path, text, locale)
    return early_file(parts.file, page) if files.late else render_file(parts.file, page)


def _around(path: str, source: Source, folders: Mapping[str, Map]) -> bool:
    """What the nearest folder with a word on `template:` says; off for docs of elsewhere."""
    while path != source.folder:
        path = posixpath.dirname(path)
        value = folders[path].get("template") if path in folders else None
        if value in OFF:
            return OFF[value]
    return not source.preset


def _folder(project: Project, path: str, source: Source, *, late: bool) -> Map:
    text = project.walk.read(path)
    if text is None:
        return Map(mark=(1, 1))
    project.comments(text, path)
    parsed = parse(preset(source.preset).yaml(text), path)
    project.walk.findings += parsed.findings
    if parsed.findings or not switch(
        path, parsed.data, project.note, default=not source.preset, late=late
    ):
        return parsed.data
    return render_map(parsed.data, _page(project, path, text, source.locale))


def _unread(project: Project, path: str, source: Source, files: Files) -> None:
    """Files that are neither pages nor images: a typing mistake, or part of another tool."""
    own = not source.preset
    if path.lower().endswith(IMAGES) or (not own and not path.endswith(OTHER_TEXT)):
        return
    near = get_close_matches(_name(path), [files.folder_file], cutoff=NEAR)
    hint = f"did you mean {near[0]}?" if near else f"pages end in {' or '.join(TEXT)}"
    project.note(_ignored(path, hint))


def _ignored(path: str, hint: str) -> Finding:
    return finding("file-ignored", f"{path} is not read", Pos(path), hint=hint)


def _relative(path: str, folder: str) -> str:
    return path[len(folder) :].lstrip("/")


def _name(path: str) -> str:
    return posixpath.basename(path)


def _but(folder_file: str) -> Callable[[str], bool]:
    """Hidden names are skipped, but not the metadata file, nor one that is nearly called so."""
    return lambda name: _hidden(name) and not _resembles(name, folder_file)


def _resembles(name: str, folder_file: str) -> bool:
    return name.endswith(YAML) and bool(get_close_matches(name, [folder_file], cutoff=NEAR))


def _hidden(name: str) -> bool:
    return name.startswith(("_", "."))
