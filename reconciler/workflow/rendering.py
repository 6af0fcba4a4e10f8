"""What becomes of an article's body on its way to Intercom, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import unified_diff
from typing import Any

from reconciler.content import canonical, heading_id, intercoms_markdown, outline
from reconciler.core.compared.addresses import urls_of
from reconciler.core.compared.canonical import leaf
from reconciler.core.compared.diff import declared
from reconciler.core.compared.links import addressed
from reconciler.core.planned.plan import Planned
from reconciler.errors import UsageError
from reconciler.model import Desired, Files, Finding, Path, Ref, Target, TextFile
from reconciler.workflow.project import Project

OFFLINE = ("source", "template", "blocks", "html", "markdown", "canonical")
ONLINE = ("live", "diff")
STAGES = (*OFFLINE, *ONLINE)
Stages = Mapping[str, str | None]
"""Stage -> its text; None where it has none, such as a body that Intercom does not have."""


def article(project: Project, name: str) -> Ref:
    """The resource with a text that `name`, kind/name or a file, means; UsageError for none."""
    for ref, one in project.desired.items():
        texts = (one.spec.text, *one.spec.translations.values())
        if project.kinds[ref.kind].files and (
            str(ref) == name or ref.name == name
            or any(text and text.path == name.removeprefix("./") for text in texts)
        ):  # fmt: skip
            return ref
    raise UsageError(f"{name!r} is no declared article",
                     hint="write article/NAME, or the path of its file")  # fmt: skip


def locale_of(project: Project, ref: Ref, name: str, locale: str | None) -> str:
    """The language that is meant: the one asked for, that of the file, else the default one."""
    files = {text.path: each for each, text in project.desired[ref].spec.translations.items()}
    default = project.config.locales[0]
    chosen = locale or files.get(name.removeprefix("./"), default)
    if chosen != default and chosen not in _translations(project, project.desired[ref]):
        raise UsageError(f"{ref} has no translation to {chosen}",
                         hint="see `reconciler translations`")  # fmt: skip
    return chosen


def stages(project: Project, ref: Ref, locale: str, planned: Planned | None = None) -> Stages:
    """Every stage that can be known; those of the workspace where it was planned."""
    one, path = project.desired[ref], _path(project, ref, locale)
    html = str(_at(one.fields, path) or "")
    if planned is not None:
        html = addressed(html, _urls(planned), lambda _, key: heading_id(key))
    found: dict[str, str | None] = {
        "source": _source(project, one, locale),
        "template": _template(project, one, locale, path),
        "blocks": outline(html),
        "html": html,
        "markdown": intercoms_markdown(html),
        "canonical": canonical(html),
    }
    return found if planned is None else {**found, **_compared(project, ref, path, planned)}


def _urls(planned: Planned) -> dict[Target, str]:
    found: dict[Target, str] = {}
    for ref, each in planned.matches.items():
        if each.live is not None:
            found |= urls_of(ref, each.live)
    return found


def findings_of(project: Project, ref: Ref) -> list[Finding]:
    """What was noticed in its files."""
    spec = project.desired[ref].spec
    texts = [spec.text, *spec.translations.values()]
    files = {spec.file, *(text.path for text in texts if text)}
    return [one for one in project.findings if one.pos and one.pos.file in files]


def _compared(project: Project, ref: Ref, path: Path, planned: Planned) -> Stages:
    kind, match = project.kinds[ref.kind], planned.matches[ref]
    if match.live is None:
        return dict.fromkeys(ONLINE)
    there = leaf(kind, match.live.fields, path, planned.names)
    here = declared(kind, match.desired, planned.context).get(path)
    theirs, ours = (str(one or "").splitlines() for one in (there, here))
    difference = unified_diff(theirs, ours, "Intercom", "declared", lineterm="")
    live = _at(match.live.fields, path)
    return {"live": None if live is None else str(live), "diff": "\n".join(difference)}


def _files(project: Project, ref: Ref) -> Files:
    files = project.kinds[ref.kind].files
    if files is None:
        raise UsageError(f"a {ref.kind} has no text")
    return files


def _path(project: Project, ref: Ref, locale: str) -> Path:
    files = _files(project, ref)
    if locale == project.config.locales[0]:
        return (files.body,)
    return (files.translations, locale, files.body)


def _at(values: Mapping[str, Any], path: Path) -> Any:
    here: Any = values
    for part in path:
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _translations(project: Project, one: Desired) -> Mapping[str, Any]:
    table = project.kinds[one.ref.kind].languages
    return (one.fields.get(table.name) or {}) if table else {}


def _text(project: Project, one: Desired, locale: str) -> TextFile | None:
    default = locale == project.config.locales[0]
    return one.spec.text if default else one.spec.translations.get(locale)


def _source(project: Project, one: Desired, locale: str) -> str | None:
    """The file as it lies there; of an article in YAML only what its templates made is known."""
    file = _text(project, one, locale)
    if file is None:
        return None
    try:
        return (project.root / file.path).read_text("utf-8-sig", "replace")
    except OSError:
        return None


def _template(project: Project, one: Desired, locale: str, path: Path) -> str | None:
    file = _text(project, one, locale)
    written = file.body if file else _at(one.spec.fields, path)
    return None if written is None else str(written)
