"""A small Intercom: in process behind httpx, or on a port; in memory, or in a file.

Written from the published descriptions and observed behaviour, and from nothing of ours, so
that client and simulator cannot agree on the same mistake.
"""

from reconciler.simulator.clock import ShiftedClock, VirtualClock
from reconciler.simulator.errors import Mistake, SimulatorError
from reconciler.simulator.faults import Fault, Script
from reconciler.simulator.limits import LimitChange, Others
from reconciler.simulator.seeding import seed
from reconciler.simulator.server import Server, listen, serve
from reconciler.simulator.simulator import Observer, Simulator
from reconciler.simulator.store import Row, Store
from reconciler.simulator.switches import Switches
from reconciler.simulator.teammate import Edit
from reconciler.simulator.transport import SimulatorTransport
from reconciler.simulator.wire import Response

__all__ = [
    "Edit",
    "Fault",
    "LimitChange",
    "Mistake",
    "Observer",
    "Others",
    "Response",
    "Row",
    "Script",
    "Server",
    "ShiftedClock",
    "Simulator",
    "SimulatorError",
    "SimulatorTransport",
    "Store",
    "Switches",
    "VirtualClock",
    "listen",
    "seed",
    "serve",
]
