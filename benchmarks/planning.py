"""An offline plan without a change, of 10,000 and 100,000 resources, against octoDNS.

Both are whole processes that read what is declared and what is live from files; nothing is sent.
Ours: start, read and check the specs (13 leaves a resource), the ledger of an earlier apply, the
pages of its lists as JSON, match, compare by the three-way rule, order, digest, print. Theirs,
from PyPI in an environment of its own: `octodns-sync` of as many A records of two fields with its
YamlProvider on both sides. Growth is without the start. Ends with 1 where a bound is missed:
python benchmarks/planning.py [ROUNDS]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from _measure import (
    APP_ID,
    ATTRIBUTES,
    PYTHON,
    Bar,
    Cost,
    company,
    cost,
    in_turns,
    planned,
    verdict,
)
from _measure import project as specs

SMALL, LARGE = 10_000, 100_000
RATIO, GROWTH, SECONDS, MIB = 0.25, 1.25, 10.0, 900.0
PAGE = 100
OCTODNS = "octodns==1.22.0"

# ---------------------------------------------------------------- our side


def recorded(folder: Path, count: int) -> None:
    """live.jsonl: the pages that the lists answer of a workspace that is as declared."""
    attributes = [
        {"type": "data_attribute", "id": str(n), "name": name, "label": name,
         "full_name": f"custom_attributes.{name}", "description": "",
         "model": "company", "data_type": kind, "archived": False,
         "ui_writable": True, "api_writable": True, "custom": True, "messenger_writable": False}
        for n, (name, kind) in enumerate(ATTRIBUTES.items())
    ]  # fmt: skip
    companies = [
        {**company(n), "type": "company", "id": f"6650{n:020x}", "app_id": APP_ID,
         "plan": {"type": "plan", "id": str(n % 3), "name": company(n)["plan"]},
         "remote_created_at": 1700000000, "created_at": 1700000000, "updated_at": 1700000000 + n,
         "last_request_at": 1700000000, "session_count": 0, "user_count": 1,
         "tags": {"type": "tag.list", "tags": []},
         "segments": {"type": "segment.list", "segments": []}}
        for n in range(count)
    ]  # fmt: skip
    pages = [("data_attribute", attributes)]
    pages += [("company", companies[n : n + PAGE]) for n in range(0, count, PAGE)]
    (folder / "live.jsonl").write_text("".join(json.dumps(one) + "\n" for one in pages))


def workspace(folder: Path, count: int) -> list[str | Path]:
    """The command that plans it; a first run wrote its ledger."""
    cost([PYTHON, __file__, "record", folder, str(count)])
    cost([PYTHON, __file__, "first", folder])
    return [PYTHON, __file__, "plan", folder]


# ---------------------------------------------------------------- their side

TARGET = """
from pathlib import Path
from octodns.provider.yaml import YamlProvider

class Recorded(YamlProvider):
    def __init__(self, id):
        super().__init__(id, str(Path(__file__).parent / "live"), enforce_order=False)

    def populate(self, zone, target=False, lenient=False):
        return super().populate(zone, lenient=lenient)  # as a target it would take itself for empty
"""


def octodns(folder: Path, count: int) -> list[str | Path]:
    """The command that plans as many records."""
    home = Path(sys.prefix, "octodns")
    if not (home / "bin/octodns-sync").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([home / "bin/pip", "install", "-qq", OCTODNS], check=True)
    records = "".join(
        f"r{n:06}:\n  type: A\n  ttl: 300\n  value: 10.{n >> 16}.{n >> 8 & 255}.{n & 255}\n"
        for n in range(count)
    )
    for side in ("specs", "live"):
        (folder / side).mkdir(parents=True)
        (folder / side / "example.com.yaml").write_text(f"---\n{records}")
    (folder / "recorded.py").write_text(TARGET)
    (folder / "config.yaml").write_text(f"""
providers:
  specs:
    class: octodns.provider.yaml.YamlProvider
    directory: {folder}/specs
    enforce_order: false
  live: {{class: recorded.Recorded}}
zones:
  example.com.: {{sources: [specs], targets: [live]}}
""")
    sync = "from octodns.cmds.sync import main; main()"
    start = f"import sys; sys.path.insert(0, {str(folder)!r}); {sync}"
    return [home / "bin/python", "-c", start, "--config-file", folder / "config.yaml"]


# ---------------------------------------------------------------- the table


def shown(name: str, count: int, one: Cost) -> None:
    print(f"{name:10}{count:8,}: {one.cpu:6.2f} s CPU, {one.peak:5.0f} MiB")


def main(rounds: int) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        none, small, large = (workspace(folder / str(count), count) for count in (0, SMALL, LARGE))
        mine, theirs, empty = in_turns(rounds, small, octodns(folder / "octodns", SMALL), none)
        many, again = in_turns(max(rounds // 3, 1), large, small)
    for one, count in ((mine, SMALL), (many, LARGE)):
        assert (
            f"Plan: 0 to create, 0 to update, 0 to remove, 0 refused; {count + 5:,} unch" in one.out
        )
    assert "No changes were planned" in theirs.out, theirs.out
    shown("plan", 0, empty)
    shown("plan", SMALL, mine)
    shown("plan", LARGE, many)
    shown("octoDNS", SMALL, theirs)
    growth = (many.cpu - empty.cpu) / LARGE / ((again.cpu - empty.cpu) / SMALL)
    return verdict(
        Bar("plan of 10,000 / octoDNS", mine.cpu / theirs.cpu, RATIO),
        Bar("plan of 100,000", many.cpu, SECONDS, " s"),
        Bar("plan of 100,000", many.peak, MIB, " MiB"),
        Bar("a resource at 100,000 / at 10,000", growth, GROWTH),
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["record"]:
        recorded(specs(Path(sys.argv[2]), int(sys.argv[3])), int(sys.argv[3]))
        sys.exit()
    if sys.argv[1:2] in (["first"], ["plan"]):
        planned(Path(sys.argv[2]), remember=sys.argv[1] == "first")
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
