"""Documents to rules as they are written: files in messages/, and three top-level keys of YAML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import get_args

from reconciler.codes import finding
from reconciler.core.declared.specs import named
from reconciler.core.declared.typed import is_bare, shown
from reconciler.core.delivered.rule import What, Written
from reconciler.model import Documents, Finding, Map, Pos, Ref, Spec, TextFile, TextSource

PLURALS: Mapping[str, What] = {"messages": "message", "events": "event", "replies": "reply"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
KINDS = frozenset(get_args(What))


def written(documents: Documents) -> tuple[list[Written], list[Finding]]:
    """Every rule in declared order; findings are those of naming."""
    found: dict[str, Written] = {}
    findings: list[Finding] = []
    for one in [*_of_files(documents), *_of_yaml(documents, findings)]:
        key = f"{one.what}/{one.name}".casefold()
        first = found.setdefault(key, one)
        if first is not one:
            findings.append(finding(
                "duplicate-name", f"{one.spec.ref} is declared twice; first at {first.spec.pos()}",
                one.spec.pos(), hint="their tags would be the same one, whatever the case",
            ))  # fmt: skip
    return list(found.values()), findings


def _of_yaml(documents: Documents, findings: list[Finding]) -> Iterator[Written]:
    for file in documents.yaml:
        for plural, what in PLURALS.items():
            names = file.data.get(plural)
            pos = Pos(file.path, *file.data.key_mark(plural))
            if isinstance(names, Map):
                yield from _named(file.path, what, names, findings)
            elif plural in file.data and not is_bare(names):
                findings.append(_shape(f"{plural}: {shown(names)}", pos))


def _named(path: str, what: What, names: Map, findings: list[Finding]) -> Iterator[Written]:
    for name, fields in names.items():
        mark = names.key_mark(name)
        if isinstance(fields, Map):
            yield Written(what, name, Spec(Ref(what, name), fields, path, mark))
        else:
            findings.append(_shape(f"{what}/{name}: {shown(fields)}", Pos(path, *mark)))


def _shape(what: str, pos: Pos) -> Finding:
    hint = "write the name of each rule, and below it its fields"
    return finding("yaml-shape", f"{what} is not a mapping", pos, hint=hint)


# ---------------------------------------------------------------- text files


def _of_files(documents: Documents) -> Iterator[Written]:
    for source in documents.texts:
        if source.kind in KINDS:
            yield from _of_source(source, documents.config.locales[0])


def _of_source(source: TextSource, locale: str) -> Iterator[Written]:
    stems = {_stem(source, one): one for one in source.files}
    groups: dict[str, dict[str, TextFile]] = {}
    for stem, file in stems.items():
        base, _, suffix = stem.rpartition(".")
        translated = base in stems and LANGUAGE.fullmatch(suffix)
        home, language = (base, suffix) if translated else (stem, locale)
        groups.setdefault(home, {})[language] = file
    for stem, texts in groups.items():
        first = texts.pop(locale)
        yield _of_file(source, stem, {locale: first, **texts})


def _of_file(source: TextSource, stem: str, texts: Mapping[str, TextFile]) -> Written:
    file = next(iter(texts.values()))
    front = Map(file.front, file.front.marks, file.front.mark)
    own = front.pop("name", None)
    name = own if isinstance(own, str) and own else named(stem)
    spec = Spec(Ref(source.kind, name), front, file.path, (1, 1), file.body_line, text=file)
    series = []
    folder = posixpath.dirname(stem)
    while True:
        if folder in source.folders:
            path = posixpath.join(source.root, folder, "_series.yaml")
            series.append(Spec(spec.ref, source.folders[folder], path))
        if not folder:
            return Written("message", name, spec, tuple(series), texts)
        folder = posixpath.dirname(folder)


def _stem(source: TextSource, file: TextFile) -> str:
    return file.path[len(source.root) :].lstrip("/").rpartition(".")[0]
