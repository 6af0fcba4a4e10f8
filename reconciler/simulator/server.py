"""On a port: a simulator behind the standard library's HTTP server, a thread for a connection.

Turns scripted faults into what they are on a socket: a close without an answer, a delay, a
body that ends early. Measured on 2026-11-22: waitress, with its queue between one loop and
many threads, took five times the CPU for each request of four connections.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote

from reconciler.simulator import control
from reconciler.simulator.errors import SimulatorError
from reconciler.simulator.simulator import Simulator
from reconciler.simulator.wire import Response

LARGEST = 50_000_000
"""Bytes of a request's body."""
TICK = 0.05
"""Seconds until a server that is closed notices."""
BUFFER = 65_536
PATIENCE = 2.0
"""Seconds for answers that are under way when a server is closed."""


class _Listening(ThreadingHTTPServer):
    """Knows its connections, so that closing it closes them too."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], simulator: Simulator, sleep: Callable[[float], None]
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.simulator = simulator
        self.sleep = sleep
        self._connections: set[socket.socket] = set()
        self._guard = threading.Condition()
        super().__init__(address, _Connection)

    def server_bind(self) -> None:
        """Without the look-up of the host's name, which may ask a name server."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            if request in self._connections:
                super().shutdown_request(request)
            self._connections.discard(request)
            self._guard.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is no error of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def end(self) -> None:
        self.shutdown()
        self.server_close()
        with self._guard:
            for one in self._connections:
                _shut(one)
            self._guard.wait_for(lambda: not self._connections, timeout=PATIENCE)


class _Connection(BaseHTTPRequestHandler):
    """One request after the other."""

    server: _Listening
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = BUFFER

    def answer(self) -> None:
        body = self._body()
        if body is None:
            return
        path, _, query = self.path.partition("?")
        found = self._asked(unquote(path, errors="replace"), query, body)
        if found.delay:
            self.server.sleep(found.delay)
        if found.dropped:
            self.close_connection = True
        else:
            self._send(found)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer  # noqa: N815 - looked up by name

    def log_message(self, *_: Any) -> None:
        """The journal has it."""

    def _asked(self, path: str, query: str, body: bytes) -> Response:
        try:
            return control.handle(
                self.server.simulator,
                self.command,
                path,
                dict(parse_qsl(query, keep_blank_values=True)),
                dict(self.headers.items()),
                body,
                base=f"http://{self.headers.get('Host', 'localhost')}",
            )
        except SimulatorError as error:
            return Response(500, {"Content-Type": "text/plain"}, error.message.encode())

    def _body(self) -> bytes | None:
        """None where it was refused: its end cannot be told, or lies too far away."""
        if "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
            return None
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            self._refuse(HTTPStatus.BAD_REQUEST)
            return None
        if len(length) > len(str(LARGEST)) or int(length) > LARGEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return None
        return self.rfile.read(int(length))

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self.send_error(status)

    def _send(self, found: Response) -> None:
        self.send_response_only(found.status, _phrase(found.status))
        for name, value in found.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.body[: found.cut])
        if found.cut is not None:
            self.close_connection = True


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # its thread was faster


class Server:
    """A running server; `close` ends it, and so does leaving its `with` block."""

    def __init__(
        self, simulator: Simulator, *, host: str, port: int, sleep: Callable[[float], None]
    ) -> None:
        self.simulator = simulator
        try:
            self._listening = _Listening((host, port), simulator, sleep)
        except (OSError, OverflowError) as error:
            raise SimulatorError(f"cannot listen on {host}:{port}: {error}") from None
        self.port = int(self._listening.server_port)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self.port}"
        self._closing = threading.Lock()
        self._thread = threading.Thread(
            target=self._listening.serve_forever, args=(TICK,), name="simulator", daemon=True
        )

    def start(self) -> None:
        """Answer; until then who connects waits."""
        self._thread.start()

    def close(self) -> None:
        """Stop answering and free the port; again is nothing."""
        with self._closing:
            if self._thread.is_alive():
                self._listening.end()
                self._thread.join()
            elif self._thread.ident is None:
                self._listening.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def serve(
    simulator: Simulator,
    host: str = "127.0.0.1",
    *,
    port: int = 0,
    sleep: Callable[[float], None] = time.sleep,
) -> Server:
    """Serve on a port, as `listen` does, from now on."""
    server = listen(simulator, host, port=port, sleep=sleep)
    server.start()
    return server


def listen(
    simulator: Simulator,
    host: str = "127.0.0.1",
    *,
    port: int = 0,
    sleep: Callable[[float], None] = time.sleep,
) -> Server:
    """Take a port (0: any that is free); SimulatorError where it cannot be had.

    `sleep` is called, in the thread of its connection, for an answer that is slow.
    """
    return Server(simulator, host=host, port=port, sleep=sleep)
