"""Scripted faults and observers: the request that goes wrong, and who is told."""

from collections.abc import Callable

import pytest
from simulator_workspace import Workspace

from reconciler.simulator import Fault, Observer, Response, SimulatorError, Store


def ask(workspace: Workspace, method: str = "GET", path: str = "/tags") -> Response:
    headers = {"Authorization": "Bearer simulator", "Accept": "application/json"}
    body = b'{"name": "VIP"}' if method == "POST" else b""
    return workspace.sim.handle(method, path, {}, headers, body)


def test_a_fault_answers_instead_of_intercom(workspace: Workspace) -> None:
    page = b"<html>Bad Gateway</html>"
    workspace.sim.faults.append(Fault(status=502, body=page, content_type="text/html"))
    answer = ask(workspace, "POST")
    assert (answer.status, answer.body) == (502, page)
    assert answer.headers["Content-Type"] == "text/html"
    assert workspace.store.rows("tag") == []
    assert workspace.sim.journal == [("POST", "/tags", 502)]


def test_a_fault_may_hide_an_answer_after_the_work(workspace: Workspace) -> None:
    workspace.sim.faults.append(Fault(status=500, body=b"null", after_work=True))
    answer = ask(workspace, "POST")
    assert (answer.status, answer.body) == (500, b"null")
    assert len(workspace.store.rows("tag")) == 1


@pytest.mark.parametrize(("rule", "statuses"), [
    (Fault(method="POST", status=503), [200, 503, 200, 503]),
    (Fault(path="/admins*", status=503), [200, 200, 503, 200]),
    (Fault(nth=2, status=503), [200, 503, 200, 200]),
    (Fault(every=2, status=503), [200, 503, 200, 503]),
    (Fault(method="POST", nth=2, status=503), [200, 200, 200, 503]),
    (Fault(method="PATCH", status=503), [200, 200, 200, 200]),
])  # fmt: skip
def test_a_rule_meets_by_method_path_and_number(
    workspace: Workspace, rule: Fault, statuses: list[int]
) -> None:
    workspace.sim.faults.append(rule)
    asked = [("GET", "/tags"), ("POST", "/tags"), ("GET", "/admins"), ("POST", "/tags")]
    assert [ask(workspace, *one).status for one in asked] == statuses


def test_the_first_rule_that_meets_decides_and_the_others_count_on(workspace: Workspace) -> None:
    workspace.sim.faults += [Fault(nth=1, status=500), Fault(nth=2, status=503)]
    assert [ask(workspace).status for _ in range(3)] == [500, 503, 200]


def test_a_connection_drops_before_or_after_the_work(workspace: Workspace) -> None:
    workspace.sim.faults += [Fault(nth=1, drop="before"), Fault(nth=2, drop="after")]
    for made in (0, 1):
        assert ask(workspace, "POST").dropped is True
        assert len(workspace.store.rows("tag")) == made
    assert workspace.sim.journal == [("POST", "/tags", 0)] * 2


def test_an_answer_is_slow_or_cut_or_has_more_headers(workspace: Workspace) -> None:
    workspace.sim.faults.append(Fault(slow=30, cut=5))
    answer = ask(workspace)
    assert (answer.status, answer.delay, answer.cut) == (200, 30, 5)
    workspace.sim.faults[:] = [Fault(status=429, headers={"Retry-After": "7"})]
    assert ask(workspace).headers["Retry-After"] == "7"


def test_observers_are_told_before_and_after_each_request(workspace: Workspace) -> None:
    seen: list[tuple[str, int, str, str]] = []
    workspace.sim.observers += [
        Observer(before=lambda n, method, path: seen.append(("before", n, method, path))),
        Observer(after=lambda n, method, path: seen.append(("after", n, method, path))),
    ]
    ask(workspace)
    ask(workspace, "POST")
    assert seen == [
        ("before", 1, "GET", "/tags"), ("after", 1, "GET", "/tags"),
        ("before", 2, "POST", "/tags"), ("after", 2, "POST", "/tags"),
    ]  # fmt: skip


def test_an_observer_kills_a_client_before_or_after_the_work(workspace: Workspace) -> None:
    def kill(number: int, _method: str, _path: str) -> None:
        if number == 1:
            raise KeyboardInterrupt

    workspace.sim.observers.append(Observer(before=kill))
    with pytest.raises(KeyboardInterrupt):
        ask(workspace, "POST")
    assert (workspace.store.rows("tag"), workspace.sim.journal) == ([], [("POST", "/tags", 0)])
    workspace.sim.journal.clear()
    workspace.sim.observers[:] = [Observer(after=kill)]
    with pytest.raises(KeyboardInterrupt):
        ask(workspace, "POST")
    assert len(workspace.store.rows("tag")) == 1


def test_a_teammate_edits_between_two_requests(workspace: Workspace) -> None:
    def rename(number: int, _method: str, _path: str) -> None:
        if number == 1:
            workspace.store.edit("tag", "101", name="Renamed")

    workspace.store.create("tag", name="VIP")
    workspace.sim.observers.append(Observer(after=rename))
    names = [ask(workspace).json()["data"][0]["name"] for _ in range(2)]
    assert names == ["VIP", "Renamed"]


def test_an_edit_moves_the_time_of_change_unless_it_is_told(workspace: Workspace) -> None:
    row = workspace.store.create("article", title="x")
    workspace.time += 5
    workspace.store.edit("article", row["id"], title="y")
    assert (row["created_at"], row["updated_at"]) == (1_800_000_000, 1_800_000_005)
    workspace.store.edit("article", row["id"], updated_at=7)
    assert row["updated_at"] == 7


def test_rows_do_not_share_their_defaults(workspace: Workspace) -> None:
    one, two = (workspace.store.create("company", company_id=name) for name in "ab")
    one["custom_attributes"]["x"] = 1
    assert two["custom_attributes"] == {}


@pytest.mark.parametrize(("sent", "message"), [
    (lambda store: store.create("artikel"), "there is no kind artikel; there are "),
    (lambda store: store.create("article", titel="x"), "article has no field titel"),
    (lambda store: store.edit("admin", "991267451", nme="x"), "admin has no field nme"),
    (lambda store: store.edit("article", "7", title="x"), "there is no article 7"),
    (lambda store: store.remove("article", "7"), "there is no article 7"),
    (lambda store: store.rows("artikel"), "there is no kind artikel"),
    (lambda store: store.by("artikel", "x"), "there is no kind artikel"),
])  # fmt: skip
def test_a_mistake_in_using_the_store_is_named(
    workspace: Workspace, sent: Callable[[Store], object], message: str
) -> None:
    with pytest.raises(SimulatorError, match=message):
        sent(workspace.store)


def test_a_removed_company_is_no_longer_found_by_its_company_id(workspace: Workspace) -> None:
    one, two = (workspace.store.create("company", company_id="a") for _ in range(2))
    workspace.store.remove("company", one["id"])
    assert workspace.store.by("company", "a") is two
    workspace.store.remove("company", two["id"])
    assert workspace.store.by("company", "a") is None
