"""What the benchmarks share: whole processes and what they cost, in turns, and a workspace.

CPU is user plus system time of the process and all that it waited for. Absolute values mean
little on a machine with other work, so commands that are compared run in turns: A B A B.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
OURS = [PYTHON, "-m", "reconciler"]
PER_FILE = 10_000
"""Companies of one file: 3.6 MB. Larger workspaces have more files."""
ATTRIBUTES = {
    "plan_tier": "string", "seats": "integer", "region": "string", "renewal_date": "string",
    "onboarded": "boolean",
}  # fmt: skip


class Cost(NamedTuple):
    """`cpu` in seconds, `peak` in MiB."""

    cpu: float
    peak: float
    out: str


def cost(command: Sequence[str | Path], *, code: int = 0) -> Cost:
    """Runs a command to its end; SystemExit with its output where it ends otherwise.

    A child's peak is never below what its parent had at the fork: keep this process small.
    Modules are compiled once, as those of an installed package are, whatever the shell says.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode(errors="replace")
    if child.returncode != code:
        raise SystemExit(f"{command} ended with {child.returncode}:\n{text[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)


def in_turns(rounds: int, *commands: Sequence[str | Path]) -> list[Cost]:
    """The median CPU and the highest peak of each command, after one run that is not counted."""
    for one in commands:
        cost(one)
    runs = [[cost(one) for one in commands] for _ in range(rounds)]
    return [
        Cost(statistics.median(one.cpu for one in each), max(one.peak for one in each), each[0].out)
        for each in zip(*runs, strict=True)
    ]


class Bar(NamedTuple):
    """`most` is the bound of `found`."""

    name: str
    found: float
    most: float
    unit: str = "x"


def verdict(*bars: Bar) -> int:
    """Prints a line per bar; the exit code."""
    for one in bars:
        word = "" if one.found <= one.most else "   MISSED"
        print(f"{one.name:52}{one.found:9.2f}{one.unit:4} at most {one.most:g}{one.unit}{word}")
    return int(any(one.found > one.most for one in bars))


# ---------------------------------------------------------------- a plan without a network

APP_ID = "recorded"


class Recorded:
    """Satisfies `Client`: answers lists from the recording, read when the first is asked for."""

    reads = writes = 0

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    @cached_property
    def _lists(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        with self._file.open("rb") as lines:
            for kind, page in map(json.loads, lines):
                found.setdefault(kind, []).extend(page)
        return found

    def list(self, kind: Any) -> Any:
        from reconciler.model import Listed  # noqa: PLC0415 - as below

        with self._lock:
            return Listed(self._lists.pop(kind.name, []))


def planned(folder: Path, *, remember: bool) -> None:
    """`reconciler plan` with a recording where the network would be; also the first ledger."""
    from reconciler.cli import main, plan  # noqa: PLC0415 - importing them is measured too
    from reconciler.cli.connect import Connection  # noqa: PLC0415 - as above
    from reconciler.ledger import FileStore, open_ledger  # noqa: PLC0415 - as above
    from reconciler.workflow import Identity  # noqa: PLC0415 - as above

    store = FileStore(folder / "ledger.jsonl")
    client: Any = Recorded(folder / "live.jsonl")

    @contextmanager
    def connect(*_: Any, **__: Any) -> Iterator[Connection]:
        ledger = open_ledger(store, APP_ID)
        yield Connection(client, Identity(APP_ID, "a@example.com"), ledger, store)

    def keep(*found: Any, **_: Any) -> None:
        open_ledger(store, APP_ID).record(found[2].plan.remember)

    plan.connect = connect
    if remember:
        plan.show = keep
    sys.argv = ["reconciler", "plan", "-C", str(folder)]
    main.run()


# ---------------------------------------------------------------- a workspace


def company(n: int) -> dict[str, Any]:
    """8 fields, one of them a mapping of 5: 13 leaves, about 360 bytes of YAML."""
    return {
        "company_id": f"id_{n:06}",
        "name": f"Company {n} Ltd",
        "plan": ("free", "pro", "enterprise")[n % 3],
        "size": n % 997,
        "website": f"https://www.example-{n}.com/about",
        "industry": "Manufacturing",
        "monthly_spend": n % 1000,
        "custom_attributes": {
            "plan_tier": "enterprise",
            "seats": n % 500,
            "region": "EMEA",
            "renewal_date": f"2026-{n % 12 + 1:02}-01",
            "onboarded": True,
        },
    }


def project(folder: Path, count: int) -> Path:
    """The specs of `count` companies and of their attributes."""
    specs = folder / "specs"
    specs.mkdir(parents=True)
    (folder / "reconciler.yaml").write_text("version: 1\n")
    rows = (f"  {name}: {{model: company, data_type: {kind}}}" for name, kind in ATTRIBUTES.items())
    (specs / "attributes.yaml").write_text("data_attributes:\n" + "\n".join(rows) + "\n")
    for first in range(0, count, PER_FILE):
        numbers = range(first, min(first + PER_FILE, count))
        (specs / f"companies-{first:06}.yaml").write_text(
            "companies:\n" + "".join(map(_yaml, numbers))
        )
    return folder


def _yaml(n: int) -> str:
    lines = [f"  company-{n}:"]
    for key, value in company(n).items():
        if isinstance(value, dict):
            lines += [
                f"    {key}:",
                *(f"      {each}: {_scalar(one)}" for each, one in value.items()),
            ]
        else:
            lines.append(f"    {key}: {_scalar(value)}")
    return "\n".join(lines) + "\n"


def _scalar(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) or " " in str(value) else str(value)
