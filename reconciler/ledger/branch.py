"""One branch on a remote, read and written as a handful of files, with git's plumbing.

Never touches the work tree, the index or a branch of the user. Knows nothing of ledgers.
"""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from reconciler.errors import LedgerError
from reconciler.ledger.lock import shown
from reconciler.ledger.stores import ChangedError

SECONDS = 120
TRIES = 8
NAME, EMAIL = "reconciler", "reconciler@localhost"
QUIET = {
    "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": "", "LC_ALL": "C",
    "GIT_AUTHOR_NAME": NAME, "GIT_AUTHOR_EMAIL": EMAIL,
    "GIT_COMMITTER_NAME": NAME, "GIT_COMMITTER_EMAIL": EMAIL,
}  # fmt: skip


class Tip(NamedTuple):
    """A commit and the blob of each of its files; `commit` is empty where there is no branch."""

    commit: str
    blobs: Mapping[str, str]


class Branch(NamedTuple):
    """`folder`: any folder of the repository. Every error is a LedgerError with git's reason."""

    folder: Path
    remote: str
    name: str

    @property
    def where(self) -> str:
        return f"branch {self.name} of {self.remote}"

    @property
    def ref(self) -> str:
        return f"refs/heads/{self.name}"

    def tip(self) -> Tip:
        """The branch as the remote has it now; its objects are fetched, no ref is written."""
        rows = self._git("ls-remote", "--", self.remote, self.ref).decode().splitlines()
        found = (row.partition("\t") for row in rows)
        commit = next((commit for commit, _, ref in found if ref == self.ref), "")
        if commit and self._try("cat-file", "-e", commit).returncode:
            self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=",
                      "--", self.remote, self.ref)  # fmt: skip
        return self.at(commit)

    def at(self, commit: str) -> Tip:
        if not commit:
            return Tip("", {})
        rows = self._git("ls-tree", "--full-tree", "-z", commit).decode().split("\0")[:-1]
        found = (row.split("\t", 1) for row in rows)
        return Tip(commit, {name: about.split()[2] for about, name in found if " blob " in about})

    def content(self, tip: Tip, name: str) -> bytes | None:
        return self._git("cat-file", "blob", tip.blobs[name]) if name in tip.blobs else None

    def put(self, data: bytes) -> str:
        """The blob of `data`, written to the repository."""
        return self._git("hash-object", "-w", "--stdin", data=data).decode().strip()

    def inside(self, name: str) -> Path:
        """The path of a file of ours inside the git directory."""
        found = self._git("rev-parse", "--git-path", name).decode().strip()
        return (self.folder / found).resolve()

    def url(self) -> str:
        """The remote's address, which the remote may be itself."""
        found = self._try("remote", "get-url", "--", self.remote)
        return found.stdout.decode().strip() if found.returncode == 0 else self.remote

    def keep(self, commit: str, ref: str) -> None:
        """Keeps git from collecting the commit as garbage."""
        self._git("update-ref", ref, commit)

    def push(self, files: Callable[[Tip], Mapping[str, str] | None], message: str) -> None:
        """A commit on top of the branch with the files that `files` makes of its tip.

        Begins again where another push came first; `files` gives None where nothing is to do.
        """
        for _ in range(TRIES):
            tip = self.tip()
            blobs = files(tip)
            if blobs is None or blobs == tip.blobs:
                return
            target = f"{self._commit(tip, blobs, message)}:{self.ref}"
            pushed = self._try("push", "--quiet", "--no-verify", "--", self.remote, target)
            if pushed.returncode == 0:
                return
            if self.tip() == tip:
                raise self._failed("push", pushed.stderr)
        raise ChangedError(f"{self.where}: other runs keep pushing to it", hint="plan again")

    def _commit(self, tip: Tip, blobs: Mapping[str, str], message: str) -> str:
        rows = "".join(f"100644 blob {blob}\t{name}\n" for name, blob in sorted(blobs.items()))
        tree = self._git("mktree", data=rows.encode()).decode().strip()
        parents = ["-p", tip.commit] if tip.commit else []
        # two runs with the same files in the same second must not make the same commit:
        # both pushes would succeed, and both would believe that they had swapped
        unique = f"{message}\n\nrun {uuid.uuid4().hex}"
        return self._git("commit-tree", tree, *parents, "-m", unique).decode().strip()

    def _git(self, *command: str, data: bytes = b"") -> bytes:
        done = self._try(*command, data=data)
        if done.returncode:
            raise self._failed(command[0], done.stderr)
        return done.stdout

    def _try(self, *command: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        try:
            return _run(self.folder, *command, data=data)
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise self._failed(command[0], str(problem).encode()) from problem

    def _failed(self, command: str, output: bytes) -> LedgerError:
        lines = output.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        # What went wrong: a rejected ref, else the first fatal line; what follows is advice.
        marked = [
            one.strip() for mark in (" ! ", "fatal:") for one in lines if one.startswith(mark)
        ]
        last = (marked or lines[-1:])[0]
        return LedgerError(
            f"{self.where}: git {command}: {shown(last)}",
            hint="check the remote and the right to push to it, or use --ledger file:PATH",
        )


def remote_of(folder: Path) -> str | None:
    """The remote that a ledger goes to by default: origin, else the only one there is."""
    try:
        found = _run(folder, "remote")
    except (OSError, subprocess.TimeoutExpired):
        return None
    names = found.stdout.decode().split()
    return "origin" if "origin" in names else names[0] if len(names) == 1 else None


def is_tracked(file: Path) -> bool:
    """Whether a file is part of the repository: whoever proposes a change may have put it there."""
    try:
        found = _run(file.parent, "ls-files", "--error-unmatch", "--", file.name)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.returncode == 0


def _run(folder: Path, *command: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """In a session of its own: without a terminal nothing below git can ask for a password."""
    return subprocess.run(
        ["git", "-C", str(folder), "-c", "gc.auto=0", *command], input=data, capture_output=True,
        check=False, timeout=SECONDS, env={**os.environ, **QUIET}, start_new_session=True,
    )  # fmt: skip
