"""100,000 companies online, 1 % of them without users, which Intercom's lists leave out.

Plans through the HTTP client against the simulator in this process. The requests are one that
counts them, the pages of the scroll with the empty one that ends it, one look-up for each hidden
company, and the list of attributes; the plan's forecast and the line below it say
the same number. Ends with 1 where that does not hold: python benchmarks/companies.py [COUNT]
"""

from __future__ import annotations

import sys
import tempfile
import time
from math import ceil
from pathlib import Path

from reconciler.api import Token, open_client
from reconciler.cli.plan import cost
from reconciler.ledger import MemoryStore, open_ledger
from reconciler.simulator import Simulator, SimulatorTransport, seed
from reconciler.workflow import identify, open_project, plan

HIDDEN = 0.01
SCROLLED = 100
"""Companies of one page of the scroll, which cannot be asked for more."""
PER_FILE = 10_000
TOKEN = "simulator"  # noqa: S105 - the simulator's


def written(folder: Path, simulator: Simulator) -> None:
    """The specs of all companies that the simulator has."""
    (folder / "reconciler.yaml").write_text("version: 1\n")
    (folder / "specs").mkdir()
    rows = simulator.store.rows("company")
    for first in range(0, len(rows), PER_FILE):
        text = "".join(
            f"  {one['company_id']}: {{company_id: {one['company_id']}, size: {one['size']}}}\n"
            for one in rows[first : first + PER_FILE]
        )
        (folder / "specs" / f"{first:06}.yaml").write_text(f"companies:\n{text}")


def main(count: int) -> int:
    hidden = int(count * HIDDEN)
    simulator = Simulator(token=TOKEN, limit=10**9)
    seed(simulator, articles=0, collections=0, tags=5, companies=count, attributes=5, hidden=hidden)
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder), simulator)
        project = open_project(Path(folder))
        client = open_client(Token(TOKEN), read_only=True, transport=SimulatorTransport(simulator))
        began = time.perf_counter()
        me = identify(client.me(), project.workspace)
        asked = client.reads
        made = plan(project, client, open_ledger(MemoryStore(), me.app_id), identity=me).plan
        took = time.perf_counter() - began
    due = {
        "/companies?page=1": 1,
        "/companies/scroll": ceil((count - hidden) / SCROLLED) + 1,
        "/companies?company_id=": hidden,
        "/data_attributes": 1,
    }
    reads = client.reads - asked
    line = cost(made, (client.reads, client.writes))
    print(f"{count:,} companies, {hidden:,} hidden: {reads:,} requests in {took:.1f} s")
    print(*(f"  {number:6,}  GET {name}" for name, number in due.items()), sep="\n")
    print(f"  {sum(due.values()):6,}  together; forecast {made.forecast.reads:,}\n{line}")
    wrong = [
        what
        for what, bad in {
            "requests": reads != sum(due.values()),
            "forecast": made.forecast.reads != reads,
            "shown": f"{client.reads:,} reads" not in line,
            "plan": bool(made.changes) or made.unchanged != count,
        }.items()
        if bad
    ]
    print("MISSED: " + ", ".join(wrong) if wrong else "as forecast")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
