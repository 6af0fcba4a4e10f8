"""A workspace that remembers every answer with what was asked, for the contract tests."""

import json
from typing import Any

from simulator_workspace import Workspace

ADMIN = 991267451
"""The id of the first admin."""


class Recorder(Workspace):
    """Asks in one version, of a help center in English and German."""

    def __init__(self, version: str) -> None:
        super().__init__(locales=("en", "de"))
        self.version = version
        self.answers: list[tuple[str, str, int, Any]] = []

    @property
    def number(self) -> tuple[int, ...]:
        return tuple(int(one) for one in self.version.split("."))

    def ask(self, method: str, target: str, body: Any = None, **options: Any) -> Any:
        answer = super().ask(method, target, body, **{"version": self.version, **options})
        copied = json.loads(json.dumps(answer))
        self.answers.append((method, target, self.status, copied))
        return answer

    def unrecorded(self, method: str, target: str, body: Any = None, **options: Any) -> Any:
        """Asked to make ready, not to be held against anything."""
        answer = self.ask(method, target, body, **options)
        self.answers.pop()
        return answer
