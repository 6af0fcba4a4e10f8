"""Documents to specs: which tree is which resource, and what it is called.

Top-level keys of YAML are kinds, below them names. A folder of text files is a tree of
collections; a file is named by its path without extension, language and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reconciler.codes import finding
from reconciler.core.typed import is_bare, shown
from reconciler.model import (
    Documents,
    Files,
    Finding,
    Kind,
    Kinds,
    Map,
    Pos,
    Quoted,
    Ref,
    Spec,
    TextFile,
    TextSource,
)  # fmt: skip
from reconciler.near import did_you_mean

SETTINGS = frozenset({"template", "moved", "removed"})
"""Top-level keys that declare no resource."""
META = frozenset({"id", "new", "protect", "template", "edited_in_intercom", "reviewed"})
"""Keys of a resource that are ours, not fields of Intercom."""
LOCALE = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?")
NUMBERED = re.compile(r"^\d{1,3}[-_. ]+(?=.)")


@dataclass
class Specs:
    """All specs in declared order, and what was wrong on the way."""

    specs: dict[Ref, Spec] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, spec: Spec) -> None:
        first = self.specs.setdefault(spec.ref, spec)
        if first is spec:
            return
        self.findings.append(
            finding(
                "duplicate-name",
                f"{spec.ref} is declared twice; first at {first.pos()}",
                spec.pos(),
                hint="give one of them another name; the title in Intercom may stay the same",
            )
        )


def specs(documents: Documents, kinds: Kinds) -> Specs:
    """Every resource of the documents; findings are those of naming and placing."""
    found = Specs()
    for file in documents.yaml:
        _read_yaml(file.path, file.data, kinds=kinds, found=found)
    for kind in kinds.values():
        own = [one for one in documents.texts if one.kind == kind.name]
        if own and kind.files:
            _read_texts(own, kind, documents=documents, kinds=kinds, found=found)
    return found


def _read_yaml(path: str, data: Map, *, kinds: Kinds, found: Specs) -> None:
    plurals = {kind.plural: kind for kind in kinds.values() if kind.create}
    for key, names in data.items():
        if key in SETTINGS:
            continue
        pos = Pos(path, *data.key_mark(key))
        kind = plurals.get(key)
        if kind is None:
            found.findings.append(_unknown_kind(key, pos, plurals))
        elif not isinstance(names, Map):
            if not is_bare(names):
                found.findings.append(_shape(f"{key}: {shown(names)}", pos))
        else:
            _read_names(path, kind, names, found)


def _read_names(path: str, kind: Kind, names: Map, found: Specs) -> None:
    for name, fields in names.items():
        mark = names.key_mark(name)
        if isinstance(fields, Map):
            found.add(Spec(Ref(kind.name, name), fields, path, mark))
        elif is_bare(fields):
            found.add(Spec(Ref(kind.name, name), Map(mark=mark), path, mark))
        else:
            found.findings.append(_shape(f"{kind.name}/{name}: {shown(fields)}", Pos(path, *mark)))


def _unknown_kind(key: str, pos: Pos, plurals: Mapping[str, Kind]) -> Finding:
    hint = did_you_mean(key, plurals) or f"kinds: {', '.join(plurals)}"
    return finding("unknown-kind", f"there is no kind {shown(key)}", pos, hint=hint)


def _shape(what: str, pos: Pos) -> Finding:
    hint = "write the name of each resource, and below it its fields"
    return finding("yaml-shape", f"{what} is not a mapping", pos, hint=hint)


# ---------------------------------------------------------------- text files


def _read_texts(
    sources: Sequence[TextSource], kind: Kind, *, documents: Documents, kinds: Kinds, found: Specs
) -> None:
    locales = documents.config.locales
    found.findings += _undeclared(sources, locales)
    originals: dict[str, tuple[TextSource, TextFile]] = {}
    translations: dict[str, dict[str, TextFile]] = {}
    for source, file, stem, locale in _named(sources, locales):
        if locale == locales[0]:
            other = originals.setdefault(stem, (source, file))
            if other[1] is not file:
                found.findings.append(_two_files(file, other[1]))
        else:
            translations.setdefault(stem, {})[locale] = file
    for stem in translations.keys() - originals.keys():
        found.findings += [_no_original(file) for file in translations[stem].values()]
    if kind.files and kind.files.folder_kind:
        folders = Folders(kind.files, kinds[kind.files.folder_kind].parent, sources)
        _read_folders(folders, sorted(originals, key=_order), found)
    for stem in sorted(originals, key=_order):
        source, file = originals[stem]
        spec = replace(
            _text_spec(kind, file, stem, translations.get(stem, {})), preset=source.preset
        )
        if source.preset:
            found.findings += _foreign_keys(kind, spec)
        found.add(spec)


def _named(
    sources: Iterable[TextSource], locales: tuple[str, ...]
) -> Iterator[tuple[TextSource, TextFile, str, str]]:
    for source in sources:
        for file in source.files:
            inside = file.path[len(source.root) :].lstrip("/")
            stem = inside.rsplit(".", 1)[0]
            base, dot, suffix = stem.rpartition(".")
            if dot and suffix in locales:
                yield source, file, base, suffix
            else:
                yield source, file, stem, source.locale or locales[0]


def _undeclared(sources: Iterable[TextSource], locales: tuple[str, ...]) -> Iterator[Finding]:
    """name.es.md beside name.md: a translation into a language nobody declared."""
    for source in sources:
        stems = {file.path.rpartition(".")[0] for file in source.files}
        for stem in sorted(stems):
            base, _, suffix = stem.rpartition(".")
            if base in stems and LOCALE.fullmatch(suffix) and suffix not in locales:
                yield finding(
                    "unknown-locale",
                    f"{stem} looks like a translation, and {suffix} is no declared language",
                    Pos(next(one.path for one in source.files if one.path.startswith(stem)), 1, 1),
                    hint=f"declare {suffix} in help_center.locales, or rename the file",
                )


def _order(stem: str) -> list[tuple[int, str]]:
    """Declared order: numeric prefixes first and as numbers, then by name."""
    parts = []
    for part in stem.split("/"):
        number = re.match(r"\d{1,3}(?=[-_. ])", part)
        parts.append((int(number.group()) if number else 1000, part))
    return parts


def named(stem: str) -> str:
    """The name of a file or folder: its path without the numbers that only sort."""
    return "/".join(NUMBERED.sub("", part) for part in stem.split("/"))


def title_of(folder: str) -> str:
    """A folder's name for people, where no metadata file gives one."""
    words = NUMBERED.sub("", folder.rpartition("/")[2]).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders that are resources themselves; `parent` is their field for the one above."""

    files: Files
    parent: str
    sources: Sequence[TextSource]

    @property
    def root(self) -> str:
        return self.sources[0].root


def _read_folders(folders: Folders, stems: list[str], found: Specs) -> None:
    files = folders.files
    metadata: dict[str, tuple[TextSource, Map]] = {}
    for source in folders.sources:
        for folder, data in source.folders.items():
            metadata.setdefault(folder, (source, data))
    paths = {parent for stem in stems for parent in _parents(stem)} | {
        one for folder in metadata for one in (*_parents(folder), folder) if one
    }
    folded = sorted(one for one in paths if files.depth and one.count("/") >= files.depth)
    if folded:
        found.findings.append(_folded(folded, folders))
    for path in sorted(paths - set(folded), key=_order):
        found.add(_folder_spec(path, folders, metadata.get(path)))


def _parents(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def _folded(folded: list[str], folders: Folders) -> Finding:
    first = f"{folders.root}/{folded[0]}"
    more = f" and {len(folded) - 1} more" if len(folded) > 1 else ""
    return finding(
        "folded-folders",
        f"{first}{more}: Intercom nests collections {folders.files.depth} levels deep; "
        "articles of deeper folders go into the last level",
        Pos(first),
    )


def _folder_spec(path: str, folders: Folders, metadata: tuple[TextSource, Map] | None) -> Spec:
    files = folders.files
    data = metadata[1] if metadata else Map()
    fields = Map({"name": Quoted(title_of(path))}, mark=data.mark)
    above = path.rpartition("/")[0]
    if above:
        fields[folders.parent] = Quoted(named(above))
    fields.update(data)
    fields.marks = data.marks
    root = metadata[0].root if metadata else folders.root
    file = f"{root}/{path}" + (f"/{files.folder_file}" if metadata else "")
    return Spec(Ref(files.folder_kind, named(path)), fields, file, data.mark)


def _text_spec(kind: Kind, file: TextFile, stem: str, translations: Mapping[str, TextFile]) -> Spec:
    files = kind.files
    fields = Map(file.front, file.front.marks, file.front.mark)
    name = fields.pop("name", None)
    folder = stem.rpartition("/")[0]
    if files and folder and files.folder_field and files.folder_field not in fields:
        inside = folder.split("/")[: files.depth or None]
        fields[files.folder_field] = Quoted(named("/".join(inside)))
    own = str(name) if isinstance(name, str) and name else named(stem)
    return Spec(Ref(kind.name, own), fields, file.path, (1, 1), file.body_line, translations, file)


def _foreign_keys(kind: Kind, spec: Spec) -> list[Finding]:
    """In an existing docs repository keys of other tools are left alone, and said once."""
    known = {one.name for one in kind.fields} | META
    foreign = [one for one in spec.fields if one not in known]
    for key in foreign:
        del spec.fields[key]
    return [
        finding(
            "foreign-front-matter",
            f"{key}: is front matter of another tool and is left alone",
            spec.pos(key),
            path=key,
        )
        for key in foreign
    ]


def _two_files(file: TextFile, other: TextFile) -> Finding:
    return finding(
        "duplicate-name",
        f"{file.path} and {other.path} are the same page in the same language",
        Pos(file.path, 1, 1),
        hint="remove one of them, or end its name in the language, as in name.fr.md",
    )


def _no_original(file: TextFile) -> Finding:
    return finding(
        "translation-source",
        f"{file.path} is a translation, but the original is not there",
        Pos(file.path, 1, 1),
        hint="add the original in the default language beside it",
    )
