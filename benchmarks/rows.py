"""Companies from CSV and JSON Lines: what a row costs, and that its cost does not grow.

Prints the medians of interleaved runs; ends with 1 where a row of COUNT costs over 1.5 times one of
a tenth of them: python benchmarks/rows.py [COUNT]
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from reconciler.source import load

ROUNDS = 5
GROWTH = 1.5
COLUMNS = ("account", "name", "plan", "seats", "website", "industry", "spend", "tier", "region",
           "renewal", "onboarded")  # fmt: skip
SPEC = """\
companies:
  "{{ each.account }}":
    for_each: _data/companies.FORM
    company_id: "{{ each.account }}"
    name: "{{ each.name }} (NAME)"
    plan: "{{ each.plan }}"
    size: "{{ each.seats }}"
    website: "https://{{ each.website }}/about"
    industry: "{{ each.industry }}"
    monthly_spend: "{{ each.spend }}"
    custom_attributes:
      plan_tier: "{{ each.tier }}"
      seats: "{{ each.seats }}"
      region: "{{ each.region }}"
      renewal_date: "{{ each.renewal }}"
      onboarded: "{{ each.onboarded }}"
"""


def row(n: int) -> tuple[str, ...]:
    return (f"id_{n:06}", f'"Company {n}, Ltd"', ("free", "pro", "enterprise")[n % 3], str(n % 997),
            f"www.example-{n}.com", "Manufacturing", f"{n % 1000}.50", "enterprise", "EMEA",
            f"2026-{n % 12 + 1:02}-01", "true" if n % 5 else "")  # fmt: skip


def project(root: Path, form: str, count: int, *, name: str) -> Path:
    """name: how the field `name` ends; what takes the engine takes it for every row."""
    (root / "specs/_data").mkdir(parents=True)
    (root / "specs/companies.yaml").write_text(SPEC.replace("FORM", form).replace("NAME", name))
    rows = (
        ",".join(row(n)) if form == "csv" else json.dumps(dict(zip(COLUMNS, row(n), strict=True)))
        for n in range(count)
    )
    header = [",".join(COLUMNS)] if form == "csv" else []
    (root / f"specs/_data/companies.{form}").write_text("\n".join([*header, *rows]) + "\n")
    return root


def seconds(root: Path, count: int) -> float:
    begin = time.process_time()
    documents = load(root, files={})
    spent = time.process_time() - begin
    assert not documents.findings, documents.findings[0]
    assert len(documents.yaml[0].data["companies"]) == count
    return spent


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        cases = {
            (form, name, count): project(
                Path(folder) / f"{form}-{kind}-{count}", form, count, name=name
            )
            for kind, form, name in (
                ("names", "csv", "x"), ("names", "jsonl", "x"),
                ("engine", "csv", "{{ each.plan | upper }}"),
            )
            for count in (most // 10, most)
        }  # fmt: skip
        spent: dict[tuple[str, str, int], list[float]] = {case: [] for case in cases}
        for _ in range(ROUNDS):
            for case, root in cases.items():
                spent[case].append(seconds(root, case[2]))
    print(f"13 leaves a row, median of {ROUNDS} interleaved runs, CPU without the engine's process")
    costs: dict[tuple[str, str], list[float]] = {}
    for (form, name, count), times in spent.items():
        each = statistics.median(times) * 1e6 / count
        costs.setdefault((form, name), []).append(each)
        way = "engine" if "{" in name else "cells"
        print(f"{form:6} {count:7} rows  {way:6} {each:6.2f} us each")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    if any(large > GROWTH * small for small, large in costs.values()):
        sys.exit("a row costs more where there are more of them")


if __name__ == "__main__":
    main()
