"""`reconciler --help` against a click program with as many empty commands.

Whole processes in turns; ours starts as its console script does. Ends with 1 where the bound is
missed, or where `--help` loads a library that it does not need: python benchmarks/starting.py
[ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from _measure import PYTHON, Bar, cost, in_turns, verdict

from reconciler.cli.main import COMMANDS

RATIO = 1.3
START = "import sys; sys.argv[0] = 'reconciler'; from reconciler.cli.main import run; run()"
HEAVY = (
    "asyncio",
    "deepdiff",
    "httpx",
    "jinja2",
    "markdown_it",
    "rich",
    "selectolax",
    "ssl",
    "yaml",
)
LOADED = f"""
import atexit, sys
atexit.register(lambda: print("LOADED", *(one for one in {HEAVY!r} if one in sys.modules)))
{START}
"""


def program(folder: Path) -> Path:
    """The least that click takes for as many commands."""
    commands = "".join(f"@cli.command({name!r})\ndef _(): ...\n" for name in COMMANDS)
    file = folder / "program.py"
    file.write_text(f"import click\n@click.group()\ndef cli(): ...\n{commands}cli()\n")
    return file


def main(rounds: int) -> int:
    loaded = cost([PYTHON, "-c", LOADED, "--help"]).out.rpartition("LOADED")[2].split()
    with tempfile.TemporaryDirectory() as folder:
        empty = [PYTHON, program(Path(folder)), "--help"]
        ours, theirs, nothing = in_turns(
            rounds, [PYTHON, "-c", START, "--help"], empty, [PYTHON, "-c", "pass"]
        )
    print(f"reconciler --help {ours.cpu * 1e3:6.1f} ms CPU; heavy libraries loaded: {loaded}")
    print(f"click, {len(COMMANDS)} empty   {theirs.cpu * 1e3:6.1f} ms CPU")
    print(f"python -c pass    {nothing.cpu * 1e3:6.1f} ms CPU")
    return verdict(
        Bar("--help / click with empty commands", ours.cpu / theirs.cpu, RATIO),
        Bar("heavy libraries that --help loads", len(loaded), 0, ""),
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
