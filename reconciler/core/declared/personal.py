"""What is about people: names that would give them away, and digests under another key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reconciler.codes import finding
from reconciler.core.planned.digest import foreign
from reconciler.model import Desired, Entry, Finding, Kinds, Ref

LEAST = 3
"""Letters of a value that a name may not be."""


def personal_names(desired: Iterable[Desired], kinds: Kinds) -> Iterator[Finding]:
    """Names stand in plans, ledgers and logs, so that of a person is none of the person's data."""
    for one in desired:
        kind = kinds[one.ref.kind]
        if not kind.personal:
            continue
        texts = [each.name for each in kind.fields if each.personal and each.type == "text"]
        about = {str(one.fields.get(each) or "").casefold() for each in texts
                 if each not in kind.key}  # fmt: skip
        name = one.ref.name.casefold()
        if "@" in name or (len(name) >= LEAST and name in about):
            yield finding(
                "personal-name",
                f"the name of a {kind.name} stands in plans, ledgers and logs, and this one is "
                "personal data",
                one.spec.pos(),
                hint='name it by your own id of it, such as "{{ each.id }}"',
            )


def own_digests(entries: Mapping[Ref, Entry], kinds: Kinds, secret: bytes) -> Mapping[Ref, Entry]:
    """Entries without personal values that were remembered under another key: those say nothing
    any more, and would look like edits of both sides.
    """
    about = {kind.name for kind in kinds.values() if kind.personal}
    if not any(ref.kind in about for ref in entries):
        return entries
    return {ref: _own(entry, secret) if ref.kind in about else entry
            for ref, entry in entries.items()}  # fmt: skip


def _own(entry: Entry, secret: bytes) -> Entry:
    pairs = entry.pairs
    kept = {path: pair for path, pair in pairs.items()
            if not any(foreign(one, secret) for one in pair)}  # fmt: skip
    return entry if len(kept) == len(pairs) else entry.holding(kept)
