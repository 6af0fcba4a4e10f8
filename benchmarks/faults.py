"""The fault matrix as a table: each kind of write under each kind of fault.

A cell is the exit code of the apply that met the fault, and "!" where a promise broke: no
duplicate, no lost edit, converged after one more apply, an honest report. Ends with 1 if one
did: python benchmarks/faults.py
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.scenarios.matrix import FAULTS, WRITES, Cell, Matrix, cells, explained, impatient
from tests.world import open_world

SHORT = {"before": "b", "after": "a"}


def main() -> int:
    marks: dict[tuple[str, str], list[str]] = defaultdict(list)
    broken = []
    count = 0
    with impatient() as clock, tempfile.TemporaryDirectory() as folder:
        for world in open_world(Path(folder), clock=clock):
            matrix = Matrix(world)
            for cell in cells():
                outcome = matrix.run(cell)
                count += 1
                marks[cell.write, cell.fault].append(_mark(cell, outcome.first, outcome.problems))
                if outcome.problems:
                    broken.append(explained(cell, outcome))
                if sys.stderr.isatty():
                    print(f"\r{count} cells", end="", file=sys.stderr)
    _table(marks)
    print(f"\n{count} cells, {len(broken)} broke a promise.")
    print("\n".join(broken))
    return int(bool(broken))


def _mark(cell: Cell, code: int, problems: tuple[str, ...]) -> str:
    return f"{SHORT[cell.when]}{code}{'+' if cell.often == 'always' else ''}{'!' * bool(problems)}"


def _table(marks: dict[tuple[str, str], list[str]]) -> None:
    print("exit code of the first apply; b, a: before, after the work; +: each attempt; !: broken")
    for fault in FAULTS:
        print(f"\n{fault}")
        for write in WRITES:
            print(f"  {write:24}{' '.join(marks[write, fault])}")


if __name__ == "__main__":
    sys.exit(main())
