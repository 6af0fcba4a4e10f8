"""reconciler.yaml to Config: every key known, every value of its type, or a finding.

Knows the shape of the file, not the kinds: which plurals and fields exist is for core.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from reconciler.codes import CODES, finding
from reconciler.model import Config, Files, Finding, Map, Mark, Policy, Pos, Seq, Workspace
from reconciler.near import did_you_mean
from reconciler.source.outside import refused
from reconciler.source.presets import PRESETS
from reconciler.source.scalars import core_value
from reconciler.source.served import assets, repository
from reconciler.source.simple import RESERVED
from reconciler.source.text import decode
from reconciler.source.yaml import parse

PATH = "reconciler.yaml"
KEYS = (
    "version", "specs", "help_center", "defaults", "edited_in_intercom", "on_remove", "vars",
    "workspaces", "sources", "assets", "findings",
)  # fmt: skip
CENTER = ("locales", "missing_translation", "stale_translation", "repository", "branch")
WORKSPACE = ("app_id", "region", "api_version", "vars")
TRANSLATIONS = ("warn", "error", "ignore")
SEVERITIES = ("error", "warning", "note", "ignore")
STALE = ("warn", "refuse", "ignore")
POLICIES = ("keep", "refuse", "overwrite")
REGIONS = ("us", "eu", "au")
VERSIONS = ("2.11", "2.12", "2.13", "2.14", "2.15", "2.16")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of an existing docs repository, in one language."""

    kind: str
    folder: str
    locale: str
    preset: str


@dataclass(frozen=True, slots=True)
class Configured:
    config: Config = field(default_factory=Config)
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()


def load_config(data: bytes, files: Mapping[str, Files], *, path: str = PATH) -> Configured:
    """The configuration in the bytes of reconciler.yaml; defaults where it is wrong.

    files: the text files of each kind, by the kind's name; their folders name `sources`.
    """
    text = decode(data, path)
    if isinstance(text, Finding):
        return Configured(Config(path), (), (text,))
    parsed = parse(text, path)
    reading = Reading(path, [])
    config = _config(reading, parsed.data)
    sources = _sources(reading, parsed.data, {one.folder: kind for kind, one in files.items()},
                       config.locales)  # fmt: skip
    # what is broken as YAML would only be said twice, and wrongly
    return Configured(config, sources, parsed.findings or tuple(reading.findings))


@dataclass(frozen=True, slots=True)
class Reading:
    """The file that is read, and what is wrong with it."""

    path: str
    findings: list[Finding]

    def problem(self, code: str, message: str, mark: Mark, hint: str = "") -> None:
        self.findings.append(finding(code, message, Pos(self.path, *mark), hint=hint))

    def keys(self, data: Map, known: Collection[str], where: str = "") -> None:
        for key in (one for one in data if one not in known):
            wrong = refused(key, Pos(self.path, *data.key_mark(key)), where)
            if wrong:
                self.findings.append(wrong)
                continue
            hint = did_you_mean(key, known) or f"keys: {', '.join(known)}"
            self.problem("config-key", f"there is no {where}{key}", data.key_mark(key), hint)

    def map(self, data: Map, key: str) -> Map:
        value = data.get(key)
        if value is None:
            return Map(mark=data.mark)
        if isinstance(value, Map):
            return value
        self.problem("config-value", f"{key} must be a mapping", data.value_mark(key))
        return Map(mark=data.mark)

    def text(self, data: Map, key: str, default: str) -> str:
        value = data.get(key)
        if value is None:
            return default
        if isinstance(value, str) and value:
            return str(value)
        self.problem("config-value", f"{key} must be text", data.value_mark(key))
        return default

    def choice(self, data: Map, key: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(data, key, default)
        if value in choices:
            return value
        hint = did_you_mean(value, choices) or f"choices: {', '.join(choices)}"
        self.problem("config-value", f"{key} cannot be {value}", data.value_mark(key), hint)
        return default


def _config(reading: Reading, data: Map) -> Config:
    reading.keys(data, KEYS)
    reading.choice(data, "version", ("1",), "1")
    center = reading.map(data, "help_center")
    reading.keys(center, CENTER, "help_center.")
    removal = reading.map(data, "on_remove")
    edited = reading.choice(data, "edited_in_intercom", POLICIES, "keep")
    return Config(
        path=reading.path,
        data=data,
        specs=_specs(reading, data),
        locales=_locales(reading, center),
        missing_translation=reading.choice(center, "missing_translation", TRANSLATIONS, "warn"),
        stale_translation=reading.choice(center, "stale_translation", STALE, "warn"),
        defaults=_defaults(reading, reading.map(data, "defaults")),
        edited_in_intercom=cast("Policy", edited),
        on_remove={kind: reading.text(removal, kind, "keep") for kind in removal},
        vars=_vars(reading, reading.map(data, "vars")),
        workspaces=_workspaces(reading, reading.map(data, "workspaces")),
        findings=_severities(reading, reading.map(data, "findings")),
        assets=assets(reading, reading.map(data, "assets")),
        repository=repository(reading, center),
    )


def _specs(reading: Reading, data: Map) -> str:
    folder = reading.text(data, "specs", "specs")
    return _folder(reading, folder, data.value_mark("specs")) or "specs"


def _folder(reading: Reading, text: str, mark: Mark) -> str | None:
    """A folder inside the project, as a clean relative path; None with a finding."""
    path = text.removeprefix("./").rstrip("/")
    parts = path.split("/")
    if path and "\\" not in path and "\x00" not in path and not any(
        one in ("", ".", "..") or one.startswith(".") for one in parts
    ):  # fmt: skip
        return path
    reading.problem(
        "file-outside-root",
        f"{text} is no folder inside the project",
        mark,
        "write its path relative to reconciler.yaml; hidden folders are never read",
    )
    return None


def _locales(reading: Reading, center: Map) -> tuple[str, ...]:
    value = center.get("locales")
    if value is None:
        return ("en",)
    if not isinstance(value, Seq) or not value:
        hint = "write [en, de]; the first is the default language"
        reading.problem("config-value", "locales must be a list of languages",
                        center.value_mark("locales"), hint)  # fmt: skip
        return ("en",)
    found: dict[str, None] = {}
    for one, mark in zip(value, value.marks, strict=True):
        if not isinstance(one, str) or not LOCALE.fullmatch(one):
            hint = "write codes as en, de or zh-CN"
            reading.problem("config-value", f"locales: {_shown(one)} is no language", mark, hint)
        elif one in found:
            reading.problem("config-value", f"locales: {one} is named twice", mark)
        else:
            found[str(one)] = None
    return tuple(found) or ("en",)


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else "this"


def _defaults(reading: Reading, data: Map) -> dict[str, Map]:
    return {kind: reading.map(data, kind) for kind in data}


def _vars(reading: Reading, data: Map) -> dict[str, Any]:
    for name in data:
        if not NAME.fullmatch(name) or name in RESERVED:
            why = "is a word of the template language" if name in RESERVED else "is no name"
            hint = "names are letters, digits and _, and begin with a letter"
            reading.problem("config-key", f"vars: {name} {why}", data.key_mark(name), hint)
    return {name: core_value(value) for name, value in data.items()}


def _workspaces(reading: Reading, data: Map) -> tuple[Workspace, ...]:
    named = [_workspace(reading, name, reading.map(data, name)) for name in data]
    return tuple(named) or (Workspace(),)


def _workspace(reading: Reading, name: str, data: Map) -> Workspace:
    reading.keys(data, WORKSPACE, f"workspaces.{name}.")
    return Workspace(
        name=name,
        app_id=reading.text(data, "app_id", "") or None,
        region=reading.choice(data, "region", REGIONS, "us"),
        api_version=reading.choice(data, "api_version", VERSIONS, "2.11"),
        vars=_vars(reading, reading.map(data, "vars")),
    )


def _severities(reading: Reading, data: Map) -> dict[str, str]:
    known = [code for code, row in CODES.items() if row.adjustable]
    reading.keys(data, CODES, "finding ")
    for code in (one for one in data if one in CODES and one not in known):
        hint = f"`reconciler explain {code}` says why; these can be adjusted: {', '.join(known)}"
        reading.problem("config-value", f"findings: {code} cannot be adjusted",
                        data.key_mark(code), hint)  # fmt: skip
    return {
        code: reading.choice(data, code, SEVERITIES, CODES[code].severity)
        for code in data
        if code in known
    }


def _sources(
    reading: Reading, data: Map, folders: Mapping[str, str], locales: tuple[str, ...]
) -> tuple[Source, ...]:
    sources = reading.map(data, "sources")
    reading.keys(sources, folders, "sources.")
    found: list[Source] = []
    for name in sources:
        if name in folders:
            found += _source(reading, reading.map(sources, name), folders[name], locales)
    return tuple(found)


def _source(reading: Reading, data: Map, kind: str, locales: tuple[str, ...]) -> Iterable[Source]:
    preset = reading.choice(data, "preset", PRESETS, "plain")
    reading.keys(data, ("preset", *locales), f"sources.{kind}s.")
    for locale in data:
        if locale in locales:
            text = reading.text(data, locale, "")
            folder = text and _folder(reading, text, data.value_mark(locale))
            if folder:
                yield Source(kind, folder, locale, preset)
