"""What becomes of a plan where texts are staged, and where what was staged is published.

stage: texts of what readers see go into drafts, what is new is created unpublished, and whatever
else they would see of it is held back. publish: drafts that are ours become what readers see, and
all else that is due runs too. Otherwise what waits is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.codes import finding
from reconciler.core.compared.canonical import field_at, same
from reconciler.core.compared.diff import Context, declared, seen
from reconciler.core.compared.links import unlinked
from reconciler.core.compared.match import Match
from reconciler.core.compared.staging import drafted, is_text, shown, shows, waiting
from reconciler.core.compared.verdict import finished
from reconciler.core.declared.languages import withdrawal
from reconciler.core.planned.situation import Situation
from reconciler.model import (
    REMOVALS,
    Change,
    Desired,
    FieldChange,
    Finding,
    Kind,
    Leaves,
    Live,
    Path,
    Ref,
    Target,
    flat,
)  # fmt: skip

WAITS = "its staged texts wait to be published"
OUTDATED = "the files changed since its texts were staged"
LEAVES = ("keep", "release")
"""Operations that send nothing."""


@dataclass(frozen=True, slots=True)
class Staging:
    """`unaddressed`: what nobody can link to before this plan has run."""

    situation: Situation
    matches: Mapping[Ref, Match]
    context: Context
    unaddressed: AbstractSet[Target]
    unsaid: Mapping[Ref, frozenset[Path]] = field(default_factory=dict)
    """What waited besides texts, and the files do not say themselves."""
    findings: list[Finding] = field(default_factory=list)

    def kind(self, ref: Ref) -> Kind:
        return self.situation.kinds[ref.kind]

    def say(self, code: str, ref: Ref, message: str, hint: str = "") -> None:
        found = self.matches.get(ref)
        pos = found.desired.spec.pos() if found else None
        self.findings.append(finding(code, f"{ref}: {message}", pos, hint=hint))

    def idle(self, ref: Ref, live: Live) -> Change:
        """No change of what is as declared, but that something of it waits."""
        watched, kind = tuple(sorted(waiting(self.matches[ref]))), self.kind(ref)
        return Change("keep", ref, self.matches[ref].desired, live, watched=watched,
                      fingerprint=seen(kind, live, watched, self.context.names))  # fmt: skip

    def equal(self, kind: Kind, path: Path, value: Any, staged: Any) -> bool:
        """Is a declared leaf what was staged? Links to what had no address were left out then."""
        table = field_at(kind, path)
        if table is not None and table.soft and isinstance(value, str):
            value = table.codec.canon(unlinked(value, self.unaddressed))
        return same(table, value, staged, loose=True)


def by_mode(work: Staging, changes: Sequence[Change]) -> list[Change]:
    """The changes as this run makes them; `work.findings` says what waits and what is held back."""
    rules: Mapping[str, Callable[[Staging, Change], Change | None]] = {
        "stage": _stage, "publish": _publish, "apply": _leave,
    }  # fmt: skip
    due, drafting = {one.ref for one in changes}, drafted(work.situation.kinds)
    idle = [work.idle(ref, found.live) for ref, found in work.matches.items()
            if ref.kind in drafting and ref not in due
            and found.live and waiting(found)]  # fmt: skip
    made: list[Change] = []
    for one in (*changes, *idle):
        plain = work.kind(one.ref).drafts is None or one.op == "refuse"
        now = one if plain else rules[work.situation.mode](work, one)
        if now is not None and (now.op != "keep" or now.drift):
            made.append(now)
    return made


def _waiting(work: Staging, one: Change) -> Leaves:
    """What of it waits, unless the files say by now that it shall be otherwise."""
    found = work.matches.get(one.ref)
    if found is None or not (wait := waiting(found)):
        return {}
    kind, here = work.kind(one.ref), dict(flat(dict(found.desired.fields)))
    return {path: value for path, value in wait.items()
            if is_text(kind, path) or here.get(path, value) == value}  # fmt: skip


def _outdated(work: Staging, one: Change, wait: Leaves) -> bool:
    """Do the files say something else by now than what was staged?"""
    kind = work.kind(one.ref)
    here = declared(kind, one.desired, work.context) if one.desired else {}
    texts = {path: value for path, value in wait.items() if path in here and is_text(kind, path)}
    return not all(work.equal(kind, path, here[path], value) for path, value in texts.items())


def _said(work: Staging, one: Change) -> None:
    """It waits as it is, and nothing is sent."""
    work.say("staged", one.ref, "staged, and waits to be published",
             "publish it: `reconciler apply --publish`")  # fmt: skip


def _refused(one: Change, why: str) -> Change:
    return finished(replace(one, op="refuse", why=why, drift=())) if one.fields else one


# ---------------------------------------------------------------- neither, and published


def _leave(work: Staging, one: Change) -> Change | None:
    wait, kind = _waiting(work, one), work.kind(one.ref)
    if not wait:
        return one
    if _outdated(work, one, wait):
        work.say("staged", one.ref, OUTDATED, "stage them again: `reconciler apply --stage`")
        return _refused(one, OUTDATED)
    _said(work, one)
    if not all(each.path in wait and work.equal(kind, each.path, each.after, wait[each.path])
               for each in one.fields):  # fmt: skip
        return _refused(one, WAITS)
    if one.previous:
        return finished(replace(one, fields=()))
    return one if one.op in LEAVES else None


def _publish(work: Staging, one: Change) -> Change | None:
    wait, kind = _waiting(work, one), work.kind(one.ref)
    texts = {path: value for path, value in wait.items() if is_text(kind, path)}
    unsaid = {path: wait[path] for path in work.unsaid.get(one.ref, ())}
    if not texts or one.live is None:
        return replace(one, waits=unsaid)
    new = any(is_text(kind, each.path) and each.path not in texts for each in one.fields)
    if new or _outdated(work, one, wait):
        work.say("staged", one.ref, OUTDATED, "stage them again: `reconciler apply --stage`")
        return _refused(one, OUTDATED)
    language = work.situation.language
    drafts = {locale or language: at for locale, at in one.live.drafts.items()}
    live = replace(one.live, drafts=drafts)
    return finished(
        replace(one, op="publish", live=live, waits={**texts, **unsaid}, why="staged before")
    )


# ---------------------------------------------------------------- staged


def _stage(work: Staging, one: Change) -> Change | None:
    kind = work.kind(one.ref)
    if one.op == "create":
        return _unpublished(kind, one)
    if (
        one.op == "release"
        or (one.op == "move" and not one.fields)
        or (one.op == "keep" and one.drift)
    ):
        return one
    if one.desired is None or one.op == "adopt" or one.op in REMOVALS:
        work.say("held-back", one.ref, f"{one.op} is held back while texts are staged")
        return None
    if one.live is not None and _is_public(kind, one.live):
        return _texts(work, kind, one, one.desired)
    rest = tuple(each for each in one.fields if not shows(kind, each.path, each.after))
    if len(rest) < len(one.fields):
        work.say("held-back", one.ref, "stays unpublished while texts are staged")
    if rest:
        return finished(replace(one, fields=rest, desired=_hidden(kind, one.desired)))
    if _waiting(work, one):
        _said(work, one)
    return None


def _is_public(kind: Kind, live: Live) -> bool:
    return all(live.fields.get(name) == value for name, value in kind.addressed.items())


def _hidden(kind: Kind, one: Desired) -> Desired:
    """The resource with nothing of it public, in any language."""
    instead = withdrawal(kind)

    def hide(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: {key: hide(inner) for key, inner in value.items()} if isinstance(value, dict)
                else instead.get(name, value) if kind.addressed.get(name) == value else value
                for name, value in values.items()}  # fmt: skip

    return replace(one, fields=hide(one.fields), create=hide(one.create))


def _unpublished(kind: Kind, one: Change) -> Change:
    """A create of which readers see nothing yet; that it is to be public is remembered."""
    waits = {each.path: each.after for each in one.fields if shows(kind, each.path, each.after)}
    fields = tuple(replace(each, after=withdrawal(kind).get(each.path[-1], each.after))
                   if each.path in waits else each for each in one.fields)  # fmt: skip
    desired = _hidden(kind, one.desired) if one.desired else None
    return finished(replace(one, fields=fields, desired=desired, waits=waits))


def _texts(work: Staging, kind: Kind, one: Change, desired: Desired) -> Change | None:
    """What of it goes into a draft; a draft of before is overwritten where the files went on."""
    wait, here = _waiting(work, one), declared(kind, desired, work.context)
    due = {each.path: each for each in one.fields if is_text(kind, each.path)}
    for path, value in wait.items():
        if is_text(kind, path) and path in here and path not in due:
            due[path] = FieldChange(path, value, here[path])
    texts = [each for path, each in due.items()
             if path not in wait or not work.equal(kind, path, each.after, wait[path])]  # fmt: skip
    new = {each.path[:2] for each in one.fields if one.live and len(each.path) > 2  # noqa: PLR2004 - field, language, inner field

           and each.path[1] not in (one.live.fields.get(each.path[0]) or {})}  # fmt: skip
    others = {each.path: each.after for each in one.fields
              if each.path[:2] in new and not is_text(kind, each.path)}  # fmt: skip
    if any(each.path not in due and each.path[:2] not in new for each in one.fields):
        work.say("held-back", one.ref, "what is not its text is held back while texts are staged")
    if not texts:
        if wait:
            _said(work, one)
        return None
    waits = {**wait, **{path: each.after for path, each in due.items()}, **others}
    fields = tuple(sorted(texts, key=lambda each: each.path))
    return finished(replace(one, op="stage", fields=fields, drift=(), waits=waits,
                            why="goes into a draft"))  # fmt: skip


def to_publish(
    matches: Mapping[Ref, Match], kinds: Mapping[str, Kind]
) -> tuple[dict[Ref, Desired], dict[Ref, frozenset[Path]]]:
    """Resources with what waits besides texts, such as to be public; and what of it is unsaid: of
    what is there already the files need not say it.
    """
    found: dict[Ref, Desired] = {}
    unsaid: dict[Ref, frozenset[Path]] = {}
    for ref, match in matches.items():
        kind = kinds[ref.kind]
        others = {path: one for path, one in waiting(match).items() if not is_text(kind, path)}
        if others:
            said = dict(flat(dict(match.desired.fields)))
            unsaid[ref] = frozenset(others.keys() - said.keys())
            found[ref] = shown(match.desired, {path: others[path] for path in unsaid[ref]})
    return found, unsaid
