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
    Server,
    Simulator,
    SimulatorError,
    SimulatorTransport,
    serve,
)  # fmt: skip
from reconciler.simulator.server import application

HEADERS = {"Authorization": "Bearer simulator", "Accept": "application/json"}


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
    simulator, waited = Simulator(), []  # type: ignore[var-annotated]  # given to sleep below
    simulator.faults.append(Fault(slow=3))
    app = application(simulator, sleep=waited.append)
    answers = httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://sim.example")
    with answers:
        assert answers.get("/me", headers=HEADERS).status_code == 200
    assert waited == [3]


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
