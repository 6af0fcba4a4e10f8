"""How many requests a second one core of the simulator answers, on a socket.

The server has a process of its own; a client that does nothing but send and read asks over
1, 4 and 16 connections. Counted is the server's CPU time, so that the client on the same
machine takes nothing away. Ends with 1 below a bound: python benchmarks/simulator.py
"""

from __future__ import annotations

import multiprocessing
import socket
import sys
import threading
import time
from multiprocessing.connection import Connection

from reconciler.simulator import Simulator, seed, serve

REQUESTS = {"one article": 4000, "50 full articles": 400}
BOUNDS = {"one article": 1500, "50 full articles": 300}
CONNECTIONS = (1, 4, 16)
UNLIMITED = 10**9


def serving(pipe: Connection) -> None:
    """The server's process: the port, an article's id, then CPU seconds as often as asked."""
    simulator = Simulator(limit=UNLIMITED)
    seed(simulator, articles=200, collections=20, tags=20, companies=100, attributes=5)
    with serve(simulator) as server:
        pipe.send((server.port, simulator.store.rows("article")[0]["id"]))
        while pipe.recv():
            pipe.send(time.process_time())


def reading(port: int, path: str, count: int) -> None:
    head = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer simulator\r\n"
        "Accept: application/json\r\nIntercom-Version: 2.16\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection.makefile("rb") as answers:
            for _ in range(count):
                connection.sendall(head)
                status, length = answers.readline(), 0
                while (line := answers.readline()) != b"\r\n":
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                body = answers.read(length)
                if b" 200 " not in status or len(body) != length or not length:
                    raise SystemExit(f"{path}: answered {status!r}")


def rate(pipe: Connection, port: int, path: str, *, count: int, connections: int) -> float:
    """Requests a CPU second of the server."""
    pipe.send(True)
    begin = pipe.recv()
    share = count // connections
    threads = [
        threading.Thread(target=reading, args=(port, path, share)) for _ in range(connections)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    pipe.send(True)
    return share * connections / float(pipe.recv() - begin)


def main() -> int:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serving, args=(theirs,))
    process.start()
    port, article = ours.recv()
    missed = False
    print("requests per second and core   connections  measured  at least")
    paths = {"one article": f"/articles/{article}", "50 full articles": "/articles?per_page=50"}
    for name, path in paths.items():
        for connections in CONNECTIONS:
            found = rate(ours, port, path, count=REQUESTS[name], connections=connections)
            print(f"{name:31}{connections:11}{found:10.0f}{BOUNDS[name]:10}")
            missed = missed or found < BOUNDS[name]
    ours.send(False)
    process.join()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
