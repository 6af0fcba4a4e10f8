"""The two faces: a transport in process, and a port."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from simulator_workspace import Workspace

from reconciler.simulator import (
    Fault,
    Observer,
    Server,
    Simulator,
    SimulatorError,
    SimulatorTransport,
    serve,
)

HEADERS = {"Authorization": "Bearer simulator", "Accept": "application/json"}

AT_ONCE = 64


class Faces:
    """The same simulator behind either face."""

    def __init__(self, simulator: Simulator, client: httpx.Client) -> None:
        self.simulator = simulator
        self.client = client
        self.waited: list[float] = []


@pytest.fixture(params=["in process", "on a port"])
def face(request: pytest.FixtureRequest) -> Iterator[Faces]:
    simulator = Simulator()
    if request.param == "in process":
        client = httpx.Client(
            transport=SimulatorTransport(simulator), base_url="https://api.example", headers=HEADERS
        )
        with client:
            yield Faces(simulator, client)
        return
    with serve(simulator) as server, httpx.Client(base_url=server.url, headers=HEADERS) as client:
        yield Faces(simulator, client)


def test_a_request_goes_through_and_comes_back(face: Faces) -> None:
    answer = face.client.post("/tags", json={"name": "Größe"})
    assert (answer.status_code, answer.json()["name"]) == (200, "Größe")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["x-ratelimit-limit"] == "1666"
    assert face.simulator.journal == [("POST", "/tags", 200)]


def test_query_and_escaped_path_arrive_as_they_were_meant(face: Faces) -> None:
    face.client.post("/companies", json={"company_id": "a b/ü&c"})
    answer = face.client.get("/companies", params={"company_id": "a b/ü&c"})
    assert answer.json()["company_id"] == "a b/ü&c"
    face.client.get("/articles/%C3%BC%20x")
    assert face.simulator.journal[-1] == ("GET", "/articles/ü x", 404)


def test_an_empty_answer_is_empty(face: Faces) -> None:
    tag = face.client.post("/tags", json={"name": "VIP"}).json()
    answer = face.client.delete(f"/tags/{tag['id']}")
    assert (answer.status_code, answer.content) == (200, b"")


def test_the_next_page_lies_on_the_own_host(face: Faces) -> None:
    for name in ("a", "b"):
        face.client.post("/help_center/collections", json={"name": name})
    page = face.client.get("/help_center/collections", params={"per_page": 1}).json()
    following = page["pages"]["next"]
    assert following.startswith(str(face.client.base_url).rstrip("/") + "/help_center/")
    assert face.client.get(following).json()["pages"]["page"] == 2


@pytest.mark.parametrize(("drop", "made"), [("before", 0), ("after", 1)])
def test_a_dropped_connection_is_no_answer(face: Faces, drop: Any, made: int) -> None:
    face.simulator.faults.append(Fault(method="POST", drop=drop))
    with pytest.raises(httpx.TransportError) as caught:
        face.client.post("/tags", json={"name": "VIP"})
    assert isinstance(caught.value, httpx.ReadError | httpx.RemoteProtocolError)
    assert len(face.client.get("/tags").json()["data"]) == made


def test_a_cut_answer_breaks_off(face: Faces) -> None:
    face.simulator.faults.append(Fault(cut=10, nth=1))
    with pytest.raises(httpx.RemoteProtocolError):
        face.client.get("/admins")
    assert face.client.get("/admins").status_code == 200


def test_any_status_may_be_scripted(face: Faces) -> None:
    face.simulator.faults.append(Fault(status=599, body=b"odd", content_type="text/plain"))
    answer = face.client.get("/me")
    assert (answer.status_code, answer.text) == (599, "odd")


def client(simulator: Simulator, waited: list[float]) -> httpx.Client:
    transport = SimulatorTransport(simulator, sleep=waited.append)
    return httpx.Client(transport=transport, base_url="https://api.example", headers=HEADERS)


def test_a_slow_answer_is_waited_for_or_times_out(workspace: Workspace) -> None:
    workspace.sim.faults.append(Fault(slow=3))
    waited: list[float] = []
    with client(workspace.sim, waited) as patient:
        assert patient.get("/me", timeout=5).status_code == 200
        assert patient.get("/me", timeout=None).status_code == 200
        with pytest.raises(httpx.ReadTimeout):
            patient.get("/me", timeout=2)
    assert waited == [3, 3]


def test_a_slow_answer_is_delayed_on_a_port_too() -> None:
    simulator = Simulator()
    waited: list[float] = []
    simulator.faults.append(Fault(slow=3))
    with serve(simulator, sleep=waited.append) as server:
        assert httpx.get(f"{server.url}/me", headers=HEADERS).status_code == 200
    assert waited == [3]


def test_every_answer_takes_the_latency_on_both_faces(workspace: Workspace) -> None:
    workspace.sim.latency = 0.2
    waited: list[float] = []
    with client(workspace.sim, waited) as answers:
        answers.get("/me")
        with pytest.raises(httpx.ReadTimeout):
            answers.get("/me", timeout=0.1)
    with serve(workspace.sim, sleep=waited.append) as server:
        httpx.get(f"{server.url}/me", headers=HEADERS)
    assert waited == [0.2, 0.2]


def test_slow_answers_are_waited_for_at_the_same_time() -> None:
    """Each waits until all have come: one after the other, none would ever be answered."""
    simulator, together = Simulator(), threading.Barrier(40)
    simulator.latency = 1
    transport = SimulatorTransport(simulator, sleep=lambda _: together.wait(timeout=10) and None)
    statuses: list[int] = []

    def ask() -> None:
        with httpx.Client(transport=transport, base_url="http://x", headers=HEADERS) as answers:
            statuses.append(answers.get("/me").status_code)

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert statuses == [200] * 40


def test_a_port_answers_as_many_at_once_as_a_client_may_have_in_flight() -> None:
    simulator, together = Simulator(), threading.Barrier(AT_ONCE)
    simulator.observers.append(Observer(before=lambda *_: together.wait(timeout=10)))
    statuses: list[int] = []
    limits = httpx.Limits(max_connections=AT_ONCE)
    with serve(simulator) as server, httpx.Client(limits=limits, headers=HEADERS) as client:
        url = f"{server.url}/me"
        threads = [
            threading.Thread(target=lambda: statuses.append(client.get(url).status_code))
            for _ in range(AT_ONCE)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert statuses == [200] * AT_ONCE


def test_many_clients_at_once_never_share_an_id() -> None:
    simulator = Simulator()
    with serve(simulator) as server:
        found: list[str] = []

        def create(name: int) -> None:
            body = {"name": f"C{name}"}
            path = f"{server.url}/help_center/collections"
            found.append(httpx.post(path, json=body, headers=HEADERS).json()["id"])

        threads = [threading.Thread(target=create, args=(number,)) for number in range(12)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert len(set(found)) == 12
    assert len(simulator.journal) == 12


def test_a_closed_server_frees_its_port_and_closes_again() -> None:
    server = serve(Simulator())
    assert server.url == f"http://127.0.0.1:{server.port}"
    with pytest.raises(SimulatorError, match=rf"cannot listen on 127\.0\.0\.1:{server.port}: "):
        serve(Simulator(), port=server.port)
    server.close()
    server.close()
    with contextlib.closing(socket.socket()) as found:
        assert found.connect_ex(("127.0.0.1", server.port)) != 0
    assert isinstance(server, Server)


def test_a_closed_server_ends_the_connections_that_are_open() -> None:
    server = serve(Simulator())
    with httpx.Client(base_url=server.url, headers=HEADERS) as client:
        assert client.get("/me").status_code == 200
        server.close()
        with pytest.raises(httpx.TransportError):
            client.get("/me")


@pytest.mark.parametrize(
    ("header", "status"),
    [("Transfer-Encoding: chunked", 411), ("Content-Length: x", 400),
     ("Content-Length: 99999999999", 413), ("Content-Length: 50000001", 413)],
)  # fmt: skip
def test_a_body_without_an_end_in_sight_is_refused(header: str, status: int) -> None:
    simulator = Simulator()
    with serve(simulator) as server:
        found = socket.create_connection(("127.0.0.1", server.port))
        with contextlib.closing(found):
            found.sendall(f"POST /tags HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n".encode())
            assert found.recv(1000).startswith(b"HTTP/1.1 %d " % status)
    assert simulator.journal == []


def test_a_request_without_method_is_refused_and_nobody_falls_over() -> None:
    with serve(Simulator()) as server:
        found = socket.create_connection(("127.0.0.1", server.port))
        with contextlib.closing(found):
            found.sendall(b"\x16\x03\x01\r\n\r\n")
            assert b"400" in found.recv(1000)
        assert httpx.get(f"{server.url}/me", headers=HEADERS).status_code == 200


def test_a_head_has_no_body() -> None:
    with serve(Simulator()) as server:
        answer = httpx.head(f"{server.url}/me", headers=HEADERS)
    assert (answer.status_code, answer.content) == (404, b"")


def test_a_workspace_file_that_fails_is_an_error_of_the_server() -> None:
    simulator = Simulator()

    def full(*_: object) -> None:
        raise SimulatorError("acme.db: cannot be written: disk full")

    simulator.store.listeners.append(full)
    with serve(simulator) as server:
        answer = httpx.post(f"{server.url}/tags", json={"name": "a"}, headers=HEADERS)
    assert (answer.status_code, answer.text) == (500, "acme.db: cannot be written: disk full")


def test_a_server_listens_on_version_six_too() -> None:
    with serve(Simulator(), "::1") as server:
        assert httpx.get(f"{server.url}/me", headers=HEADERS).status_code == 200
