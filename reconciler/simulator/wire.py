"""What goes over the wire: a request as a handler sees it, a route, an answer.

Knows no resource and no socket.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reconciler.simulator.store import Store
from reconciler.simulator.switches import Switches

Json = dict[str, Any]
Version = tuple[int, int]

JSON = "application/json; charset=utf-8"
OLDEST: Version = (2, 11)
NEWEST: Version = (2, 16)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. The faces act on the rest: `delay` in seconds, `dropped`: no answer comes,
    `cut`: so many bytes of the body, and then the connection ends.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0
    dropped: bool = False
    cut: int | None = None

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Call:
    """A request after the doors: authorised, counted, parsed. `base`: scheme and host."""

    store: Store
    switches: Switches
    version: Version
    method: str
    path: str
    arguments: tuple[str, ...]
    query: Mapping[str, str]
    body: Json
    base: str

    @property
    def id(self) -> str:
        return self.arguments[0]


Handler = Callable[[Call], Json | None]


class Route(NamedTuple):
    """`{}` in the path is one argument; the handler's None is an answer with an empty body."""

    method: str
    path: str
    handler: Handler
    since: Version = OLDEST
    until: Version = NEWEST
    status: int = 200
