"""How much of Intercom's windows the client uses, how often it is refused, what CPU it takes.

The simulator runs in a process of its own on a socket; each case in another. Prints a table
and ends with 1 where a bound is missed: python benchmarks/pacing.py [--quick]
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from reconciler.api import Token
from reconciler.api.trace import Attempt
from reconciler.api.transport import Http, open_http
from reconciler.parallel import WORKERS
from reconciler.simulator import Observer, Simulator, serve
from reconciler.simulator.limits import Others

WINDOW = 10.0
BEGIN = 6.5
"""Seconds into a window at which a run begins: the worst that is usual, late and not at its end."""
TOKEN = "pacing"  # noqa: S105 - the simulator's
USED, CPU, REFUSED = 0.97, 0.25, 0.01
BUSY = 1000
"""From this limit on a case runs alone, for its CPU is measured."""


class Case(NamedTuple):
    """`latency` in seconds; `others`: how another app takes half of each window."""

    limit: int
    latency: float
    others: str = ""
    windows: int = 3


class Result(NamedTuple):
    allowed: int
    used: int
    refused: int
    done: int
    lost: int
    cpu: float
    peak: int

    def missed(self, case: Case) -> list[str]:
        """What of the bounds does not hold."""
        most = REFUSED * self.done if case.others else 0
        found = {
            "share": self.used < USED * self.allowed,
            "429": self.refused > most,
            "CPU": case.limit >= BUSY and self.cpu > CPU,
            "lost writes": self.lost > 0,
        }
        return [name for name, bad in found.items() if bad]


# ---------------------------------------------------------------- the server's process


def served(case: Case) -> None:
    """Serves until stdin ends, then prints when each request was counted, and its status."""
    simulator = Simulator(token=TOKEN, limit=case.limit)
    simulator.latency = case.latency
    simulator.window.offset = (time.time() - BEGIN) % WINDOW
    if case.others:
        simulator.window.others = Others(0.5, case.others)  # type: ignore[arg-type] # by the table
    counted: list[tuple[float, int]] = []

    def note(number: int, _: str, __: str) -> None:
        counted.append((time.time(), simulator.journal[number - 1][2]))

    simulator.observers.append(Observer(after=note))
    with serve(simulator) as server:
        say({"url": server.url, "offset": simulator.window.offset})
        sys.stdin.read()
        say({"counted": counted, "tags": len(simulator.store.rows("tag"))})


def say(value: Any) -> None:
    print(json.dumps(value), flush=True)


# ---------------------------------------------------------------- the client's process


class Record:
    """Takes the place of a trace: when what was in flight."""

    def __init__(self) -> None:
        self.moments: list[tuple[float, int]] = []

    def __call__(self, one: Attempt, _: Callable[[str], str]) -> None:
        self.moments += [(one.began, 1), (one.began + one.took, -1)]

    def close(self) -> None:
        """Nothing is open."""

    def peak(self) -> int:
        most = now = 0
        for _, step in sorted(self.moments):
            now += step
            most = max(most, now)
        return most


def measured(case: Case) -> Result:
    """One case against a server of its own; allowed and used are those of whole windows."""
    command = [sys.executable, __file__, "serve", json.dumps(case)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        told = json.loads(child.stdout.readline())
        record = Record()
        http = open_http(Token(TOKEN), base_url=told["url"], version="2.16", read_only=False,
                         trace=record)  # type: ignore[arg-type] # fmt: skip # stands in for one
        http.call("GET", "/me")
        start = time.time()
        end = start + WINDOW - BEGIN + case.windows * WINDOW + 0.5
        before = time.process_time()
        done = busy(http, end, writing=bool(case.others))
        cpu = time.process_time() - before
        http.close()
        out, _ = child.communicate("", timeout=60)
    counted = json.loads(out)
    return judged(case, counted, told["offset"], spans=(start, end), done=done,
                  cpu=cpu / max(done, 1) * case.limit / WINDOW, peak=record.peak())  # fmt: skip


def busy(http: Http, end: float, *, writing: bool) -> int:
    """As many threads as the client has, each with one call after the other."""
    done = [0] * WORKERS

    def work(number: int) -> None:
        while time.time() < end:
            if writing:
                http.call("POST", "/tags", {"name": f"{number}-{done[number]}"})
            else:
                http.call("GET", "/me")
            done[number] += 1

    threads = [
        threading.Thread(target=work, args=(number,), daemon=True) for number in range(WORKERS)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(done)


def judged(
    case: Case, counted: Any, offset: float, *, spans: tuple[float, float], done: int, cpu: float,
    peak: int,
) -> Result:  # fmt: skip
    used: Counter[float] = Counter()
    for at, status in counted["counted"]:
        used[(at - offset) // WINDOW] += status < 400
    first, last = ((one - offset) // WINDOW for one in spans)
    windows = [one for one in used if first < one < last]
    taken = case.limit // 2 if case.others else 0
    return Result(
        allowed=(case.limit - taken) * case.windows,
        used=sum(used[one] for one in windows),
        refused=sum(status == 429 for _, status in counted["counted"]),
        done=done,
        lost=max(done - counted["tags"], 0) if case.others else 0,
        cpu=cpu,
        peak=peak,
    )


# ---------------------------------------------------------------- the table


def cases(*, quick: bool) -> list[Case]:
    windows = 1 if quick else 3
    found = [Case(limit, latency, windows=windows)
             for limit in (83, 167, 1666) for latency in (0.0, 0.05, 0.2)]  # fmt: skip
    return found + [
        Case(limit, 0.05, others, windows=max(windows, 2))
        for limit in (83, 1666)
        for others in ("even", "start")
    ]


def run(case: Case) -> Result:
    command = [sys.executable, __file__, "client", json.dumps(case)]
    found = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Result(*json.loads(found.stdout))


def line(case: Case, found: Result) -> str:
    missed = found.missed(case)
    return (f"{case.limit:5} {case.latency * 1000:6.0f} {case.others or 'nobody':>7} "
            f"{found.allowed:8} {found.used:6} {found.used / found.allowed:7.1%} "
            f"{found.refused:5} {found.cpu:6.1%} {found.peak:5}"
            f"{'  MISSED ' + ', '.join(missed) if missed else ''}")  # fmt: skip


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["serve"]:
        served(Case(*json.loads(arguments[1])))
        return 0
    if arguments[:1] == ["client"]:
        say(measured(Case(*json.loads(arguments[1]))))
        return 0
    table = cases(quick="--quick" in arguments)
    light = [one for one in table if one.limit < BUSY]
    print("limit ms      others  allowed   used   share   429    CPU  peak", flush=True)
    with ThreadPoolExecutor(len(light)) as pool:
        found = dict(zip(light, pool.map(run, light), strict=True))
    for case in table:
        if case not in found:
            found[case] = run(case)
        print(line(case, found[case]), flush=True)
    print(f"bounds: share {USED:.0%}, 429 0 alone and {REFUSED:.0%} beside others, "
          f"CPU {CPU:.0%} of a core")  # fmt: skip
    return int(any(found[case].missed(case) for case in table))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
