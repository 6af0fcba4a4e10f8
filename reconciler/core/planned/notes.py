"""What a plan says besides its changes: refusals with their way out, and what to know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reconciler.codes import finding
from reconciler.core.compared.match import Match
from reconciler.core.compared.stale import WHY as STALE
from reconciler.core.declared.moved import Moves
from reconciler.model import Change, Desired, Finding, Kinds, Link, Live, Pos, Ref, Target


def refusals(changes: Iterable[Change]) -> Iterator[Finding]:
    for one in changes:
        if one.op == "refuse":
            yield _refusal(one)


def _refusal(one: Change) -> Finding:
    pos = one.desired.spec.pos() if one.desired else None
    if one.desired is None:
        return finding("not-removed", f"{one.ref} is not removed: {one.why}")
    if "were the files renamed?" in one.why:
        hint = "if so, write id: of the article each file means; else change one of the two texts"
        return finding("ambiguous", f"{one.ref}: {one.why}", pos, hint=hint)
    if one.drift:
        hint = (
            "take the edit into the file with `reconciler pull`, "
            "or apply with --edited-in-intercom overwrite"
        )
        return finding("conflict", f"{one.ref}: {one.why}", pos, hint=hint)
    if "already uses" in one.why:
        return finding("taken", f"{one.ref}: {one.why}", pos, hint="choose another name")
    if one.why.endswith(STALE):
        hint = "translate what changed, or write reviewed: {language: <date>} in the original"
        return finding("stale-translation", f"{one.ref}: {one.why}", pos, hint=hint)
    if one.live is not None and one.live.busy:
        hint = "publish or discard that in Intercom, then plan again"
        return finding("busy", f"{one.ref} is not written: {one.why}", pos, hint=hint)
    if one.live is not None:
        path = one.fields[0].path if one.fields else ()
        pos = one.desired.spec.pos(*path, value=True)
        hint = "put the old value back, or declare a new object under another name"
        return finding("immutable", f"{one.ref}: {one.why}", pos, hint=hint)
    if one.why.startswith("needs "):
        return finding("blocked", f"{one.ref}: {one.why}, which is refused", pos)
    hint = "write id: of the one that is meant, or new: true for another object"
    return finding("ambiguous", f"{one.ref}: {one.why}", pos, hint=hint)


def proposed_moves(matches: Mapping[Ref, Match]) -> Iterator[Finding]:
    """Moves that nobody wrote down: seen in this workspace, by this ledger, and nowhere else."""
    for ref, found in matches.items():
        if found.alike and found.previous:
            yield finding(
                "move-proposed",
                f"{ref} is planned as a move of {found.previous}: it {found.alike}",
                found.desired.spec.pos(),
                hint=f"accept it everywhere: `reconciler mv {found.previous} {ref}` writes moved:; "
                "or write new: true if it is another one",
            )


def unowned_moves(moves: Moves, owned: Collection[Ref]) -> Iterator[Finding]:
    """Entries without effect here, which a lost ledger or a slip in the name may be behind."""
    known = {moves.to(ref) for ref in owned} if moves.renamed else set()
    for old in moves.renamed:
        if owned and moves.to(old) not in known:
            hint = "check the name; else nothing is to be done"
            yield finding("moved-unowned", f"moved: nothing is owned here as {old}",
                          moves.places[old], hint=hint)  # fmt: skip


def shared_keys(
    kinds: Kinds, lives: Mapping[str, Sequence[Live]], matches: Mapping[Ref, Match]
) -> Iterator[Finding]:
    """Objects that only the ledger or a pinned id tells apart."""
    for kind in kinds.values():
        if kind.unique or kind.create is None:
            continue
        sharing: dict[tuple[object, ...], list[Live]] = {}
        for live in lives.get(kind.name, ()):
            key = tuple(live.fields.get(name) for name in kind.key)
            sharing.setdefault(key, []).append(live)
        ours = {found.live.id: ref for ref, found in matches.items()
                if found.live and ref.kind == kind.name}  # fmt: skip
        for alike in sharing.values():
            refs = sorted(str(ours[live.id]) for live in alike if live.id in ours)
            if len(alike) > 1 and refs:
                what = f'{len(alike)} {kind.plural} share the {kind.key[-1]} "'
                what += f'{alike[0].fields.get(kind.key[-1])}"; told apart by id: '
                yield finding("ambiguous-live", what + ", ".join(refs))


def draft_links(
    desired: Mapping[Ref, Desired], addressless: frozenset[Target]
) -> Iterator[Finding]:
    for one in desired.values() if addressless else ():
        for link in one.links:
            if link.target in addressless:
                yield _draft_link(one, link, Target(link.target.ref) in addressless)


def _draft_link(one: Desired, link: Link, everywhere: bool) -> Finding:
    ref, locale = link.target
    what = (
        f"{one.ref} links to {ref}, which is a draft without an address; only the text is written"
    )
    if not everywhere:
        what = f"{one.ref} links to {ref} in {locale}, which is a draft; "
        what += "the link leads to the default language"
    return finding("draft-link", what, link.pos or Pos(one.spec.file))
