"""Documents to specs: which tree is which resource, and what it is called.

Top-level keys of YAML are kinds, below them names. A folder of text files is a tree of
collections; a file is named by its path without extension, language and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.codes import finding
from reconciler.core.declared.pages import Arranged, Page, chain, pages
from reconciler.core.declared.typed import is_bare, shown
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
    TextSource,
)  # fmt: skip
from reconciler.near import did_you_mean

SETTINGS = frozenset({"template", "moved", "removed", "messages", "events", "replies"})
"""Top-level keys that declare no resource; `delivered.written` reads the last three."""
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
        if not name.strip():
            about, hint = f"a {kind.name} without a name", "write what it is called here as its key"
            found.findings.append(finding("missing-field", about, Pos(path, *mark), hint=hint))
        elif isinstance(fields, Map):
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
    read = pages(sources, kind, locales)
    found.findings += read.findings
    arranged, stems = read.arranged, sorted(read.pages, key=read.arranged.order)
    if kind.files and kind.files.folder_kind:
        parent = kinds[kind.files.folder_kind].parent
        _read_folders(Folders(kind.files, parent, sources, arranged, locales[0]), stems, found)
    for stem in stems:
        found.add(_text_spec(kind, read.pages[stem], stem, arranged.home(stem)))


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
    arranged: Arranged
    locale: str

    @property
    def root(self) -> str:
        return self.sources[0].root


def _read_folders(folders: Folders, stems: list[str], found: Specs) -> None:
    files, arranged = folders.files, folders.arranged
    metadata: dict[str, tuple[TextSource, Map]] = {}
    translated: dict[str, dict[str, Map]] = {}
    for source in folders.sources:
        for folder, data in source.folders.items():
            if source.locale in (None, folders.locale):
                metadata.setdefault(folder, (source, data))
            else:
                translated.setdefault(folder, {})[str(source.locale)] = data
    homes = {arranged.home(stem) for stem in stems}
    paths = {path for folder in (*homes, *metadata) for path in chain(folder)}
    folded = sorted(one for one in paths if files.depth and one.count("/") >= files.depth)
    if folded:
        found.findings.append(_folded(folded, folders))
    for path in sorted(paths - set(folded), key=arranged.order):
        spec = _folder_spec(path, folders, metadata.get(path))
        if path in translated:
            spec.fields.setdefault(files.translations, Map(_texts_of(translated[path])))
        found.add(spec)


def _texts_of(translated: Mapping[str, Map]) -> Iterator[tuple[str, Map]]:
    """What a folder is called in other languages; the rest of it is that of the default one."""
    for locale, data in translated.items():
        yield locale, Map({key: data[key] for key in ("name", "description") if key in data})


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


def _text_spec(kind: Kind, page: Page, stem: str, folder: str) -> Spec:
    files, file = kind.files, page.file
    fields = Map(file.front, file.front.marks, file.front.mark)
    name = fields.pop("name", None)
    if files and folder and files.folder_field and files.folder_field not in fields:
        inside = folder.split("/")[: files.depth or None]
        fields[files.folder_field] = Quoted(named("/".join(inside)))
    own = str(name) if isinstance(name, str) and name else named(stem)
    return Spec(Ref(kind.name, own), fields, file.path, (1, 1), file.body_line,
                page.translations, file, page.source.preset)  # fmt: skip
