"""The control face: what a test in any language asks of the simulator itself."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from simulator_workspace import Workspace

from reconciler.simulator import Simulator, SimulatorTransport, VirtualClock, outbox, serve
from reconciler.simulator.control import handle

HEADERS = {"Authorization": "Bearer simulator", "Accept": "application/json"}


class Control:
    """A simulator behind either face, and its control face in one line."""

    def __init__(self, simulator: Simulator, client: httpx.Client) -> None:
        self.simulator = simulator
        self.client = client

    def ask(self, method: str, path: str, content: Any = None) -> tuple[int, Any]:
        data = content if isinstance(content, bytes | str | None) else json.dumps(content)
        answer = self.client.request(method, f"/_simulator/{path}", content=data)
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        return answer.status_code, answer.json()

    def refused(self, method: str, path: str, content: Any = None) -> tuple[int, list[str]]:
        status, found = self.ask(method, path, content)
        assert found["type"] == "error.list"
        return status, [one["message"] for one in found["errors"]]


@pytest.fixture(params=["in process", "on a port"])
def control(request: pytest.FixtureRequest) -> Iterator[Control]:
    simulator = Simulator(clock=VirtualClock(1_800_000_000.0))
    if request.param == "in process":
        transport = SimulatorTransport(simulator)
        with httpx.Client(transport=transport, base_url="https://x", headers=HEADERS) as client:
            yield Control(simulator, client)
        return
    with serve(simulator) as server, httpx.Client(base_url=server.url, headers=HEADERS) as client:
        yield Control(simulator, client)


def test_the_journal_is_read_from_where_one_left_off(control: Control) -> None:
    control.client.post("/tags", json={"name": "VIP"})
    _, first = control.ask("GET", "journal")
    assert first == {
        "requests": [{"number": 1, "method": "POST", "path": "/tags", "status": 200}], "next": 1,
    }  # fmt: skip
    control.client.get("/tags/7")
    _, second = control.ask("GET", f"journal?since={first['next']}")
    assert second == {
        "requests": [{"number": 2, "method": "GET", "path": "/tags/7", "status": 404}], "next": 2,
    }  # fmt: skip
    assert control.ask("GET", "journal?since=2") == (200, {"requests": [], "next": 2})


@pytest.mark.parametrize("since", ["x", "-1", "1" * 30, "%C2%B2"])
def test_a_place_in_the_journal_is_a_whole_number(control: Control, since: str) -> None:
    refused = control.refused("GET", f"journal?since={since}")
    assert refused == (400, ["since is no whole number"])


def test_the_control_face_is_never_counted_nor_written_down_nor_hit(control: Control) -> None:
    control.simulator.window.limit = 1
    assert control.ask("PUT", "faults", "rules: [{then: {drop: before}}]")[0] == 200
    for _ in range(3):
        assert control.ask("GET", "journal") == (200, {"requests": [], "next": 0})
    assert control.ask("DELETE", "faults")[0] == 200
    assert control.client.get("/me").headers["x-ratelimit-remaining"] == "0"


def test_a_script_is_put_seen_and_taken_away(control: Control) -> None:
    script = {"limit": 83, "rules": [{"on": {"path": "/me", "nth": 2}, "then": {"status": 503}}]}
    assert control.ask("PUT", "faults", script)[0] == 200
    assert [control.client.get("/me").status_code for _ in range(3)] == [200, 503, 200]
    assert control.ask("GET", "faults") == (
        200, {"rules": [{"method": ["*"], "path": "/me", "seen": 3, "met": 1}], "limit": 83},
    )  # fmt: skip
    assert control.ask("DELETE", "faults") == (200, {"rules": [], "limit": 83})


def test_the_methods_of_a_rule_are_told_as_they_were_written(control: Control) -> None:
    rule = {"on": {"method": ["PUT", "POST"]}, "then": {"status": 503}}
    _, found = control.ask("PUT", "faults", {"rules": [rule]})
    assert found["rules"] == [{"method": ["PUT", "POST"], "path": "*", "seen": 0, "met": 0}]


def test_a_bad_script_is_refused_with_all_its_lines_and_the_old_one_stays(control: Control) -> None:
    control.ask("PUT", "faults", "rules: [{then: {status: 503}}]")
    assert control.refused("PUT", "faults", "limitt: 3\nothers: 2\n") == (400, [
        "script:1:1: there is no key 'limitt' here; did you mean limit?",
        "script:2:9: '2' is not a number from 0 to 1",
    ])  # fmt: skip
    assert control.client.get("/me").status_code == 503


def test_the_clock_is_moved(control: Control) -> None:
    assert control.ask("GET", "clock") == (200, {"now": 1_800_000_000.0})
    assert control.ask("POST", "clock", {"advance": 3600.5}) == (200, {"now": 1_800_003_600.5})
    made = control.client.post("/help_center/collections", json={"name": "x"}).json()
    assert made["created_at"] == 1_800_003_600


@pytest.mark.parametrize("sent", [
    b"", b"{", b"[]", b"3", {"advance": -1}, {"advance": "x"}, {"advance": None}, {"move": 1},
    b'{"advance": NaN}', {"advance": 10**12}, b"[" * 100_000,
])  # fmt: skip
def test_a_clock_is_moved_by_seconds_that_can_be(control: Control, sent: Any) -> None:
    status, (message,) = control.refused("POST", "clock", sent)
    assert (status, message) == (400, 'send {"advance": seconds}, 0 to 315360000')


def test_a_clock_that_is_not_ours_cannot_be_moved(workspace: Workspace) -> None:
    headers = {"Authorization": "Bearer simulator"}
    sent = json.dumps({"advance": 1}).encode()
    answer = handle(workspace.sim, "POST", "/_simulator/clock", {}, headers, sent, base="")
    (error,) = answer.json()["errors"]
    assert (answer.status, error["code"], error["message"]) == (
        400, "simulator", "this simulator runs on a clock that cannot be moved",
    )  # fmt: skip


def test_a_workspace_is_dumped_and_loaded(control: Control) -> None:
    control.client.post("/tags", json={"name": "Größe"})
    status, whole = control.ask("GET", "dump")
    assert (status, whole["format"]) == (200, 1)
    control.client.post("/tags", json={"name": "More"})
    status, told = control.ask("PUT", "load", whole)
    assert (status, told["rows"]["tag"]) == (200, 1)
    assert [one["name"] for one in control.client.get("/tags").json()["data"]] == ["Größe"]


@pytest.mark.parametrize(("sent", "why"), [
    (b"", "workspace: not JSON: "),
    (b"[" * 100_000, "workspace: not JSON: "),
    (b"\xff\xfe", "workspace: not JSON: "),
    (b'{"format": 1, "app": {"name": "\\ud800"}}', "workspace: not JSON: "),
    (b'{"format": 1, "app": {"created_at": 1e999}}', "workspace: not JSON: "),
    ([], "workspace: not a workspace of the simulator: no object"),
    ({"format": 99}, "workspace: written by a newer simulator (format 99, this one reads 1)"),
    ({"format": 1}, "workspace: app is missing or no dict"),
])  # fmt: skip
def test_what_is_no_workspace_is_refused_and_nothing_changes(
    control: Control, sent: Any, why: str
) -> None:
    control.client.post("/tags", json={"name": "VIP"})
    status, (message,) = control.refused("PUT", "load", sent)
    assert status == 400
    assert message.startswith(why)
    assert len(control.client.get("/tags").json()["data"]) == 1


def test_the_outbox_lists_what_contacts_received(control: Control) -> None:
    for contact in ("c1", "c2"):
        outbox.put(control.simulator.store, contact, channel="email", sender="1", subject="Hi",
                   body="Hello", source="message/1")  # fmt: skip
    _, found = control.ask("GET", "outbox")
    assert [one["contact_id"] for one in found["deliveries"]] == ["c1", "c2"]
    _, found = control.ask("GET", "outbox?contact_id=c2")
    assert [(one["contact_id"], one["subject"]) for one in found["deliveries"]] == [("c2", "Hi")]


def test_the_control_face_takes_the_token_of_the_simulator(control: Control) -> None:
    control.client.headers["Authorization"] = "Bearer other"
    for path in ("journal", "dump", "nothing"):
        assert control.refused("GET", path) == (401, ["the token is not that of this simulator"])


def test_an_unknown_path_names_those_that_are_there(control: Control) -> None:
    status, (message,) = control.refused("GET", "jurnal")
    assert status == 404
    assert message == "there is no such path; there are journal, outbox, faults, clock, dump, load"
    assert control.refused("POST", "faults") == (405, ["only GET, PUT, DELETE"])
