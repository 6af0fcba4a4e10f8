"""The lists `moved:` and `removed:` as written: rows of known keys that name resources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.codes import finding
from reconciler.core.declared import typed
from reconciler.model import Finding, Kind, Kinds, Map, Pos, Ref, Seq, YamlFile
from reconciler.near import did_you_mean


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list called `key`; problems lead to its keys."""

    key: str
    file: str
    fields: Map
    kinds: Kinds
    findings: list[Finding]

    def pos(self, key: str = "", *, value: bool = False) -> Pos:
        known = key in self.fields
        mark = self.fields.value_mark(key) if value and known else self.fields.key_mark(key)
        return Pos(self.file, *mark)

    def problem(self, code: str, message: str, key: str = "", hint: str = "") -> None:
        self.findings.append(finding(code, message, self.pos(key, value=True), path=key, hint=hint))

    def flag(self, key: str) -> bool:
        try:
            return bool(typed.read("boolean", self.fields.get(key, False)))
        except typed.WrongTypeError as wrong:
            self.problem("wrong-type", f"{self.key}: {key}: {wrong}", key)
            return False

    def ref(self, key: str) -> Ref | None:
        """The resource that a key names; None with a finding."""
        written = self.fields.get(key)
        if written is None:
            self.problem("missing-field", f"{key} is missing", hint=f"write {key}: kind/name")
            return None
        kind, slash, name = written.partition("/") if isinstance(written, str) else ("", "", "")
        if not (slash and name):
            message = f"{key}: {typed.shown(written)} is no kind/name"
            self.problem("wrong-type", message, key, "such as tag/VIP or collection/billing")
            return None
        known = _kind(kind, self.kinds)
        if known is None:
            names = [one.name for one in self.kinds.values() if one.create]
            hint = did_you_mean(kind, names) or f"kinds: {', '.join(names)}"
            self.problem("unknown-kind", f"{key}: there is no kind {typed.shown(kind)}", key, hint)
            return None
        return Ref(known.name, name)


def _kind(name: str, kinds: Kinds) -> Kind | None:
    return next((one for one in kinds.values()
                 if one.create and name in (one.name, one.plural)), None)  # fmt: skip


def rows(
    file: YamlFile, key: str, names: tuple[str, ...], kinds: Kinds, findings: list[Finding]
) -> Iterator[Row]:
    """The entries of one list of a file; `names`: the keys that an entry may have."""
    written = file.data.get(key)
    if written is None or typed.is_bare(written):
        return
    hint = f"write a list: - {{{names[0]}: kind/name, {names[1]}: ..}}"
    if not isinstance(written, Seq):
        message = f"{key}: {typed.shown(written)} is not a list"
        findings.append(finding("yaml-shape", message, Pos(file.path, *file.data.key_mark(key)),
                                hint=hint))  # fmt: skip
        return
    for one, mark in zip(written, written.marks, strict=True):
        if isinstance(one, Map):
            row = Row(key, file.path, one, kinds, findings)
            _unknown_keys(row, names)
            yield row
        else:
            message = f"{key}: {typed.shown(one)} is not a mapping"
            findings.append(finding("yaml-shape", message, Pos(file.path, *mark), hint=hint))


def _unknown_keys(row: Row, names: tuple[str, ...]) -> None:
    for name in row.fields:
        if name not in names:
            hint = did_you_mean(name, names) or f"fields: {', '.join(names)}"
            row.problem("unknown-field", f"{row.key}: there is no {typed.shown(name)}", name, hint)
