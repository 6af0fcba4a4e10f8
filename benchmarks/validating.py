"""`reconciler validate` of 10,000 resources against PyYAML's CSafeLoader alone on the same file.

Both are whole processes: ours starts, reads, keeps line and column of every key (proved by a
mistake at the end of the file), checks every field and rule; theirs imports yaml and loads.
Also the cost of a resource at 100,000 against that at 10,000, start-up taken off both. Ends with 1
where a bound is missed: python benchmarks/validating.py [ROUNDS]
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from _measure import OURS, PYTHON, Bar, cost, in_turns, project, verdict

SMALL, LARGE = 10_000, 100_000
RATIO, GROWTH = 0.45, 1.25
LOAD = "import sys, yaml; yaml.load(open(sys.argv[1], 'rb'), Loader=yaml.CSafeLoader)"


def proved(folder: Path, file: Path) -> None:
    """The one mistake, on the last line, is reported at its line and column."""
    text = file.read_text()
    file.write_text(f"{text}      seets: 5\n    nmae: x\n")
    found = json.loads(cost([*OURS, "validate", "--json", "-C", folder], code=6).out)
    file.write_text(text)
    (wrong,) = [one for one in found["findings"] if one["severity"] == "error"]
    assert (wrong["line"], wrong["column"]) == (text.count("\n") + 2, 5), wrong


def main(rounds: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        none, small, large = (
            project(Path(folder, str(count)), count) for count in (0, SMALL, LARGE)
        )
        (file,) = small.glob("specs/companies-*.yaml")
        proved(small, file)
        ours = [[*OURS, "validate", "-C", one] for one in (small, none, large)]
        mine, theirs, empty = in_turns(rounds, ours[0], [PYTHON, "-c", LOAD, file], ours[1])
        many, again = in_turns(max(rounds // 3, 1), ours[2], ours[0])
        assert f"{SMALL + 5:,} resources" in mine.out, mine.out
        assert f"{LARGE + 5:,} resources" in many.out, many.out
    print(f"validate     {SMALL:7,}: {mine.cpu:6.2f} s CPU, {mine.peak:5.0f} MiB")
    print(f"             {LARGE:7,}: {many.cpu:6.2f} s CPU, {many.peak:5.0f} MiB")
    print(f"             nothing: {empty.cpu:6.2f} s CPU, {empty.peak:5.0f} MiB")
    print(f"CSafeLoader  {SMALL:7,}: {theirs.cpu:6.2f} s CPU, {theirs.peak:5.0f} MiB")
    growth = (many.cpu - empty.cpu) / LARGE / ((again.cpu - empty.cpu) / SMALL)
    return verdict(
        Bar("validate / CSafeLoader", mine.cpu / theirs.cpu, RATIO),
        Bar("a resource at 100,000 / at 10,000", growth, GROWTH),
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
