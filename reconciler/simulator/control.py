"""The control face: what a test in any language asks of the simulator itself, below /_simulator/.

Decides paths and shapes; needs the token, and is neither counted, nor delayed, nor written
into the journal. Knows no resource.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from reconciler.simulator import outbox, snapshot
from reconciler.simulator.clock import Advancing
from reconciler.simulator.coding import decoded, encoded
from reconciler.simulator.errors import SimulatorError
from reconciler.simulator.faults import Script
from reconciler.simulator.simulator import Asked, Simulator
from reconciler.simulator.wire import JSON, Response

PREFIX = "/_simulator/"
FARTHEST = 10 * 365 * 86_400
"""Seconds that the clock may be moved at once."""


def handle(  # noqa: PLR0917 - the parts of a request, in the order of a request line
    simulator: Simulator,
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    body: bytes,
    *,
    base: str,
) -> Response:
    """Answer a request that came to a face: one to the simulator itself, or one to Intercom."""
    if not path.startswith(PREFIX):
        return simulator.handle(method, path, query, headers, body, base=base)
    lowered = {name.lower(): value for name, value in headers.items()}
    return _answer(simulator, Asked(method, path, query, lowered, body, base))


def _answer(simulator: Simulator, asked: Asked) -> Response:
    """Mistakes are a 400 that names each."""
    if asked.headers.get("authorization") != f"Bearer {simulator.token}":
        return _refused(401, ["the token is not that of this simulator"])
    doors = DOORS.get(asked.path.removeprefix(PREFIX))
    if doors is None:
        return _refused(404, [f"there is no such path; there are {', '.join(DOORS)}"])
    if asked.method not in doors:
        return _refused(405, [f"only {', '.join(doors)}"])
    try:
        found = doors[asked.method](simulator, asked)
    except SimulatorError as error:
        return _refused(400, error.message.splitlines())
    body = found if isinstance(found, bytes) else encoded(found)
    return Response(200, {"Content-Type": JSON}, body)


def _refused(status: int, reasons: list[str]) -> Response:
    errors = [{"code": "simulator", "message": one} for one in reasons]
    body = {"type": "error.list", "request_id": None, "errors": errors}
    return Response(status, {"Content-Type": JSON}, encoded(body))


def _journal(simulator: Simulator, asked: Asked) -> Any:
    since = _whole(asked.query, "since")
    entries = simulator.journal[since:]
    requests = [
        {"number": number, "method": method, "path": path, "status": status}
        for number, (method, path, status) in enumerate(entries, since + 1)
    ]
    return {"requests": requests, "next": since + len(entries)}


def _outbox(simulator: Simulator, asked: Asked) -> Any:
    store, contact = simulator.store, asked.query.get("contact_id")
    with store.lock:
        rows = store.rows(outbox.TABLE.name) if contact is None else outbox.received(store, contact)
        return {"deliveries": [row.copy() for row in rows]}


def _faults(simulator: Simulator, _: Asked) -> Any:
    rules = [
        {"method": [one.method] if isinstance(one.method, str) else one.method,
         "path": one.path, "seen": one.seen, "met": one.met}
        for one in simulator.faults
    ]  # fmt: skip
    return {"rules": rules, "limit": simulator.window.limit}


def _play(simulator: Simulator, asked: Asked) -> Any:
    from reconciler.simulator.script import parse  # noqa: PLC0415 - loads a YAML parser

    simulator.play(parse(asked.body, "script", simulator.store.tables))
    return _faults(simulator, asked)


def _calm(simulator: Simulator, asked: Asked) -> Any:
    simulator.play(Script())
    return _faults(simulator, asked)


def _clock(simulator: Simulator, _: Asked) -> Any:
    return {"now": simulator.store.clock()}


def _advance(simulator: Simulator, asked: Asked) -> Any:
    clock: object = simulator.store.clock
    if not isinstance(clock, Advancing):
        raise SimulatorError("this simulator runs on a clock that cannot be moved")
    try:
        seconds = decoded(asked.body)["advance"]
        within = 0 <= seconds <= FARTHEST
    except (ValueError, KeyError, TypeError, RecursionError):
        within = False
    if not within:
        raise SimulatorError(f'send {{"advance": seconds}}, 0 to {FARTHEST}')
    clock.advance(seconds)
    return _clock(simulator, asked)


def _dump(simulator: Simulator, _: Asked) -> bytes:
    with simulator.store.lock:
        return snapshot.written(simulator.store.whole()).encode()


def _load(simulator: Simulator, asked: Asked) -> Any:
    store, name = simulator.store, Path("workspace")
    try:
        whole = decoded(asked.body)
    except (ValueError, RecursionError) as error:
        raise SimulatorError(f"{name}: not JSON: {error}") from None
    if not isinstance(whole, dict):
        raise SimulatorError(f"{name}: not a workspace of the simulator: no object")
    snapshot.check_format(name, whole.get("format"))
    with store.work():
        store.take(snapshot.checked(name, whole, store.shapes()))
    return {"rows": {kind: len(store.rows(kind)) for kind in store.tables}}


def _whole(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "0")
    if text.isascii() and text.isdigit() and len(text) < 19:  # noqa: PLR2004 - 64 bits
        return int(text)
    raise SimulatorError(f"{name} is no whole number")


Door = Callable[["Simulator", "Asked"], Any]
DOORS: Mapping[str, Mapping[str, Door]] = {
    "journal": {"GET": _journal},
    "outbox": {"GET": _outbox},
    "faults": {"GET": _faults, "PUT": _play, "DELETE": _calm},
    "clock": {"GET": _clock, "POST": _advance},
    "dump": {"GET": _dump},
    "load": {"PUT": _load},
}
