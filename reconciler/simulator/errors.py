"""What goes wrong: mistakes in using the simulator, and requests that Intercom refuses.

Decides the shape of the error envelope; knows no resource, no store and no socket.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Mistake(NamedTuple):
    """What is wrong at one place of a file that somebody wrote; line and column from 1."""

    file: str
    line: int
    column: int
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        reason = f"{self.reason}; {self.hint}" if self.hint else self.reason
        return f"{self.file}:{self.line}:{self.column}: {reason}"


class SimulatorError(Exception):
    """The simulator was used wrongly, or a file of it cannot be read; `message` says which.

    `hint`: the way out. `mistakes`: all of them, where the file is one that people write.
    """

    def __init__(self, message: str, *, hint: str = "", mistakes: Sequence[Mistake] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.mistakes = tuple(mistakes)


class RefusalError(Exception):
    """A request that Intercom answers with an error; `identified=False`: request_id is null."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        message: str,
        field: str | None = None,
        identified: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.headers = dict(headers or {})
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.identified = identified

    def envelope(self, request_id: str) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.field:
            error["field"] = self.field
        named = request_id if self.identified else None
        return {"type": "error.list", "request_id": named, "errors": [error]}


def invalid(message: str, *, field: str | None = None) -> RefusalError:
    return RefusalError(400, "parameter_invalid", message=message, field=field)


def missing(message: str) -> RefusalError:
    return RefusalError(400, "parameter_not_found", message=message)


def not_found(code: str = "not_found", *, message: str = "Resource Not Found") -> RefusalError:
    return RefusalError(404, code, message=message)
