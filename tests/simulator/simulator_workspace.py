"""A simulated workspace in one object, for tests."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from reconciler.simulator import Simulator

NEW, OLD = "2.16", "2.11"


class Workspace:
    """A simulator with a clock that stands still, and calls in one line."""

    def __init__(self, **options: Any) -> None:
        self.time = 1_800_000_000.0
        self.sim = Simulator(clock=lambda: self.time, **options)
        self.store = self.sim.store
        self.status = 0
        self.headers: dict[str, str] = {}

    def ask(
        self, method: str, target: str, body: Any = None, *, version: str = NEW, **headers: str
    ) -> Any:
        """The JSON of the answer (None for an empty one); `status` and `headers` stay here."""
        path, _, query = target.partition("?")
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body else b""
        sent = {
            "Authorization": "Bearer simulator",
            "Accept": "application/json",
            "Intercom-Version": version,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        answer = self.sim.handle(method, path, dict(parse_qsl(query)), sent, content)
        self.status, self.headers = answer.status, dict(answer.headers)
        return answer.json() if answer.body else None

    def get(self, target: str, **options: Any) -> Any:
        return self.ask("GET", target, **options)

    def post(self, target: str, body: Any = None, **options: Any) -> Any:
        return self.ask("POST", target, body, **options)

    def put(self, target: str, body: Any = None, **options: Any) -> Any:
        return self.ask("PUT", target, body, **options)

    def delete(self, target: str, **options: Any) -> Any:
        return self.ask("DELETE", target, **options)

    def refused(self, answer: Any) -> tuple[int, str, str]:
        """Status, code and message of an error."""
        assert answer["type"] == "error.list"
        return self.status, answer["errors"][0]["code"], answer["errors"][0]["message"]


Switched = Callable[..., Workspace]
