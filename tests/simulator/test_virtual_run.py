"""A whole run of the client on a clock that nobody waits for."""

from reconciler.api.token import Token
from reconciler.api.transport import open_http
from reconciler.simulator import Simulator, SimulatorTransport, VirtualClock

START = 1_800_000_000.0


def test_a_run_that_waits_for_windows_takes_no_time_on_a_virtual_clock() -> None:
    clock = VirtualClock(START)
    simulator = Simulator(clock=clock, limit=10)
    simulator.latency = 0.5
    transport = SimulatorTransport(simulator, sleep=clock.sleep)
    http = open_http(
        Token("simulator"), base_url="https://api.intercom.io", version="2.16", read_only=True,
        transport=transport, clock=clock, steady=clock, sleep=clock.sleep, chance=lambda: 0.5,
    )  # fmt: skip
    for _ in range(35):
        http.call("GET", "/me")
    http.close()
    assert [status for *_, status in simulator.journal] == [200] * 35
    assert 30 <= clock() - START <= 45
