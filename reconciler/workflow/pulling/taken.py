"""Edits of one resource as edits of its files: all of them, or none and why."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import quote, unquote

from reconciler.codes import finding
from reconciler.core.merged.edited import Edit as Edited
from reconciler.model import Client, Desired, Finding, Ledger, Pos, Ref
from reconciler.source.edit import Edit, line_at
from reconciler.source.edit import edited as with_edits
from reconciler.source.rewrite import CannotError, at, rewritten
from reconciler.workflow.project import Identity, Project
from reconciler.workflow.pulling.bodies import Sides, Written, body_edits
from reconciler.workflow.pulling.fields import Place, field_edits, place_of
from reconciler.workflow.reading import Reading
from reconciler.workflow.tree import Tree

TOKEN = "reconciler:"  # noqa: S105 - the scheme of our own links, no secret


@dataclass(frozen=True, slots=True)
class Taken:
    """One edit as it is made in a file: without what both sides edited, and with theirs of it."""

    ref: Ref
    what: str
    file: str
    sides: Sides
    conflict: bool

    def line(self, text: str) -> int:
        """Where it begins; an edit adds or replaces lines only below."""
        edits = self.sides.theirs or self.sides.ours
        start = min((one.start for one in edits), default=0)
        return line_at(text, start + (len(text[start:]) - len(text[start:].lstrip("\n"))))


@dataclass(frozen=True, slots=True)
class Pull:
    """All that a pull depends on."""

    project: Project
    client: Client
    ledger: Ledger
    identity: Identity
    reading: Reading


def resource(work: Pull, tree: Tree, ref: Ref, edits: Sequence[Edited]) -> list[Taken] | Finding:
    """All edits of a resource, or why there are none of them."""
    one = work.project.desired[ref]
    made: list[Taken] = []
    for edit in _grouped(edits):
        if edit[0].table.personal:
            where = one.spec.pos(*edit[0].path)
            return refused(ref, edit[0], "what is about people is compared by digests", where)
        try:
            made.append(_taken(work, tree, one, edit))
        except CannotError as why:
            pos = Pos(file_of(one, edit[0]), why.line + 1, 1)
            return refused(ref, edit[0], why.reason, pos)
    return _one_front(made)


def _one_front(made: list[Taken]) -> list[Taken]:
    """Keys that begin the front matter of a file without any begin one, not one each."""
    found: dict[str, int] = {}
    for number, one in enumerate(made):
        first = found.setdefault(one.file, number) if _begins(one) else number
        if first == number:
            continue
        joined = (
            Edit(0, 0, start.text.removesuffix(f"---{end}") + more.text.removeprefix(f"---{end}"))
            for start, more in zip(made[first].sides.theirs, one.sides.theirs, strict=True)
            for end in ["\r\n" if "\r\n" in more.text else "\n"]
        )
        whole = list(joined)
        made[first] = replace(made[first], sides=Sides(whole, whole))
        made[number] = replace(one, sides=Sides([], []))
    return made


def _begins(one: Taken) -> bool:
    return [edit[:2] for edit in one.sides.theirs] == [(0, 0)] and (
        one.sides.theirs[0].text.startswith("---")
    )


def _grouped(edits: Sequence[Edited]) -> Iterator[list[Edited]]:
    """Leaf by leaf; the items of one list together."""
    for _, some in groupby(edits, lambda one: one.path[:1] if one.table.relation else one.path):
        yield list(some)


def _taken(work: Pull, tree: Tree, one: Desired, edits: list[Edited]) -> Taken:
    first = edits[0]
    place = place_of(work.project, tree, one, first.path)
    name = ".".join(first.path[:1] if first.table.relation else first.path)
    conflict = any(each.conflict for each in edits)
    if first.meetings:
        sides = _body(work, tree, one, place, first)
    else:
        theirs = field_edits(tree, place, edits)
        sides = Sides([] if conflict else theirs, theirs)
    return Taken(one.ref, name, place.file, sides, conflict)


def _body(work: Pull, tree: Tree, one: Desired, place: Place, edit: Edited) -> Sides:
    locale = edit.path[1] if len(edit.path) > 1 else ""
    spell = _Spelling(work, place.file, locale)
    text = place.text
    if text is not None:
        raw = tree.read(place.file)
        start = _row(raw, text.body_line - 1)
        page = Written(raw[start:], text.body, html=text.format == "html",
                       titled="title" in text.front, spell=spell)  # fmt: skip
        try:
            sides = body_edits(page, edit)
        except CannotError as why:
            raise CannotError(why.reason, why.line + text.body_line - 1) from why
        return Sides(*([Edit(each.start + start, each.end + start, each.text) for each in some]
                       for some in sides))  # fmt: skip
    found = at(place.root, place.path)
    if found is None:
        raise CannotError("its body stands nowhere in the file")
    value = str(found[1].value)
    fields = one.spec.fields
    for part in edit.path:
        fields = fields[part]
    sides = body_edits(Written(value, str(fields), spell=spell), edit)
    raw = tree.read(place.file)
    return Sides(*(rewritten(raw, found, with_edits(value, some)) if some else []
                   for some in sides))  # fmt: skip


def _row(text: str, number: int) -> int:
    at_row = 0
    for _ in range(number):
        at_row = text.find("\n", at_row) + 1
        if not at_row:
            return len(text)
    return at_row


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How a link is written in a file: to the file of its target, as a path from here."""

    work: Pull
    file: str
    locale: str

    def __call__(self, address: str) -> str:
        if not address.startswith(TOKEN):
            return address
        path, sign, fragment = address[len(TOKEN) :].partition("#")
        ref = Ref.parse(unquote(path))
        target = self.work.project.desired.get(ref)
        if target is None:
            return self._address(ref, address)
        text = target.spec.translations.get(self.locale) or target.spec.text
        if text is None:
            return address
        way = posixpath.relpath(text.path, posixpath.dirname(self.file))
        return quote(way, safe="/.-_~()&+,;=@!$'*") + sign + fragment

    def _address(self, ref: Ref, address: str) -> str:
        """Of an object that nobody manages here: the one that Intercom gives it."""
        lives = self.work.reading.lives.get(ref.kind, ())
        return next((one.url for one in lives if one.url and f"#{one.id}" == ref.name), address)


def file_of(one: Desired, edit: Edited) -> str:
    translated = one.spec.translations.get(edit.path[1]) if len(edit.path) > 1 else None
    return translated.path if translated else one.spec.file


def refused(ref: Ref, edit: Edited | None, why: str, pos: Pos) -> Finding:
    name = ".".join(edit.path) if edit else ""
    about = f"{ref}: the edit of {name} is not taken over: {why}" if name else f"{ref}: {why}"
    return finding("not-pulled", about, pos, path=name,
                   hint="edit it by hand, or overwrite theirs with apply "
                   "--edited-in-intercom overwrite")  # fmt: skip
