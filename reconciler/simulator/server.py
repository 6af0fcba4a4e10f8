"""On a port: a simulator behind waitress, in a thread of its own.

Turns scripted faults into what they are on a socket: a close without an answer, a delay, a
body that ends early.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from waitress import wasyncore
from waitress.channel import ClientDisconnected
from waitress.server import create_server

from reconciler.simulator.errors import SimulatorError
from reconciler.simulator.simulator import Simulator

THREADS = 64
"""As many requests as are answered at once: a slow one holds its thread."""
CONNECTIONS = 1000
TICK = 0.5


def application(
    simulator: Simulator, *, sleep: Callable[[float], None] = time.sleep
) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """The WSGI application; raises ClientDisconnected where no answer shall come."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found = simulator.handle(
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
            dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
            _headers(environ),
            environ["wsgi.input"].read(),
            base=f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', 'localhost')}",
        )
        if found.delay:
            sleep(found.delay)
        if found.dropped:
            raise ClientDisconnected
        headers = [*found.headers.items(), ("Content-Length", str(len(found.body)))]
        start(_status(found.status), headers)
        return [found.body[: found.cut]]

    return answer


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    return {
        name.removeprefix("HTTP_").replace("_", "-"): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


class Server:
    """A running server; `close` ends it, and so does leaving its `with` block."""

    def __init__(self, simulator: Simulator, *, host: str, port: int) -> None:
        self.simulator = simulator
        self._sockets: dict[int, Any] = {}
        self._open = True
        self._closing = threading.Lock()
        self._server = _bound(simulator, host, port=port, sockets=self._sockets)
        self.port = int(self._server.effective_port)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self.port}"
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering and free the port; again is nothing."""
        with self._closing:
            if self._thread.is_alive():
                # the loop ends itself, so that the pipe that wakes it is never written once closed
                self._server.trigger.pull_trigger(self._stop)
                self._thread.join()

    def _stop(self) -> None:
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self) -> None:
        while self._open:
            wasyncore.loop(timeout=TICK, use_poll=True, map=self._sockets, count=1)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)


def serve(simulator: Simulator, host: str = "127.0.0.1", *, port: int = 0) -> Server:
    """Serve on a port (0: any that is free); SimulatorError where it cannot be had."""
    return Server(simulator, host=host, port=port)


def _bound(simulator: Simulator, host: str, *, port: int, sockets: dict[int, Any]) -> Any:
    """A server of waitress on a socket of ours: its own would leave threads where it fails."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise SimulatorError(f"cannot listen on {host}:{port}: {error}") from None
    return create_server(
        application(simulator),
        map=sockets,
        sockets=[listening],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        ident="",
        clear_untrusted_proxy_headers=True,
    )
