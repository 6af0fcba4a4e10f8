"""Which requests a rule meets, the answers that have names, and teammates."""

import json
from typing import Any

import pytest
from simulator_workspace import Workspace

from reconciler.simulator import Edit, Fault, Response, Script, VirtualClock


def ask(workspace: Workspace, method: str = "GET", path: str = "/tags") -> Response:
    headers = {"Authorization": "Bearer simulator", "Accept": "application/json"}
    body = b'{"name": "VIP"}' if method == "POST" else b""
    return workspace.sim.handle(method, path, {}, headers, body)


def met(rule: Fault, count: int = 12) -> list[int]:
    """Which of so many requests the rule meets."""
    return [number for number in range(1, count + 1) if rule.meets("GET", "/tags")]


@pytest.mark.parametrize(("rule", "numbers"), [
    (Fault(after=9), [10, 11, 12]),
    (Fault(after=3, nth=2), [5]),
    (Fault(after=3, every=4), [7, 11]),
    (Fault(times=2), [1, 2]),
    (Fault(every=3, times=2), [3, 6]),
    (Fault(method=("POST", "GET"), nth=1), [1]),
    (Fault(method=("POST", "PUT")), []),
    (Fault(probability=0), []),
    (Fault(probability=1, times=1, after=1), [2]),
])  # fmt: skip
def test_a_rule_meets_by_number(rule: Fault, numbers: list[int]) -> None:
    assert met(rule) == numbers
    assert rule.met == len(numbers)


def test_a_rule_by_chance_meets_the_same_requests_for_the_same_seed() -> None:
    first, again, other = (met(Fault(probability=0.3, seed=seed), 1000) for seed in (7, 7, 8))
    assert first == again != other
    assert 250 < len(first) < 350


def test_requests_that_match_nothing_do_not_move_the_chance_on() -> None:
    rule = Fault(path="/tags", probability=0.5, seed=1)
    alone = met(Fault(path="/tags", probability=0.5, seed=1))
    mixed = []
    for number in range(1, 13):
        assert not rule.meets("GET", "/me")
        mixed += [number] * rule.meets("GET", "/tags")
    assert mixed == alone


@pytest.mark.parametrize(("name", "status", "kind", "body"), [
    ("html", 502, "text/html", "502 Bad Gateway"),
    ("null", 200, "application/json; charset=utf-8", "null"),
    ("empty", 200, "application/json; charset=utf-8", ""),
])  # fmt: skip
def test_answers_of_a_server_in_distress_have_names(
    workspace: Workspace, name: Any, status: int, kind: str, body: str
) -> None:
    workspace.sim.faults.append(Fault(answer=name, nth=1))
    answer = ask(workspace, "POST")
    assert (answer.status, answer.headers["Content-Type"]) == (status, kind)
    assert body in answer.body.decode()
    assert bool(body) == bool(answer.body)
    assert workspace.store.rows("tag") == []
    workspace.sim.faults[:] = [Fault(answer=name, status=503, after_work=True)]
    assert ask(workspace, "POST").status == 503
    assert len(workspace.store.rows("tag")) == 1


@pytest.mark.parametrize(("reset", "said"), [
    (None, 1_800_000_010), (3, 1_800_000_003), ("past", 1_799_999_970), ("missing", None),
])  # fmt: skip
@pytest.mark.parametrize("after_work", [False, True])
def test_a_throttle_has_intercoms_envelope_and_a_reset_as_told(
    workspace: Workspace, reset: Any, said: int | None, after_work: bool
) -> None:
    workspace.sim.faults.append(Fault(answer="throttle", reset=reset, after_work=after_work))
    answer = ask(workspace)
    assert answer.status == 429
    assert json.loads(answer.body) == {
        "type": "error.list",
        "request_id": answer.headers["X-Request-Id"],
        "errors": [{"code": "rate_limit_exceeded",
                    "message": "Exceeded rate limit of 1666 in 10_seconds"}],
    }  # fmt: skip
    found = {name: text for name, text in answer.headers.items() if "RateLimit" in name}
    assert found == ({} if said is None else {
        "X-RateLimit-Limit": "1666", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(said),
    })  # fmt: skip


def test_a_header_is_added_to_the_real_answer(workspace: Workspace) -> None:
    workspace.sim.faults.append(Fault(headers={"Retry-After": "2"}))
    answer = ask(workspace, "POST")
    assert (answer.status, answer.headers["Retry-After"]) == (200, "2")
    assert answer.json()["name"] == "VIP"


def test_latency_comes_on_top_of_what_a_fault_delays(workspace: Workspace) -> None:
    workspace.sim.latency = 0.2
    workspace.sim.faults.append(Fault(nth=1, slow=3))
    assert [ask(workspace).delay for _ in range(2)] == [3.2, 0.2]


def test_a_teammate_edits_before_the_request_or_after_it(workspace: Workspace) -> None:
    workspace.store.create("tag", name="VIP")
    early = Edit("edit", "tag", {"id": 101}, {"name": "Early"})
    late = Edit("edit", "tag", {"name": "Early"}, {"name": "Late"})
    workspace.sim.faults += [
        Fault(nth=1, teammate=[early]), Fault(nth=1, teammate=[late], after_work=True),
    ]  # fmt: skip
    names = [ask(workspace).json()["data"][0]["name"] for _ in range(2)]
    assert names == ["Early", "Late"]
    assert workspace.sim.journal == [("GET", "/tags", 200)] * 2


def test_a_teammate_moves_the_time_of_change(workspace: Workspace) -> None:
    row = workspace.store.create("collection", name="Start")
    workspace.time += 60
    workspace.sim.faults.append(Fault(teammate=[Edit("edit", "collection", {}, {"name": "Go"})]))
    ask(workspace)
    assert workspace.store.get("collection", row["id"])["updated_at"] == 1_800_000_060


def test_a_teammate_creates_and_removes(workspace: Workspace) -> None:
    workspace.store.create("tag", name="Old")
    edits = [Edit("create", "tag", set={"name": "New"}), Edit("remove", "tag", {"name": "Old"})]
    workspace.sim.faults.append(Fault(teammate=edits, times=1))
    assert [one["name"] for one in ask(workspace).json()["data"]] == ["New"]
    assert [one["name"] for one in ask(workspace).json()["data"]] == ["New"]


def test_where_nothing_matches_the_teammate_does_nothing(workspace: Workspace) -> None:
    workspace.store.create("tag", name="VIP")
    edits = [
        Edit("edit", "tag", {"name": "Other"}, {"name": "X"}),
        Edit("remove", "tag", {"nothing": "of the kind"}),
    ]
    workspace.sim.faults.append(Fault(teammate=edits))
    assert [one["name"] for one in ask(workspace).json()["data"]] == ["VIP"]


@pytest.mark.parametrize(("fault", "made"), [
    ({"drop": "before"}, 0), ({"drop": "after"}, 1),
    ({"status": 500}, 0), ({"status": 500, "after_work": True}, 1),
])  # fmt: skip
def test_a_teammate_comes_on_the_side_of_the_work_where_the_fault_is(
    workspace: Workspace, fault: dict[str, Any], made: int
) -> None:
    """Renames VIP, which is there only once the request has been done."""
    rename = Edit("edit", "tag", {"name": "VIP"}, {"name": "Renamed"})
    workspace.sim.faults.append(Fault(method="POST", teammate=[rename], **fault))
    ask(workspace, "POST")
    assert [row["name"] for row in workspace.store.rows("tag")] == ["Renamed"] * made


def test_a_rule_with_a_teammate_alone_leaves_the_request_to_the_next_rule(
    workspace: Workspace,
) -> None:
    create = Edit("create", "tag", set={"name": "New"})
    workspace.sim.faults += [Fault(teammate=[create]), Fault(status=503), Fault(status=500)]
    assert ask(workspace).status == 503
    assert len(workspace.store.rows("tag")) == 1


def test_a_script_takes_the_place_of_the_one_before(workspace: Workspace) -> None:
    workspace.sim.play(Script(faults=[Fault(status=503)]))
    assert ask(workspace).status == 503
    workspace.sim.play(Script())
    assert ask(workspace).status == 200


def test_a_virtual_clock_makes_windows_pass(workspace: Workspace) -> None:
    clock = VirtualClock()
    other = Workspace()
    other.sim.window.clock, other.sim.window.limit = clock, 1
    assert [ask(other).status for _ in range(2)] == [200, 429]
    clock.sleep(10)
    assert ask(other).status == 200
