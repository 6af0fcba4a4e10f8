"""Which place a ledger lies in, and whether that place outlives the run.

The place comes from a flag or the environment, never from a file under review.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reconciler.errors import LedgerError
from reconciler.ledger.branch import is_tracked, remote_of
from reconciler.ledger.git import GitStore
from reconciler.ledger.stores import OWN_FOLDER, FileStore, MemoryStore, Store

CHECKOUTS = ("GITHUB_WORKSPACE", "RUNNER_TEMP", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY",
             "WORKSPACE")  # fmt: skip


def choose_store(place: str | None, *, root: Path, workspace: str) -> Store:
    """`place`: file:PATH, git:REMOTE, a bare path, or None for the default.

    The default is the file below `root` where it exists, else a branch where `root` lies in a
    git repository with a remote, else that file. `workspace` is the app_id.
    """
    if place is None:
        return _default(root, workspace)
    scheme, _, rest = place.partition(":")
    if scheme == "git" and rest:
        return GitStore(root, workspace, remote=rest)
    if scheme == "file" and rest:
        return FileStore(Path(rest), chosen=True)
    if not place or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", place):
        raise LedgerError(f"{place!a} is no place for a ledger",
                          hint="write file:PATH, git:REMOTE or a path")  # fmt: skip
    return FileStore(Path(place), chosen=True)


def vanishes(store: Store, environ: Mapping[str, str]) -> bool:
    """True where the machine that runs this is thrown away together with the ledger."""
    if environ.get("CI", "").lower() in {"", "false", "0"}:
        return False
    if isinstance(store, FileStore):
        return not store.chosen or any(store.path.is_relative_to(one) for one in _passing(environ))
    return isinstance(store, MemoryStore)


def _default(root: Path, workspace: str) -> Store:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", workspace):
        raise LedgerError(f"{workspace!a} is no app_id", hint="check the workspace's app_id")
    file = FileStore(root / OWN_FOLDER / f"{workspace}.jsonl")
    # A project that begins without a remote and gets one later keeps what it remembers: an
    # empty branch would make everything that it owns a stranger's.
    exists = file.path.exists()
    if exists and is_tracked(file.path):
        raise LedgerError(
            f"{OWN_FOLDER}/{workspace}.jsonl is part of the git repository: what is owned would be "
            "chosen by a file under review",
            hint="take it out with `git rm --cached`, or pass --ledger to choose a place yourself",
        )
    remote = None if exists else remote_of(root)
    return file if remote is None else GitStore(root, workspace, remote=remote)


def _passing(environ: Mapping[str, str]) -> list[Path]:
    """Folders that a CI job leaves nothing in."""
    named = [environ[name] for name in CHECKOUTS if environ.get(name)]
    return [Path(one).resolve() for one in (*named, tempfile.gettempdir())]
