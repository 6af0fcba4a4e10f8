"""A small Intercom: in process behind httpx, or on a port; in memory, or in a file.

Written from the published descriptions and observed behaviour, and from nothing of ours, so
that client and simulator cannot agree on the same mistake.
"""

from reconciler.simulator.errors import SimulatorError
from reconciler.simulator.faults import Fault
from reconciler.simulator.seeding import seed
from reconciler.simulator.server import Server, serve
from reconciler.simulator.simulator import Observer, Simulator
from reconciler.simulator.store import Row, Store
from reconciler.simulator.switches import Switches
from reconciler.simulator.transport import SimulatorTransport
from reconciler.simulator.wire import Response

__all__ = [
    "Fault",
    "Observer",
    "Response",
    "Row",
    "Server",
    "Simulator",
    "SimulatorError",
    "SimulatorTransport",
    "Store",
    "Switches",
    "seed",
    "serve",
]
