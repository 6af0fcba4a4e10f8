"""An answer that never ends, byte by byte, over a socket: each byte begins httpx's timeout anew."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from reconciler.api import wire
from reconciler.api.token import Token
from reconciler.api.wire import Wire, network
from reconciler.errors import ApiError
from tests.api.fakes import SECRET, Clock

PAUSE = 0.005
HEADERS = b"HTTP/1.1 200 OK\r\nX-Drop: "
INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n"
NO_LENGTH = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Serve = Callable[[socket.socket], None]


def dripping(start: bytes, drop: bytes = b"a") -> Serve:
    def serve(accepted: socket.socket) -> None:
        accepted.recv(65_536)
        accepted.sendall(start)
        while True:
            accepted.sendall(drop)
            threading.Event().wait(PAUSE)

    return serve


def whole(accepted: socket.socket) -> None:
    while accepted.recv(65_536):
        accepted.sendall(WHOLE)


def stuck(accepted: socket.socket) -> None:
    accepted.recv(65_536)
    accepted.sendall(NO_LENGTH)
    silent(accepted)


def silent(accepted: socket.socket) -> None:
    while accepted.recv(65_536):
        pass


@contextmanager
def served(*connections: Serve) -> Iterator[str]:
    """The address of a server that treats one connection after the other so."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for one in connections:
                accepted, _ = listening.accept()
                with accepted, suppress(OSError):
                    one(accepted)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def wired(url: str, **more: Clock) -> closing[Wire]:
    return closing(_Ending(network(url), Token(SECRET), base_url=url, version="2.16", **more))


class _Ending(Wire):
    """As the client ends it."""

    def close(self) -> None:
        self.cut()
        super().close()


@pytest.mark.parametrize(
    "serve",
    [dripping(HEADERS), dripping(b"", INTERIM), dripping(NO_LENGTH), stuck, silent],
    ids=[
        "headers",
        "interim answers",
        "a body without length",
        "a body without end",
        "nothing at all",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_exchange_that_takes_too_long_is_a_timeout(
    monkeypatch: pytest.MonkeyPatch, serve: Serve, method: str
) -> None:
    monkeypatch.setattr(wire, "LONGEST", 0.2)
    with served(serve) as url, wired(url) as one, pytest.raises(ApiError) as caught:
        one.send(method, "/tags", b"{}")
    assert caught.value.code == "timeout"
    assert caught.value.maybe_done == (method == "POST")
    assert "did not answer in time" in caught.value.message


def test_the_next_exchange_has_a_connection_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LONGEST", 0.2)
    with served(dripping(HEADERS), whole) as url, wired(url) as one:
        with pytest.raises(ApiError, match="did not answer in time"):
            one.send("GET", "/tags", None)
        monkeypatch.setattr(wire, "LONGEST", 60.0)
        assert one.send("GET", "/tags", None).body == b"{}"


def test_a_connection_between_two_exchanges_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LONGEST", 0.1)
    clock = Clock()
    with served(whole) as url, wired(url, clock=clock) as one:
        one.send("GET", "/tags", None)
        clock.now += 1000
        threading.Event().wait(0.05)  # the watcher looks every 5 ms
        assert one.send("GET", "/tags", None).status == 200


def test_one_thread_watches_all_exchanges_and_ends_with_them() -> None:
    before = set(threading.enumerate())
    with served(whole) as url, wired(url) as one:
        for _ in range(3):
            one.send("GET", "/tags", None)
        (watcher,) = (each for each in set(threading.enumerate()) - before if each.name == "wire")
    watcher.join(5)
    assert not watcher.is_alive()
