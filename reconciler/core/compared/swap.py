"""Names that changed hands: a resource that now holds what another one was last time.

Bound by their names, two articles whose files were swapped would swap their texts and keep
their addresses, and readers of the old links would find the wrong page. That is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reconciler.core.compared.diff import Context, declared
from reconciler.core.compared.match import Match
from reconciler.core.compared.verdict import finished
from reconciler.model import Change, Entry, Kind, Kinds, Ref

Content = tuple[object, ...]


def swapped(
    matches: Mapping[Ref, Match], entries: Mapping[Ref, Entry], kinds: Kinds, context: Context
) -> dict[Ref, Ref]:
    """Resource -> the one whose whole content, as of the last write, it now declares."""
    found: dict[Ref, Ref] = {}
    for kind in kinds.values():
        paths = [(name,) for twin in kind.twins for name in twin.fields] if kind.files else []
        before = _contents(kind, paths, entries) if paths else {}
        for ref, match in matches.items() if before else ():
            if ref.kind != kind.name or match.previous or match.refused:
                continue
            now = _content(paths, declared(kind, match.desired, context))
            other = before.get(now)
            if other and other != ref and now != _old(paths, entries.get(ref)):
                found[ref] = other
    return found


def questioned(changes: Iterable[Change], held: Mapping[Ref, Ref]) -> list[Change]:
    """Their changes, and the removal of what they seem to have become, are refused."""
    becoming = {other: ref for ref, other in held.items()}
    return [_questioned(one, held, becoming) for one in changes]


def _questioned(one: Change, held: Mapping[Ref, Ref], becoming: Mapping[Ref, Ref]) -> Change:
    if one.ref in held and one.desired is not None and one.op != "keep":
        why = f"it now holds what {held[one.ref]} was; were the files renamed?"
    elif one.ref in becoming and one.desired is None and one.op != "release":
        why = f"{becoming[one.ref]} now holds what it was; were the files renamed?"
    else:
        return one
    return finished(replace(one, op="refuse", fields=(), drift=(), why=why))


def _contents(
    kind: Kind, paths: list[tuple[str]], entries: Mapping[Ref, Entry]
) -> dict[Content, Ref]:
    found = {_old(paths, entry): ref for ref, entry in entries.items() if ref.kind == kind.name}
    return {content: ref for content, ref in found.items() if None not in content}


def _old(paths: list[tuple[str]], entry: Entry | None) -> Content:
    return tuple(entry.meant.get(name) for (name,) in paths) if entry else ()


def _content(paths: list[tuple[str]], leaves: Mapping[tuple[str, ...], object]) -> Content:
    return tuple(leaves.get(path) for path in paths)
