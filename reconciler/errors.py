"""The exceptions that cross a boundary, each with its exit code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `--help` needs the exit codes and none of the types
    from reconciler.model import Finding


class Exit(IntEnum):
    """Exit codes: stable, documented, tested."""

    DONE = 0
    FAILED = 1
    PENDING = 2
    CONFLICT = 3
    REFUSED = 4
    PARTIAL = 5
    INVALID = 6
    CREDENTIALS = 7
    NOT_EMPTY = 8
    USAGE = 64
    INTERRUPTED = 130
    TERMINATED = 143


class TerminatedError(KeyboardInterrupt):
    """SIGTERM: ends a run the way Ctrl-C does, with an exit code of its own."""


def interruption(error: BaseException | None) -> KeyboardInterrupt | None:
    """The Ctrl-C that an error is, or came of.

    One that arrives while the standard library is about to wait leaves a lock released twice,
    and comes out as a RuntimeError: seen on 2026-11-22 with Python 3.11.
    """
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return error
        error = error.__context__
    return None


class ReconcilerError(Exception):
    """Anything we raise on purpose: a message for a person, and the way out as `hint`."""

    exit = Exit.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ReconcilerError):
    """The command was called in a way that means nothing here."""

    exit = Exit.USAGE


class SpecError(ReconcilerError):
    """The specs are not valid; all findings of the run."""

    exit = Exit.INVALID
    ended = "nothing was sent"

    def __init__(
        self,
        findings: Sequence[Finding],
        root: object = None,
        texts: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        count = sum(one.severity == "error" for one in findings)
        super().__init__(f"{count} error{'s' * (count != 1)} in the specs; {self.ended}")
        self.findings = tuple(findings)
        self.root = root
        """The folder that the places are relative to, where it is known."""
        self.texts = texts
        """Files that the places are of, where they are not those of the folder."""


class WorseError(SpecError):
    """An edit of the files that would leave findings behind, warnings too, and was not made."""

    ended = "the edit would leave them behind and was not made"

    def __init__(self, findings: Sequence[Finding], root: object, texts: Mapping[str, str]) -> None:
        super().__init__(findings, root, texts)
        count = len(self.findings)
        self.message = f"{count} finding{'s' * (count != 1)}: {self.ended}"
        self.hint = "edit these lines first, then call again"


class StoppedError(ReconcilerError):
    """Somebody ended the run; `requests`: reads and writes sent until then, where known."""

    def __init__(self, message: str, requests: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.requests = requests


class GuardError(ReconcilerError):
    """A guard refused; nothing was written."""

    exit = Exit.REFUSED


class LedgerError(ReconcilerError):
    """The ledger cannot be read, written or locked."""


class WriteRefusedError(ReconcilerError):
    """A read-only client was asked to write: a defect of ours, never of the user."""


class ApiError(ReconcilerError):
    """Intercom answered with an error, or did not answer.

    status 0 means that no answer came. `maybe_done`: the call may have had its effect.
    """

    def __init__(  # the parts of one answer, all by keyword
        self,
        message: str,
        *,
        method: str,
        path: str,
        status: int = 0,
        code: str = "",
        request_id: str | None = None,
        maybe_done: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.method = method
        self.path = path
        self.status = status
        self.code = code
        self.request_id = request_id
        self.maybe_done = maybe_done
        self.retry_after: float | None = None
        """Seconds that the server asks for, where it does."""

    def __str__(self) -> str:
        status = f"{self.status} {self.code}".strip() if self.status else (self.code or "no answer")
        request = f" (request id {self.request_id})" if self.request_id else ""
        return f"{self.method} {self.path}: {status}: {self.message}{request}"


class CredentialsError(ApiError):
    """The token is missing, wrong, or lacks a scope."""

    exit = Exit.CREDENTIALS
