"""A ledger on a branch of the project's git repository: shared, versioned, no extra service.

Pushing a commit is the compare-and-swap. While applying, lines go to a journal inside the
git directory, which the next run merges if this one dies.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from reconciler.errors import LedgerError
from reconciler.ledger.branch import Branch, Tip
from reconciler.ledger.format import State, parse, surviving
from reconciler.ledger.lock import Lock, decode_lock, encode_lock, taken
from reconciler.ledger.stores import (
    Stored,
    append_file,
    changed,
    exclusive,
    explained,
    read_file,
    sync_folder,
    write_file,
)  # fmt: skip

LEDGER, LOCK = "ledger.jsonl", "lock.json"


class Journal(NamedTuple):
    """What a run has appended: the commit that it began at, and its whole lines."""

    base: str
    lines: list[bytes]


class GitStore:
    """`folder`: any folder of the repository. `workspace` is part of the branch's name."""

    def __init__(
        self,
        folder: Path,
        workspace: str,
        *,
        remote: str = "origin",
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", workspace) or remote.startswith("-"):
            raise LedgerError(f"{workspace!a} on {remote!a} gives no branch for a ledger",
                              hint="name the workspace's app_id and a remote of git")  # fmt: skip
        self._branch = Branch(folder, remote, f"reconciler-ledger/{workspace}")
        self._workspace = workspace
        self._clock = clock
        self._path: Path | None = None
        self._begun = False

    @property
    def where(self) -> str:
        return self._branch.where

    def read(self) -> Stored:
        with explained(self.where):
            return self._merged(self._branch.tip(), self._read_journal())

    def append(self, data: bytes) -> None:
        with explained(self.where), exclusive(self._journal.parent):
            if not (self._begun and self._journal.exists()):
                self._begin()
            append_file(self._journal, data)

    def replace(self, data: bytes, *, expected: str) -> None:
        def files(tip: Tip) -> Mapping[str, str]:
            if self._merged(tip, self._read_journal()).version != expected:
                raise changed(self.where)
            return {**_ours(tip), LEDGER: self._branch.put(data)}

        with explained(self.where), exclusive(self._journal.parent):
            self._branch.push(files, "Remember what was applied")
            self._journal.unlink(missing_ok=True)
            sync_folder(self._journal.parent)
            self._begun = False

    def lock(self, owner: str, seconds: float) -> None:
        def files(tip: Tip) -> Mapping[str, str]:
            new = taken(self._lock(tip), owner, seconds, now=self._clock(), where=self.where)
            return {**_ours(tip), LOCK: self._branch.put(encode_lock(new))}

        self._branch.push(files, f"Lock for {owner}")

    def unlock(self, owner: str | None) -> None:
        def files(tip: Tip) -> Mapping[str, str] | None:
            found = None if owner is None else self._lock(tip)
            if LOCK not in tip.blobs or (found and found.owner != owner):
                return None
            return {name: blob for name, blob in _ours(tip).items() if name != LOCK}

        self._branch.push(files, "Unlock")

    def held(self) -> Lock | None:
        return self._lock(self._branch.tip())

    @property
    def _journal(self) -> Path:
        if self._path is None:
            self._path = self._branch.inside(f"reconciler/{self._workspace}.journal")
        return self._path

    def _read_journal(self) -> Journal:
        data = read_file(self._journal)
        if data is None:
            return Journal("", [])
        first, *lines = data.split(b"\n")
        match _json(first):
            case {"base": str(base)}:
                return Journal(base, lines[:-1])
        raise LedgerError(
            f"{self._journal}:1: not the journal of a ledger",
            hint="it held what a run that died had applied; move it away to go on without",
        )

    def _begin(self) -> None:
        """Starts at the branch as it is now, with what a dead run left and nobody overtook."""
        tip = self._branch.tip()
        kept = self._survivors(tip, self._read_journal())
        if tip.commit:
            self._branch.keep(tip.commit, f"refs/reconciler/{self._workspace}")
        first = json.dumps({"base": tip.commit}).encode()
        write_file(self._journal, b"".join(line + b"\n" for line in (first, *kept)))
        self._begun = True

    def _merged(self, tip: Tip, journal: Journal) -> Stored:
        more = b"".join(line + b"\n" for line in self._survivors(tip, journal))
        data = self._branch.content(tip, LEDGER)
        if data is None and not more:
            return Stored(None, "")
        version = f"{tip.blobs.get(LEDGER)}+{hashlib.sha256(more).hexdigest()}"
        return Stored((data or b"") + more, version)

    def _survivors(self, tip: Tip, journal: Journal) -> list[bytes]:
        if not journal.lines:
            return []
        base = self._branch.at(journal.base)
        if base.blobs.get(LEDGER) == tip.blobs.get(LEDGER):
            return journal.lines
        if LEDGER not in tip.blobs:
            push = f"git push {self._branch.remote} {base.commit}:{self._branch.ref}"
            raise LedgerError(
                f"{self.where}: gone, but {self._journal} holds what a run had applied",
                hint=f"bring the branch back: {push}",
            )
        return surviving(journal.lines, self._state(base), self._state(tip), str(self._journal))

    def _state(self, tip: Tip) -> State:
        data = self._branch.content(tip, LEDGER)
        return State() if data is None else parse(data, self._workspace, self.where)

    def _lock(self, tip: Tip) -> Lock | None:
        return decode_lock(self._branch.content(tip, LOCK), f"{LOCK} in {self.where}")


def _ours(tip: Tip) -> dict[str, str]:
    return {name: blob for name, blob in tip.blobs.items() if name in {LEDGER, LOCK}}


def _json(data: bytes) -> object:
    try:
        found: object = json.loads(data)
    except ValueError:
        return None
    return found
