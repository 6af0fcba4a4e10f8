"""In process: an httpx transport in front of a simulator, no socket in between.

Turns scripted faults into the errors that httpx raises for them on a socket.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import httpx

from reconciler.simulator import control
from reconciler.simulator.simulator import Simulator
from reconciler.simulator.wire import Response


class SimulatorTransport(httpx.BaseTransport):
    """`sleep` is called for slow answers that the client would wait for."""

    def __init__(
        self, simulator: Simulator, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.simulator = simulator
        self._sleep = sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = control.handle(
            self.simulator,
            request.method,
            request.url.path,
            dict(request.url.params),
            request.headers,
            request.read(),
            base=f"{request.url.scheme}://{request.url.netloc.decode()}",
        )
        self._wait(request, answer)
        if answer.dropped:
            raise httpx.ReadError("the simulator dropped the connection", request=request)
        headers = {**answer.headers, "Content-Length": str(len(answer.body))}
        stream = _Body(answer, request)
        return httpx.Response(answer.status, headers=headers, stream=stream, request=request)

    def _wait(self, request: httpx.Request, answer: Response) -> None:
        patience = request.extensions.get("timeout", {}).get("read")
        if patience is not None and answer.delay > patience:
            raise httpx.ReadTimeout("the simulator is slow", request=request)
        if answer.delay:
            self._sleep(answer.delay)


class _Body(httpx.SyncByteStream):
    """The body of an answer, which may break off."""

    def __init__(self, answer: Response, request: httpx.Request) -> None:
        self._answer = answer
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        yield self._answer.body[: self._answer.cut]
        if self._answer.cut is not None:
            message = "peer closed connection without sending complete message body"
            raise httpx.RemoteProtocolError(message, request=self._request)
