"""`moved:` and `removed:` as written in the specs: what was renamed, what is gone on purpose.

Entries may stay for ever: they say something about names that are no longer declared, and
nothing happens where no ledger remembers these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from reconciler.codes import finding
from reconciler.core.declared import typed
from reconciler.model import KEEP, Documents, Finding, Kind, Kinds, Map, Pos, Ref, Seq, YamlFile
from reconciler.near import did_you_mean

MOVED, REMOVED = "moved", "removed"
FIELDS = {MOVED: ("from", "to"), REMOVED: ("ref", "delete", "release")}


@dataclass(frozen=True, slots=True)
class Moves:
    """`renamed`: old name -> new name, chains not followed. `removed`: name -> verb, or empty for
    what on_remove says. `above`: per kind, the kinds whose names are folders of its names.
    """

    renamed: Mapping[Ref, Ref] = field(default_factory=dict)
    removed: Mapping[Ref, str] = field(default_factory=dict)
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[Ref, Pos] = field(default_factory=dict)

    def to(self, ref: Ref) -> Ref:
        """The name that the resource has by now; each entry is followed once at most."""
        used: set[Ref] = set()
        while (rule := self._rule(ref)) is not None and rule not in used:
            used.add(rule)
            ref = Ref(ref.kind, self.renamed[rule].name + ref.name[len(rule.name) :])
        return ref

    def _rule(self, ref: Ref) -> Ref | None:
        """The entry about the resource itself, else that about the nearest folder around it."""
        if ref in self.renamed:
            return ref
        for kind in self.above.get(ref.kind, ()):
            name = ref.name
            while "/" in name:
                name = name.rpartition("/")[0]
                if (rule := Ref(kind, name)) in self.renamed:
                    return rule
        return None

    def verb(self, ref: Ref) -> str:
        """How `removed:` wants the resource to go; empty where it does not say."""
        return self.removed.get(ref) or self.removed.get(self.to(ref), "")


def moves(
    documents: Documents, kinds: Kinds, declared: Collection[Ref]
) -> tuple[Moves, list[Finding]]:
    """All entries of all files, with what is wrong about each at its place."""
    reading = _Reading(kinds)
    for file in documents.yaml:
        for row in _rows(file, MOVED, reading.findings):
            reading.moved(row)
        for row in _rows(file, REMOVED, reading.findings):
            reading.removed_(row)
    made = Moves(reading.renamed, reading.removed, _above(kinds), reading.places)
    return made, [*reading.findings, *_checked(made, declared)]


def _above(kinds: Kinds) -> dict[str, tuple[str, ...]]:
    found = {}
    for kind in kinds.values():
        around = (kind.name if kind.parent else "", kind.files.folder_kind if kind.files else "")
        found[kind.name] = tuple(one for one in around if one)
    return found


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry of a list; problems lead to its keys."""

    file: str
    fields: Map
    findings: list[Finding]

    def pos(self, key: str = "", *, value: bool = False) -> Pos:
        known = key in self.fields
        mark = self.fields.value_mark(key) if value and known else self.fields.key_mark(key)
        return Pos(self.file, *mark)

    def problem(self, code: str, message: str, key: str = "", hint: str = "") -> None:
        self.findings.append(finding(code, message, self.pos(key, value=True), path=key, hint=hint))


def _rows(file: YamlFile, key: str, findings: list[Finding]) -> Iterator[_Row]:
    written = file.data.get(key)
    if written is None or typed.is_bare(written):
        return
    names = FIELDS[key]
    hint = f"write a list: - {{{names[0]}: kind/name, {names[1]}: ..}}"
    if not isinstance(written, Seq):
        message = f"{key}: {typed.shown(written)} is not a list"
        findings.append(finding("yaml-shape", message, Pos(file.path, *file.data.key_mark(key)),
                                hint=hint))  # fmt: skip
        return
    for one, mark in zip(written, written.marks, strict=True):
        if isinstance(one, Map):
            row = _Row(file.path, one, findings)
            _unknown_keys(row, key, names)
            yield row
        else:
            message = f"{key}: {typed.shown(one)} is not a mapping"
            findings.append(finding("yaml-shape", message, Pos(file.path, *mark), hint=hint))


def _unknown_keys(row: _Row, key: str, names: tuple[str, ...]) -> None:
    for name in row.fields:
        if name not in names:
            hint = did_you_mean(name, names) or f"fields: {', '.join(names)}"
            row.problem("unknown-field", f"{key}: there is no {typed.shown(name)}", name, hint)


@dataclass(slots=True)
class _Reading:
    kinds: Kinds
    findings: list[Finding] = field(default_factory=list)
    renamed: dict[Ref, Ref] = field(default_factory=dict)
    removed: dict[Ref, str] = field(default_factory=dict)
    places: dict[Ref, Pos] = field(default_factory=dict)

    def moved(self, row: _Row) -> None:
        old, new = self._ref(row, "from"), self._ref(row, "to")
        if old is None or new is None:
            return
        if old.kind != new.kind:
            row.problem("wrong-type", f"moved: {old} cannot become {new}", "to",
                        f"a move keeps the kind: {old.kind}/..")  # fmt: skip
        elif self._first(row, "from", old):
            self.renamed[old] = new

    def removed_(self, row: _Row) -> None:
        ref = self._ref(row, "ref")
        flags = [name for name in ("delete", "release") if self._flag(row, name)]
        if ref is None:
            return
        if len(flags) > 1:
            row.problem("bad-choice", f"removed: {ref}: delete and release exclude each other",
                        "release", "keep one of them")  # fmt: skip
        elif self._first(row, "ref", ref):
            self.removed[ref] = self._verb(row, ref, flags)

    def _verb(self, row: _Row, ref: Ref, flags: list[str]) -> str:
        verb = {"delete": "delete", "release": KEEP.verb}[flags[0]] if flags else ""
        kind = self.kinds[ref.kind]
        verbs = [one.verb for one in kind.on_remove]
        if verb and verb not in verbs:
            hint = f"leave it out; on_remove has the choices {', '.join(verbs)}"
            row.problem("bad-choice", f"removed: {kind.plural} cannot be removed by {verb}",
                        verb, hint)  # fmt: skip
        return verb

    def _first(self, row: _Row, key: str, ref: Ref) -> bool:
        first = self.places.setdefault(ref, row.pos(key, value=True))
        if first == row.pos(key, value=True):
            return True
        row.problem("duplicate-name", f"{ref} is moved or removed twice; first at {first}", key,
                    "take one of the two entries away")  # fmt: skip
        return False

    def _flag(self, row: _Row, key: str) -> bool:
        try:
            return bool(typed.read("boolean", row.fields.get(key, False)))
        except typed.WrongTypeError as wrong:
            row.problem("wrong-type", f"removed: {key}: {wrong}", key)
            return False

    def _ref(self, row: _Row, key: str) -> Ref | None:
        written = row.fields.get(key)
        if written is None:
            row.problem("missing-field", f"{key} is missing", hint=f"write {key}: kind/name")
            return None
        kind, slash, name = written.partition("/") if isinstance(written, str) else ("", "", "")
        if not (slash and name):
            message = f"{key}: {typed.shown(written)} is no kind/name"
            row.problem("wrong-type", message, key, "such as tag/VIP or collection/billing")
            return None
        known = _kind(kind, self.kinds)
        if known is None:
            names = [one.name for one in self.kinds.values() if one.create]
            hint = did_you_mean(kind, names) or f"kinds: {', '.join(names)}"
            row.problem("unknown-kind", f"{key}: there is no kind {typed.shown(kind)}", key, hint)
            return None
        return Ref(known.name, name)


def _kind(name: str, kinds: Kinds) -> Kind | None:
    return next((one for one in kinds.values()
                 if one.create and name in (one.name, one.plural)), None)  # fmt: skip


# ---------------------------------------------------------------- rules between entries


def _checked(made: Moves, declared: Collection[Ref]) -> Iterator[Finding]:
    circles: set[Ref] = set()
    for old in made.renamed:
        pos, end = made.places[old], made.to(old)
        circle = _circle(made, old)
        if circle:
            yield from [] if old in circles else [_circular(circle, pos)]
            circles.update(circle)
        elif old in declared:
            yield finding("moved-declared", f"moved: {old} is still declared", pos, path="from",
                          hint="rename it there, or take the entry away")  # fmt: skip
        elif end not in declared and end not in made.removed:
            names = [ref.name for ref in declared if ref.kind == end.kind]
            hint = did_you_mean(end.name, names) or "declare it, list it under removed:, or take "
            hint = hint if hint.endswith("?") else hint + "the entry away"
            yield finding("moved-nowhere", f"moved: {end} is not declared", pos, path="to",
                          hint=hint)  # fmt: skip
    for ref in made.removed:
        if ref in declared:
            yield finding("removed-declared", f"removed: {ref} is still declared",
                          made.places[ref], path="ref",
                          hint="take it out of the specs, or take the entry away")  # fmt: skip


def _circle(made: Moves, start: Ref) -> list[Ref]:
    """The names of a circle that begins at `start`, which is repeated at its end."""
    chain = [start]
    while (after := made.renamed.get(chain[-1])) is not None and after not in chain:
        chain.append(after)
    return [*chain, start] if after == start else []


def _circular(circle: list[Ref], pos: Pos) -> Finding:
    chain = " -> ".join(map(str, circle))
    return finding("moved-cycle", f"moved: {chain} goes round in a circle", pos, path="from",
                   hint="take the oldest of these entries away")  # fmt: skip
