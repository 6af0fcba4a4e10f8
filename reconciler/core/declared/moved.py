"""`moved:` and `removed:` as written in the specs: what was renamed, what is gone on purpose.

Entries may stay for ever: they say something about names that are no longer declared, and
nothing happens where no ledger remembers these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.codes import finding
from reconciler.core.declared import typed
from reconciler.core.declared.circles import circle, circling
from reconciler.core.declared.entries import Row, rows
from reconciler.core.declared.languages import withdrawal
from reconciler.core.declared.versions import number
from reconciler.model import KEEP, Documents, Finding, Kind, Kinds, Pos, Ref, Spec
from reconciler.near import Hints

MOVED, REMOVED = "moved", "removed"
FIELDS = {MOVED: ("from", "to"), REMOVED: ("ref", "delete", "release", "locale", "redirect")}
Language = tuple[Ref | None, str]


@dataclass(frozen=True, slots=True)
class Moves:
    """`renamed`: old name -> new name, chains not followed. `removed`: name -> verb, or empty for
    what on_remove says. `above`: per kind, the kinds whose names are folders of its names.
    """

    renamed: Mapping[Ref, Ref] = field(default_factory=dict)
    removed: Mapping[Ref, str] = field(default_factory=dict)
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[Ref, Pos] = field(default_factory=dict)
    languages: Mapping[Language, Pos] = field(default_factory=dict)
    """Languages that are gone on purpose, of one resource or of all (None)."""
    redirects: Mapping[Ref, Ref] = field(default_factory=dict)
    """What is gone -> what its addresses shall lead to."""
    _ends: dict[Ref, tuple[Ref, set[Ref]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Names walked before -> where they led, and the entries (or more) followed on the way."""

    def to(self, ref: Ref) -> Ref:
        """The name that the resource has by now; each entry is followed once at most.

        A walk ends where an earlier one went on, so that a long chain is walked once and not from
        each of its names. Only where both share no entry: the second use of one ends a walk.
        """
        passed: dict[Ref, Ref] = {}
        joins = True
        while (rule := self._rule(ref)) is not None and rule not in passed:
            if joins and ref in self._ends:
                end, rules = self._ends[ref]
                joins = rules.isdisjoint(passed)
                if joins:
                    rules.update(passed)
                    self._ends.update((one, (end, rules)) for one in passed.values())
                    return end
            passed[rule] = ref
            ref = Ref(ref.kind, self.renamed[rule].name + ref.name[len(rule.name) :])
        self._remember(passed, ref, rule)
        return ref

    def _remember(self, passed: Mapping[Ref, Ref], end: Ref, again: Ref | None) -> None:
        """`again`: the entry whose second use ended the walk; from there on it went in a circle,
        which ends at the name where it begins, or made a name longer, which has no common end.
        """
        rules, inside = set(passed), False
        for rule, one in passed.items():
            if inside and passed[again or rule] != end:
                return
            self._ends[one] = one if inside else end, rules
            inside = inside or rule == again

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
    documents: Documents, kinds: Kinds, declared: Mapping[Ref, Spec], version: str
) -> tuple[Moves, list[Finding]]:
    """All entries of all files, with what is wrong about each at its place."""
    reading = _Reading(kinds, documents.config.locales, version)
    for file in documents.yaml:
        for row in rows(file, MOVED, FIELDS[MOVED], kinds, reading.findings):
            reading.moved(row)
        for row in rows(file, REMOVED, FIELDS[REMOVED], kinds, reading.findings):
            reading.language(row) if "locale" in row.fields else reading.removed_(row)
    made = Moves(reading.renamed, reading.removed, _above(kinds), reading.places,
                 reading.languages, reading.redirects)  # fmt: skip
    return made, [*reading.findings, *_checked(made, declared, kinds)]


def _above(kinds: Kinds) -> dict[str, tuple[str, ...]]:
    found = {}
    for kind in kinds.values():
        around = (kind.name if kind.parent else "", kind.files.folder_kind if kind.files else "")
        found[kind.name] = tuple(one for one in around if one)
    return found


# ---------------------------------------------------------------- reading


@dataclass(slots=True)
class _Reading:
    kinds: Kinds
    locales: tuple[str, ...]
    version: str
    findings: list[Finding] = field(default_factory=list)
    renamed: dict[Ref, Ref] = field(default_factory=dict)
    removed: dict[Ref, str] = field(default_factory=dict)
    places: dict[Ref, Pos] = field(default_factory=dict)
    languages: dict[Language, Pos] = field(default_factory=dict)
    redirects: dict[Ref, Ref] = field(default_factory=dict)

    def moved(self, row: Row) -> None:
        old, new = row.ref("from"), row.ref("to")
        if old is None or new is None:
            return
        if old.kind != new.kind:
            row.problem("wrong-type", f"moved: {old} cannot become {new}", "to",
                        f"a move keeps the kind: {old.kind}/..")  # fmt: skip
        elif self._first(row, "from", old):
            self.renamed[old] = new

    def removed_(self, row: Row) -> None:
        ref = row.ref("ref")
        flags = [name for name in ("delete", "release") if row.flag(name)]
        if ref is None:
            return
        if len(flags) > 1:
            row.problem("bad-choice", f"removed: {ref}: delete and release exclude each other",
                        "release", "keep one of them")  # fmt: skip
        elif self._first(row, "ref", ref):
            self.removed[ref] = self._verb(row, ref, flags)
            if "redirect" in row.fields:
                self._redirect(row, ref, flags)

    def _redirect(self, row: Row, ref: Ref, flags: list[str]) -> None:
        """Where the addresses of what is gone shall lead, by the kind that has such a thing."""
        target = row.ref("redirect")
        leading = next((one for one in self.kinds.values() if one.forwards), None)
        led = {one.ref for one in leading.fields if one.ref} if leading else set()
        if target is None:
            return
        if not {ref.kind, target.kind} <= led or flags == ["release"]:
            what = "what is released keeps its address" if flags == ["release"] else (
                f"no redirect leads from a {ref.kind} to a {target.kind}")  # fmt: skip
            row.problem("bad-choice", f"removed: {what}", "redirect", "take redirect: away")
        elif leading and number(leading.since) > number(self.version):
            about = f"redirect needs API version {leading.since}; this workspace is at"
            row.problem("version-field", f"{about} {self.version}", "redirect")
        else:
            self.redirects[ref] = target

    def language(self, row: Row) -> None:
        """`locale`: one language of a resource, or of all; it is unpublished, nothing more."""
        locale = row.fields["locale"]
        ref = row.ref("ref") if "ref" in row.fields else None
        if ref is None and "ref" in row.fields:
            return
        problem = self._no_language(locale, ref)
        for name in ("delete", "release"):
            if row.flag(name):
                row.problem("bad-choice", f"removed: a language cannot be removed by {name}", name,
                            "leave it out: a language is unpublished")  # fmt: skip
        if problem:
            row.problem("bad-choice", f"removed: {problem}", "locale")
        else:
            self.languages.setdefault((ref, str(locale)), row.pos("locale", value=True))

    def _no_language(self, locale: Any, ref: Ref | None) -> str:
        if not isinstance(locale, str) or not locale:
            return f"locale: {typed.shown(locale)} is no language"
        if locale == self.locales[0]:
            return f"{locale} is the default language; remove the resource itself"
        if ref and not withdrawal(self.kinds[ref.kind]):
            return f"Intercom cannot take back one language of a {ref.kind}"
        return ""

    def _verb(self, row: Row, ref: Ref, flags: list[str]) -> str:
        verb = {"delete": "delete", "release": KEEP.verb}[flags[0]] if flags else ""
        kind = self.kinds[ref.kind]
        verbs = [one.verb for one in kind.on_remove]
        if verb and verb not in verbs:
            hint = f"leave it out; on_remove has the choices {', '.join(verbs)}"
            row.problem("bad-choice", f"removed: {kind.plural} cannot be removed by {verb}",
                        verb, hint)  # fmt: skip
        return verb

    def _first(self, row: Row, key: str, ref: Ref) -> bool:
        first = self.places.setdefault(ref, row.pos(key, value=True))
        if first == row.pos(key, value=True):
            return True
        row.problem("duplicate-name", f"{ref} is moved or removed twice; first at {first}", key,
                    "take one of the two entries away")  # fmt: skip
        return False


# ---------------------------------------------------------------- rules between entries


def _checked(made: Moves, declared: Mapping[Ref, Spec], kinds: Kinds) -> Iterator[Finding]:
    round_about = circling(made.renamed)
    said: set[Ref] = set()
    hints, names = Hints(), _by_kind(declared)
    for old in made.renamed:
        pos, end = made.places[old], made.to(old)
        if old in round_about:
            around = [] if old in said else circle(made.renamed, old)
            yield from [_circular([*around, old], pos)] if around else []
            said.update(around)
        elif old in declared:
            yield finding("moved-declared", f"moved: {old} is still declared", pos, path="from",
                          hint="rename it there, or take the entry away")  # fmt: skip
        elif end not in declared and end not in made.removed:
            near = hints.did_you_mean(end.name, end.kind, names.get(end.kind, ()))
            hint = near or "declare it, list it under removed:, or take "
            hint = hint if hint.endswith("?") else hint + "the entry away"
            yield finding("moved-nowhere", f"moved: {end} is not declared", pos, path="to",
                          hint=hint)  # fmt: skip
    yield from _gone(made, declared)
    yield from _withdrawn(made, declared, kinds)


def _by_kind(declared: Iterable[Ref]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for ref in declared:
        names.setdefault(ref.kind, []).append(ref.name)
    return names


def _gone(made: Moves, declared: Mapping[Ref, Spec]) -> Iterator[Finding]:
    for ref in made.removed:
        if ref in declared:
            yield finding("removed-declared", f"removed: {ref} is still declared",
                          made.places[ref], path="ref",
                          hint="take it out of the specs, or take the entry away")  # fmt: skip

    hints, names = Hints(), _by_kind(declared)
    for ref, target in made.redirects.items():
        if made.to(target) not in declared:
            near = hints.did_you_mean(target.name, target.kind, names.get(target.kind, ()))
            yield finding("missing-reference", f"removed: {target} is not declared",
                          made.places[ref], path="redirect",
                          hint=near or "declare it")  # fmt: skip


def _withdrawn(made: Moves, declared: Mapping[Ref, Spec], kinds: Kinds) -> Iterator[Finding]:
    for (whose, locale), pos in made.languages.items():
        for one in declared.values() if whose is None else filter(None, [declared.get(whose)]):
            if withdrawal(kinds[one.ref.kind]) and locale in _languages(one, kinds[one.ref.kind]):
                message = f"removed: {one.ref} is still declared in {locale}"
                yield finding("removed-declared", message, pos, path="locale",
                              hint="take the translation out, or take the entry away")  # fmt: skip
                break


def _languages(one: Spec, kind: Kind) -> set[str]:
    table = kind.languages
    written = one.fields.get(table.name) if table else None
    return {*one.translations, *(written if isinstance(written, dict) else ())}


def _circular(around: list[Ref], pos: Pos) -> Finding:
    chain = " -> ".join(map(str, around))
    return finding("moved-cycle", f"moved: {chain} goes round in a circle", pos, path="from",
                   hint="take the oldest of these entries away")  # fmt: skip
