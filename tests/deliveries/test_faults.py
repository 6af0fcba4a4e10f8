"""Every request of a delivery under every kind of fault: at most one each, and mended later."""

from typing import Any

import pytest

from reconciler.simulator import Fault
from tests.deliveries.audience import HELLO, at_most_once, indexed, people, received
from tests.scenarios.matrix import ENVELOPE
from tests.world import World

REQUESTS = {
    "who I am": ("GET", "/me"),
    "teammates": ("GET", "/admins"),
    "tags": ("GET", "/tags"),
    "search": ("POST", "/contacts/search"),
    "tag, claim or mark": ("POST", "/tags"),
    "read": ("GET", "/contacts/*"),
    "send": ("POST", "/messages"),
    "claim let go": ("DELETE", "/tags/*"),
}
FAULTS: dict[str, dict[str, Any]] = {
    "dropped before": {"drop": "before"},
    "dropped after": {"drop": "after"},
    "500": {"status": 500, "body": ENVELOPE % b"server_error"},
    "500 after the work": {"status": 500, "body": ENVELOPE % b"server_error", "after_work": True},
    "gateway page after the work": {"answer": "html", "after_work": True},
    "null after the work": {"answer": "null", "after_work": True},
    "cut": {"cut": 20},
    "throttled": {"answer": "throttle", "reset": 2},
    "401": {"status": 401, "body": ENVELOPE % b"unauthorized"},
    "403": {"status": 403, "body": ENVELOPE % b"forbidden"},
    "422": {"status": 422, "body": ENVELOPE % b"unprocessable_entity"},
}


OF_READS = ("dropped after", "cut", "401", "422")
"""Reading again does no harm, so a few will do."""
CASES = [(one, fault) for one, (method, _) in REQUESTS.items() for fault in FAULTS
         if method != "GET" or fault in OF_READS]  # fmt: skip


@pytest.mark.parametrize(("request_", "fault"), CASES)
def test_a_fault_sends_nothing_twice_and_the_next_run_mends_it(
    newest: World, request_: str, fault: str
) -> None:
    method, path = REQUESTS[request_]
    rows = people(newest, 8)
    newest.write({"a.yaml": HELLO})
    newest.simulator.faults.append(Fault(method, path, nth=2, **FAULTS[fault]))
    newest.simulator.faults.append(Fault(method, path, nth=1, times=1, **FAULTS[fault]))
    ran = newest.run("deliver", "--json")
    assert ran.json["exit"] == ran.code
    assert "Traceback" not in ran.text
    assert "defect" not in ran.text
    assert at_most_once(newest)
    newest.simulator.faults.clear()
    indexed(newest)
    report = newest.run("deliver", "--json").json
    indexed(newest)
    report = newest.run("deliver", "--json").json
    assert report["exit"] == 0
    assert at_most_once(newest)
    unsure = set(report["deliveries"][0]["uncertain"])
    assert {row["id"] for row in rows} - set(received(newest)) <= unsure
    assert len(unsure) <= 2
